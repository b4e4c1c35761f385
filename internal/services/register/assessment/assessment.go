package assessment

import (
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// State is where an assessment stands.
type State string

// The states.
const (
	Draft     State = "draft"     // being written
	Submitted State = "submitted" // written; evaluated, and decided upon
	Validated State = "validated"
	Refused   State = "refused"
	Archived  State = "archived"
)

// Label returns the state's name on screen.
func (s State) Label() i18n.Text {
	switch s {
	case Submitted:
		return i18n.T("à valider", "to be validated")
	case Validated:
		return i18n.T("validée", "validated")
	case Refused:
		return i18n.T("refusée", "refused")
	case Archived:
		return i18n.T("archivée", "archived")
	}
	return i18n.T("en cours", "under way")
}

// stateOf is how a file's status is meant here.
func stateOf(s pia.Status) State {
	switch s {
	case pia.Refused:
		return Refused
	case pia.Validated, pia.Signed:
		return Validated
	case pia.Archived:
		return Archived
	}
	return Draft
}

func statusOf(s State) pia.Status {
	switch s {
	case Validated:
		return pia.Validated
	case Refused:
		return pia.Refused
	case Archived:
		return pia.Archived
	}
	return pia.Doing
}

// An Assessment is what stands beside the record.
type Assessment struct {
	ID, MemberID string
	ActivityID   string // "" for none of the register
	Name         i18n.Text
	State        State
	StateAt      time.Time
	By           string // who brought it there
	Words        string // of the last decision
	ReviewMonths int    // between two reviews
	ReviewOn     string // 2027-11-28; "" while nothing was decided
	Kept         string // the file that it came from
	Made         time.Time
	Changed      time.Time
}

// Due tells whether its review is due on a day.
func (a Assessment) Due(today string) bool {
	return a.State == Validated && a.ReviewOn != "" && a.ReviewOn <= today
}

// Open tells whether work is left: it counts as no assessment yet, and as more
// than none.
func (a Assessment) Open() bool { return a.State == Draft || a.State == Submitted }

// Full is an assessment with its record.
type Full struct {
	Assessment
	model.Full
	Steps []Deed
}

// A Deed is what happened to an assessment as a whole.
type Deed struct {
	At     time.Time
	By     string
	Kind   string // "begun", "imported", "brought", "submitted", "validated", "improve", "refused", "archived", "taken-up", "review"
	Words  string
	Record *model.Record // as it was decided upon
}

// Round is what a file tells of decisions.
type Round struct {
	Rejection, Adjustments string
	Made, Changed          time.Time
}

func (f Full) round() Round {
	r := Round{Made: f.Assessment.Made, Changed: f.Assessment.Changed}
	for _, d := range f.Steps { // the latest first
		switch {
		case d.Kind == "refused" && r.Rejection == "":
			r.Rejection = d.Words
		case d.Kind == "improve" && r.Adjustments == "":
			r.Adjustments = d.Words
		}
	}
	return r
}

// Decided is the record that was last decided upon, while the decision stands.
func (f Full) Decided() (model.Record, bool) {
	for _, d := range f.Steps {
		switch d.Kind {
		case "taken-up":
			return model.Record{}, false
		case "validated", "refused":
			if d.Record != nil {
				return *d.Record, true
			}
		}
	}
	return model.Record{}, false
}

// Progress counts what the method asks and what has an answer.
type Progress struct{ Done, Of int }

// Full tells whether all is answered.
func (p Progress) Full() bool { return p.Done == p.Of }

// ProgressOf counts over the parts of a spec.
func ProgressOf(parts []model.Part, r model.Record) Progress {
	missing, of := (model.Spec{Parts: parts}).Missing(r)
	return Progress{of - len(missing), of}
}

// Evaluated lists the keys of the rows of "evaluations" that an assessment needs:
// the parts of the method, each question of the principles, each measure.
func Evaluated(r model.Record) []string {
	var out []string
	for _, p := range pia.Parts() {
		switch {
		case p.Ref == "3.1":
			for _, m := range r.Lists[lMeasures] {
				out = append(out, "3-1-"+m.Key)
			}
		case strings.HasPrefix(p.Ref, "2."):
			for _, q := range p.Questions {
				out = append(out, evaluationKey(p.EvaluationRef(q)))
			}
		default:
			out = append(out, evaluationKey(p.Ref))
		}
	}
	return out
}

// Unmet says what stands in the way of a validation, in words.
func Unmet(r model.Record) []i18n.Text {
	var out []i18n.Text
	if p := ProgressOf(methodParts, r); !p.Full() {
		out = append(out, i18n.T("%d réponses manquent à l’analyse.", "%d answers of the assessment are missing.", p.Of-p.Done))
	}
	pending, wrong := 0, 0
	for _, key := range Evaluated(r) {
		row, _ := r.Row(lEvaluations, key)
		switch row.Cells[cMark].Fr {
		case "":
			pending++
		case "1":
			wrong++
		}
	}
	if pending > 0 {
		out = append(out, i18n.T("%d parties ne sont pas évaluées.", "%d parts are not evaluated.", pending))
	}
	if wrong > 0 {
		out = append(out, i18n.T("%d parties sont à corriger.", "%d parts are to be corrected.", wrong))
	}
	if r.Get(fDPOSays).Empty() {
		out = append(out, i18n.T("Le délégué n’a pas donné son avis (RGPD, art. 35 § 2).", "The officer has given no opinion (GDPR, art. 35 § 2)."))
	}
	switch asked := r.Get(fPeopleAsked).Fr; {
	case asked == "":
		out = append(out, i18n.T("Dites si les personnes concernées ont été consultées (art. 35 § 9).", "Say whether the people concerned were asked (art. 35 § 9)."))
	case asked == "no" && r.Get(fPeopleNotWhy).Empty():
		out = append(out, i18n.T("Dites pourquoi les personnes concernées n’ont pas été consultées.", "Say why the people concerned were not asked."))
	case asked == "yes" && r.Get(fPeopleSay).Empty():
		out = append(out, i18n.T("Notez l’avis des personnes concernées.", "Record the opinion of the people concerned."))
	}
	return out
}

// Written tells whether each question of the study has its answer.
func Written(r model.Record) bool { return ProgressOf(methodParts, r).Full() }
