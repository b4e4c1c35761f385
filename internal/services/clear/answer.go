package clear

import (
	"context"
	"encoding/json"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/privacy"
)

// answered is what comes of an answer that was waited for.
func (h stage) answered(v life.Visit) (life.Verdict, bool) {
	a := v.Answer
	said := i18n.Text{Fr: a.Reason, En: a.Reason}
	evidence := map[string]any{"decision": a.Verb, "rules": h.s.Rules.Version, "rules_digest": h.s.Rules.Digest(), "file": v.Version.Digest}
	given := opinion(v.Steps)
	if given != "" {
		evidence["opinion"] = given
	}
	switch a.Verb {
	case VerbAllow, VerbSettle:
		if given == VerbObject {
			evidence["departs"] = true // the controller decides (RGPD, art. 38 and 39)
		}
		verdict := life.Pass(evidence).Because(said)
		if a.Verb == VerbSettle {
			verdict = verdict.With(func(ctx context.Context, tx access.Tx) error {
				r, err := Load(ctx, tx, v.Version.ID)
				if err != nil || r == nil {
					return err
				}
				return settle(ctx, tx, v, *r)
			})
		}
		return verdict, true
	case VerbRefuse:
		return life.Refuse(said, evidence), true
	case VerbFavour, VerbObject:
		delete(evidence, "decision")
		evidence["opinion"] = a.Verb
		return life.Hold(life.Wait{Right: access.Decide, Why: advised(a.Verb, a.Reason)}, evidence), true
	}
	return life.Verdict{}, false
}

// opinion is the officer's last word on a version: favour, object, or "" while
// none was given.
func opinion(steps []life.Step) string {
	for i := len(steps) - 1; i >= 0; i-- {
		var e struct {
			Opinion string `json:"opinion"`
		}
		if json.Unmarshal(steps[i].Evidence, &e) == nil && e.Opinion != "" {
			return e.Opinion
		}
	}
	return ""
}

// Accept refuses an answer that has no place or no reason, and a release of
// what blocks before the officer has given an opinion.
func (h stage) Accept(ctx context.Context, tx access.Tx, v life.Visit, a life.Answer) error {
	const op = "clear.Accept"
	advising := v.Life.WaitRight == access.Advise
	switch a.Verb {
	case VerbFavour, VerbObject:
		if !advising {
			return fault.New(fault.Conflict, op, "L’avis n’est pas, ou plus, attendu\u202f: la collectivité décide.", "No opinion is awaited, or no more: the body decides.")
		}
	case VerbAllow, VerbSettle, VerbRefuse:
		if advising {
			return unadvised(op)
		}
	default:
		return fault.New(fault.Invalid, op, "La décision «\u00a0%[1]s\u00a0» n’a pas cours ici\u202f: autorisez la publication, ou refusez-la.",
			"The decision “%[1]s” has no place here: allow publication, or refuse it.", a.Verb)
	}
	if strings.TrimSpace(a.Reason) == "" {
		return fault.New(fault.Invalid, op, "Dites pourquoi\u202f: votre raison est gardée avec la décision.",
			"Say why: your reason is kept with the decision.")
	}
	if a.Verb != VerbAllow && a.Verb != VerbSettle || opinion(v.Steps) != "" {
		return nil
	}
	// A version may wait since before opinions were asked for.
	r, err := Load(ctx, tx, v.Version.ID)
	if err != nil || r == nil || r.Count(privacy.Block) == 0 {
		return err
	}
	return unadvised(op)
}

func unadvised(op string) error {
	return fault.New(fault.Conflict, op, "L’avis du délégué à la protection des données est attendu d’abord.",
		"The opinion of the data-protection officer is awaited first.")
}

// Undo forgets what was settled with the decision that is taken back; the scan
// stands.
func (h stage) Undo(ctx context.Context, tx access.Tx, v life.Visit) error {
	return unsettle(ctx, tx, v.Version.ID)
}
