package assessment

import (
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// Result says whether an activity must be assessed.
type Result string

// The results.
const (
	Needed    Result = "needed"
	NotNeeded Result = "not-needed"
	Exempt    Result = "exempt"    // by the CNIL's list
	Elsewhere Result = "elsewhere" // the State makes it
	Open      Result = "open"      // questions decide that have no answer yet
)

// Answer is what somebody says to a criterion.
type Answer string

// The answers; "" follows what the record says.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Told is what people say about the need of an activity, beside its record.
type Told struct {
	Answers map[string]Answer // by criterion
	// Type is the code of a type of one of the lists, NoType where somebody says
	// that none is meant, "" where the model of the activity tells.
	Type string
	// Decided is the officer's own result, "" while there is none, and Why its
	// reason.
	Decided Result
	Why     string
}

// NoType says that an activity is of no type of the lists.
const NoType = "none"

// Standing is how a criterion stands.
type Standing struct {
	Criterion Criterion
	Met       bool
	Known     bool      // somebody or the record has told
	Said      Answer    // by somebody
	Derived   Answer    // by the record
	Why       i18n.Text // what of the record says so
}

// Need is whether an activity must be assessed, and why.
type Need struct {
	Result   Result
	Rule     Result // what the rules give; differs from Result where the officer decided
	Reasons  []i18n.Text
	Criteria []Standing
	Met      int // criteria
	Unknown  int // criteria that nobody has told of
	Type     Type
	Guessed  bool // the type is the model's
	Told     Told
	code     string // of the activity's model
}

// Facts are what the rules look at.
type Facts struct {
	Member organisation.Member
	Code   string // of the operator's model, "" for none
	Record model.Record
	Terms  model.Terms
}

// Decide applies the rules. A type of the exempted list wins; then a type that
// the lists name, then two criteria, demand an assessment.
func Decide(f Facts, told Told) Need {
	n := Need{Told: told, code: f.Code, Criteria: f.criteria(told)}
	for _, s := range n.Criteria {
		switch {
		case s.Met:
			n.Met++
		case !s.Known:
			n.Unknown++
		}
	}
	n.Type, n.Guessed = f.typeOf(told)
	n.Rule, n.Reasons = f.rule(n)
	n.Result = n.Rule
	if told.Decided != "" {
		n.Result = told.Decided
		n.Reasons = append([]i18n.Text{i18n.T("Décision du délégué\u202f: %s", "Decision of the officer: %s", told.Why)}, n.Reasons...)
	}
	return n
}

func (f Facts) rule(n Need) (Result, []i18n.Text) {
	says := f.Record.Get(activity.FieldDPIA).Fr
	why := f.Record.Get(activity.FieldDPIAWhy)
	note := i18n.Text{Fr: why.Fr, En: why.In(i18n.English)}
	counted := i18n.T("%d critères sur neuf sont remplis, il en faut %d.", "%d criteria of nine are met, %d are needed.", n.Met, Rules().Threshold)
	switch {
	case n.Type.Code != "" && !n.Type.List.Demands:
		if limit := n.Type.StaffBelow; limit > 0 && f.Member.Staff >= limit {
			break // the exemption does not hold for so large an employer
		}
		reasons := []i18n.Text{n.Type.reason(i18n.T("Dispensé\u202f: ", "Exempt: "))}
		if n.Type.StaffBelow > 0 && f.Member.Staff == 0 {
			reasons = append(reasons, i18n.T("L’effectif n’est pas renseigné\u202f: la dispense vaut en dessous de %d personnes.", "The number of staff is not known: the exemption holds below %d people.", n.Type.StaffBelow))
		}
		return Exempt, reasons
	case n.Type.Code != "" && n.Type.List.Demands:
		return Needed, []i18n.Text{n.Type.reason(i18n.T("Requis\u202f: ", "Required: "))}
	case says == "state":
		return Elsewhere, []i18n.Text{orElse(note, i18n.T("L’État est responsable et conduit l’analyse.", "The State is the controller and makes the assessment."))}
	}
	switch {
	case n.Met >= Rules().Threshold:
		return Needed, []i18n.Text{counted}
	case says == "required":
		return Needed, []i18n.Text{orElse(note, i18n.T("La fiche du traitement la dit requise.", "The record of the activity says that it is required."))}
	case n.Met+n.Unknown < Rules().Threshold:
		return NotNeeded, []i18n.Text{counted}
	case says == "no":
		return NotNeeded, []i18n.Text{counted, i18n.T("La fiche dit que rien d’autre n’est attendu\u202f; répondez aux questions si elle ne vous convient pas.",
			"The record says that nothing else is expected; answer the questions if that does not fit.")}
	}
	return Open, []i18n.Text{counted, i18n.T("%d questions sont sans réponse, et peuvent en décider.", "%d questions have no answer, and may decide.", n.Unknown)}
}

func orElse(t, other i18n.Text) i18n.Text {
	if t.Empty() {
		return other
	}
	return t
}

// typeOf is the type of the lists that the activity is of.
func (f Facts) typeOf(told Told) (Type, bool) {
	switch told.Type {
	case NoType:
		return Type{}, false
	case "":
		t, ok := Rules().ofModel(f.Code)
		return t, ok
	}
	t, _ := Rules().Type(told.Type)
	return t, false
}
