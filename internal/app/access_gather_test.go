package app

import "net/url"

func init() {
	accessParams["/coverage/{schema...}"] = func(*accessPlace) string { return "scdl/subventions" }
	accessParams["{story}"] = func(*accessPlace) string { return "subventions" }
	form := func(*accessPlace) url.Values { return url.Values{"schema": {"scdl/subventions"}} }
	accessSamples["POST /console/operator/gather/rebuild"] = []accessSample{{form: form}}
	for _, act := range []string{"keep", "stop", "resume"} { // nothing is gathered there
		accessSamples["POST /console/operator/gather/"+act] = []accessSample{{form: form, want: []int{404}}}
	}
}
