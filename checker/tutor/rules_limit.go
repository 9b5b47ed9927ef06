package tutor

import (
	"bytes"
	"slices"
	"strings"
)

// limitRules are about commands that run too long, and what they leave behind.
var limitRules = []Rule{
	{
		Mistake: "limit-begins-anew",
		Needs:   "a command that prints all the time runs past the limit or has come to its end, and a silent one was killed",
		Say:     "Each output gave the command its time anew, so one that prints all the time is never killed. The limit is for the whole command: start one timer with it, and leave that alone.",
		Matches: commands(one(NoReply, NoLine), not(exited), func(e *Evidence) bool {
			prints := bytes.Contains(e.lastSaid(), []byte("while [ $n -lt "))
			return prints && (bytes.HasSuffix(e.Got, []byte("\nend\n")) || e.runsShell())
		}),
	},
	{
		Mistake: "limit-ends-with-output",
		Needs:   "a command that has closed its output runs past the limit, or is answered before it, and one that had not was killed",
		Say:     "The command has closed its output and runs on, and your limit went with the pipes. Its time counts until it has ended: stop the timer when Wait has returned, and not before.",
		Matches: commands(one(NoReply, NoLine), not(exited), func(e *Evidence) bool {
			return bytes.Contains(e.lastSaid(), []byte("; exec >&-")) && (e.Kind == NoLine || e.runsShell())
		}),
	},
	{
		Mistake: "not-said-that-killed",
		Needs:   "no \"killed after\" in the reply of a killed command",
		Say:     "The command was killed, and the caller does not learn it. End the reply with the line \"killed after\" and the limit.",
		Matches: is(NoLine, isServer, func(e *Evidence) bool {
			killed := func(line string) bool { return strings.HasPrefix(line, "killed after") }
			told := bytes.Contains(e.Got, []byte("killed after")) // with another limit, say
			return !told && (slices.ContainsFunc(e.Expected, killed) || killed(string(e.Want)))
		}),
	},
	{
		Mistake: "not-said-that-killed",
		Needs:   "\"killed after\" right behind what the command had printed, on the same line",
		Say:     "\"killed after\" stands behind the output, on the same line. It belongs on a line of its own: where the output does not end with a newline, write one first.",
		Matches: commands(one(WrongBytes, NoLine), func(e *Evidence) bool {
			line, ok := bytes.CutSuffix(e.Want, []byte("\n"))
			if e.Kind == NoLine {
				line, _, ok = bytes.Cut(e.Got, []byte("killed after"))
				ok = ok && bytes.HasSuffix(e.lastCommand(), slices.Concat([]byte("printf "), line, []byte("; sleep 1000")))
			}
			return ok && len(line) > 0 && bytes.HasPrefix(e.Got, append(bytes.Clone(line), "killed after"...))
		}),
	},
	{
		Mistake: "cd-moves-all",
		Needs:   "a command of another caller runs in the folder that the first one went to",
		Say:     "The cd of one caller moved everybody: os.Chdir changes the folder of the process, and there is one for the whole process. A cd in a shell ends with that shell. Who wants it to stay keeps a folder for each caller (cmd.Dir).",
		Matches: commands(one(WrongBytes), func(e *Evidence) bool { return string(e.Want) == "stays\n" && string(e.Got) == "moved\n" }),
	},
	{
		Mistake: "command-outlives-its-caller",
		Needs:   "the caller is gone, and the command it gave runs on, its shell too",
		Say:     "The caller hung up, and the command runs on for nobody. While a command runs somebody must read from the connection: only Read tells that the caller is gone.",
		Matches: is(LeftBehind, isServer, not(exited), not((*Evidence).deafCommand), func(e *Evidence) bool {
			return (e.Noted("hangs up") || e.Noted("breaks off (reset)")) && e.runsShell()
		}),
	},
	{
		Mistake: "asks-in-place-of-killing",
		Needs:   "a command that ignores every signal it can runs past the limit, or lives on when the limit is over or its caller has gone, or a child of one lives on, where others do not",
		Say:     "You asked the command to end, and it will not hear of it: a program may catch or ignore SIGTERM. SIGKILL it cannot. Send that, to the whole group.",
		Matches: func(e *Evidence) bool {
			told := e.Kind == NoReply && bytes.Contains(e.Got, []byte("killed after")) // in other words than were wanted
			return isServer(e) && !e.Exited && e.Flag("-limit") && one(NoReply, LeftBehind)(e) && e.deafCommand() && !told
		},
	},
	{
		Mistake: "kills-only-the-children",
		Needs:   "what a child of the command has started lives on when the command is over, or the reply waits for it after the limit, and that child is gone",
		Say:     "You ended the shell and its children, and what those have started lives on; it may even hold the pipe that you are reading. Put the command into a process group of its own, and kill the group (a negative pid).",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && e.orphaned() && (e.Kind == LeftBehind || e.Kind == NoReply && e.limitCounts())
		},
	},
	{
		Mistake: "kills-only-the-shell",
		Needs:   "a child of the command lives on when the command is over, or the reply waits for it after the limit",
		Say:     "You ended the shell, and its children live on; they may even hold the pipe that you are reading. Put the command into a process group of its own, and kill the group (a negative pid).",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && (e.Kind == LeftBehind || e.Kind == NoReply && e.limitCounts() && len(e.Left) > 0 && !e.runsShell())
		},
	},
	{
		Mistake: "no-time-limit",
		Needs:   "the command runs past the limit, of less than a minute, its shell too",
		Say:     "One endless command holds the line for ever. Give each command a time (context.WithTimeout), and kill it with all its children when that is over.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && !e.Exited && e.Kind == NoReply && e.limitCounts() && e.runsShell()
		},
	},
	{
		Mistake: "stdin-shared",
		Needs:   "a command that reads its input does not end",
		Say:     "The command waits for input, and has one that does not end: yours, or the connection. With Stdin nil its input is empty.",
		Matches: commands(one(NoReply), func(e *Evidence) bool { return bytes.Contains(e.lastSaid(), []byte("cat;")) && len(e.Left) > 0 }),
	},
}
