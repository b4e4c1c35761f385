package webhook

// CheckURL is for the tests.
var CheckURL = checkURL
