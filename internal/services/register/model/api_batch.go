package model

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

type modelBatchShown struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind"`
	Deed     string         `json:"deed" enum:"adopt,push,settle,undo"`
	How      string         `json:"how,omitempty" doc:"take or offer; theirs or mine; the deed that is undone"`
	Note     string         `json:"note,omitempty"`
	State    string         `json:"state" enum:"waiting,running,done"`
	Asked    time.Time      `json:"asked"`
	Ended    *time.Time     `json:"ended,omitempty"`
	Undoes   string         `json:"undoes,omitempty" doc:"Batch that it takes back"`
	UndoneBy string         `json:"undone_by,omitempty" doc:"Batch that took it back"`
	Outcomes map[string]int `json:"outcomes" doc:"The member’s records by what became of them: created, taken, offered, settled, undone, reverted, kept, superseded, gone"`
}

type batchesInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Offset int    `query:"offset" minimum:"0"`
}

type batchesOutput struct {
	Body struct {
		Items []modelBatchShown `json:"items"`
	}
}

func (a api) batches(ctx context.Context, in *batchesInput) (*batchesOutput, error) {
	const op = "model.api"
	out := &batchesOutput{}
	out.Body.Items = []modelBatchShown{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := database.All(ctx, tx, op, scanBatch, `select `+batchColumns+` from register_batch b
			join register_batch_member x on x.batch_id = b.id and x.member_id = $1 order by b.asked_at desc, b.id desc limit $2 offset $3`, m.ID, in.Limit, in.Offset)
		if err != nil {
			return err
		}
		for _, b := range list {
			shown := modelBatchShown{ID: b.ID, Kind: string(b.Kind), Deed: string(b.Deed), How: b.How, Note: b.Note, State: b.State, Asked: b.Asked,
				Undoes: b.Undoes, UndoneBy: b.UndoneBy, Outcomes: map[string]int{}}
			if !b.Ended.IsZero() {
				shown.Ended = &b.Ended
			}
			if err := database.Each(ctx, tx, op, func(r database.Row) error {
				var outcome string
				var n int
				err := r.Scan(&outcome, &n)
				shown.Outcomes[outcome] = n
				return err
			}, `select outcome, count(*) from register_item where batch_id = $1 and member_id = $2 group by outcome`, b.ID, m.ID); err != nil {
				return err
			}
			out.Body.Items = append(out.Body.Items, shown)
		}
		return nil
	})
	return out, err
}
