package app

import (
	"maps"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/maturity"
)

// assessmentOf begins an impact assessment.
func (w *accessWorld) assessmentOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) error {
		f, err := assessment.Begin(w.t.Context(), tx, assessment.Beginning{Member: p.member.ID, Activity: p.activity})
		if err != nil {
			return err
		}
		p.assessment = f.Assessment.ID
		s, err := maturity.Start(w.t.Context(), tx, p.member.ID, maturity.Organisation, false)
		p.organisationSurvey = s.ID
		return err
	})
}

func init() {
	accessParams["{assessment}"] = func(p *accessPlace) string { return p.assessment }
	accessParams["/assessment-needs/{activity}"] = func(p *accessPlace) string { return p.activity }
	accessParams["{chapter}"] = func(*accessPlace) string { return "access" }
	const base = "/console/members/{siren}/rgpd/assessments"
	const one = "POST " + base + "/{assessment}"
	const file = `{"pia":{"name":"Une analyse"}}`
	written := func(more ...string) func(*accessPlace) url.Values {
		return values(append([]string{"seen", "{}", "rev", "0"}, more...)...)
	}
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/members/{siren}/rgpd/assessment-needs/{activity}": {{form: values("rev", "0", "c-scoring", "yes")}},
		"POST " + base + "/new":     {{form: values("name", "Une analyse")}},
		"POST " + base + "/import":  {{form: values("activity", ""), want: []int{http.StatusUnprocessableEntity}}}, // no file
		one:                         {{form: values("do", "archive")}},
		one + "/chapter/{chapter}":  {{form: written("q325", "2"), want: []int{http.StatusConflict}}}, // archived by then, or changed since
		one + "/evaluate/{chapter}": {{form: written("evaluations.rows", "0"), want: []int{http.StatusConflict}}},
		one + "/undo":               {{form: values("rev", "1"), want: []int{http.StatusNotFound}}}, // nothing was written
		one + "/settle":             {{form: values("rev", "0"), want: []int{http.StatusUnprocessableEntity}}},
		"POST /api/v1/members/{siren}/assessments": {{json: file}},
	})
	const conformity = "/console/members/{siren}/rgpd/conformity/activities/{activity}"
	const organisation = "/console/members/{siren}/rgpd/organisation"
	accessParams["/activities/{activity}"] = func(p *accessPlace) string { return p.activity }
	accessParams["/organisation/{survey}"] = func(p *accessPlace) string { return p.organisationSurvey }
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + conformity:                                      {{form: values("do", "begin")}},
		"POST " + organisation:                                    {{}},
		"POST " + organisation + "/{survey}":                      {{form: values("revision", "1", "q-roles", "2")}},
		"POST " + organisation + "/{survey}/submit":               {{}},
		"POST " + organisation + "/{survey}/drop":                 {{}},
		"POST /console/operator/rgpd/organisation":                {{form: values("body", "x"), want: []int{http.StatusUnprocessableEntity}}},
		"GET /console/operator/rgpd/organisation/questionnaire":   {{query: values("name", "conformite-organisation", "version", "1")}},
		"POST /api/v1/members/{siren}/activities/{id}/conformity": {{json: `{"answers":{}}`, want: []int{http.StatusUnprocessableEntity}}}, // points are open
	})
	const models = "/console/operator/rgpd/assessment-models"
	named := func(more ...string) func(*accessPlace) url.Values {
		return values(append([]string{"name", "Une analyse"}, more...)...)
	}
	missing := []int{http.StatusNotFound}
	maps.Copy(accessSamples, map[string][]accessSample{
		"GET " + models + "/batches/{id}":       {{want: missing}}, // of another kind
		"GET " + models + "/m/{id}":             {{want: missing}}, // a model of another kind
		"GET " + models + "/m/{id}/edit":        {{want: missing}},
		"POST " + models + "/install":           {{}},
		"POST " + models + "/new":               {{form: named("code", "NEUVE")}},
		"POST " + models + "/send":              {{form: values("deed", "take"), want: []int{http.StatusUnprocessableEntity}}}, // of no model
		"POST " + models + "/batches/{id}/undo": {{want: missing}},                                                             // of another kind
		"POST " + models + "/terms":             {{form: values("vocabulary", "data", "label", "Une autre catégorie")}},
		"POST " + models + "/terms/remove":      {{form: values("vocabulary", "data", "code", "none"), want: missing}},
		"POST " + models + "/m/{id}/edit":       {{form: named("seen", "{}", "rev", "0"), want: missing}}, // a model of another kind
		"POST " + models + "/m/{id}/issue":      {{want: missing}},
		"POST " + models + "/m/{id}/drop":       {{want: missing}},
		"POST " + models + "/m/{id}/use":        {{want: missing}},
	})
}
