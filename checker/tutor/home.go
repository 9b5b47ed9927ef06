package tutor

// Home is what is known when a check of lesson17 about homes, quotas or parts
// of files fails.
type Home struct {
	Clue     string // what the word of the check has seen: one of the clues below, or ""
	Cmd      string // the last request
	Path, To string
	Awaited  string // of a caller, the request that was to come
	Served   bool   // the caller's server is the program itself, which may be the one who is silent
}

// The kinds of disappointment with homes.
const (
	NotObeyed  Kind = "a request is refused that must be obeyed"
	Obeyed     Kind = "a request is obeyed that must be refused"
	WrongReply Kind = "the reply lacks something, or says it wrongly"
	Escaped    Kind = "something outside of a home was reached"
	WrongPlace Kind = "a session is in another folder than it should be"
	WrongList  Kind = "a folder is listed other than it is"
	WrongUse   Kind = "room is counted wrongly"
	WrongPart  Kind = "an upload or a download goes on wrongly"
)

// The clues. Each names one thing that a word has seen, and that only one
// mistake makes.
const (
	ByName       = "a name led out of the home"
	ByLink       = "a link led out of the home"
	BySwap       = "a folder that became a link led out of the home"
	TellsOfThem  = "what is said tells what others have"
	AbsoluteHere = "a name that begins with a slash was looked for in the session's folder"
	FromHome     = "a name without a slash was looked for in the home, wherever the session was"
	ClimbsOut    = "cd led above the home"
	CdAnywhere   = "cd went to what is no folder"
	MovedByThem  = "a session was moved by one of another user"
	MovedByOwn   = "a session was moved by another one of the same user"
	ProcessMoved = "the process itself was moved"
	TheirHome    = "a session was shown the home of another user"
	RemovesMuch  = "rm took more than a file, a link or an empty folder"
	Ghost        = "a session works in a folder that was removed"
	MadeAgain    = "mkdir said that it made what was there"
	MovedOver    = "mv lost what was there"
	AnyText      = "a text that is no name was taken for one"

	JudgedLate    = "what finds no room was refused only when it had come"
	SameRoomTwice = "several uploads were promised the same room"
	CountedTwice  = "a file that is replaced was counted with the one that replaces it"
	NotGivenBack  = "room that nobody uses any more was still counted"
	PartsFree     = "a part of a file was not counted"
	Overflows     = "a huge size found room"
	MovedAway     = "what an upload was to replace was moved away, and the quota was exceeded"
	OtherUse      = "what is used was told wrongly"
	CountsAll     = "what another user has was counted"

	NeverGoesOn   = "an upload began again although most of it had come"
	GoesOnUnasked = "an upload went on although that was not asked for"
	OtherPrefix   = "the sum of the first bytes is not that of the file's"
	OtherUpload   = "an upload went on with the part of another"
	Displaced     = "the rest of a file stands at its beginning"
	Garbled       = "a file has more bytes than were sent"
	PartShown     = "a part of a file was listed"
	SizeIgnored   = "what came was not as large as was said, and was taken"
	SumIgnored    = "a file with another sum was taken"
	PrefixIgnored = "the sum of the first bytes was not compared"
	GoesOnBlindly = "the caller went on behind bytes that are not the file's"
	OldForPart    = "the old file was taken for the beginning of the new one"
	OffsetIgnored = "an offset outside of the file was taken"
	PartShared    = "two uploads at once wrote into the same part"
	NeverDropped  = "a part was kept for too long"
	LostOnExit    = "what was confirmed, or had begun, was lost when the server was told to end"
)
