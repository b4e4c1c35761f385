package app

import "net/http"

// The table that is published here has no place on a map: everybody is told so.
func init() {
	const one = "GET /api/features/collections/{collection}"
	for _, route := range []string{one, one + "/items", one + "/items/{feature}"} {
		accessSamples[route] = []accessSample{{want: []int{http.StatusNotFound}}}
	}
}
