package madis_test

import (
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/madis/madistest"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/processor"
)

// studies looks at what a body uses, how far it complies, an assessment and the
// committee.
func (w *world) studies(made madistest.Installation) {
	w.t.Helper()
	ctx := w.t.Context()
	m, other := w.member(made.Sirens[2]), w.member(made.Sirens[4])
	w.Read(w.t, officer, func(tx access.Tx) error {
		// What it uses: two of the catalogue, and a server of its own.
		products, err := model.All(ctx, tx, model.Ask{Kind: processor.Kind, Member: m.ID})
		by := map[string]model.Full{}
		for _, f := range products {
			by[f.Record.Get("name").Fr] = f
		}
		if err != nil || len(by) != 3 {
			return fmt.Errorf("%d products: %w", len(by), err)
		}
		maker, tool, server := by["Info\\Pin & Fils"], by["GestiPop"], by["Serveur de la mairie"]
		if maker.ModelID == "" || tool.ModelID == "" || server.ModelID != "" {
			w.t.Errorf("what follows the catalogue: %q %q %q", maker.ModelID, tool.ModelID, server.ModelID)
		}
		if r := maker.Record; r.Get("contact").Fr != "contact@example.com" || r.Get("country").Fr != "France" || !strings.Contains(r.Get("remarks").Fr, "Clauses contractuelles vérifiées\u202f: oui") ||
			!strings.Contains(r.Get("remarks").Fr, "M. Éric O'Hara") || !strings.Contains(r.Get("remarks").Fr, "à renégocier") {
			w.t.Errorf("the contractor: %+v", r.Fields)
		}
		if r := tool.Record; r.Get("supplier").Fr != "Logiciels des Landes SARL" || r.Get("law").Fr != "eu" || r.Get("role").Fr != "software" || !strings.Contains(r.Get("remarks").Fr, "Chiffrement\u202f: AES") {
			w.t.Errorf("the tool: %+v", r.Fields)
		}
		uses, err := activity.Uses(ctx, tx, m.ID)
		if err != nil || len(uses) != 10 { // five activities are in use, each with both
			return fmt.Errorf("%d uses: %w", len(uses), err)
		}
		rows, err := conformity.Of(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Activity.Name.Fr != "État civil" {
				continue
			}
			s, _ := r.Latest()
			full, err := maturity.Get(ctx, tx, s.ID)
			// A point is not met, and an action is planned for it.
			if err != nil || r.Level != conformity.Minor || len(full.Answers) != 15 || full.Answers["durees"] != 0 || full.Notes[maturity.Action("durees")] == "" || full.Submitted.Year() != 2023 {
				w.t.Errorf("conformity: %s %+v %+v %v", r.Level, full.Answers, full.Notes, err)
			}
		}
		of, err := maturity.ListOf(ctx, tx, other.ID, maturity.Organisation)
		if err != nil || len(of) != 1 {
			return fmt.Errorf("%d evaluations of the body: %w", len(of), err)
		}
		e, err := maturity.Get(ctx, tx, of[0].ID)
		if err != nil || e.Scores["d1"] != 25 || e.Scores["d2"] != 50 || e.Total != 38 || e.Answers["d2-q1"] != maturity.NotConcerned || e.Notes[maturity.WhyNot("d2-q1")] != "Pas d’agent" ||
			e.Notes[maturity.Leads("d1")] != "M. Lartigue" || e.Notes[maturity.Participants] != "Mme Odile D’Ithurbide, Adjointe" || e.Notes[maturity.Action("d1-q1")] == "" {
			w.t.Errorf("the evaluation of the body: %+v %v", e, err)
		}
		if last, err := maturity.Last(ctx, tx, m.ID); err != nil || len(last) != 1 || last[0].Questionnaire == e.Questionnaire {
			w.t.Errorf("an evaluation of the body passes for one of maturity: %+v %v", last, err)
		}
		files, err := intake.Files(ctx, tx, m.ID)
		committee := 0
		for _, f := range files {
			if f.Kind == intake.CommitteeKind && f.Title == "M. Jean-Noël L'Hermite" && strings.HasPrefix(f.Words, "Secrétaire général, sg2@") {
				committee++
			}
		}
		if err != nil || committee != 1 {
			w.t.Errorf("the committee: %d of %+v, %v", committee, files, err)
		}
		return nil
	})
	for n, want := range map[int]assessment.State{0: assessment.Validated, 1: assessment.Submitted, 2: assessment.Refused} {
		w.assessment(w.member(made.Sirens[n]).ID, n, want)
	}
}

func (w *world) assessment(member string, n int, want assessment.State) {
	w.t.Helper()
	ctx := w.t.Context()
	w.Read(w.t, officer, func(tx access.Tx) error {
		list, err := assessment.List(ctx, tx, member)
		if err != nil || len(list) != 1 {
			return fmt.Errorf("%d assessments: %w", len(list), err)
		}
		f, err := assessment.Get(ctx, tx, list[0].ID)
		if err != nil {
			return err
		}
		r := f.Record
		if f.Assessment.State != want || f.Assessment.ActivityID == "" || !strings.Contains(f.Assessment.Words, "Statut dans Madis") {
			w.t.Errorf("%d is %s: %+v", n, f.Assessment.State, f.Assessment)
		}
		if got, ok := f.Decided(); ok != (want != assessment.Submitted) || ok && got.Get("q111").Empty() {
			w.t.Errorf("%d: what was decided upon: %t", n, ok)
		}
		if !strings.Contains(r.Get("q111").Fr, "Depuis 1793") || r.Get("q215").Fr != "Bientôt tenues\nVoir l’archiviste" || r.Get("q212").Empty() {
			w.t.Errorf("%d: the answers: %q, %q, %q", n, r.Get("q111").Fr, r.Get("q215").Fr, r.Get("q212").Fr)
		}
		risks := assessment.Risks(r)
		if risks[0].Now != (assessment.Point{Severity: 3, Likelihood: 2}) || risks[1].Now.Told() || risks[2].Now != risks[0].Now || len(r.Lists["l322"]) != 1 || r.Lists["l324"][0].Cells["what"].Fr != "Chiffrement des postes" {
			w.t.Errorf("%d: the risks: %+v %+v", n, risks, r.Lists["l322"])
		}
		if said := r.Get("dpo_says").Fr; said != []string{"yes", "yes", "no"}[n] || !strings.Contains(r.Get("dpo_opinion").Fr, "Vu le \"dossier\"") || !r.Get("people_asked").Empty() {
			w.t.Errorf("%d: the opinions: %s, %q", n, said, r.Get("dpo_opinion").Fr)
		}
		measure := r.Lists["measures"][0].Cells
		if measure["title"].Fr != "Chiffrement des postes" || (measure["planned"].Fr == "1") != (n == 1) {
			w.t.Errorf("%d: the measures: %+v", n, measure)
		}
		return nil
	})
}
