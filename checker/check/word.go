package check

import (
	"fmt"
	"maps"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

// A Word is a verb of the check scripts.
type Word struct {
	Args string // what follows it: "NAME TEXT..."
	Doc  string // what it does, in full sentences

	least, most int // how many words may follow; most < 0 is no bound
	run         func(s *script, args []string)
}

// vocabulary holds every word. It is never changed.
var vocabulary = joined(commonWords, handshakeWords, packetWords, homeWords)

// joined puts vocabularies together.
func joined(all ...map[string]Word) map[string]Word {
	words := map[string]Word{}
	for _, some := range all {
		maps.Copy(words, some)
	}
	return words
}

// commonWords are those of all lessons but the ones that have a file of their own.
var commonWords = map[string]Word{
	// Values.
	"random":  {"NAME KIND N", "Sets $name to N random characters and $NAME to the same in capitals. KIND is words (ASCII letters, digits, blanks between), letters (of ASCII alone), chinese (Chinese characters and ASCII letters), han (Chinese characters alone), broken (bytes that are not UTF-8), controls (what a terminal obeys: C0, DEL and C1, as UTF-8 and as bytes), nuls (ASCII letters between two NULs), strange (ASCII letters, and behind them what Go quotes in a way of its own: BEL, VT, FF, DEL, and bytes that are nearly UTF-8; among them some that it leaves, such as U+FFFD) or raw (ASCII with control characters, percent signs, quotes, a NUL, blanks and a newline at its ends).", 3, 3, (*script).randomValue},
	"address": {"NAME", "Sets $NAME to an address on loopback that nobody uses now, $NAME_host and $NAME_port to its parts.", 1, 1, (*script).address},
	"repeat":  {"NAME TEXT N", "Sets $NAME to N times the text.", 3, 3, (*script).repeat},
	"nobody":  {"NAME", "Sets $NAME to an address on loopback where nobody listens, nor can as long as the check runs.", 1, 1, (*script).nobody},
	"moment":  {"NAME", "Sets $NAME to a short time, 100ms, for a flag of the program. When the check fails it is run once more with 1000ms, for on a busy machine a moment may be over too soon; and with 4000ms where the checker itself was late even then, or the program had no processor for half of that.", 1, 1, (*script).moment},
	"swift":   {"NAME N", "Notes whether all that was said and answered on a connection or a socket took at most N tenths of the limit. If it did not, and the check passes, it is run once more with a longer one: commands that a busy machine keeps apart show nothing.", 2, 2, (*script).swift},
	"limit":   {"NAME", "Sets $NAME to a short time for a command, 300ms, and $NAME_most to three fifths of it, and $NAME_part to a little more than half, in seconds, as sleep takes them. When the check fails in a way that may come of it, it is run once more with 2s, and with 5s where the checker itself was kept from work.", 1, 1, (*script).limit},
	"needs":   {"CHECK...", "Says that this check proves nothing when one of those has failed: it is skipped then.", 1, -1, func(*script, []string) {}},

	// The program.
	"serve":     {"[FLAG...]", "Starts the program as a server, at 127.0.0.1:0 unless -addr is given, and waits until it says where it listens.", 0, -1, (*script).serve},
	"call":      {"[FLAG...] [WORD...]", "Starts the program as a caller, of the checker's own listener unless -addr is given.", 0, -1, (*script).call},
	"refuses":   {"[STATUS] WORD...", "Starts the program with these words and an address, and waits for it to end with this status, or with 1 or 2.", 1, -1, (*script).refuses},
	"type":      {"LINE...", "Types lines at the program's standard input, all at once.", 1, -1, (*script).typeLines},
	"endinput":  {"[TEXT]", "Ends the program's standard input. TEXT is typed before, without a newline.", 0, 1, (*script).endInput},
	"exit":      {"[STATUS]", "Waits for the program to end by itself with this status (0), leaving no process behind. On the connections on which it has hung up the checker hangs up, too.", 0, 1, (*script).exit},
	"fails":     {"[TEXT...]", "Waits for the program to end with status 1, and one line of standard error that holds all the texts, in any case, a number by itself. 'a or b' is one of the two.", 0, -1, (*script).fails},
	"terminate": {"", "Sends SIGTERM and waits for the program to end of it: with status 0 or 143, or by the signal. No process is left behind.", 0, 0, (*script).terminate},
	"prints":    {"LINE...", "Says what standard output must be, line by line, once the program has ended.", 0, -1, (*script).prints},
	"shows":     {"TEXT...", "Says what standard output must be once the program has ended, all texts one behind the other, newlines before, between and behind them left aside.", 1, -1, (*script).shows},
	"begins":    {"TEXT...", "Says what standard output must be a beginning of, and not an empty one, once the program has ended; newlines left aside.", 1, -1, (*script).begins},
	"mayprint":  {"LINE...", "Says which lines may stand between those that prints names next.", 1, -1, (*script).mayPrint},
	"logs":      {"TEXT...", "Waits until standard error holds these texts, in any case, in other lines than \"listening on ADDR\".", 1, -1, (*script).logs},
	"quiet":     {"[NAME]", "Waits until the program rests: all its threads asleep and no processor time used. NAME is the connection to show otherwise.", 0, 1, (*script).quiet},
	"listens":   {"ADDR", "Makes sure that the program waits, and does not listen on other addresses than ADDR with its port. That ADDR can be reached is shown by dial.", 1, 1, (*script).listens},

	// Families and their manners.
	"ipv6":      {"", "Skips the check where the machine has no IPv6.", 0, 0, (*script).ipv6},
	"path":      {"NAME", "Sets $NAME to a path at which nothing stands.", 1, 1, (*script).path},
	"folder":    {"NAME", "Makes a folder, and sets $NAME to its path.", 1, 1, (*script).folder},
	"stands":    {"PATH KIND [TEXT]", "Makes sure that at the path stands nothing, a socket, a file (with this text), a folder or a fifo.", 2, 3, (*script).stands},
	"crash":     {"", "Kills the program and all that it has started (SIGKILL): it can tidy up nothing.", 0, 0, (*script).crash},
	"interrupt": {"", "Sends SIGINT, as Ctrl-C does, and waits for the program to end of it: with status 0 or 130, or by the signal.", 0, 0, (*script).interrupt},
	"pause":     {"TIME [N]", "Does nothing for a fifth of a time that the program was told, or for N fifths.", 1, 2, (*script).pause},
	"cutin":     {"NAME TIME", "Calls the server and says nothing, and wants to be cut within about three times the time that it was told. Calls again where a busy machine took longer; only rounds count in which the program had a processor.", 2, 2, (*script).cutIn},
	"cutsoff":   {"NAME TIME MESSAGE [FLAG...]", "Starts the program as a server with -grace TIME, sends it a part of a request, and tells it to end. It must cut the caller off within about three times that time; rounds count as with cutin.", 3, -1, (*script).cutsOff},
	"killedin":  {"NAME TIME", "Calls the server, which was told -limit TIME, and gives it a command that sleeps. That must be answered within about three times that time; rounds count as with cutin.", 2, 2, (*script).killedIn},
	"givesupin": {"NAME TIME [FLAG...]", "Starts the program as a caller with -timeout TIME, takes its call, and does not reply; or, where NAME is a socket, with -wait TIME, and takes its question. It must give up within about three times that time; rounds count as with cutin.", 2, -1, (*script).givesUpIn},
	"narrow":    {"NAME", "Sets $NAME to an address where calls are neither taken nor refused.", 1, 1, (*script).narrow},
	"options":   {"[FLAG...]", "Starts the program with the word options, to look at a connection with the checker's listener.", 0, -1, (*script).options},
	"lists":     {"NAME", "Waits for the program to end. Standard output must hold a line for each socket option of the lesson, those of the program's end of the connection NAME. On Linux the buffers must not be those of a socket that is not connected, nor taken for each other.", 1, 1, (*script).lists},

	// Commands.
	"childless":  {"", "Waits until nothing lives of the commands that the program has started.", 0, 0, (*script).childless},
	"undelayed":  {"NAME", "Waits for the reply to the last command. When it comes no sooner than the limit is over, the check is run once more with a longer one: a busy machine has kept the command back.", 1, 1, (*script).undelayed},
	"runs":       {"TEXT", "Waits until a process that the program has started has the text in its command line.", 1, 1, (*script).runs},
	"killedtoo":  {"NAME HEAD", "Waits until the program rests. The last reply, which was cut behind HEAD, must say so and end with the notice that the command was killed; or it came before the limit was over, for a program may end what prints too much.", 2, 2, (*script).killedToo},
	"upto":       {"NAME LEAST-MOST TEXT [LINE...]", "Waits for a text, with that many bytes before it, and, on lines of their own, these lines among them.", 3, -1, (*script).upto},
	"fits":       {"NAME MAX WHOLE [SIZE]", "Waits for a datagram of at most MAX bytes: the beginning of WHOLE, which has SIZE bytes, and the line \"... N bytes did not fit\".", 3, 4, (*script).fits},
	"atmost":     {"NAME MAX WHOLE", "Waits for a datagram of at most MAX bytes that begins as WHOLE does, for half of that at least.", 3, 3, (*script).atMost},
	"ending":     {"NAME HEAD [LINE]", "Waits for a datagram that begins with HEAD and ends with LINE, or as it likes.", 2, 3, (*script).ending},
	"numbers":    {"NAME N", "Sets $NAME to the numbers from 1 to N, each on a line, as seq prints them.", 2, 2, (*script).numbers},
	"light":      {"N", "Makes sure that the program has never used more than N MiB of memory, and does not while the script waits from here on.", 1, 1, (*script).light},
	"relay":      {"NAME [udp]", "Stands between the server and the caller that is started next, on the server's network or for datagrams, and writes down what they say. $NAME_addr is where the caller calls it, and $NAME_from where its datagrams come from.", 1, 2, (*script).relay},
	"allover":    {"", "Waits until every program that was started has ended.", 0, 0, (*script).allOver},
	"experiment": {"", "Says that this script shows something and judges nothing. Its first line of comment says what, the rest why.", 0, 0, func(*script, []string) {}},

	// The laboratory of lesson09.
	"count":     {"[FLAG...]", "Starts the program with the word count, as serve does.", 0, -1, func(s *script, args []string) { s.serveAs("count", args) }},
	"cuttings":  {"N", "N times starts the program with the word count, says random messages in random pieces, each when the one before is read, and wants the right line.", 1, 1, (*script).cuttings},
	"segments":  {"NAME N", "Makes sure that what was heard on a connection came in at most N segments (or LEAST-MOST), and was not written in crumbs.", 2, 2, (*script).segments},
	"notbefore": {"TIME", "Makes sure that the program was started, or something was typed last, at least so long ago: what has just come cannot have come sooner. On a busy machine more may pass.", 1, 1, (*script).notBefore},
	"nodelay":   {"NAME BOOL", "Waits until the program has set TCP_NODELAY so at its end of a connection. Skips the check where that cannot be seen.", 2, 2, (*script).nodelay},

	// Numbers as bytes, in lesson11.
	"run":     {"WORD...", "Starts the program with these words alone, and waits for it to end.", 1, -1, (*script).run1},
	"structs": {"KIND N...", "Draws N rows of each kind from testdata/struct, the answers of Python's struct, gives their words to the program, and wants the same answers. A kind that ends with -all or -long has rows of many values: N of each format or order, and what is answered wrongly is asked again in shorter rows. Of refuse-low and refuse-high it draws N of each range, of refuse-format N of each format, of refuse-bytes N of too few and N of too many, and of a kind that ends with -each all rows.", 2, -1, (*script).structs},
	"packet":  {"NAME KIND", "Sets $NAME to a random Ethernet frame with IPv4 and TCP in it, in hex, and $NAME_said to what is to be printed of it. KIND is plain, high (its numbers have the highest bit set), long (hundreds of bytes of payload), options (in both headers, so long that three bits cannot tell it), trailer (behind the end that IPv4 names, of bytes that are no zeros), or bad: cut (in the IPv4 header), no-ipv4 (with one byte of it), cut-options (in its options), no-tcp (with none of it), cut-tcp, cut-payload, type (IPv6), version (6), words (an IPv4 header of three), protocol (UDP), total (it ends in the TCP header), offset (a TCP header of four words) or far-offset (of twelve, which are not there).", 2, 2, (*script).packet},
	"blames":  {"SAID LAYER LEAST-MOST...", "Waits for the program to end with status 1, and a line of standard error with one of the layers and the offset of a byte in its range. Standard output must be the lines SAID; those from that layer on may be missing.", 3, -1, (*script).blames},

	// Frames, from lesson12 on.
	"frames":   {"KIND", "Says how the words of the server are framed on this wire, so that a failure shows it: struct (a length in four bytes, and so many bytes) or json (a length, a JSON header of so many bytes, and data_size bytes).", 1, 1, (*script).framing},
	"frame":    {"NAME TEXT", "Sets $NAME to the text in a frame: its length in four bytes, the lowest first, and the text.", 2, 2, (*script).frame},
	"int32":    {"NAME N", "Sets $NAME to the four bytes of a signed number, the lowest first.", 2, 2, (*script).int32},
	"cut":      {"NAME TEXT N", "Sets $NAME to the first N bytes of the text, and $NAME_rest to the others.", 3, 3, (*script).cutText},
	"heard":    {"NAME HEAD MORE [LINE]", "Waits for a frame: HEAD, and at most MORE bytes behind it (or LEAST-MOST), among them the line.", 3, 4, (*script).heard},
	"parts":    {"NAME", "Tells, in an experiment, in how many segments came what was heard on a connection.", 1, 1, (*script).parts},
	"digits":   {"SIZE BYTES", "Waits for the program to end as fails does, with both numbers. One that has printed nothing and does not tell BYTES has refused the size, which is right, too.", 2, 2, (*script).digits},
	"json":     {"NAME TEXT [HEADER]", "Sets $NAME to the text behind a JSON header: the length of the header, the header, the text. In HEADER, SIZE stands for the number of bytes of the text; without it, the header says that and nothing else. $NAME_header is length and header alone.", 2, 3, (*script).json},
	"body":     {"NAME TEXT [MORE [LINE]]", "Waits for a JSON header in its frame, whatever else it says, and for the text as its body; with MORE, for at most so many bytes behind it (or LEAST-MOST), among them the line.", 2, 4, (*script).body},
	"cuts":     {"NAME LINE TEXT PART", "For each place inside of a part (length, header or body) of the frame TEXT: types the line, waits for it on the connection, and sends the frame in two pieces, cut there, the second when the first is read.", 4, 4, (*script).cuts},
	"pour":     {"NAME N", "Sends N MiB of letters, each when the program has read the one before.", 2, 2, (*script).pour},
	"farewell": {"NAME TEXT", "Calls the server, says a command and no more (a half-close), and waits for the text as the body of the reply; then the same with a command that goes on when the program has had time to notice. Calls again where a busy machine took too long.", 2, 2, (*script).farewell},

	// Who is calling, in lesson15.
	"key":       {"NAME KIND", "Writes a random key to a file that its owner alone may read, and sets $NAME to its path. The last one is what both sides have. KIND is plain (letters and a newline), bare (no newline), long (131 letters), odd (any bytes, with blanks and newlines at its ends), huge (5,000 letters), blanks (nothing but blanks and a newline), open (everyone may read it), others (everyone but the group may), or no key: empty, newline.", 2, 2, (*script).keyFile},
	"challenge": {"NAME [KIND]", "Waits for a server's challenge of 32 bytes; with a KIND, calls again until its answer begins or ends with a blank (blank), has a zero among its first bytes (zero), a newline inside (line), or a byte that no text in UTF-8 holds (high), or has no zero, no newline, and no blank at its ends (plain). Then $NAME_alike is a wrong answer that such a text equals. $NAME_right is the answer, $NAME_first its first byte, $NAME_most all but its last; $NAME_flipped, $NAME_nearly, $NAME_inside, $NAME_second and $NAME_capital differ from it in the highest bit of the first byte, in a bit of the last one, of one in the third or the second quarter, or in the case of a letter, in $NAME_swapped two bytes have changed places, $NAME_longer has a byte before it, $NAME_other is made with another key; $NAME_asked is the challenge, and $NAME_text is a message of 32 bytes that does not go on with the answer, and $NAME_TEXT the same in capitals.", 1, 2, (*script).challenge},
	"nonce":     {"NAME [HEX [HEX]]", "Sets $NAME to a challenge for the caller, which begins and ends with these bytes, and $NAME_right to the answer. It holds no blanks, newlines or zero bytes but those; nor does the answer, unless in their place a KIND is told, as for a server's challenge.", 1, 3, (*script).nonce},
	"rejected":  {"NAME", "Waits for the end of the connection, with no byte before it, and for \"rejected ADDR: \" and a reason on standard error.", 1, 1, (*script).rejected},
	"dawdle":    {"NAME TIME", "Gives the right answer to a challenge, the first byte in time, and the others in two pieces when it is over.", 2, 2, (*script).dawdle},
	"nonces":    {"N", "Takes the challenges of N callers, one after another, and makes sure that none has come before, from this server or an earlier one of the script, and that they look random.", 1, 1, (*script).noncesOf},
	"steady":    {"N TIME", "Lets N callers come, and N again, as callers does, until the program has no more memory than the time before. It fails when it has grown three times in a row, with a pause of this time after each.", 2, 2, (*script).steady},
	"secret":    {"", "Makes sure that neither the key nor an answer stands on the program's output, in whatever form, and that the key has not gone over the wire.", 0, 0, (*script).secret},
	"compares":  {"", "Reads in the source of a Go program how the sum of a hash is compared. It fails where that is done with an ordinary comparison, and nowhere with one in constant time.", 0, 0, (*script).compares},
	"draws":     {"", "Reads in the source of a Go program where its random numbers come from. It fails where nothing leads to numbers that nobody can guess.", 0, 0, (*script).draws},

	// Messages in JSON, from lesson13 on, and files.
	"message":   {"NAME JSON [TEXT...]", "Sets $NAME to a message: the length of the JSON in four bytes, the lowest first, the JSON, and the texts behind it.", 2, -1, (*script).message},
	"claim":     {"NAME N [TEXT...]", "Sets $NAME to the length N in four bytes, the lowest first, as of a message of so many bytes, and the texts behind it.", 2, -1, (*script).claim},
	"expects":   {"NAME JSON [TEXT...]", "Waits for a message with these fields, in any order, among others or not, and for exactly the texts behind it. A field that is null here must be missing there, or say nothing; \"*\" is any text.", 2, -1, (*script).expects},
	"refusal":   {"NAME", "Waits for a message with the status error, or for the end of the connection.", 1, 1, (*script).refusal},
	"nomore":    {"NAME", "Waits until the program rests, and makes sure that it has said nothing that was not taken. It may have hung up.", 1, 1, (*script).nomore},
	"declines":  {"NAME MESSAGE...", "Sends each message, after another call where the program has hung up, and waits for its refusal.", 2, -1, (*script).declines},
	"rebuffed":  {"NAME MESSAGE", "Sends a message twice, and waits for its refusal each time. Calls again where the program has hung up.", 2, 2, (*script).rebuffed},
	"turnsdown": {"MESSAGE...", "For each message calls, sends it, waits for its refusal as declines does, and hangs up.", 1, -1, (*script).turnsDown},
	"settles":   {"NAME MESSAGE...", "Sends each message, after another call where the program has hung up, and waits for its reply, whatever it says, or for the end of the connection.", 2, -1, (*script).settles},
	"settled":   {"FOLDER", "Makes sure that the files stand in the folder whose puts were answered with ok when settles sent them.", 1, 1, (*script).settledFiles},
	"next":      {"NAME MESSAGE JSON [TEXT...]", "Sends a message, after another call where the program has hung up, and waits for the reply as expects does.", 3, -1, (*script).next},
	"cutshort":  {"N MESSAGE", "N times calls, sends a random part of the message, and when that is read hangs up or breaks off.", 2, 2, (*script).cutShort},
	"bytes":     {"NAME N", "Sets $NAME to N random bytes of all values, and $NAME_sum to their SHA-256.", 2, 2, (*script).bytesValue},
	"large":     {"NAME FOLDER N", "Writes N random bytes to a file of this name in the folder, and sets $NAME to its path and $NAME_sum to its SHA-256.", 3, 3, (*script).large},
	"instep":    {"NAME PATH JSON", "Waits, after a refusal, for all bytes of a file and a message with these fields behind them, or for the end of the connection. After deaf it reads only when the program sleeps.", 3, 3, (*script).instep},
	"sendfile":  {"NAME PATH", "Sends the bytes of a file.", 2, 2, (*script).sendFile},
	"overfill":  {"NAME TEXT [OTHER MORE]", "Calls the server, and says the text without reading a word, until all is said or the program gets on no more. Then reads, and waits for the text in capitals. Before that OTHER calls and says MORE, and takes no answer.", 2, 4, (*script).overfill},
	"deaf":      {"NAME", "Leaves what the program says on a connection unread until expects or instep wants something of it: its writes wait once the buffers are full.", 1, 1, (*script).deaf},
	"drink":     {"NAME PATH", "Waits for exactly the bytes of a file.", 2, 2, (*script).drink},
	"plant":     {"FOLDER NAME KIND [TEXT...]", "Lays something into a folder: a file (with the texts), a folder, a link (to the text), a fifo, or a stale socket, whose server is dead. Skips the check where the system has none.", 3, -1, (*script).plant},
	"holds":     {"FOLDER [NAME TEXT]...", "Waits until a folder holds exactly these files with these contents, beside what plant has laid there that is no file.", 1, -1, (*script).holds},
	"same":      {"PATH PATH", "Makes sure that the second file has the content of the first.", 2, 2, (*script).same},
	"room":      {"N", "Lets the programs that are started from now on write at most N bytes to a file, as if the disk were full then.", 1, 1, (*script).room},
	"confirms":  {"[LINE...]", "Waits for the program to end, and wants these lines on standard output, and no others that tell of a transfer. A line may begin with a prompt, and go on behind what is wanted of it.", 0, -1, (*script).confirms},
	"terminal":  {"", "Gives the programs that are started from now on a terminal as standard error, or skips the check.", 0, 0, (*script).terminal},
	"bar":       {"", "Waits for the program to end, and wants a progress bar on its standard error: something that was drawn over, or a line that grew by the same mark; and no more than 100 % of anything.", 0, 0, (*script).bar},
	"plain":     {"", "Waits for the program to end, and wants no escape codes on its standard error, nor a share above 100 %.", 0, 0, (*script).plain},

	// Everyone at once, in lesson16.
	"serve-udp":       {"[FLAG...]", "Starts the program with the word serve-udp, as serve does.", 0, -1, func(s *script, args []string) { s.serveAs("serve-udp", args) }},
	"serve-upper":     {"[FLAG...]", "Starts the program with the word serve-upper, as serve does. Where the main.go of a Go program does not know it, the checker brings a handler of its own; other programs skip the check.", 0, -1, func(s *script, args []string) { s.serveGiven("serve-upper", args) }},
	"serve-upper-udp": {"[FLAG...]", "The same with serve-upper-udp.", 0, -1, func(s *script, args []string) { s.serveGiven("serve-upper-udp", args) }},
	"threads":         {"N", "Gives the programs that are started from now on room for the stacks of N threads, besides the usual memory.", 1, 1, (*script).threads},
	"silence":         {"N", "Lets N callers come who say nothing, and stay.", 1, 1, (*script).silence},
	"leave":           {"", "Hangs up on those who say nothing.", 0, 0, (*script).leave},
	"weigh":           {"N", "Measures, for an experiment, how much memory each of N callers takes who say nothing, or of as many as there are descriptors for.", 1, 1, (*script).weigh},
	"upload":          {"N SIZE", "Lets N callers come, slow1, slow2 and so on, and in the opposite order put a file of SIZE bytes each, of their own name. They stop half-way, when that half is read.", 2, 2, (*script).upload},
	"arrive":          {"FOLDER [NAME TEXT]...", "Sends the other halves, waits for the replies, and until the folder holds these files and the named ones.", 1, -1, (*script).arrive},
	"wins":            {"NAME FOLDER FILE TEXT OTHER", "Waits for the reply to a put on a connection, and until the folder holds the file: with TEXT if the reply says ok, else with OTHER.", 5, 5, (*script).wins},
	"jostle":          {"N TIMES MESSAGE JSON [TEXT...]", "Lays the same message of N callers ready, so many times each, while the program stands still, and waits for every reply as expects does. Then all hang up while it stands still.", 4, -1, (*script).jostle},
	"scarce":          {"N", "Lets the program open N descriptors more, and then none. Skips the check where the system cannot do that.", 1, 1, (*script).scarce},
	"either":          {"NAME OTHER", "Waits until the program has said something to one of two callers. $first is that one's name, and $second the other's.", 2, 2, (*script).either},
	"sessions":        {"N", "Lets N callers come and go, who get, put, ask for what is not there or for the folder docs, break off or say nothing, and measures descriptors and memory when half of them have gone, and at the end. Where memory has grown by then, more callers come, and it must not grow with each of them. When a program gives its memory back is told of Go alone; for others a quarter of the callers will do.", 1, 1, (*script).sessionsOf},
	"dribble":         {"NAME TEXT TIME", "Sends a header in seven pieces, two ninths of the time apart, and wants the program to hang up.", 3, 3, (*script).dribble},
	"outlast":         {"TIME", "Does nothing for one and a half times as long as the program was told.", 1, 1, (*script).outlast},
	"recovers":        {"NAME MESSAGE JSON [TEXT...]", "Sends a message until it is not refused any more, after another call where the program has hung up, and waits for the reply as expects does.", 3, -1, (*script).recovers},
	"feed":            {"PATH TEXT", "Writes the text into a named pipe, once somebody reads it, and closes it.", 2, 2, (*script).feed},
	"door":            {"", "Waits until the server takes no calls any more.", 0, 0, (*script).door},
	"signal":          {"SIGNAL", "Sends SIGTERM or SIGINT, and does not wait for what comes of it.", 1, 1, (*script).signal},
	"dies":            {"", "Waits for the program to end with another status than 0, leaving no process behind.", 0, 0, (*script).dies},

	// Text.
	"says":     {"LINE...", "Waits until these lines stand on standard output, while the program runs.", 1, -1, (*script).says},
	"quote":    {"NAME TEXT", "Sets $NAME to the text as Go quotes it (%q).", 2, 2, (*script).quote},
	"file":     {"NAME TEXT", "Writes the text to a new file of the check, and sets $NAME to its path.", 2, 2, (*script).file},
	"harmless": {"PART...", "Waits for the program to end. Standard output must hold no control characters, and all parts in one line of it, in this order.", 1, -1, (*script).harmless},

	// The time.
	"strftime": {"N", "Draws N moments of each kind from testdata/strftime, the C library's answers, starts the server at each with -now and in its zone (TZ), and asks it every format that the table has for it: in one question, and where that is not answered rightly one by one.", 1, 1, (*script).strftime},
	"oclock":   {"NAME", "Asks the server for %Y-%m-%d %H:%M:%S from a socket, and wants the time of this machine in the zone TZ.", 1, 1, (*script).oclock},
	"second":   {"", "Does nothing for a second, so that a clock shows another one.", 0, 0, (*script).second},

	// The wire.
	"dial":     {"NAME [ADDR]", "Calls the server, and gives the connection a name. $NAME_port is the port at the caller's end.", 1, 2, (*script).dial},
	"rings":    {"NAME [TEXT]", "Begins to call the server, and goes on where the backlog has no room yet; who needs the connection later waits for it. The text is sent as soon as the call is taken.", 1, 2, (*script).rings},
	"listen":   {"[NETWORK [ADDR]]", "Listens on a free loopback port, with the network unix at a path, or at ADDR, for call. $listener is its address, $listener_port the port.", 0, 2, (*script).listen},
	"accept":   {"NAME", "Takes the program's call, and gives the connection a name. $NAME_port is the port at the program's end.", 1, 1, (*script).accept},
	"send":     {"NAME TEXT...", "Sends each text in one piece (on a socket: as one datagram), or as the weather has it.", 2, -1, (*script).send},
	"recv":     {"NAME TEXT...", "Waits for exactly these bytes, in however many pieces they come; on a socket, for these datagrams, each whole, in any order.", 2, -1, (*script).recv},
	"perhaps":  {"NAME TEXT REPLY", "Waits for exactly these bytes and answers them, or for the end of the connection without a word. On a socket it is this datagram, or the end of the program.", 3, 3, (*script).perhaps},
	"eof":      {"NAME", "Waits for the end of the connection. No byte may come before it.", 1, 1, (*script).eof},
	"finish":   {"NAME", "Says no more on a connection but goes on to listen: a half-close.", 1, 1, (*script).finish},
	"mayqueue": {"", "Ends the check here, and well, where the server's queue of calls is full: how many may wait in it, if one may, is the program's affair.", 0, 0, (*script).mayQueue},
	"hangup":   {"NAME", "Hangs up.", 1, 1, (*script).hangup},
	"reset":    {"NAME", "Breaks a connection off, so that the program sees \"connection reset\".", 1, 1, (*script).reset},
	"closed":   {"NAME", "Waits until the program has closed its end of a connection that was hung up.", 1, 1, (*script).closed},
	"callers":  {"N", "Lets N callers come one after another, each for one message, and makes sure that the program gives their descriptors back. Some break off, also while something is still to be answered. Where a key is in play, three of four are not let in: they answer wrongly, say nothing, or break off.", 1, 1, (*script).callers},
	"talk":     {"NAME N", "Says N random messages, each when the one before is answered, and waits for each in capitals.", 2, 2, (*script).talk},
	"ends":     {"NAME", "Waits for the end of the connection, whatever is said before it.", 1, 1, (*script).ends},
	"read":     {"NAME [part]", "Waits until the program has read all that was sent to it on a connection, or has taken all datagrams off its queue. A part of a message it may also leave until the rest is there; then it must rest.", 1, 2, (*script).read},
	"holdback": {"NAME", "Waits until the program has read all that was sent to it on a connection, says no more for a quarter of a second, and makes sure that nothing comes meanwhile and that the connection stands: the message is not whole.", 1, 1, (*script).holdback},
	"freeze":   {"", "Stops the program that was started last, until thaw: what is sent meanwhile lies ready when it goes on.", 0, 0, (*script).freeze},
	"thaw":     {"", "Lets the frozen program go on, once all that was sent to it has arrived.", 0, 0, (*script).thaw},
	"weather":  {"NAME KIND [N]", "Bends what is sent from now on. On a connection KIND is split N (a first piece of N bytes, the rest when that is read), bytes (one at a time, each when the last is read), joined (all texts of one send come at once), or held (they wait for the end of what is said, and come with that). On a socket it is lost, doubled, swapped (the texts of one send come in the reverse order), late (held back until NAME sends again, and then first), stranger (before each, others come from a foreign port, and from the same port of a foreign host where there is one) or calm.", 2, 3, (*script).setWeather},
}

// Reference describes every word, in the order of the alphabet, as Markdown.
func Reference() string {
	text := "| word | what it does |\n|---|---|\n"
	for _, name := range slices.Sorted(maps.Keys(vocabulary)) {
		w := vocabulary[name]
		usage := name
		if w.Args != "" {
			usage += " " + w.Args
		}
		text += fmt.Sprintf("| `%s` | %s |\n", usage, w.Doc)
	}
	return text
}

// commands are the words as testscript calls them.
func (s *script) commands() map[string]func(*testscript.TestScript, bool, []string) {
	all := map[string]func(*testscript.TestScript, bool, []string){}
	for name, w := range vocabulary {
		all[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			s.ts = ts
			if neg || len(args) < w.least || w.most >= 0 && len(args) > w.most {
				ts.Fatalf("usage: %s %s", name, w.Args)
			}
			w.run(s, args)
		}
	}
	return all
}
