package app

import (
	"maps"
	"net/url"
)

// A document to redact is seen by the person who brought it and by nobody else:
// every other actor is told that there is none.
func init() {
	accessParams["/redact/{id}"] = func(*accessPlace) string { return "01890000-0000-7000-8000-000000000000" }
	accessParams["{n}"] = func(*accessPlace) string { return "1" }
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/redact":            {{form: func(*accessPlace) url.Values { return url.Values{} }, file: "file", want: []int{422}}}, // no document
		"POST /console/redact/{id}":       {{form: values("act", "keep")}},
		"POST /console/redact/{id}/erase": {{}},
	})
}
