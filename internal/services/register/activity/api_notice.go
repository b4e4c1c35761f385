package activity

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

type noticeShown struct {
	Form     string `json:"form" doc:"Where it stands: a form, a web page, a poster, the sign of a camera, image rights"`
	Text     string `json:"text" doc:"In French: it is a public paper of a French body"`
	Placed   string `json:"placed_on,omitempty" doc:"The day on which somebody noted that it is in place"`
	Outdated bool   `json:"outdated" doc:"Whether another text is in place"`
}

type noticesOutput struct {
	Body struct {
		Items []noticeShown `json:"items"`
	}
}

func (a api) notices(ctx context.Context, in *oneInput) (*noticesOutput, error) {
	out := &noticesOutput{}
	out.Body.Items = []noticeShown{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := byID(ctx, tx, m.ID, in.ID)
		if err != nil {
			return err
		}
		terms, err := model.ReadTerms(ctx, tx)
		if err != nil {
			return err
		}
		set, err := paper.Open(ctx, tx, Officer)
		if err != nil {
			return err
		}
		up, err := placed(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		list, err := noticesOf(ctx, tx, set, terms, m, f, up)
		for _, n := range list {
			out.Body.Items = append(out.Body.Items, noticeShown{n.Form, n.Content, n.Placed.At, n.Outdated})
		}
		return err
	})
	return out, err
}
