package tutor

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"socketworkshop/checker/wire"
)

// fileRules are about servers that keep files: names, what lies in the folder,
// and the messages around it. Those about callers follow them.
var fileRules = []Rule{
	{
		Mistake: "symlink-followed",
		Needs:   "a file that a link leads to was given, or written",
		Say:     "The name is inside the folder, and the file that it leads to is not: a link was followed. Look without following (Lstat), and let os.Root open the file; it refuses what leads out.",
		Matches: onFiles(func(e *Evidence) bool {
			return e.accepted() && e.Laid == "link" || e.Kind == WrongFolder && e.Damage.Linked
		}),
	},
	{
		Mistake: "base-is-enough",
		Needs:   "of a path its last part was taken for the name",
		Say:     "The last part of the path was taken for the name (filepath.Base). So one text means another, and \"..\" stays \"..\". Refuse what is not the name of a file as it stands.",
		Matches: onFiles(func(e *Evidence) bool {
			return e.accepted() && e.Based && strings.LastIndex(e.Request.Filename, "/") > 0 || isCaller(e) && e.Kind == BadExit && e.Based && exitedZero(e) && e.confirmed()
		}),
	},
	{
		Mistake: "name-used-raw",
		Needs:   "a path was taken for the name of a file",
		Say:     "The other side chose where you read and write: the name was a path. A name is one element; refuse slashes, \".\" and \"..\", and let os.Root hold the rest.",
		Matches: onFiles((*Evidence).accepted, func(e *Evidence) bool { return strings.Contains(e.Request.Filename, "/") }),
	},
	{
		Mistake: "name-mangled",
		Needs:   "a name with bytes that are not UTF-8, or with U+FFFD, was taken, and other odd ones were not",
		Say:     "The name was no UTF-8, and the JSON decoder has put U+FFFD where its bytes were. So it is another name now, perhaps that of another file. Refuse names that hold U+FFFD.",
		Matches: onFiles((*Evidence).accepted, func(e *Evidence) bool { return strings.ContainsRune(e.Request.Filename, utf8.RuneError) }),
	},
	{
		Mistake: "any-text-is-a-name",
		Needs:   "a text with a backslash or with control characters, or an empty one, was taken for a name",
		Say:     "A text was taken for a name that is none: empty, longer than 255 bytes, with control characters or with a backslash, which other systems take for a slash. Say what a name may be, and refuse all else.",
		Matches: onFiles((*Evidence).accepted, func(e *Evidence) bool { return e.Request.Cmd != "" && oddName(e.Request.Filename) }),
	},
	{
		Mistake: "waits-at-a-pipe",
		Needs:   "a file was asked for where a named pipe lies, and nothing more is said",
		Say:     "Opening a named pipe (a FIFO) waits until somebody opens its other end, so the server waits for ever. Look what it is, with Lstat, before you open it.",
		Matches: onFiles(is(NoReply, func(e *Evidence) bool { return e.Laid == "fifo" })),
	},
	{
		Mistake: "header-read-once",
		Needs:   "the first request of a connection came in pieces, and was not understood",
		Say:     "The request came in pieces, and one Read was taken for all of it. You know how long a header is before you read it: io.ReadFull, first four bytes, then so many.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			return e.cameInPieces() && e.Turns == 0 && e.Request.Cmd == "get" && !e.brokeCharacter() && (e.saidError() && !e.saidName() || one(NoReply, EndedEarly, NotReading)(e))
		}),
	},
	{
		Mistake: "refuses-good-names",
		Needs:   "an error for a file that is there, and has an unusual name",
		Say:     "You refuse too much. Blanks, dots and dashes may stand in a name, and letters of any script; it may have up to 255 bytes. Only an element that is all of \"..\" leads up.",
		Matches: onFiles((*Evidence).refusedOddName),
	},
	{
		Mistake: "name-grows",
		Needs:   "the system's \"file name too long\" for a file that comes, and whose name has 255 bytes, and no error for one of 180",
		Say:     "A name may have 255 bytes, and common file systems take no more. The temporary file cannot have that name and something more: give it one of its own (rand.Text).",
		Matches: onFiles(func(e *Evidence) bool {
			return e.saidError() && e.Request.Cmd == "put" && len(e.Want) > 255 && e.Turns > 0 && tellsOf(string(e.Got)+e.Stderr, "file name too long", "enametoolong")
		}),
	},
	{
		Mistake: "trailing-junk",
		Needs:   "a message with something behind its JSON was taken for good",
		Say:     "Behind the JSON stood something else, still inside of the message, and you did not notice. A json.Decoder reads one value and stops there. json.Unmarshal of exactly the message's bytes refuses what is left over.",
		Matches: onFiles(func(e *Evidence) bool {
			said := []byte(e.Request.Header)
			return wire.Header(said) != nil && !json.Valid(said) && (e.accepted() || is(BadExit, exitedZero, (*Evidence).confirmed)(e))
		}),
	},
	{
		Mistake: "command-not-checked",
		Needs:   "a command that is neither put nor get was done",
		Say:     "The request says neither put nor get, and was done all the same. What you do not know, refuse.",
		Matches: onFiles((*Evidence).accepted, func(e *Evidence) bool { return !isTransfer(e.Request.Cmd) && json.Valid([]byte(e.Request.Header)) }),
	},
	{
		Mistake: "size-as-float",
		Needs:   "a filesize with a fraction was taken",
		Say:     "1.5 bytes were taken for a size. The numbers of a map[string]any are float64, which also loses the last digits of large ones. Decode into a struct with an int64.",
		Matches: onFiles(isServer, (*Evidence).accepted, func(e *Evidence) bool { return strings.Contains(e.Request.Filesize, ".") }),
	},
	{
		Mistake: "size-trusted",
		Needs:   "a filesize that is missing, negative or no number was taken; or memory as large as a huge one",
		Say:     "The size is what a stranger claims. Ask first whether it is there, and not negative; and make no memory of that size: copy in pieces.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			bad := e.Request.Cmd == "put" && !isNumber(e.Request.Filesize)
			return e.accepted() && bad || e.tookTooMuch() && len(e.Request.Filesize) > len("100000000") && e.Request.Claim == 0
		}),
	},
	{
		Mistake: "huge-length-allocates",
		Needs:   "a message was said to be negative or huge, and was not refused; or the program died of it",
		Say:     "You believed a stranger's length before you had seen one byte. Below 0, or above 64 KiB: refuse it, and hang up.",
		Matches: onFiles(func(e *Evidence) bool {
			return e.Request.Claim != 0 && (e.tookTooMuch() || e.Kind == NoReply && e.Request.Claim > 0 || isCaller(e) && e.Kind == NotExited && e.Request.Claim > 0)
		}),
	},
	{
		Mistake: "short-copy-believed",
		Needs:   "the caller said no more in mid-file, and heard ok",
		Say:     "Half of the file came, and you called it whole: io.Copy with a limit ends without an error when less comes. io.CopyN tells; or compare the count.",
		Matches: onFiles(isServer, (*Evidence).accepted, noted("says no more (half-close)")),
	},
	{
		Mistake: "close-error-ignored",
		Needs:   "the file could not be written whole, and that was called a success",
		Say:     "The disk was full, and Write, Flush or Close said so. Look at every error of a file that you write, also that of Close, before you give it its name.",
		Matches: onFiles(func(e *Evidence) bool {
			return e.Full && (e.accepted() || one(BadExit, BadOutput)(e) && exitedZero(e) && e.confirmed())
		}),
	},
	{
		Mistake: "digest-of-the-wrong-thing",
		Needs:   "a file with another sum than it should have was kept or confirmed; or the sum that was said is not the file's",
		Say:     "The sum is not that of the file, or nobody compared it in time. Hash the bytes while you write them, compare, and only then give the file its name.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			return e.Kind == BadMessage && e.Field == "sha256" && e.saidSum() && !e.saidCapitals() || e.accepted() && e.Request.wrongSum() ||
				e.Kind == WrongFolder && e.Damage.Holds == Whole && e.Damage.Request.wrongSum()
		}),
	},
	{
		Mistake: "error-without-drain",
		Needs:   "after a file that was refused, its bytes are taken for requests",
		Say:     "You refused the file but left its bytes on the connection, and the next header is read from them; whoever sends the file chooses what you do. Skip exactly filesize bytes, or hang up.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			another := e.saidError() || e.Kind == BadMessage && e.Field == "filename" && strings.Contains(string(e.Got), `"filename"`) || e.Kind == WrongBytes || e.Kind == Extra
			return e.Kind == WrongFolder && e.Damage.Inside || e.Spilt && another && !e.MustRefuse && !e.sameRefusal()
		}),
	},
	{
		Mistake: "bad-request-unanswered",
		Needs:   "no error and no end for what is no request",
		Say:     "What came is no request, and you say nothing, so the caller waits for ever. Say an error, or hang up.",
		Matches: onFiles(is(NoReply, func(e *Evidence) bool { return e.MustRefuse && !exited(e) && !isTransfer(e.Request.Cmd) })),
	},
	{
		Mistake: "overread-lost",
		Needs:   "what came right behind a request was read, and is not answered with a single byte",
		Say:     "Something reads ahead and keeps what stands behind the request: a json.Decoder, or a bufio.Reader that is made anew each time. Read exactly the header's bytes (io.ReadFull), then json.Unmarshal.",
		Matches: onFiles(is(NoReply, isServer, func(e *Evidence) bool {
			together := e.Weather == "joined" && !e.Mixed || e.Weather == "" && e.Request.Cmd == "put" && len(e.Request.Body) > 0
			return together && e.Turns > 0 && !e.MustRefuse && e.Peer.Queued == 0 && len(e.Got) == 0
		})),
	},
	{
		Mistake: "overshoot",
		Needs:   "a file is longer than it was said to be, or what came right behind it is lost",
		Say:     "The Read for the last part of the file took what stands behind it, too: the next request. Never ask for more than is missing. io.CopyN does that.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			return e.Kind == WrongFolder && e.Damage.Holds == Longer && !e.Damage.Planted || e.Weather == "joined" && e.Mixed && !e.Refused && (e.Kind == NoReply || e.saidError())
		}),
	},
	{
		Mistake: "body-short-read",
		Needs:   "the beginning of a file was taken for the whole, though all of it came",
		Say:     "What one Read brings is not the file: TCP hands out bytes as they come. Read until so many have come as the request says.",
		Matches: onFiles(isServer, func(e *Evidence) bool {
			return e.Request.Cmd == "put" && (e.cameInPieces() && one(BadMessage, NotReading, EndedEarly, NoReply)(e) || e.Kind == WrongFolder && e.Damage.Holds == Half && (!e.broken() || e.Early) && !e.Full)
		}),
	},
	{
		Mistake: "truncate-before-transfer",
		Needs:   "the old file has changed, though the new one did not come whole; and it had before all was there",
		Say:     "You touched the old file before you had the new one. Write into a temporary file in the same folder, and rename it when it is whole: then there is always the old file or the new one.",
		Matches: onFiles(func(e *Evidence) bool {
			touched := e.Kind == WrongFolder && e.Damage.Planted && e.Damage.Kind != Stray && e.Damage.Request.Header != ""
			return !e.typedOther() && (e.Kind == WrongFile && string(e.Want) != "nothing" && !e.Request.whole() || touched && (e.Midway || e.Damage.Kind == Emptied || e.Damage.Kind == Missing))
		}),
	},
	{
		Mistake: "partial-left-as-complete",
		Needs:   "a part of a file stands under its name",
		Say:     "Half a file looks like a whole one now. Give a file its name only when everything is there and checked, and remove what is not.",
		Matches: onFiles(is(WrongFolder, func(e *Evidence) bool {
			part := e.Damage.Holds == Half || e.Damage.Holds == Emptied
			return !e.tempName() && !e.typedOther() && part
		})),
	},
	{
		Mistake: "rubbish-left",
		Needs:   "a file with a name that nobody has asked for lies in the folder",
		Say:     "A temporary file was left behind. Whatever goes wrong, remove it; a defer, or one place where every error comes by, does not forget it.",
		Matches: onFiles(is(WrongFolder, (*Evidence).tempName)),
	},
	{
		Mistake: "caller-must-stay",
		Needs:   "the caller hung up behind a whole file, and it is not there",
		Say:     "The file had come whole, and you threw it away because the caller had hung up. Somebody who never reads a reply may still upload: the file counts, not what comes behind it.",
		Matches: onFiles(is(WrongFolder, isServer, noted("hangs up"), func(e *Evidence) bool { return e.Damage.Kind == Missing && !e.Damage.Planted && !e.Full })),
	},
	{
		Mistake: "size-of-something-else",
		Needs:   "the filesize of a message is another number than that of the file",
		Say:     "The filesize is not the number of bytes that follow. Ask the open file itself (Stat), and send exactly so many.",
		Matches: onFiles(is(BadMessage, func(e *Evidence) bool { return e.Field == "filesize" && !e.saidError() && e.saidSize() })),
	},
	{
		Mistake: "whole-body-in-memory",
		Needs:   "the program uses more memory than it may while a large file passes, and has taken about as much as the file has bytes",
		Say:     "You hold the whole file in memory. Copy it in pieces: io.Copy and io.CopyN need 32 KiB, or none at all.",
		Matches: onFiles(is(TooMuch, (*Evidence).tookTheFile)),
	},
}

// onFiles returns a condition on programs that were given a folder of files.
func onFiles(and ...func(*Evidence) bool) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return e.Flag("-dir") && every(and, e)
	}
}

func isTransfer(cmd string) bool { return cmd == "put" || cmd == "get" }

// oddName reports whether a text is no name for a file, slashes aside.
func oddName(name string) bool {
	control := func(r rune) bool { return r == '\\' || unicode.IsControl(r) }
	return name == "" || len(name) > 255 || name == "." || name == ".." || strings.ContainsFunc(name, control)
}

// plainName reports whether a name has only letters, digits and single dots.
func plainName(name string) bool {
	odd := func(r rune) bool {
		return r > unicode.MaxASCII || r != '.' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return len(name) < 100 && !strings.Contains(name, "..") && !strings.ContainsFunc(name, odd)
}

// cameInPieces reports whether what is said on the connection comes in pieces.
func (e *Evidence) cameInPieces() bool {
	return e.Weather != "" && e.Weather != "joined" && e.Weather != "calm"
}
