package life_test

import (
	"context"
	"errors"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// A second kind of piece, unlike a dataset: an act that a person signs, that
// is transmitted to the prefecture, whose answer is awaited until a date, that
// goes back to its signature when it is rejected, and whose legal review is
// skipped when it is short. It shows that the engine knows no kind.

const actKind = "act"

type actRoom struct {
	clock  interface{ Now() time.Time }
	sent   int // how often the outside was told, retries included
	undone int
	fail   error // what the next transmission answers
}

func (a *actRoom) path() life.Path {
	return life.Path{Kind: actKind, Stages: []life.Stage{
		{Name: "received", Label: i18n.T("Reçu", "Received")},
		{Name: "reviewed", Label: i18n.T("Relu", "Reviewed"), Handler: reviewed{}},
		{Name: "signed", Label: i18n.T("Signé", "Signed"), Handler: signed{}},
		{Name: "transmitted", Label: i18n.T("Transmis", "Transmitted"), Handler: transmitted{a}},
		{Name: "acknowledged", Label: i18n.T("Acquitté", "Acknowledged"), Handler: acknowledged{a}},
		{Name: "published", Label: i18n.T("Publié", "Published")},
	}}
}

type reviewed struct{}

func (reviewed) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	if v.Version.Size < 100 {
		return life.Skip(i18n.T("Acte court : pas de relecture.", "Short act: no review.")), nil
	}
	if v.Answer != nil {
		return life.Pass(nil), nil
	}
	return life.Hold(life.Wait{Right: access.Approve, Why: i18n.T("À relire.", "To review.")}, nil), nil
}

type signed struct{}

func (signed) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	if v.Answer != nil && v.Answer.Verb == "sign" {
		return life.Pass(map[string]any{"signatory": v.Answer.By.Name}), nil
	}
	return life.Hold(life.Wait{Right: access.Approve, Why: i18n.T("À signer.", "To sign.")}, nil), nil
}

func (signed) Accept(_ context.Context, _ access.Tx, _ life.Visit, a life.Answer) error {
	if a.Verb != "sign" {
		return fault.New(fault.Invalid, "act", "Signez, ou ne signez pas.", "Sign, or do not.")
	}
	return nil
}

type transmitted struct{ room *actRoom }

func (h transmitted) Visit(context.Context, life.Visit) (life.Verdict, error) {
	if err := h.room.fail; err != nil {
		h.room.fail = nil
		return life.Verdict{}, err
	}
	h.room.sent++
	return life.Pass(map[string]any{"envelope": h.room.sent}), nil
}

func (h transmitted) Undo(context.Context, access.Tx, life.Visit) error {
	h.room.undone++
	return nil
}

const answerDelay = 48 * time.Hour

type acknowledged struct{ room *actRoom }

func (h acknowledged) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	switch {
	case v.Answer == nil:
		return life.Hold(life.Wait{Outside: true, Until: h.room.clock.Now().Add(answerDelay),
			Why: i18n.T("La préfecture doit répondre.", "The prefecture must answer.")}, nil), nil
	case v.Answer.Source == life.FromClock:
		return life.Refuse(i18n.T("La préfecture n’a pas répondu.", "The prefecture did not answer."), nil), nil
	case v.Answer.Verb == "rejected":
		return life.Back("signed", i18n.T("Rejeté par la préfecture.", "Rejected by the prefecture."), nil), nil
	}
	return life.Pass(nil), nil
}

var errLine = errors.New("the line is dead")
