package app

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/register/maturity"
)

// surveyOf begins a survey of maturity.
func (w *accessWorld) surveyOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) error {
		s, err := maturity.Start(w.t.Context(), tx, p.member.ID, "maturite", true)
		p.survey = s.ID
		return err
	})
}

func init() {
	accessParams["{survey}"] = func(p *accessPlace) string { return p.survey }
	answers := map[string]int{}
	for _, d := range maturity.BuiltIn().Of(true) {
		for _, q := range d.Questions {
			answers[q.Name] = 1
		}
	}
	whole, err := json.Marshal(map[string]any{"short": true, "answers": answers})
	if err != nil {
		panic(err)
	}
	questionnaire := func(*accessPlace) url.Values { return url.Values{"name": {"maturite"}, "version": {"1"}} }
	const one = "POST /console/members/{siren}/rgpd/maturity/{survey}"
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/members/{siren}/rgpd/maturity": {{form: values("questionnaire", "maturite")}},
		one:                                    {{form: values("revision", "1", "q-dpo", "2")}},
		one + "/submit":                        {{}},
		one + "/drop":                          {{}},
		"POST /console/operator/rgpd/maturity": {{form: values("body", strings.Replace(string(maturity.BuiltInText()), "version: 1", "version: 2", 1))}},
		"GET /console/operator/rgpd/maturity/questionnaire": {{query: questionnaire}},
		// Somebody has begun one on the page.
		"POST /api/v1/members/{siren}/maturity": {{json: string(whole), want: []int{409}}},
	})
}
