package madis

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/model"
)

// takeBody writes all that concerns a body, in one transaction.
func (s *Service) takeBody(ctx context.Context, tx access.Tx, i intake.Import, p *intake.Part, b, library bundle, all []questionnaire, refs map[string]blob.Ref) error {
	m, err := organisation.Get(ctx, tx, p.TargetID)
	if err != nil {
		return err
	}
	if !m.Closed.IsZero() {
		return fault.New(fault.Conflict, "madis.take", "Cet adhérent n’est plus servi.", "This member is no longer served.")
	}
	if err := s.before(ctx, tx, p); err != nil {
		return err
	}
	t := &taking{Service: s, ctx: ctx, tx: tx, i: i, part: p, plan: planOf(b, library, all), refs: refs, ids: map[string]model.Instance{}, targets: map[string]string{}}
	for _, step := range []func() error{t.terms, t.products, t.activities, t.requests, t.breaches, t.actions, func() error { return t.surveys(all) },
		t.conformities, t.assessments, t.proofs, t.leave} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := s.before(ctx, tx, p); err != nil {
		return err
	}
	for kind, c := range p.Counts { // what is there now is what there is after
		if h, ok := s.Holds.Of(kind); ok && h.Count != nil {
			c.Before, c.After = c.Before-c.Taken, c.Before
			p.Counts[kind] = c
		}
	}
	return tx.Record(ctx, intake.EventTaken, p.TargetID, i.ID, map[string]any{"source": Name})
}

// taking is the work on one body.
type taking struct {
	*Service
	ctx  context.Context
	tx   access.Tx
	i    intake.Import
	part *intake.Part
	plan outcome
	refs map[string]blob.Ref
	ids  map[string]model.Instance // of treatments
	// targets are the records here of those in Madis, by table and key.
	targets map[string]string
}

// known finds what an earlier import made of an original and that still stands.
func (t *taking) known(kind, key string) (string, error) {
	id, err := intake.Known(t.ctx, t.tx, t.part.TargetID, kind, key)
	if err != nil || id == "" {
		return "", err
	}
	h, _ := t.Holds.Of(kind)
	mark, err := h.Mark(t.ctx, t.tx, id)
	if err != nil || mark == "" {
		return "", err
	}
	t.same(kind)
	if t.targets != nil {
		t.targets[key] = id
	}
	return id, nil
}

func (t *taking) made(kind, id, key, title string) error {
	if t.targets != nil {
		t.targets[key] = id
	}
	return t.Holds.Note(t.ctx, t.tx, intake.Item{ImportID: t.i.ID, Part: t.part.Key, MemberID: t.part.TargetID, Kind: kind, RecordID: id, SourceKey: key, Title: cut(title, 200)})
}

func (t *taking) terms() error {
	var list []model.Term
	for _, a := range t.plan.activities {
		list = append(list, a.terms...)
	}
	return ensureTerms(t.ctx, t.tx, list)
}

// ensureTerms adds the terms that the vocabularies lack. They stay when an
// import is undone, for anybody may have used them meanwhile.
func ensureTerms(ctx context.Context, tx access.Tx, list []model.Term) error {
	if len(list) == 0 {
		return nil
	}
	have, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	for _, term := range list {
		if _, there := have.Find(term.Vocabulary, term.Code); there {
			continue
		}
		if _, err := model.SaveTerm(ctx, tx, term); err != nil {
			return err
		}
		have = append(have, term)
	}
	return nil
}

// leave lists what could not be carried, and the accounts that there were.
func (t *taking) leave() error {
	for _, a := range t.plan.accounts {
		why := i18n.T("compte à ouvrir si la personne en a besoin", "account to be opened if the person needs one")
		if !a.enabled {
			why = i18n.T("compte fermé dans Madis", "account closed in Madis")
		}
		t.plan.left = append(t.plan.left, leftover{tUser, a.email, a.name, why, map[string]string{"name": a.name, "email": a.email, "role": a.role, "proposed": a.ours}})
	}
	for _, l := range t.plan.left {
		body := l.body
		if body == nil {
			body = map[string]string{}
		}
		if err := intake.AddLeft(t.ctx, t.tx, intake.Left{ImportID: t.i.ID, Part: t.part.Key, MemberID: t.part.TargetID, Table: l.table, SourceKey: l.key, Title: cut(l.title, 200),
			Reason: l.reason, Body: encode(body)}); err != nil {
			return err
		}
	}
	return nil
}
