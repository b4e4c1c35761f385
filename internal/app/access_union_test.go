package app

import "net/http"

func init() {
	accessParams["{joined}"] = func(*accessPlace) string { return "none" }
	accessSamples["POST /console/members/{siren}/unions"] = []accessSample{{form: values("union", "123", "since", "2026-01-01"), want: []int{http.StatusUnprocessableEntity}}}
	accessSamples["POST /console/members/{siren}/unions/{joined}/end"] = []accessSample{{form: values("until", "2026-01-01"), want: []int{http.StatusNotFound}}}
	accessSamples["POST /console/operator/alerts"] = []accessSample{{form: values("email", "quelquun@example.fr")}}
	accessSamples["POST /console/operator/alerts/erase"] = []accessSample{{form: values("email", "quelquun@example.fr", "sure", "1")}}
	// Tokens here are members'; to these the alerts do not exist.
	unseen := []int{http.StatusNotFound}
	accessSamples["GET /api/v1/alerts"] = []accessSample{{want: unseen}}
	accessSamples["POST /api/v1/alerts/search"] = []accessSample{{json: `{"email": "quelquun@example.fr"}`, want: unseen}}
	accessSamples["POST /api/v1/alerts/erase"] = []accessSample{{json: `{"email": "quelquun@example.fr"}`, want: unseen}}
}
