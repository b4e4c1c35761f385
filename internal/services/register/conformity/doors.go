package conformity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/maturity"
)

// A PointAction is an action of the plan that is linked to a point.
type PointAction struct {
	maturity.PlannedAction
	State i18n.Text
	Open  bool   // something is still to be done
	Done  bool   // it was done, neither given up nor void
	Late  bool   // it should have been done
	On    string // the day on which it was done, or is due; "" for none
}

// A Wish is an action that a point asks for.
type Wish struct {
	Activity, Point string
	Title, About    i18n.Text
}

// Actions is what the room needs of the action plan.
type Actions interface {
	maturity.Actions
	// At lists the actions that are linked to the points of an activity, by point.
	At(ctx context.Context, tx access.Tx, m organisation.Member, activity string) (map[string][]PointAction, error)
	// Make puts an action into the plan of a member, linked to its point.
	Make(ctx context.Context, tx access.Tx, m organisation.Member, w Wish) (id string, err error)
	// Link links an action of a member to a point. One that the plan does not have
	// is NotFound.
	Link(ctx context.Context, tx access.Tx, m organisation.Member, action, activity, point string) error
}

// Target is how the plan names a point of an activity.
func Target(activity, point string) string { return activity + "/" + point }
