package tableschema

// HoldKeys lets n values of a key stand in memory, until the call of the
// function that it gives.
func HoldKeys(n int) (restore func()) {
	was := keysHeld
	keysHeld = n
	return func() { keysHeld = was }
}
