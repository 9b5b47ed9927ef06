package tutor

// StillOpen is the disappointment that lesson16 adds.
const StillOpen Kind = "it still takes calls although it was told to end"

// Crowd is what is known of many callers at once.
type Crowd struct {
	Silent   int  // callers who have said nothing
	Uploads  int  // files of which one half has come
	Taken    int  // connections that the program holds
	Signals  int  // that it was told to end by
	Scarce   bool // it has hardly any descriptors left
	Sessions int  // callers who have come and gone
	Dribbled bool // what came on the connection came in little pieces
	Together bool // requests of many callers lay ready at the same moment
}

var crowdRules = []Rule{}
