package tutor

// homeRules are about homes, quotas and parts of files. Each is for one clue,
// which a word of the checks gives when it has seen that and nothing else.
var homeRules = []Rule{
	{
		Mistake: "name-used-raw",
		Needs:   "with a name, something outside of the home was told or changed",
		Say:     "A name led out of the home. Join it with the session's folder, look whether what comes out is local (filepath.IsLocal), and give that to the home's own os.Root and to nothing else.",
		Matches: clue(ByName),
	},
	{
		Mistake: "symlink-followed",
		Needs:   "with a link in the home, something outside of it was told or changed",
		Say:     "The name is inside the home, and what the link leads to is not. Text alone cannot show that: let os.Root open it, which refuses what leads out, and look with Lstat.",
		Matches: clue(ByLink),
	},
	{
		Mistake: "looked-then-opened",
		Needs:   "in a folder that became a link again and again, something outside was told or changed, and not before",
		Say:     "You looked where the name leads, and opened it a moment later; in between the folder became a link. No look is good for the next step. os.Root walks and opens in one.",
		Matches: clue(BySwap),
	},
	{
		Mistake: "tells-what-exists",
		Needs:   "for a file of another user another error is told than for one that is not there, twice each",
		Say:     "The error tells what another user has: for a file of theirs it says something else than for one that is not there. Refuse the name before you look at the disk.",
		Matches: clue(TellsOfThem),
	},
	{
		Mistake: "absolute-taken-as-relative",
		Needs:   "cd / was obeyed, and the session is where it was",
		Say:     "\"/\" is the home, and a name that begins with it starts there. path.Join(dir, \"/x\") is dir/x: treat the slash before you join.",
		Matches: clue(AbsoluteHere),
	},
	{
		Mistake: "session-folder-ignored",
		Needs:   "what a session was to make in its folder stands in the home",
		Say:     "The session is in a folder, as pwd tells, and a name without a slash in front was looked for in the home. It leads from the session's folder: path.Join of that and the name.",
		Matches: clue(FromHome),
	},
	{
		Mistake: "cd-escapes-or-crashes",
		Needs:   "with .. the session got somewhere else than the home, as pwd tells",
		Say:     "Above the home there is nothing. Join the folder and the name, and if the outcome begins with \"..\", the session stays at home or where it was.",
		Matches: clue(ClimbsOut),
	},
	{
		Mistake: "cd-without-looking",
		Needs:   "cd to a file, or to what is not there, was obeyed",
		Say:     "cd believed the name. Look what is there first, with Stat in the home's os.Root; only a folder will do. Then change the session.",
		Matches: clue(CdAnywhere),
	},
	{
		Mistake: "chdir-process-wide",
		Needs:   "cd of one session moved the process, as the system shows",
		Say:     "os.Chdir moves the whole process, and every session with it. Keep the folder in the session, and join names with it.",
		Matches: clue(ProcessMoved),
	},
	{
		Mistake: "session-state-shared",
		Needs:   "a session is where one of another user went",
		Say:     "What belongs to one session stands in a variable of the program, so the last one who came has overwritten it. Make a session for each call, in the goroutine of that call.",
		Matches: clue(MovedByThem),
	},
	{
		Mistake: "folder-shared-by-sessions",
		Needs:   "a session is where another one of the same user went, and those of other users are not",
		Say:     "The folder belongs to the user here, and so to all their sessions. The home is the user's, the folder in it is the session's.",
		Matches: clue(MovedByOwn),
	},
	{
		Mistake: "session-state-shared",
		Needs:   "a session is shown what another user's was shown",
		Say:     "You are one user in the home of another. Whatever belongs to one call lives in a session that is made in that call.",
		Matches: clue(TheirHome),
	},
	{
		Mistake: "rm-too-much",
		Needs:   "rm of a full folder, of the home or of nothing was obeyed",
		Say:     "rm took, or said it took, more than a file, a link or an empty folder. os.RemoveAll takes everything, and for \"\" it does nothing and says nil. Remove does less, and that is good; the home itself stays.",
		Matches: clue(RemovesMuch),
	},
	{
		Mistake: "deleted-cwd",
		Needs:   "a folder that was removed was listed, or something was made in it",
		Say:     "The floor was taken away, and the session still stands on it: the folder is held open. Resolve the session's folder and the name from the home again for each command.",
		Matches: clue(Ghost),
	},
	{
		Mistake: "mkdir-edge",
		Needs:   "mkdir of a name that is taken was obeyed",
		Say:     "It was there already, and you said that you made it. Mkdir calls that an error, MkdirAll does not.",
		Matches: clue(MadeAgain),
	},
	{
		Mistake: "mv-loses-files",
		Needs:   "mv from nothing or into itself was obeyed, or what was there is gone",
		Say:     "mv said ok to what cannot be, or something is lost that was there. Look first what has which name, and remove nothing yourself.",
		Matches: clue(MovedOver),
	},
}

// clue returns a condition on what a word about homes has seen.
func clue(seen string) func(*Evidence) bool {
	return func(e *Evidence) bool { return e.Home.Clue == seen }
}
