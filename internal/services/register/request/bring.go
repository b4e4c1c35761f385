package request

import (
	"context"
	"fmt"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/term"
)

// What the journal says of requests that another program kept.
const (
	EventBrought = "request.brought"
	EventRemoved = "request.removed"
)

// Bring takes over a request that another program kept, as it stood there, of
// any age. Its time limits are those of the law from the day of its receipt; the
// requester's details are erased when those of any other request are.
func Bring(ctx context.Context, tx access.Tx, r Request) (Request, error) {
	const op = "request.Bring"
	if err := May(ctx, tx, r.MemberID); err != nil {
		return r, err
	}
	if !term.Valid(r.ReceivedOn) || r.ClosedOn != "" && !term.Valid(r.ClosedOn) || r.Requester.Name == "" {
		return r, fault.New(fault.Invalid, op, "Une demande a un auteur et une date de réception.", "A request has somebody who asks and a day of receipt.")
	}
	if err := checkKinds(r.Kinds); err != nil {
		return r, err
	}
	r.Year, _ = strconv.Atoi(r.ReceivedOn[:4])
	last, err := database.Value[int](ctx, tx, op, `select coalesce(max(number), 0) from register_request where member_id = $1 and year = $2`, r.MemberID, r.Year)
	if err != nil {
		return r, err
	}
	a := tx.Scope().Actor()
	r.ID, r.Number, r.ChangedID, r.ChangedName = tx.NewID(), last+1, a.ID, a.Name
	if a.Kind == access.Itself {
		r.ChangedName = ""
	}
	r.Reference = reference(r.ID)
	if r.DueOn, err = term.Of(term.Request).Last(r.ReceivedOn); err != nil {
		return r, fault.Wrap(op, err)
	}
	if !r.State.Open() {
		kept := term.RequestKept
		for _, k := range r.Kinds {
			if k == "objection" && r.Outcome == Granted {
				kept = term.ObjectionKept
			}
		}
		if r.EraseOn, err = term.Of(kept).Last(r.ClosedOn); err != nil {
			return r, fault.Wrap(op, err)
		}
	}
	if err := insert(ctx, tx, r); err != nil {
		return r, err
	}
	return r, note(ctx, tx, r, EventBrought, "", map[string]any{"kinds": r.Kinds, "due": r.DueOn})
}

// Mark tells how a request is now: any change since changes it. It is "" for
// one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	n, err := database.Value[int](ctx, tx, "request.Mark", `select count(*) from register_request_step where request_id = $1 and kind not in ('`+EventReminded+`','`+EventErased+`')`, id)
	if err != nil {
		return "", err
	}
	state, err := database.Value[string](ctx, tx, "request.Mark", `select state from register_request where id = $1`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if state == string(Erased) { // its details went when their time had come
		state = string(Closed)
	}
	return fmt.Sprintf("%s/%d", state, n), err
}

// Remove takes a request away that was brought and that nobody has worked on.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	const op = "request.Remove"
	r, err := load(ctx, tx, id)
	if err != nil {
		return err
	}
	files, err := database.Value[int](ctx, tx, op, `select count(*) from register_request_file where request_id = $1`, id)
	if err != nil {
		return err
	}
	if files > 0 {
		return fault.New(fault.Conflict, op, "Des pièces ont été ajoutées à cette demande.", "Files were added to this request.")
	}
	for _, table := range []string{"register_request_step where request_id", "register_request where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return tx.Record(ctx, EventRemoved, r.MemberID, id, nil)
}
