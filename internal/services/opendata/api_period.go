package opendata

import (
	"context"
	"time"

	"airial/internal/commons/access"
)

// periodView is a period, as the interface shows it.
type periodView struct {
	From   string `json:"from" format:"date"`
	Until  string `json:"until" format:"date"`
	Column string `json:"column,omitempty" doc:"The column whose dates say so; absent when the publisher has said it"`
}

func periodViewOf(p Period) *periodView {
	if !p.Known() {
		return nil
	}
	return &periodView{p.From.Format(time.DateOnly), p.Until.Format(time.DateOnly), p.Column}
}

type periodInput struct {
	IDInput
	Body struct {
		From  string `json:"from" required:"true" maxLength:"10" doc:"First day, YYYY-MM-DD, or empty"`
		Until string `json:"until" required:"true" maxLength:"10" doc:"Last day, YYYY-MM-DD, or empty"`
	}
}

func (s *Service) putPeriod(ctx context.Context, in *periodInput) (*struct{}, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return nil, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		return s.Cover(ctx, tx, in.ID, Span{in.Body.From, in.Body.Until})
	})
}
