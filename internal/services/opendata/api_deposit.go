package opendata

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
)

// depositLife is where a deposit stands.
type depositLife struct {
	ID       string          `json:"id"`
	Piece    string          `json:"piece"`
	Version  int             `json:"version"`
	Stage    string          `json:"stage" enum:"received,checked,cleared,approved,published"`
	Outcome  string          `json:"outcome" enum:"running,waiting,refused,failed,done"`
	Waits    *waits          `json:"waits,omitempty" doc:"What it waits for"`
	Steps    []lifeStep      `json:"steps"`
	Report   json.RawMessage `json:"report" doc:"What the check found, as airial check --format json writes it; null while it has not run"`
	Activity *activityWords  `json:"activity,omitempty" doc:"The processing activity that it comes from; absent while nobody knows"`
	Dataset  *Addresses      `json:"dataset" doc:"Where the dataset can be had, once this version is published"`
}

func (depositLife) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNull(s, "dataset")
}

type waits struct {
	For string `json:"for" doc:"The right that the awaited person needs"`
	Why string `json:"why"`
}

type lifeStep struct {
	Stage    string          `json:"stage"`
	Outcome  string          `json:"outcome" enum:"passed,waiting,refused,failed"`
	At       time.Time       `json:"at"`
	By       string          `json:"by"`
	Reason   string          `json:"reason,omitempty"`
	Evidence json.RawMessage `json:"evidence"`
}

type depositOutput struct{ Body depositLife }

func (s *Service) getDeposit(ctx context.Context, in *IDInput) (*depositOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	out := &depositOutput{}
	err := s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		out.Body, err = s.describe(ctx, tx, in.ID)
		return err
	})
	return out, err
}

// describe gathers what the interface says of a deposit.
func (s *Service) describe(ctx context.Context, tx access.Tx, id string) (depositLife, error) {
	var out depositLife
	l, err := life.Get(ctx, tx, id)
	if err != nil {
		return out, err
	}
	v, err := piece.GetVersion(ctx, tx, id)
	if err != nil {
		return out, err
	}
	steps, err := life.Steps(ctx, tx, id)
	if err != nil {
		return out, err
	}
	out = depositLife{ID: v.ID, Piece: v.PieceID, Version: v.Number, Stage: l.Stage(), Outcome: string(l.Outcome)}
	if l.WaitRight != "" && l.Outcome == life.OnHold {
		out.Waits = &waits{For: string(l.WaitRight), Why: i18n.Read(ctx, l.Wait)}
	}
	for _, step := range steps {
		out.Steps = append(out.Steps, lifeStep{Stage: step.Stage, Outcome: string(step.Outcome), At: step.At,
			By: step.By.Name, Reason: i18n.Read(ctx, step.Reason), Evidence: step.Evidence})
	}
	if out.Report, err = s.checks.Report(ctx, tx, id, i18n.From(ctx).Lang); err != nil {
		return out, err
	}
	if out.Report == nil {
		out.Report = json.RawMessage("null")
	}
	a, err := s.ActivityOf(ctx, tx, v.PieceID)
	if err != nil {
		return out, err
	}
	if a.ID != "" {
		words := activityWordsOf(ctx, a)
		out.Activity = &words
	}
	if l.Outcome != life.Done {
		return out, nil
	}
	d, err := Get(ctx, tx, v.PieceID)
	if err != nil || d.State != Published {
		return out, err
	}
	m, err := organisation.Get(ctx, tx, d.MemberID)
	if err != nil {
		return out, err
	}
	at := addressesOf(ctx, m, d)
	out.Dataset = &at
	return out, nil
}

type decisionInput struct {
	IDInput
	Body struct {
		Decision string `json:"decision" enum:"publish,approve,refuse,abandon,allow,settle,favour,object,undo"`
		Reason   string `json:"reason,omitempty" maxLength:"2000" required:"false"`
	}
}

func (s *Service) postDecision(ctx context.Context, in *decisionInput) (*depositOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	out := &depositOutput{}
	err := s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err := s.Decide(ctx, tx, in.ID, in.Body.Decision, in.Body.Reason); err != nil {
			return err
		}
		out.Body, err = s.describe(ctx, tx, in.ID)
		return err
	})
	return out, err
}

// Decide gives a version the decision that it waits for; "undo" takes the one
// on its publication back.
func (s *Service) Decide(ctx context.Context, tx access.Tx, version, verb, reason string) error {
	if verb == life.Undo {
		return s.UndoDecision(ctx, tx, version, reason)
	}
	return s.engine.Answer(ctx, tx, version, life.Answer{Source: life.FromPerson, Verb: verb, Reason: reason})
}
