package assessment

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// usualReview is how many months lie between two reviews unless somebody says
// otherwise.
const usualReview = 12

// maxWords is how long what is said of a decision may be, in characters.
const maxWords = 5000

// Beginning is what an assessment begins from.
type Beginning struct {
	Member   string
	Activity string // of the register, "" for none
	Model    string // of the operator's, "" for none
	Name     string // "" takes the model's or the activity's
}

// Begin begins an assessment: from a model of the operator's, with what the
// register says of the activity where the model says nothing.
func Begin(ctx context.Context, tx access.Tx, b Beginning) (Full, error) {
	const op = "assessment.Begin"
	if err := tx.May(ctx, access.Register, b.Member); err != nil {
		return Full{}, err
	}
	record, err := drafted(ctx, tx, b)
	if err != nil {
		return Full{}, err
	}
	if record.Get(fName).Empty() {
		return Full{}, fault.New(fault.Invalid, op, "Donnez un nom à l’analyse, ou choisissez le traitement qu’elle étudie.", "Give the assessment a name, or choose the activity that it studies.")
	}
	i, err := model.Create(ctx, tx, Spec, b.Member, b.Model, record)
	if fault.Is(err, fault.Conflict) && b.Model != "" { // one of that model is there: this one is on its own
		i, err = model.Create(ctx, tx, Spec, b.Member, "", record)
	}
	if err != nil {
		return Full{}, err
	}
	return begun(ctx, tx, Assessment{ID: i.ID, MemberID: b.Member, ActivityID: b.Activity, State: Draft, ReviewMonths: usualReview}, "begun", "")
}

func begun(ctx context.Context, tx access.Tx, a Assessment, kind, words string) (Full, error) {
	if err := insert(ctx, tx, a); err != nil {
		return Full{}, err
	}
	if err := note(ctx, tx, a, kind, words, nil); err != nil {
		return Full{}, err
	}
	return Get(ctx, tx, a.ID)
}

// drafted is what a new assessment says.
func drafted(ctx context.Context, tx access.Tx, b Beginning) (model.Record, error) {
	var record model.Record
	if b.Model != "" {
		m, err := model.GetModel(ctx, tx, b.Model)
		if err != nil {
			return record, err
		}
		v, err := model.ReadVersion(ctx, tx, b.Model, m.Issued)
		if err != nil {
			return record, err
		}
		record = v.Record
	}
	record = filledFrom(record, model.Record{})
	if b.Activity != "" {
		f, err := activityOf(ctx, tx, b.Member, b.Activity)
		if err != nil {
			return record, err
		}
		terms, err := model.ReadTerms(ctx, tx)
		if err != nil {
			return record, err
		}
		record = filledFrom(record, FromActivity(f.Record, terms))
		name := f.Record.Get(fName)
		record.Fields[fName] = model.Value{Fr: "AIPD\u00a0: " + name.Fr}
		if name.En != "" {
			record.Fields[fName] = model.Value{Fr: "AIPD\u00a0: " + name.Fr, En: "DPIA: " + name.En}
		}
	}
	if b.Name != "" {
		record.Fields[fName] = model.V(b.Name)
	}
	return record.Tidy(), nil
}

// filledFrom fills what a record does not say from another.
func filledFrom(r, other model.Record) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for _, from := range []model.Record{other, r} {
		for name, v := range from.Fields {
			if !v.Empty() {
				out.Fields[name] = v
			}
		}
		for name, rows := range from.Lists {
			if len(rows) > 0 {
				out.Lists[name] = slices.Clone(rows)
			}
		}
	}
	return out
}

// Import takes in a file of the CNIL's tool. A decision that the file tells of
// holds here when whoever brings it may decide; otherwise it is to be decided
// anew.
func Import(ctx context.Context, tx access.Tx, member, activity string, r io.Reader) (Full, error) {
	const op = "assessment.Import"
	if err := tx.May(ctx, access.Register, member); err != nil {
		return Full{}, err
	}
	if activity != "" {
		if _, err := activityOf(ctx, tx, member, activity); err != nil {
			return Full{}, err
		}
	}
	f, err := ReadFile(r)
	if err != nil {
		return Full{}, err
	}
	record := RecordOf(f)
	if record.Get(fName).Empty() {
		return Full{}, fault.New(fault.Invalid, op, "L’analyse de ce fichier n’a pas de nom. Donnez-lui en un dans l’outil PIA, puis exportez-la de nouveau.",
			"The assessment in this file has no name. Give it one in the PIA tool, then export it again.")
	}
	var kept strings.Builder
	if err := f.Write(&kept); err != nil {
		return Full{}, err
	}
	i, err := model.Create(ctx, tx, Spec, member, "", record)
	if err != nil {
		return Full{}, err
	}
	a := Assessment{ID: i.ID, MemberID: member, ActivityID: activity, ReviewMonths: usualReview, Kept: strings.ToValidUTF8(kept.String(), "\ufffd")}
	meant := f.Assessment()
	a.State = stateOf(meant.Status)
	words := ""
	if a.State != Draft {
		may, err := tx.Allowed(ctx, access.Decide, member)
		if err != nil {
			return Full{}, err
		}
		words = stateOf(meant.Status).Label().Fr
		if !may {
			a.State = Submitted
		} else if a.State == Validated {
			a.ReviewOn = a.nextReview(meant.Updated, tx.Clock().Now())
		}
	}
	return begun(ctx, tx, a, "imported", words)
}

// nextReview is the day of the review after a decision.
func (a Assessment) nextReview(decided, now time.Time) string {
	if decided.IsZero() {
		decided = now
	}
	if a.ReviewMonths <= 0 {
		return ""
	}
	return i18n.Local(decided).AddDate(0, a.ReviewMonths, 0).Format(time.DateOnly)
}

// Export writes an assessment as a file of the CNIL's tool.
func (f Full) Export(w io.Writer) error {
	file, err := FileOf(f.Kept, f.Record, f.Assessment.State, f.round())
	if errors.Is(err, pia.ErrNotPIA) {
		file, err = FileOf("", f.Record, f.Assessment.State, f.round())
	}
	if err != nil {
		return err
	}
	return file.Write(w)
}

// mine is an assessment that the scope may write.
func mine(ctx context.Context, tx access.Tx, id string) (Full, error) {
	f, err := Get(ctx, tx, id)
	if err != nil {
		return f, err
	}
	return f, tx.May(ctx, access.Register, f.Assessment.MemberID)
}

// judged tells whether a path belongs to what others say of the study.
func judged(path string) bool {
	name, _, _ := model.SplitPath(path)
	for _, p := range judgedParts {
		for _, f := range p.Fields {
			if f.Name == name {
				return true
			}
		}
		for _, l := range p.Lists {
			if l.Name == name {
				return true
			}
		}
	}
	return false
}

// Save writes what an assessment says. While it waits for a decision only its
// evaluation and the opinions may change; afterwards nothing.
func Save(ctx context.Context, tx access.Tx, id string, rev int, record model.Record) (Full, error) {
	const op = "assessment.Save"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	changes := model.Changes(f.Record, record.Tidy())
	if err := f.mayChange(ctx, tx, op, changes); err != nil {
		return f, err
	}
	if _, err := model.Edit(ctx, tx, Spec, id, rev, record); err != nil {
		return f, err
	}
	return Get(ctx, tx, id)
}

func (f Full) mayChange(ctx context.Context, tx access.Tx, op string, changes []model.Change) error {
	for _, c := range changes {
		switch {
		case f.Assessment.State == Draft, f.Assessment.State == Submitted && judged(c.Path):
		case f.Assessment.State == Submitted:
			return fault.New(fault.Conflict, op, "Cette analyse attend une décision. Reprenez-la pour la modifier.", "This assessment waits for a decision. Take it up again to change it.")
		default:
			return fault.New(fault.Conflict, op, "Cette analyse est %[1]s. Reprenez-la pour la modifier\u202f: ce qui a été décidé reste.", "This assessment is %[2]s. Take it up again to change it: what was decided stays.",
				f.Assessment.State.Label().Fr, f.Assessment.State.Label().En)
		}
		if c.Path == fDPOSays || c.Path == fDPOOpinion {
			if err := opines(ctx, tx, op, f.Assessment.MemberID); err != nil {
				return err
			}
		}
	}
	return nil
}

// opines tells whether the scope may record the officer's opinion: the officer,
// and who decides for a member that has an officer of its own.
func opines(ctx context.Context, tx access.Tx, op, member string) error {
	if s := tx.Scope(); s.IsSystem() || s.Has(access.ProtectionOfficer) {
		return nil
	}
	if ok, err := tx.Allowed(ctx, access.Decide, member); err != nil || ok {
		return err
	}
	return fault.New(fault.Forbidden, op, "L’avis est celui du délégué à la protection des données\u202f: lui seul, ou qui décide pour la collectivité, peut le noter.",
		"The opinion is the data-protection officer’s: only the officer, or who decides for the body, may record it.")
}
