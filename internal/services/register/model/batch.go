package model

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// What the journal says of batches.
const (
	EventBatch   = "register.batch"         // asked for
	EventGiven   = "register.models-given"  // to a member: models that she did not have
	EventPushed  = "register.models-pushed" // to a member: new versions of models
	EventBulk    = "register.models-settled"
	EventUndone  = "register.batch-undone"
	EventEnded   = "register.batch-ended"
	maxBatchNote = 500
)

// A BatchDeed is what a batch does.
type BatchDeed string

// The deeds.
const (
	Adopting BatchDeed = "adopt"  // give models to members that lack them
	Pushing  BatchDeed = "push"   // bring a new version to those who have the model
	Settling BatchDeed = "settle" // decide what differs, for many at once
	Undoing  BatchDeed = "undo"   // take an earlier batch back
)

// Label names the deed on screen.
func (d BatchDeed) Label() i18n.Text {
	switch d {
	case Adopting:
		return i18n.T("Modèles donnés", "Models given")
	case Pushing:
		return i18n.T("Nouvelle version", "New version")
	case Settling:
		return i18n.T("Différences réglées", "Differences settled")
	}
	return i18n.T("Annulation", "Undoing")
}

// How a batch does it.
const (
	Take   = "take"   // Pushing: what is not written locally is taken over
	Offer  = "offer"  // Pushing: the member decides on everything
	Theirs = "theirs" // Settling: the model’s text
	Mine   = "mine"   // Settling: the member’s text
)

// What became of an instance in a batch.
const (
	Created    = "created"    // given
	Taken      = "taken"      // the version is taken over
	Offered    = "offered"    // and waits for the member
	Settled    = "settled"    // differences decided
	Undone     = "undone"     // stands as before
	Reverted   = "reverted"   // a later version stays; what the batch brought is taken back field by field
	Kept       = "kept"       // changed since: nothing undone
	Superseded = "superseded" // a later version was offered, which contains it
	Gone       = "gone"       // is not there any more
)

// A Batch is what was done to many instances at once.
type Batch struct {
	ID       string
	Kind     Kind
	Deed     BatchDeed
	How      string
	Note     string
	State    string // "waiting", "running", "done"
	Asked    time.Time
	Ended    time.Time
	By       string
	Total    int // instances that it is about, as far as it could be told
	Done     int
	Counts   BatchCounts
	Undoes   string // the batch that it takes back
	UndoneBy string // the batch that took it back; "" while it holds
	Models   []string
}

// BatchCounts says how a batch ended.
type BatchCounts struct {
	Members   int            `json:"members"`
	Outcomes  map[string]int `json:"outcomes,omitempty"`
	Open      int            `json:"open,omitempty"`      // instances with something to settle afterwards
	Conflicts int            `json:"conflicts,omitempty"` // instances where something was not undone
	Left      []string       `json:"left,omitempty"`      // members that left since it was asked for
}

// Running tells whether a batch is still at work.
func (b Batch) Running() bool { return b.State != "done" }

// MayUndo tells whether a batch can be taken back.
func (b Batch) MayUndo() bool { return b.State == "done" && b.UndoneBy == "" && b.Deed != Undoing }

// An Order asks for a batch.
type Order struct {
	Kind    Kind
	Models  []string // by id
	Members []string // by id; nil for all that the operator serves
	How     string
	Note    string
}

const batchColumns = `b.id, b.kind, b.deed, b.how, b.note, b.state, b.asked_at, b.ended_at, b.by_name, b.total, b.done, b.counts, b.undoes, b.undone_by`

func scanBatch(r database.Row) (b Batch, err error) {
	var kind, deed, counts string
	var asked, ended int64
	if err := r.Scan(&b.ID, &kind, &deed, &b.How, &b.Note, &b.State, &asked, &ended, &b.By, &b.Total, &b.Done, &counts, &b.Undoes, &b.UndoneBy); err != nil {
		return b, err
	}
	b.Kind, b.Deed, b.Asked, b.Ended = Kind(kind), BatchDeed(deed), instant(asked), instant(ended)
	return b, json.Unmarshal([]byte(counts), &b.Counts)
}

// GetBatch returns a batch with the names of its models, for the operator.
func GetBatch(ctx context.Context, tx access.Tx, id string) (Batch, error) {
	const op = "model.GetBatch"
	if err := forOperator(tx, op); err != nil {
		return Batch{}, err
	}
	b, err := database.One(ctx, tx, op, scanBatch, `select `+batchColumns+` from register_batch b where b.id = $1`, id)
	if err != nil {
		return b, err
	}
	b.Models, err = database.All(ctx, tx, op, scanText, `select name from register_part where batch_id = $1 order by name, model_id`, id)
	return b, err
}

func scanText(r database.Row) (s string, err error) { return s, r.Scan(&s) }

func forOperator(tx access.Tx, op string) error {
	if s := tx.Scope(); !s.IsSystem() && !s.OfOperator() {
		return fault.Missing(op)
	}
	return nil
}

// Batches lists the batches of a kind, the latest first.
func Batches(ctx context.Context, tx access.Tx, kind Kind, limit, offset int) ([]Batch, int, error) {
	const op = "model.Batches"
	if err := forOperator(tx, op); err != nil {
		return nil, 0, err
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_batch where kind = $1`, string(kind))
	if err != nil {
		return nil, 0, err
	}
	list, err := database.All(ctx, tx, op, scanBatch, `select `+batchColumns+` from register_batch b where b.kind = $1
		order by b.asked_at desc, b.id desc limit $2 offset $3`, string(kind), limit, offset)
	return list, total, err
}

// An Item is what a batch did to an instance.
type Item struct {
	InstanceID, MemberID, ModelID string
	From, To                      int
	Outcome                       string
	Conflicts                     []string // paths that were not undone
	Open                          int      // fields to settle now
	There                         bool     // the instance is
}

// Items lists what a batch did, those with something to tell first.
func Items(ctx context.Context, tx access.Tx, id string, limit, offset int) ([]Item, error) {
	const op = "model.Items"
	if err := forOperator(tx, op); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, func(r database.Row) (i Item, err error) {
		var conflicts string
		if err := r.Scan(&i.InstanceID, &i.MemberID, &i.ModelID, &i.From, &i.To, &i.Outcome, &conflicts, &i.Open, &i.There); err != nil {
			return i, err
		}
		if conflicts != "" {
			err = json.Unmarshal([]byte(conflicts), &i.Conflicts)
		}
		return i, err
	}, `select t.instance_id, t.member_id, t.model_id, t.from_version, t.to_version, t.outcome, t.conflicts, coalesce(i.open_count, 0),
		case when i.id is null then 0 else 1 end
		from register_item t left join register_instance i on i.id = t.instance_id where t.batch_id = $1
		order by case when t.conflicts <> '' or t.outcome in ('kept', 'gone', 'superseded') then 0 when coalesce(i.open_count, 0) > 0 then 1 else 2 end,
			t.member_id, t.model_id limit $2 offset $3`, id, limit, offset)
}
