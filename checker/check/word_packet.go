package check

// packetWords are those of datagrams.
var packetWords = map[string]Word{
	"socket":   {"NAME [ADDR]", "Opens a datagram socket on loopback. $NAME_addr is its address and $NAME_port the port. With a server under test, NAME sends to the server; a caller under test calls the socket that was opened last, unless -addr is given.", 1, 2, (*script).socket},
	"answer":   {"NAME QUESTION TEXT...", "Sends each text as a datagram to where the program's datagram QUESTION came from, which recv has taken before, be it at another socket.", 3, -1, (*script).answer},
	"answers":  {"NAME [QUESTION TEXT]...", "Waits for these datagrams, each whole, in any order, and answers each as soon as it has come.", 3, -1, (*script).answerEach},
	"logsof":   {"N TEXT", "Waits until standard error holds the text on N lines, in any case, and makes sure that it does on no more until then.", 2, 2, (*script).logsOf},
	"logsline": {"TEXT...", "Waits until standard error holds these texts on one line, in this order and in any case.", 1, -1, (*script).logsLine},
	"afresh":   {"", "Waits until the program rests. From here on logs, logsof and remarks look only at what standard error says after that.", 0, 0, (*script).afresh},
	"remarks":  {"", "Waits until standard error holds a line, whatever it says, other than \"listening on ADDR\".", 0, 0, (*script).remarks},
	"silent":   {"NAME...", "Waits until the program rests, and makes sure that nothing has come on these connections or to these sockets that was not taken, and that they stand.", 1, -1, (*script).silent},
	"crowd":    {"N", "Lets N callers lay one datagram each into the program's queue while it stands still, and waits for each to get their own in capitals.", 1, 1, (*script).crowd},
	"askedin":  {"NAME TIME", "Makes sure that the last datagram that came to a socket since something was typed did so within one and a quarter times TIME of the first, and that a quarter of it to one and three quarters have passed since it was typed: the line has just been given up.", 2, 2, (*script).askedIn},
	"printsof": {"N LINE...", "Waits for the program to end. Standard output must hold at least N of these lines, in this order, each once or more often, and nothing else.", 3, -1, (*script).printsOf},
}
