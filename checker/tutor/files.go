package tutor

// A Request is a message of the file lessons that the checker has sent: what
// somebody asks of a server, or what a server says of a file.
type Request struct {
	Cmd      string // put or get; "" is a reply
	Status   string // ok or error; "" is a request
	Filename string
	Filesize string // as it stands in the message, or ""
	SHA256   string
	Header   string // all of it
	Body     string // what came behind it
}

// A Damage is what is wrong in a folder.
type Damage struct {
	Kind  string // one of the kinds below, or "" when nothing is
	File  string // its name
	Size  int64  // bytes that it has
	Of    int64  // bytes that it should have
	Holds string // of a stray file too: the kind of its content
}

// The kinds of damage.
const (
	Missing = "a file is missing"
	Stray   = "there is a file that should not be"
	Emptied = "a file is empty"
	Half    = "a file holds the beginning of another"
	Whole   = "a file holds all of another"
	Longer  = "a file holds more than it should"
	Mixed   = "a file holds something else"
)
