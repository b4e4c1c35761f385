package e2e

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"airial/standards/pia"
)

// impactAssessment tells whether an activity needs one, takes one in from the
// CNIL's tool, has it validated, and gives it back as it came.
func impactAssessment(t *testing.T, s scene) {
	const member = "/fr/console/members/219600509/rgpd"
	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open(member + "/assessments?show=all")
	p.look("assessments")
	p.follow("dispensé")
	p.look("need")
	p.choose("Pour ce traitement", "nécessaire")
	p.fill("Raison", "La cantine note désormais les allergies de tous.")
	p.follow("Enregistrer")
	p.sees("Décision du délégué")

	p.open(member + "/assessments/import")
	file := complete(t)
	p.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{files(t, map[string]string{"pia.json": file})["pia.json"]}))
	p.follow("Importer")
	p.sees("Le fichier est importé")
	one := p.path()
	p.look("assessment")
	p.follow("4 Accès illégitime")
	p.look("risk")
	p.open(one)
	p.follow("Soumettre à validation")
	p.sees("à valider")

	mayor := s.tab(t)
	mayor.logIn("florence.diallo")
	mayor.open(one)
	mayor.tick("Valider : les risques qui restent sont acceptables")
	mayor.look("decision")
	mayor.follow("Enregistrer la décision")
	mayor.sees("Prochaine revue le")

	out := s.public(t).logIn("sylvie.castaing").get(one + "/json")
	var was, now map[string]any
	if err := json.Unmarshal([]byte(file), &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out.body), &now); err != nil {
		t.Fatalf("%v: %.200s", err, out.body)
	}
	was["pia"].(map[string]any)["status"] = float64(pia.Validated) // it was decided upon meanwhile
	if !reflect.DeepEqual(was, now) {
		t.Errorf("came in\n%s\nwent out\n%s", file, out.body)
	}
}

// complete is a file of the tool in which everything is answered and judged,
// with something that nobody here knows.
func complete(t *testing.T) string {
	yes, no := true, false
	a := pia.Assessment{Name: "Vidéoprotection de la place", Author: "Une autrice", DPO: pia.Opinion{Names: "La déléguée", Text: "<p>Avis <b>favorable</b></p>", Favourable: &yes},
		PeopleAsked: &no, WhyNotAsked: "<p>Trop nombreuses</p>", Answers: map[int]pia.Answer{}, Evaluations: map[string]pia.Evaluation{},
		Measures: []pia.Measure{{ID: 1, Title: "Chiffrement", Content: "<p>Des disques</p>"}}}
	for _, part := range pia.Parts() {
		for _, q := range part.Questions {
			answer := pia.Answer{Text: "<p>Une <i>réponse</i></p>"}
			switch q.Kind {
			case pia.List:
				answer = pia.Answer{List: []string{"Une ligne"}}
			case pia.Gauge:
				answer = pia.Answer{Gauge: 2}
			}
			a.Answers[q.ID] = answer
			a.Evaluations[part.EvaluationRef(q)] = pia.Evaluation{Mark: pia.Acceptable, Finished: true}
		}
	}
	a.Evaluations["3.1.1"] = pia.Evaluation{Mark: pia.Acceptable, Finished: true}
	f := pia.New()
	f.Set(a)
	f.SetExtra("of_another_tool", []int{1, 2})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
