package check

// handshakeWords are those of lesson10.
var handshakeWords = map[string]Word{
	"length":    {"NAME TEXT", "Sets $NAME to the number of bytes of the text.", 2, 2, (*script).length},
	"handshake": {"NAME HEAD MORE [LINE]", "Waits for the length of a reply, in digits, until the program rests; says recv_ready; waits for so many bytes: HEAD, and at most MORE behind it (or LEAST-MOST), among them the line.", 3, 4, (*script).handshake},
	"tells":     {"N [TIMES]", "Waits until this number stands by itself on standard error, once or so many times.", 1, 2, (*script).tells},
	"costs":     {"NAME", "Measures, for an experiment, what passed through a relay: commands, and in them the time between length and reply.", 1, 1, (*script).costs},
	"commands":  {"NAME N", "Says N commands by the handshake, each when the one before is answered, and makes sure that the program holds no more descriptors afterwards than after the first three. Pipes do not count. Where it holds more, it hears up to a thousand commands more: one that leaves descriptors to its garbage collector gives them back meanwhile.", 2, 2, (*script).manyCommands},
	"newlines":  {"N TEXT...", "Makes sure that all newlines of the texts are on standard output, and at most N besides, once the program has ended.", 1, -1, (*script).newlines},
}
