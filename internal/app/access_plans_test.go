package app

import (
	"maps"
	"net/url"
)

// A plan is seen and applied by who may deposit for the member.
func init() {
	accessParams["/anonymise/{version}"] = func(p *accessPlace) string { return p.waiting.ID }
	maps.Copy(accessSamples, map[string][]accessSample{
		// The file holds no personal data: a plan that keeps all of it changes nothing.
		"POST /console/anonymise/{version}":         {{form: values("act", "preview", "k", "1")}},
		"POST /console/anonymise/{version}/preview": {{form: func(*accessPlace) url.Values { return url.Values{"k": {"1"}} }}},
		"POST /console/anonymise/{version}/stop":    {{}},
		"POST /console/anonymise/{version}/forget":  {{}},
	})
}
