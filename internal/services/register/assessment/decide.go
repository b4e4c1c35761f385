package assessment

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

// Decision is what the controller makes of an assessment.
type Decision string

// The decisions.
const (
	Accept  Decision = "accept"
	Improve Decision = "improve" // back to its writers, with what to do
	Refuse  Decision = "refuse"  // the processing must not go on like this
)

// Submit says that the study is written, and is to be evaluated and decided on.
func Submit(ctx context.Context, tx access.Tx, id string) (Full, error) {
	const op = "assessment.Submit"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if f.Assessment.State != Draft {
		return f, moved(op)
	}
	if p := ProgressOf(methodParts, f.Record); !p.Full() {
		return f, fault.New(fault.Conflict, op, "Il manque %d réponses à l’analyse. Les étapes disent lesquelles.", "%d answers of the assessment are missing. The steps say which.", p.Of-p.Done)
	}
	return f.to(ctx, tx, Submitted, "submitted", "", f.ReviewOn, nil)
}

func (f Full) to(ctx context.Context, tx access.Tx, to State, kind, words, reviewOn string, record *model.Record) (Full, error) {
	if err := move(ctx, tx, f.Assessment, to, words, reviewOn); err != nil {
		return f, err
	}
	a := f.Assessment
	a.State = to
	if err := note(ctx, tx, a, kind, words, record); err != nil {
		return f, err
	}
	return Get(ctx, tx, f.Assessment.ID)
}

// Conclude records the decision of the controller, by whoever decides for the
// member. rev is the record that was read: what is decided upon is what was
// seen.
func Conclude(ctx context.Context, tx access.Tx, id string, rev int, d Decision, words string) (Full, error) {
	const op = "assessment.Conclude"
	f, err := Get(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if err := tx.May(ctx, access.Decide, f.Assessment.MemberID); err != nil {
		return f, err
	}
	switch {
	case f.Assessment.State != Submitted:
		return f, moved(op)
	case f.Rev != rev:
		return f, fault.New(fault.Conflict, op, "L’analyse a été modifiée pendant que vous la lisiez. Relisez-la, puis décidez.", "The assessment was changed while you read it. Read it again, then decide.")
	case words == "" && d != Accept:
		return f, fault.New(fault.Invalid, op, "Dites ce qui manque ou pourquoi.", "Say what is missing or why.")
	}
	switch d {
	case Accept:
		if unmet := Unmet(f.Record); len(unmet) > 0 {
			return f, fault.New(fault.Conflict, op, "L’analyse ne peut pas encore être validée\u202f: %[1]s", "The assessment cannot be validated yet: %[2]s", unmet[0].Fr, unmet[0].En)
		}
		return f.to(ctx, tx, Validated, "validated", words, f.nextReview(time.Time{}, tx.Clock().Now()), &f.Record)
	case Improve:
		return f.to(ctx, tx, Draft, "improve", words, f.ReviewOn, nil)
	case Refuse:
		return f.to(ctx, tx, Refused, "refused", words, "", &f.Record)
	}
	return f, fault.New(fault.Invalid, op, "Choisissez une décision.", "Choose a decision.")
}

// TakeUp makes an assessment one that is written again. What was decided stays
// in its history.
func TakeUp(ctx context.Context, tx access.Tx, id string) (Full, error) {
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if f.Assessment.State == Draft {
		return f, moved("assessment.TakeUp")
	}
	return f.to(ctx, tx, Draft, "taken-up", "", f.ReviewOn, nil)
}

// Archive puts an assessment away: of a processing that is no more, or one that
// another replaces.
func Archive(ctx context.Context, tx access.Tx, id string) (Full, error) {
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if f.Assessment.State == Archived {
		return f, moved("assessment.Archive")
	}
	return f.to(ctx, tx, Archived, "archived", "", "", nil)
}

// SetReview says how many months lie between reviews, 0 for none, and when the
// next one is; on is "" to reckon it from today.
func SetReview(ctx context.Context, tx access.Tx, id string, months int, on string) (Full, error) {
	const op = "assessment.SetReview"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if months < 0 || months > 120 {
		return f, fault.New(fault.Invalid, op, "Donnez un nombre de mois, de 0 (jamais) à 120.", "Give a number of months, from 0 (never) to 120.")
	}
	f.ReviewMonths = months
	if on == "" {
		on = f.nextReview(time.Time{}, tx.Clock().Now())
	} else if _, err := time.Parse(time.DateOnly, on); err != nil {
		return f, fault.New(fault.Invalid, op, "Cette date n’existe pas.", "This date does not exist.")
	}
	if _, err := database.Exec(ctx, tx, op, `update register_assessment set review_months = $1, review_on = $2 where id = $3`, months, on, id); err != nil {
		return f, err
	}
	if err := note(ctx, tx, f.Assessment, "review", on, nil); err != nil {
		return f, err
	}
	return Get(ctx, tx, id)
}

// Attach says which activity of the register an assessment studies; "" for
// none.
func Attach(ctx context.Context, tx access.Tx, id, activity string) error {
	f, err := mine(ctx, tx, id)
	if err != nil {
		return err
	}
	if activity != "" {
		if _, err := activityOf(ctx, tx, f.Assessment.MemberID, activity); err != nil {
			return err
		}
	}
	if _, err := database.Exec(ctx, tx, "assessment.Attach", `update register_assessment set activity_id = $1 where id = $2`, activity, id); err != nil {
		return err
	}
	f.ActivityID = activity
	return note(ctx, tx, f.Assessment, "attached", "", nil)
}

// Undo takes back one writing of its history: what was changed since stays, and
// where the same place was changed since nothing is undone and the error says so.
func Undo(ctx context.Context, tx access.Tx, id string, rev int) (Full, error) {
	const op = "assessment.Undo"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	record, changes, err := model.TakenBack(ctx, tx, Spec, f.Full, rev)
	if err != nil {
		return f, err
	}
	if err := f.mayChange(ctx, tx, op, changes); err != nil {
		return f, err
	}
	if _, err := model.Edit(ctx, tx, Spec, id, f.Rev, record); err != nil {
		return f, err
	}
	return Get(ctx, tx, id)
}
