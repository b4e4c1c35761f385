package source

// LookAtRatioFrom lets the ratio count from n unpacked bytes on, until the call
// of the function that it gives.
func LookAtRatioFrom(n int64) (restore func()) {
	was := ratioFrom
	ratioFrom = n
	return func() { ratioFrom = was }
}
