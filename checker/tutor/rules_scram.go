package tutor

import "slices"

// scramRules are about lesson17's users and logins, on both sides.
var scramRules = []Rule{
	shown("password-in-users-file", "the password stands in the users file",
		"The password itself is in the users file. Whoever reads that, and every backup of it, has it, and people use one in many places. Keep salt, iterations, stored key and server key, and nothing else of it."),
	shown("login-key-in-users-file", "the salted password or the client key stands in the users file",
		"With this key one can log in without the password: it is what a proof hides. The server keeps its SHA-256, the stored key, which can recognize it and not make it."),
	shown("users-file-open", "the users file can be read by others than its owner",
		"Others may read the users file, and try passwords on it as fast as they like. A mode at making is only a wish, from which the umask takes: os.CreateTemp gives 0600, Chmod says it whatever the umask."),
	shown("users-file-torn", "after an adduser that was cut off, users are missing or nobody can be added",
		"The users file was written in place, and what was cut off in the middle is all that is left. Write a new file beside it, Sync, and rename it over the old one: that is done as a whole or not at all."),
	shown("user-lost", "of users who were added at the same time, one is missing",
		"Two read the same file, each added one user, and the second wrote over the first. Hold a lock from before the reading until after the renaming."),
	shown("user-overwritten", "adduser took a name that was taken",
		"The name was taken, and now it has another password: whoever can add a user can become any. Look first, and refuse with status 1."),
	shown("same-salt", "two users have the same salt",
		"Two users have the same salt. Who has the file sees then who has the same password, and tries each guess on all of them at once. Draw 16 random bytes for each."),
	shown("salt-as-text", "keys made with the base64 text of the salt",
		"You hashed the salt as it is written in the message. It is base64 there; what goes into pbkdf2 are the bytes that it stands for."),
	shown("hashed-once", "keys made of one hash of salt and password",
		"One hash takes a thousandth of a millisecond, and as fast can a thief try passwords. PBKDF2 hashes as often as i= says: crypto/pbkdf2.Key."),
	shown("keys-swapped", "client key and server key have changed places",
		"Client key and server key have changed places: \"Client Key\" makes the one that proves the caller, \"Server Key\" the one that proves the server."),
	shown("signs-another-text", "a proof that is right but for the text that was signed",
		"The key is right and the signed text is not. Both sides sign: the first message without its \"n,,\", a comma, the challenge, a comma, the last message without its proof; each byte as it went over the wire."),
	shown("signed-with-another-key", "a proof that is right but for the keys in it",
		"The text is right and a key is not. The caller hides the client key behind a signature made with the stored key; the server signs with the server key (RFC 5802, section 3)."),
	shown("key-without-cover", "the client key or the server key itself on the wire",
		"The key itself went over the wire. Who listens has it now, and can use it for ever. Send its XOR with the signature, or the signature that it makes."),
	shown("nonce-used-twice", "two logins have the same nonce",
		"Two logins have the same nonce. So the messages of one are good for the other, and whoever has listened can repeat them. Draw a new one for each: crypto/rand."),
	shown("salt-of-strangers", "a name that is no user's has another salt each time, or all have the same, or it has the same on two servers with other users",
		"A user has one salt, always. A stranger who asks twice, or for two names, sees now which of them exist. Make the salt of an unknown name with HMAC of a secret and the name."),
	shown("user-enumeration", "a name that is no user's is refused in another way than a wrong password",
		"The refusal tells whether there is such a user. Then a list of names can be tried first, and passwords only on those that exist. Go the whole way with everybody, and say the same at its end."),
	shown("time-tells-users", "a name that is no user's is refused much sooner or later than a wrong password",
		"The answer is the same, but its time tells whether there is such a user. Do the same work for both."),
	shown("no-backoff", "wrong passwords cost no time, although -backoff says so",
		"Guessing costs nothing here: thousands of passwords in a second. After each failure let the next attempt wait, by -backoff at first, and longer each time."),
	shown("backoff-for-users-alone", "who guesses with a name that is no user's does not have to wait",
		"Only those wait who guess with a name that exists: so the time tells which do. Count by the name that the caller says, whether it exists or not."),
	{
		Mistake: "backoff-for-everybody",
		Needs:   "while somebody waits who has guessed, another user is not answered, or not let in from another address",
		Say:     "One has guessed, and everybody has to wait: so whoever likes can lock all the others out. Count failures by name and address, and hold no lock while you let somebody wait.",
		Matches: func(e *Evidence) bool {
			return isServer(e) && e.Login.Forged == Beside && !e.Exited && !e.Spinning &&
				one(NoReply, NotReading, NotObeyed, EndedEarly, BadMessage)(e)
		},
	},
	shown("secret-in-the-log", "a password, a key or a proof stands on the program's output",
		"A log is read by many, and kept for long. Log who came and what became of it: no password, no key, no proof."),
	shown("password-sent", "the password or a key made of it went over the wire",
		"The password went over the wire. Neither side ever sends it: that is what the proofs are for."),
	shown("user-name-as-path", "the name of a user led out of -root, or into the home of another",
		"The name became a path: with dots and slashes in it, it leads wherever it likes. Take names of letters and digits alone, and look the user up before you touch a folder."),
	shown("relogin-keeps-old-rights", "after a second login on a connection, the session is neither the one user's nor the other's",
		"The second login has changed a part of the session, or has changed it although it failed. Build a new session, and put it in the place of the old one as a whole, when the proof was right."),
	tried("proof-not-compared", "the server lets in whoever has another password",
		"Any proof opens the door. Take the client key out of the proof, hash it, and compare it with the stored key; where they differ, refuse.", "password"),
	tried("empty-proof-accepted", "the server lets in whoever brings no proof, or an empty one",
		"No proof, and the door is open. A loop over no bytes finds no difference, and a missing text is no error by itself: want exactly 32 bytes before you compare.", "none", "empty", "nothing", "zeros"),
	tried("stored-key-opens", "the server lets in whoever has the stored key alone",
		"The stored key opened the door: a thief of the users file can log in. What is in the proof must be hashed before it is compared: only who has the password can make what hashes to the stored key.", "stored"),
	tried("nonce-not-compared", "the server lets in whoever answers with another nonce than it has drawn",
		"The nonce of the last message was not compared with that of the challenge. So the caller chooses it, and an old login can be repeated.", "nonce", "own-nonce", "replay"),
	tried("binding-not-compared", "the server lets in whoever says another channel binding than in the first message",
		"c= repeats what the first message said of the channel, so that nobody on the way can change it. Compare it: for \"n,,\" it is biws.", "binding", "unbound"),
	tried("password-not-changed", "after passwd the old password still opens the door",
		"The old password still opens the door. Write the new keys into the users file, and read them at the next login.", "right-old"),
	tried("command-before-login", "the server obeys somebody who has not logged in",
		"A command was obeyed before anybody had logged in. Make the session only when the proof is right, and look at no other command without one.", Outside),
	tried("obeys-after-refusal", "the server refuses a login, and obeys the next command",
		"The login was refused, and the next command was obeyed. The session was made before the proof was judged: make it afterwards.", Afterwards),
	{
		Mistake: "challenge-nonce-unchecked",
		Needs:   "the caller answers a challenge whose nonce does not begin with its own and go on",
		Say:     "The challenge has a nonce that does not begin with yours and go on. It may be from another login, which somebody has kept. Look before you answer.",
		Matches: goesOn("other-nonce", "nonce-behind", "own-nonce"),
	},
	{
		Mistake: "iterations-unchecked",
		Needs:   "the caller answers a challenge with too few or too many iterations, or works on it",
		Say:     "The server said how often to hash, and you obeyed. Once makes the password easy to try for whoever asked, and ten thousand million times keep you busy. Take 4096 to 10,000,000, and nothing else.",
		Matches: goesOn("i-1", "i-4095", "i-10000001", "i-huge", "i-word"),
	},
	{
		Mistake: "server-unchecked",
		Needs:   "the caller goes on with a server that has not proved itself",
		Say:     "The server did not prove that it has your keys, and you went on: anybody who answers at this address could be it. Compare v= with what you expect, and end the call where they differ.",
		Matches: goesOn("v-other-key", "v-bit", "v-byte", "v-nothing", "v-error", "v-refused", "ok-at-once"),
	},
}

// What is tried on a server, beside the kinds of the word forge.
const (
	Outside    = "a command before the login"
	Afterwards = "a command after a login that was refused"
	Beside     = "a command and a login beside somebody who has guessed"
)

// shown is the rule for a mistake that the program's bytes show.
func shown(mistake, needs, say string) Rule {
	return Rule{Mistake: mistake, Needs: needs, Say: say, Matches: func(e *Evidence) bool { return e.Login.Formula == mistake }}
}

// tried is the rule for a server that took what it must refuse.
func tried(mistake, needs, say string, kinds ...string) Rule {
	return Rule{Mistake: mistake, Needs: needs, Say: say, Matches: is(NotRefused, isServer, func(e *Evidence) bool {
		return e.Login.Formula == "" && slices.Contains(kinds, e.Login.Forged)
	})}
}

// goesOn matches a caller that says more to a server that it must not trust, or
// works for it.
func goesOn(faults ...string) func(*Evidence) bool {
	return func(e *Evidence) bool {
		return isCaller(e) && slices.Contains(faults, e.Login.Forged) && (e.Kind == Extra || e.Kind == NotExited && e.Spinning)
	}
}
