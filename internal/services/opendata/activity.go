package opendata

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Activity is a processing activity (traitement) that a dataset's files may
// come from.
type Activity struct {
	ID        string
	Name      i18n.Text
	Sensitive bool
	Declares  i18n.Text // the categories of data that it works on
	// Proposed is that nobody has said so of the dataset: it was taken from
	// schema and title. Gone is that the register no longer has it.
	Proposed, Gone bool
}

// NoActivity is the answer of who knows that a dataset comes from none of the
// activities.
const NoActivity = "none"

// activitiesOf lists the activities from which a member's files may come.
func (s *Service) activitiesOf(ctx context.Context, tx access.Tx, member string) ([]Activity, error) {
	if s.activities == nil {
		return nil, nil
	}
	return s.activities.List(ctx, tx, member)
}

// ActivityOf returns the activity that a dataset comes from; its ID is "" while
// nobody knows, NoActivity where it comes from none.
func (s *Service) ActivityOf(ctx context.Context, tx access.Tx, id string) (Activity, error) {
	if s.activities == nil {
		return Activity{}, nil
	}
	return s.activities.Of(ctx, tx, id)
}

// SetActivity says which activity a dataset comes from. A version that is on
// its way is looked at again where that changes what the gate goes by; what is
// published stays as it is.
func (s *Service) SetActivity(ctx context.Context, tx access.Tx, id, activity string) error {
	d, err := s.own(ctx, tx, id, access.Deposit)
	if err != nil {
		return err
	}
	if s.activities == nil {
		return fault.Missing("opendata.SetActivity")
	}
	again, err := s.activities.Set(ctx, tx, d.MemberID, id, activity, false)
	if err != nil || !again {
		return err
	}
	p, err := piece.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	v, err := piece.ByNumber(ctx, tx, id, p.Latest)
	if err != nil {
		return err
	}
	return s.engine.LookAgain(ctx, tx, v.ID, StageCleared)
}

// whence keeps which activity a deposit comes from, and returns it: what its
// sender says, else, for a new dataset, what schema and title make likely.
func (s *Service) whence(ctx context.Context, tx access.Tx, q Request, v piece.Version) (id string, err error) {
	if s.activities == nil || q.Activity == "" && v.Number > 1 {
		return "", nil
	}
	if q.Activity != "" {
		_, err = s.activities.Set(ctx, tx, v.MemberID, v.PieceID, q.Activity, false)
		return q.Activity, err
	}
	id = q.likely
	if q.examined == nil || q.PieceID != "" {
		id, err = s.likely(ctx, tx, v.MemberID, q)
	}
	if err != nil || id == "" {
		return "", err
	}
	if _, err = s.activities.Set(ctx, tx, v.MemberID, v.PieceID, id, true); fault.Is(err, fault.Invalid) {
		return "", nil // it has left the register since the request was examined
	}
	return id, err
}

// likely returns the activity that a new dataset likely comes from; "" for none,
// or where its sender says so. It is looked up while the request is examined: the
// transaction that records a deposit has others wait, and is not to read registers.
func (s *Service) likely(ctx context.Context, tx access.Tx, member string, q Request) (string, error) {
	if s.activities == nil || q.Activity != "" {
		return "", nil
	}
	schema := q.Schema
	if schema == "none" {
		schema = ""
	}
	return s.activities.Propose(ctx, tx, member, schema, q.Title)
}

// knows refuses an activity that is not one of the member's.
func (s *Service) knows(ctx context.Context, tx access.Tx, member, activity string) error {
	if activity == "" || activity == NoActivity {
		return nil
	}
	all, err := s.activitiesOf(ctx, tx, member)
	if err != nil || slices.ContainsFunc(all, func(a Activity) bool { return a.ID == activity }) {
		return err
	}
	return fault.New(fault.Invalid, "opendata.knows", "Le traitement «\u00a0%[1]s\u00a0» n’est pas dans la liste de cette collectivité.",
		"The processing activity “%[1]s” is not in this body’s list.", activity)
}
