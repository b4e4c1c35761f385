package assessment

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// A Row is an activity of a member, whether it must be assessed, and its
// assessments, the one that counts first.
type Row struct {
	Activity    model.Full
	Need        Need
	Rev         int64  // of what people said of it
	By          string // who said it last
	Assessments []Assessment
}

// Assessment is the one that counts: the latest that is not archived.
func (r Row) Assessment() (Assessment, bool) {
	for _, a := range r.Assessments {
		if a.State != Archived {
			return a, true
		}
	}
	return Assessment{}, false
}

// Missing tells whether the activity needs an assessment and has none, or only
// one that was refused.
func (r Row) Missing() bool {
	a, there := r.Assessment()
	return r.Need.Result == Needed && (!there || a.State == Refused)
}

// Of says of each activity of a member whether it must be assessed, and what
// there is.
func Of(ctx context.Context, tx access.Tx, m organisation.Member) ([]Row, error) {
	if err := tx.Sees("assessment.Of", m.ID); err != nil {
		return nil, err
	}
	activities, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, Member: m.ID})
	if err != nil || len(activities) == 0 {
		return nil, err
	}
	return rowsOf(ctx, tx, m, activities)
}

func rowsOf(ctx context.Context, tx access.Tx, m organisation.Member, activities []model.Full) ([]Row, error) {
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	told, err := toldOf(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	list, err := List(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	of := map[string][]Assessment{}
	for _, a := range list {
		of[a.ActivityID] = append([]Assessment{a}, of[a.ActivityID]...)
	}
	out := make([]Row, len(activities))
	for i, f := range activities {
		t := told[f.ID]
		out[i] = Row{Activity: f, Rev: t.rev, By: t.by, Assessments: of[f.ID],
			Need: Decide(Facts{Member: m, Code: f.Code, Record: f.Record, Terms: terms}, t.told)}
		latestFirst(out[i].Assessments)
	}
	return out, nil
}

// One is Of for one activity.
func One(ctx context.Context, tx access.Tx, m organisation.Member, id string) (Row, error) {
	f, err := activityOf(ctx, tx, m.ID, id)
	if err != nil {
		return Row{}, err
	}
	rows, err := rowsOf(ctx, tx, m, []model.Full{f})
	if err != nil {
		return Row{}, err
	}
	return rows[0], nil
}

// activityOf is an activity of a member.
func activityOf(ctx context.Context, tx access.Tx, member, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && (f.MemberID != member || f.Kind != activity.Kind) {
		err = fault.Missing("assessment.activityOf")
	}
	return f, err
}

// Tell keeps what somebody says of the need of an activity. Only an officer
// decides otherwise than the rules, and gives a reason.
func Tell(ctx context.Context, tx access.Tx, m organisation.Member, id string, rev int64, t Told) (Row, error) {
	const op = "assessment.Tell"
	if err := tx.May(ctx, access.Register, m.ID); err != nil {
		return Row{}, err
	}
	was, err := One(ctx, tx, m, id)
	if err != nil {
		return was, err
	}
	if err := t.check(op); err != nil {
		return was, err
	}
	s := tx.Scope()
	if old := was.Need.Told; (t.Decided != old.Decided || t.Why != old.Why) && !s.Has(access.ProtectionOfficer) && !s.IsSystem() {
		return was, fault.New(fault.Forbidden, op, "Seul le délégué à la protection des données décide autrement que les règles.", "Only the data-protection officer decides otherwise than the rules.")
	}
	if err := tell(ctx, tx, m.ID, id, rev, t); err != nil {
		return was, err
	}
	now, err := One(ctx, tx, m, id)
	if err != nil {
		return now, err
	}
	return now, tx.Record(ctx, "assessment.need-told", m.ID, id, map[string]any{"result": now.Need.Result, "rule": now.Need.Rule, "met": now.Need.Met})
}

func (t Told) check(op string) error {
	for code, a := range t.Answers {
		known := false
		for _, c := range Rules().Criteria {
			known = known || c.Code == code
		}
		if !known || a != Yes && a != No {
			return fault.New(fault.Invalid, op, "Cette réponse n’est pas une de celles qui sont proposées.", "This answer is not one of those offered.")
		}
	}
	if _, ok := Rules().Type(t.Type); t.Type != "" && t.Type != NoType && !ok {
		return fault.New(fault.Invalid, op, "Ce type n’est dans aucune liste.", "This type is on no list.")
	}
	switch t.Decided {
	case "":
	case Needed, NotNeeded:
		if t.Why == "" {
			return fault.New(fault.Invalid, op, "Donnez la raison de votre décision.", "Give the reason of your decision.")
		}
	default:
		return fault.New(fault.Invalid, op, "Choisissez\u202f: nécessaire ou non.", "Choose: needed or not.")
	}
	if len([]rune(t.Why)) > maxWords {
		return fault.New(fault.Invalid, op, "Cette raison est trop longue\u202f: %d caractères au plus.", "This reason is too long: %d characters at most.", maxWords)
	}
	return nil
}

// Label says a result in words.
func (r Result) Label() i18n.Text {
	switch r {
	case Needed:
		return i18n.T("nécessaire", "needed")
	case Exempt:
		return i18n.T("dispensé", "exempt")
	case Elsewhere:
		return i18n.T("menée par l’État", "made by the State")
	case Open:
		return i18n.T("à évaluer", "to be decided")
	}
	return i18n.T("non nécessaire", "not needed")
}
