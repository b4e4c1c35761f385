package app

import (
	"maps"
	"net/http"
)

// Looking for a person, and erasing her; nobody of that name is anywhere.
func init() {
	refused, missing := []int{http.StatusUnprocessableEntity}, []int{http.StatusNotFound}
	for _, at := range []string{"POST /console/members/{siren}/rgpd/person", "POST /console/operator/rgpd/person"} {
		maps.Copy(accessSamples, map[string][]accessSample{
			at:              {{form: values("who", "Zqxprénom Zqxfamille")}},
			at + "/confirm": {{form: values("who", "Zqxprénom Zqxfamille", "place", "x"), want: refused}},
			at + "/erase":   {{form: values("who", "Zqxprénom Zqxfamille", "place", "x", "sure", "1"), want: missing}},
		})
	}
	const api = "POST /api/v1/members/{siren}/persons"
	maps.Copy(accessSamples, map[string][]accessSample{
		api + "/search": {{json: `{"spellings":["Zqxprénom Zqxfamille"]}`}},
		api + "/erase":  {{json: `{"spellings":["Zqxprénom Zqxfamille"],"places":["register_visit/x"]}`, want: missing}},
	})
}
