package request

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/services/register/term"
)

// move takes a request to its next state, and says so.
func move(ctx context.Context, tx access.Tx, r Request, to State, kind string, body map[string]any) (Request, error) {
	from := r.State
	if !Follows(from, to) {
		return r, refuseMove(from, to)
	}
	r.State = to
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	r.Revision++
	return r, note(ctx, tx, r, kind, from, body)
}

// at loads a request as the caller has seen it: one that was changed since is a
// Conflict. revision -1 takes it as it is.
func at(ctx context.Context, tx access.Tx, id string, revision int64) (Request, error) {
	r, err := load(ctx, tx, id)
	if err == nil && revision >= 0 && r.Revision != revision {
		err = changed("request.at")
	}
	return r, err
}

// Record is what people write into a request's record.
type Record struct {
	Kinds      []string
	Bases      []string
	Activities []Activity
	Requester  Requester
	Words      string
	Notes      string
}

// Change writes the record of an open request.
func Change(ctx context.Context, tx access.Tx, id string, revision int64, c Record) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if !r.State.Open() {
		return r, fault.New(fault.Conflict, "request.Change", "Cette demande est close. Rouvrez-la d’abord.", "This request is closed. Open it again first.")
	}
	if err := checkKinds(c.Kinds); err != nil {
		return r, err
	}
	if err := c.Requester.check(); err != nil {
		return r, err
	}
	for _, b := range c.Bases {
		if _, ok := BasisOf(b); !ok {
			return r, needs("bases", "Choisissez les bases légales dans la liste.", "Choose the legal bases from the list.")
		}
	}
	r.Kinds, r.Bases, r.Activities, r.Requester, r.Words, r.Notes = c.Kinds, c.Bases, c.Activities, c.Requester, c.Words, c.Notes
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	r.Revision++
	return r, note(ctx, tx, r, EventChanged, r.State, nil)
}

// Examine begins, or goes on after the detour by identity.
func Examine(ctx context.Context, tx access.Tx, id string, revision int64) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	kind := EventExamined
	switch r.State {
	case Identity:
		kind, r.IdentifiedOn = EventIdentified, access.Today(tx.Clock())
	case Answering:
		kind = EventSentBack
	case Closed: // which only Reopen does
		return r, refuseMove(r.State, Examining)
	}
	return move(ctx, tx, r, Examining, kind, nil)
}

// Doubt notes that proof of identity was asked for, and why: without a
// reasonable doubt none may be (art. 12 § 6).
func Doubt(ctx context.Context, tx access.Tx, id string, revision int64, why string) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if why = strings.TrimSpace(why); why == "" {
		return r, needs("why", "Dites ce qui fait douter de l’identité\u202f: sans doute raisonnable, aucun justificatif ne peut être demandé (RGPD, art. 12 § 6).",
			"Say what makes you doubt the identity: without reasonable doubt no proof may be asked for (RGPD, art. 12 § 6).")
	}
	r.IdentityWhy, r.IdentityOn, r.IdentifiedOn = why, access.Today(tx.Clock()), ""
	return move(ctx, tx, r, Identity, EventDoubted, nil)
}

// Extend makes the delay longer by two months. It holds only with a notice that
// is sent within the first month, with the reasons (art. 12 § 3): the caller
// sends it in the same transaction, or says that it has gone out today.
func Extend(ctx context.Context, tx access.Tx, id string, revision int64, why string) (Request, error) {
	const op = "request.Extend"
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if err := decides(ctx, tx, r.MemberID); err != nil {
		return r, err
	}
	today := access.Today(tx.Clock())
	switch {
	case r.ExtendedOn != "":
		return r, fault.New(fault.Conflict, op, "Le délai a déjà été prolongé\u202f: il ne peut l’être qu’une fois.", "The delay was made longer already: it can be so only once.")
	case !r.MayExtend(today):
		return r, fault.New(fault.Conflict, op, "Le premier mois est passé\u202f: le délai ne peut plus être prolongé (RGPD, art. 12 § 3). Répondez sans attendre.",
			"The first month is over: the delay can no longer be made longer (RGPD, art. 12 § 3). Answer without delay.")
	case strings.TrimSpace(why) == "":
		return r, needs("longer_why", "Dites pourquoi\u202f: la complexité ou le nombre de demandes. Le demandeur le lira.", "Say why: the complexity or the number of requests. The requester will read it.")
	}
	r.ExtendedOn, r.ExtendedWhy, r.Reminded = today, strings.TrimSpace(why), ""
	if r.DueOn, err = term.Of(term.RequestExtended).Last(r.ReceivedOn); err != nil {
		return r, fault.Wrap(op, err)
	}
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	r.Revision++
	return r, note(ctx, tx, r, EventExtended, r.State, map[string]any{"due": r.DueOn})
}

// Prepare goes on to the answer.
func Prepare(ctx context.Context, tx access.Tx, id string, revision int64) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if r.State == Closed {
		return r, refuseMove(r.State, Answering)
	}
	return move(ctx, tx, r, Answering, EventPrepared, nil)
}

// Draft keeps an answer that is not sent yet.
func Draft(ctx context.Context, tx access.Tx, id string, revision int64, e Ending) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if r.State != Answering {
		return r, refuseMove(r.State, Answering)
	}
	r.Outcome, r.Ground, r.Reason, r.Answer, r.AnsweredBy = e.Outcome, e.Ground, e.Reason, e.Answer, e.By
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	r.Revision++
	return r, note(ctx, tx, r, EventChanged, r.State, nil)
}

// Ending is how a request ends.
type Ending struct {
	Outcome Outcome
	Ground  string // of a refusal, one of grounds
	Reason  string // of a refusal, for the requester
	Answer  string // the letter
	By      string // how it goes out: mail, letter, hand
}

// Close ends a request: with an answer, which the caller sends in the same
// transaction; or because its maker withdraws it or never showed who she is,
// which may happen at any time.
func Close(ctx context.Context, tx access.Tx, id string, revision int64, e Ending) (Request, error) {
	r, err := at(ctx, tx, id, revision)
	if err != nil {
		return r, err
	}
	if err := decides(ctx, tx, r.MemberID); err != nil {
		return r, err
	}
	if e, err = e.check(); err != nil {
		return r, err
	}
	early := e.Outcome == Withdrawn || e.Outcome == Unidentified && r.State == Identity
	if r.State != Answering && !(early && r.State.Open()) {
		return r, refuseMove(r.State, Closed)
	}
	today := access.Today(tx.Clock())
	r.Outcome, r.Ground, r.Reason, r.Answer, r.AnsweredBy, r.ClosedOn = e.Outcome, e.Ground, e.Reason, e.Answer, e.By, today
	kept := term.RequestKept
	for _, k := range r.Kinds {
		if k == "objection" && (e.Outcome == Granted || e.Outcome == Partly) {
			kept = term.ObjectionKept
		}
	}
	if r.EraseOn, err = term.Of(kept).Last(today); err != nil {
		return r, fault.Wrap("request.Close", err)
	}
	from := r.State
	r.State = Closed
	if err := save(ctx, tx, r); err != nil {
		return r, err
	}
	r.Revision++
	return r, note(ctx, tx, r, EventClosed, from, map[string]any{"outcome": string(r.Outcome), "in_time": r.InTime()})
}

func (e Ending) check() (Ending, error) {
	e.Reason, e.Answer = strings.TrimSpace(e.Reason), strings.TrimSpace(e.Answer)
	if e.Outcome.Label().Empty() {
		return e, needs("outcome", "Dites comment la demande se termine.", "Say how the request ends.")
	}
	if e.Outcome == Withdrawn {
		e.Ground, e.Reason, e.By = "", "", ""
		return e, nil
	}
	if !e.Outcome.refuses() {
		e.Ground, e.Reason = "", ""
	} else {
		if groundOf(e.Ground).ID == "" {
			return e, needs("ground", "Choisissez le motif du refus.", "Choose the ground of the refusal.")
		}
		if e.Reason == "" {
			return e, needs("reason", "Expliquez le refus\u202f: le demandeur a droit aux motifs (RGPD, art. 12 § 4).", "Explain the refusal: the requester has a right to the reasons (RGPD, art. 12 § 4).")
		}
	}
	if e.Answer == "" {
		return e, needs("answer", "Écrivez la réponse, ou partez d’un modèle.", "Write the answer, or begin with a template.")
	}
	if e.By != "mail" && e.By != "letter" && e.By != "hand" {
		return e, needs("by", "Dites comment la réponse part.", "Say how the answer goes out.")
	}
	if e.Outcome.refuses() {
		e.Answer = withPaths(e.Answer)
	}
	return e, nil
}

func groundOf(id string) Ground {
	for _, g := range grounds {
		if g.ID == id {
			return g
		}
	}
	return Ground{}
}

// Reopen goes back to the answer of a request that was closed by mistake, as
// long as its maker's details are there.
func Reopen(ctx context.Context, tx access.Tx, id string) (Request, error) {
	r, err := at(ctx, tx, id, -1)
	if err != nil {
		return r, err
	}
	if err := decides(ctx, tx, r.MemberID); err != nil {
		return r, err
	}
	if r.State != Closed {
		return r, refuseMove(r.State, Answering)
	}
	r.ClosedOn, r.EraseOn = "", ""
	return move(ctx, tx, r, Answering, EventReopened, nil)
}
