package tutor

// roomRules are about quotas, and about uploads and downloads that go on.
var roomRules = []Rule{
	{
		Mistake: "quota-judged-too-late",
		Needs:   "an upload for which there is no room was told to go on",
		Say:     "The header says how much is to come: refuse it then, with the code quota, and not when the bytes are there.",
		Matches: clue(JudgedLate),
	},
	{
		Mistake: "quota-race",
		Needs:   "uploads that asked at the same moment took more than there was",
		Say:     "Both looked at the same free room before either used it. Look and reserve under one lock; give back when the upload is over.",
		Matches: clue(SameRoomTwice),
	},
	{
		Mistake: "quota-arithmetic",
		Needs:   "a file was to be replaced by one for which there is room, and was refused",
		Say:     "You replaced 600 bytes by 600 bytes, and your sum says 1200. What changes is new minus old.",
		Matches: clue(CountedTwice),
	},
	{
		Mistake: "quota-not-given-back",
		Needs:   "after a file was removed, replaced, refused or cut, more is used than there is",
		Say:     "Somebody has gone, and their room is still taken. Whatever happens to an upload, its reservation ends with it; and what was removed counts no more. Adding up what is there never forgets.",
		Matches: clue(NotGivenBack),
	},
	{
		Mistake: "parts-not-counted",
		Needs:   "an upload would go on at some byte, and du tells of less",
		Say:     "A part of a file takes room on the disk, too. Who cuts off uploads could fill it without end. Count the parts.",
		Matches: clue(PartsFree),
	},
	{
		Mistake: "quota-overflows",
		Needs:   "a size beyond all disks was told to go on",
		Say:     "used + size is below zero when size is huge, and so below the quota. Compare size with quota - used, or refuse what is above the quota first.",
		Matches: clue(Overflows),
	},
	{
		Mistake: "quota-held-at-the-start-only",
		Needs:   "a file that an upload was to replace was moved away, and then there were more bytes than the quota",
		Say:     "The upload needed no room as long as there was something to replace. That was moved away meanwhile. Reckon once more, under the lock, before the file gets its name.",
		Matches: clue(MovedAway),
	},
	{
		Mistake: "never-resumes",
		Needs:   "most of a file had come when the upload was cut, and it began again at byte 0",
		Say:     "What had come is gone. Keep a part when its upload ends early, and open it without O_TRUNC when it is to be resumed.",
		Matches: clue(NeverGoesOn),
	},
	{
		Mistake: "resumes-unasked",
		Needs:   "an upload without resume went on with what was there",
		Say:     "The caller did not ask to resume, so they will send the file from its first byte. Empty what is there: O_TRUNC.",
		Matches: clue(GoesOnUnasked),
	},
	{
		Mistake: "prefix-not-hashed",
		Needs:   "prefix_sha256 is not the sum of the first offset bytes of the file",
		Say:     "The caller compares prefix_sha256 with their own file. Hash what is there, from its first byte to the offset, and say that sum; then the hash goes on with what comes.",
		Matches: clue(OtherPrefix),
	},
	{
		Mistake: "part-of-another-file",
		Needs:   "an upload of a file of which nothing had come went on at some byte",
		Say:     "The part is that of another upload. Name it by the user, the path, the size and the sum, all four.",
		Matches: clue(OtherUpload),
	},
	{
		Mistake: "resume-by-append",
		Needs:   "a file that was gone on with has more bytes than it should",
		Say:     "The bytes have come and the file is another one. In append mode every write goes to the end, wherever you seek; and the hash must have the part in it before it goes on. Open the part, read it to its end through the hash, and write there.",
		Matches: clue(Garbled),
	},
	{
		Mistake: "part-overwritten",
		Needs:   "a file that was gone on with begins with what came last",
		Say:     "What came last stands at the beginning: the part was opened, and nobody went to its end. Reading it through the hash leaves the file there; another file that you have read from does not.",
		Matches: clue(Displaced),
	},
	{
		Mistake: "partial-left-as-complete",
		Needs:   "after an upload was cut, a listing shows more than the files",
		Say:     "A part of a file looks like a file. Keep it outside of everything that can be listed, and give it its name when all is there and checked.",
		Matches: clue(PartShown),
	},
	{
		Mistake: "body-size-mismatch",
		Needs:   "more or fewer bytes came than was agreed, or from elsewhere, and that was confirmed",
		Say:     "What came is not what was agreed: data_size and offset of the second header say so. What is too much would be taken for the next request. Compare both with what is missing, and hang up when they differ.",
		Matches: clue(SizeIgnored),
	},
	{
		Mistake: "digest-of-the-wrong-thing",
		Needs:   "a file with another sum than was said was confirmed",
		Say:     "The sums differ, and you kept the file. Compare what you hashed while you wrote, before the file gets its name.",
		Matches: clue(SumIgnored),
	},
	{
		Mistake: "prefix-not-compared",
		Needs:   "a download went on although the caller has another beginning",
		Say:     "The caller has other bytes than the file begins with, and would glue two files together. Compare prefix_sha256 with the sum of the first offset bytes, and refuse with the code changed.",
		Matches: clue(PrefixIgnored),
	},
	{
		Mistake: "prefix-not-compared",
		Needs:   "the caller was told to go on behind bytes that are not its file's, and did",
		Say:     "What the server has is not the beginning of your file, and you went on. Hash your own first offset bytes, compare with prefix_sha256, and say abort when they differ. An offset outside of the file is no offset.",
		Matches: clue(GoesOnBlindly),
	},
	{
		Mistake: "truncate-before-transfer",
		Needs:   "nothing had come of a file, and the caller asks for what is behind as many bytes as its old file of that name has",
		Say:     "Your call took the old file for the beginning of the new one: what comes goes into the file itself. Write into a temporary file in the same folder, go on with that, and rename it when it is whole: then there is always the old file or the new one.",
		Matches: clue(OldForPart),
	},
	{
		Mistake: "offset-unchecked",
		Needs:   "a download from an offset below zero or behind the end was begun",
		Say:     "There is no such byte in the file. An offset is the stranger's claim: below 0 or above the size, refuse it with the code changed.",
		Matches: clue(OffsetIgnored),
	},
	{
		Mistake: "shared-part",
		Needs:   "two sessions sent the same upload at once, and the file is not whole",
		Say:     "Two uploads wrote into one part. Only one of them may have it; give the other a part of its own, or let it wait.",
		Matches: clue(PartShared),
	},
	{
		Mistake: "parts-never-dropped",
		Needs:   "after -keep, a part still takes room",
		Say:     "Nobody comes back for some parts, and they stay for ever. Remove those that are older than -keep.",
		Matches: clue(NeverDropped),
	},
	{
		Mistake: "shutdown-drops-busy",
		Needs:   "an upload had begun when the server was told to end, and was not confirmed",
		Say:     "You hung up on somebody in the middle of a file. Stop accepting first, then wait for those who have begun.",
		Matches: clue(LostOnExit),
	},
}
