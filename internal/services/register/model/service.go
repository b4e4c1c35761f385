package model

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// jobBatch is the job that carries a batch out.
const jobBatch = "register.batch"

// Service asks for batches and carries them out.
type Service struct {
	Doors *access.Doors
	Queue *jobs.Queue // nil in tests that call Run themselves
	Specs Specs
}

// Handle gives the room's job to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Handle(jobBatch, func(ctx context.Context, job jobs.Job) error {
		var id string
		if err := job.Decode(&id); err != nil {
			return jobs.Cancel(err)
		}
		return s.Run(ctx, id)
	})
}

// Adopt asks that members get the latest version of models that they lack.
func (s *Service) Adopt(ctx context.Context, tx access.Tx, o Order) (Batch, error) {
	return s.ask(ctx, tx, Adopting, o)
}

// Push asks that the latest version of models reaches those who have them.
func (s *Service) Push(ctx context.Context, tx access.Tx, o Order) (Batch, error) {
	if o.How != Take && o.How != Offer {
		return Batch{}, fault.New(fault.Invalid, "model.Push", "Choisissez si les champs non modifiés sont repris.", "Choose whether untouched fields are taken over.")
	}
	return s.ask(ctx, tx, Pushing, o)
}

// Settle asks that what differs between models and members is decided one way.
func (s *Service) Settle(ctx context.Context, tx access.Tx, o Order) (Batch, error) {
	if o.How != Theirs && o.How != Mine {
		return Batch{}, fault.New(fault.Invalid, "model.Settle", "Choisissez le texte à garder.", "Choose which text to keep.")
	}
	return s.ask(ctx, tx, Settling, o)
}

func (s *Service) ask(ctx context.Context, tx access.Tx, deed BatchDeed, o Order) (Batch, error) {
	const op = "model.ask"
	b := Batch{ID: tx.NewID(), Kind: o.Kind, Deed: deed, How: o.How, Note: strings.TrimSpace(o.Note), State: "waiting"}
	if err := ForOfficer(tx, op); err != nil {
		return b, err
	}
	if len(o.Models) == 0 {
		return b, fault.New(fault.Invalid, op, "Choisissez au moins un modèle.", "Choose at least one model.")
	}
	if o.Members != nil && len(o.Members) == 0 {
		return b, fault.New(fault.Invalid, op, "Choisissez au moins un adhérent.", "Choose at least one member.")
	}
	if err := s.begin(ctx, tx, b); err != nil {
		return b, err
	}
	for _, id := range o.Models {
		m, err := GetModel(ctx, tx, id)
		if err != nil {
			return b, err
		}
		if m.Kind != o.Kind || m.Issued == 0 || deed == Adopting && !m.Retired.IsZero() {
			return b, fault.New(fault.Conflict, op, "Le modèle «\u00a0%[1]s\u00a0» n’a pas encore de version publiée, ou n’est plus proposé.",
				"The model “%[2]s” has no issued version yet, or is not offered any more.", m.Name.Fr, m.Name.En)
		}
		if _, err := database.Exec(ctx, tx, op, `insert into register_part (batch_id, model_id, version, name, done) values ($1,$2,$3,$4,0)
			on conflict do nothing`, b.ID, id, m.Issued, m.Name.Fr); err != nil {
			return b, err
		}
	}
	if o.Members == nil {
		if _, err := database.Exec(ctx, tx, op, `insert into register_batch_member (batch_id, member_id) select $1, id from member where closed_at = 0`, b.ID); err != nil {
			return b, err
		}
	}
	for _, member := range o.Members {
		if _, err := database.Exec(ctx, tx, op, `insert into register_batch_member (batch_id, member_id) values ($1,$2) on conflict do nothing`, b.ID, member); err != nil {
			return b, err
		}
	}
	return b, s.start(ctx, tx, b)
}

func (s *Service) begin(ctx context.Context, tx access.Tx, b Batch) error {
	const op = "model.begin"
	if len(b.Note) > maxBatchNote {
		return fault.New(fault.Invalid, op, "La note dépasse %[1]d caractères.", "The note exceeds %[1]d characters.", maxBatchNote)
	}
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, op, `insert into register_batch (id, kind, deed, how, note, state, asked_at, ended_at, by_id, by_name, total, done, counts, undoes, undone_by)
		values ($1,$2,$3,$4,$5,'waiting',$6,0,$7,$8,0,0,'{}',$9,'')`, b.ID, string(b.Kind), string(b.Deed), b.How, b.Note, tx.Micros(), by.ID, by.Name, b.Undoes)
	return err
}

// start counts what the batch is about and puts its job into the queue.
func (s *Service) start(ctx context.Context, tx access.Tx, b Batch) error {
	const op = "model.start"
	count := `select count(*) from register_part p join register_batch_member b on b.batch_id = p.batch_id
		join register_instance i on i.model_id = p.model_id and i.member_id = b.member_id and i.retired_at = 0 where p.batch_id = $1`
	switch b.Deed {
	case Adopting:
		count = `select count(*) from register_part p join register_batch_member b on b.batch_id = p.batch_id
			left join register_instance i on i.model_id = p.model_id and i.member_id = b.member_id and i.retired_at = 0 where p.batch_id = $1 and i.id is null`
	case Settling:
		count += ` and (i.open_count > 0 or i.proposed > i.version)`
	case Undoing:
		count = `select count(*) from register_item t join register_batch b on b.undoes = t.batch_id where b.id = $1`
	}
	if _, err := database.Exec(ctx, tx, op, `update register_batch set total = (`+count+`) where id = $1`, b.ID); err != nil {
		return err
	}
	if err := tx.Record(ctx, EventBatch, "", b.ID, map[string]any{"kind": b.Kind, "deed": b.Deed, "how": b.How, "undoes": b.Undoes}); err != nil {
		return err
	}
	if s.Queue == nil {
		return nil
	}
	_, err := s.Queue.Insert(ctx, tx, jobs.Job{Kind: jobBatch, Args: b.ID, UniqueKey: b.ID})
	return err
}

// Undo asks that a batch is taken back, whatever came after it.
func (s *Service) Undo(ctx context.Context, tx access.Tx, id string) (Batch, error) {
	const op = "model.Undo"
	if err := ForOfficer(tx, op); err != nil {
		return Batch{}, err
	}
	old, err := GetBatch(ctx, tx, id)
	if err != nil {
		return old, err
	}
	if !old.MayUndo() {
		return old, fault.New(fault.Conflict, op, "Cet envoi ne peut plus être annulé\u202f: il est en cours, déjà annulé, ou c’est une annulation.",
			"This batch cannot be undone: it is under way, undone already, or an undoing itself.")
	}
	b := Batch{ID: tx.NewID(), Kind: old.Kind, Deed: Undoing, How: string(old.Deed), State: "waiting", Undoes: old.ID}
	if err := s.begin(ctx, tx, b); err != nil {
		return b, err
	}
	for _, statement := range []string{
		`insert into register_part (batch_id, model_id, version, name, done) select $1, model_id, version, name, 0 from register_part where batch_id = $2`,
		`insert into register_batch_member (batch_id, member_id) select $1, member_id from register_batch_member where batch_id = $2`,
		`update register_batch set undone_by = $1 where id = $2`,
	} {
		if _, err := database.Exec(ctx, tx, op, statement, b.ID, old.ID); err != nil {
			return b, err
		}
	}
	return b, s.start(ctx, tx, b)
}
