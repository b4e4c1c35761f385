package app

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// A plan is seen and applied by who may deposit for the member.
func init() {
	accessParams["/anonymise/{version}"] = func(p *accessPlace) string { return p.waiting.ID }
	const plan = "version: 1\ncolumns:\n  - {column: montant, do: keep}\n"
	maps.Copy(accessSamples, map[string][]accessSample{
		// The file holds no personal data: a plan that keeps all of it changes nothing.
		"POST /console/anonymise/{version}":         {{form: values("act", "preview", "k", "1")}},
		"POST /console/anonymise/{version}/preview": {{form: func(*accessPlace) url.Values { return url.Values{"k": {"1"}} }}},
		// A dataset has no plan before it is given one.
		"GET /api/v1/datasets/{id}/plan":           {{want: []int{http.StatusNotFound}}},
		"PUT /api/v1/datasets/{id}/plan":           {{json: `{"plan":` + strconv.Quote(plan) + `}`}},
		"DELETE /api/v1/datasets/{id}/plan":        {{}},
		"DELETE /api/v1/datasets/{id}/plan/key":    {{}},
		"POST /api/v1/datasets/{id}/plan/runs":     {{want: []int{http.StatusNotFound}}},
		"POST /console/anonymise/{version}/stop":   {{}},
		"POST /console/anonymise/{version}/forget": {{}},
	})
}
