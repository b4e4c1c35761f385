package app

import "net/url"

func init() {
	accessParams["/coverage/{schema...}"] = func(*accessPlace) string { return "scdl/subventions" }
	accessParams["/stories/schema/{schema...}"] = func(*accessPlace) string { return "scdl/catalogue" }
	accessSamples["GET /stories/schema/{schema...}"] = []accessSample{{want: []int{404}}} // nor here
	accessParams["{story}"] = func(*accessPlace) string { return "subventions" }
	accessSamples["GET /api/v1/coverage"] = []accessSample{{query: values("schema", "scdl/subventions")}}
	accessSamples["GET /api/v1/consolidations/sources"] = []accessSample{{query: values("schema", "scdl/subventions"), want: []int{404}}} // nor there
	accessSamples["GET /stories/{story}"] = []accessSample{{want: []int{404}}}                                                            // nothing is gathered there
	accessSamples["GET /embed/stories/{story}"] = []accessSample{{want: []int{404}}}
	// No letter was sent: nobody can know the token of an alert.
	accessSamples["POST /alerts"] = []accessSample{{form: values("mailbox", "quelquun@example.fr", "every", "week"), want: []int{404, 422, 503}}}
	accessSamples["GET /alerts/{token}"] = []accessSample{{want: []int{404}}}
	accessSamples["POST /alerts/{token}/confirm"] = []accessSample{{want: []int{404}}}
	accessSamples["POST /alerts/{token}/end"] = []accessSample{{want: []int{404}}}
	form := func(*accessPlace) url.Values { return url.Values{"schema": {"scdl/subventions"}} }
	accessSamples["POST /console/operator/gather/rebuild"] = []accessSample{{form: form}}
	for _, act := range []string{"keep", "stop", "resume"} { // nothing is gathered there
		accessSamples["POST /console/operator/gather/"+act] = []accessSample{{form: form, want: []int{404}}}
	}
}
