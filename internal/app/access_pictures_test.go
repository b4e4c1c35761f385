package app

import "net/http"

// What the sample dataset has not: places, an earlier version; its publication
// may wait for its number in the journal.
func init() {
	missing := []int{http.StatusNotFound}
	version := "GET /datasets/{id}/versions/{number}/"
	for route, want := range map[string][]int{
		"GET /datasets/{id}/places": missing, version + "places": missing, version + "changes": missing, version + "changes.json": missing,
		version + "proof": {http.StatusOK, http.StatusNotFound}, version + "proof.json": {http.StatusOK, http.StatusNotFound},
	} {
		accessSamples[route] = []accessSample{{want: want}}
	}
}
