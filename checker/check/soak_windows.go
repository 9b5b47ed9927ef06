package check

// limitDescriptors does nothing: there is no such limit here.
func limitDescriptors(uint64) (back func(), err error) { return func() {}, nil }
