package succession

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

func conflict(fr, en string) error { return fault.New(fault.Conflict, "succession", fr, en) }
func forbidden() error {
	return fault.New(fault.Forbidden, "succession", "Seul l’administrateur de l’opérateur le peut.", "Only the operator’s administrator may.")
}

// attempts bounds how often what a member holds is copied again because
// something came meanwhile.
const attempts = 5

// Carry carries out an act whose day has come; one that is done, cancelled or
// to come is left alone. It may be called again after whatever interrupted it.
func (s *Service) Carry(ctx context.Context, id string) error {
	for n := 1; ; n++ {
		err := s.carry(ctx, id)
		if err == nil {
			return nil
		}
		if n < attempts && fault.Is(err, fault.Conflict) {
			continue
		}
		// The operator reads why it does not go on.
		noted := s.doors.Write(context.WithoutCancel(ctx), access.System("succession"), func(tx access.Tx) error {
			a, err2 := Get(ctx, tx, id)
			if err2 != nil || a.State != Planned {
				return err2
			}
			a.Problem = fault.Message(err).Fr
			return save(ctx, tx, a)
		})
		if noted != nil {
			s.log.ErrorContext(ctx, "act", "id", id, "error", noted)
		}
		return err
	}
}

func (s *Service) carry(ctx context.Context, id string) error {
	var a Act
	err := s.doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		a, err = Get(ctx, tx, id)
		return err
	})
	if err != nil || a.State != Planned {
		return err
	}
	if err := s.found(ctx, &a); err != nil {
		return err
	}
	var moves []organisation.Move
	parts := a.parts()
	for _, p := range parts {
		for _, room := range s.inheritors {
			m, err := room.Prepare(ctx, p)
			if err != nil {
				return fault.Wrap("succession: room "+room.Room(), err)
			}
			moves = append(moves, m)
		}
	}
	done := false
	err = s.doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		done = false
		now, err := Get(ctx, tx, id)
		if err != nil || now.State != Planned || now.Day > today(tx.Clock()) {
			return err
		}
		done = true
		return s.commit(ctx, tx, now, parts, moves)
	})
	if err != nil || !done {
		return err
	}
	for _, m := range moves {
		if m.After == nil {
			continue
		}
		if err := m.After(context.WithoutCancel(ctx)); err != nil {
			// What is left goes by itself; the act is done.
			s.log.WarnContext(ctx, "act: files are left under the former name", "id", id, "error", err)
		}
	}
	return nil
}

// parts lists what passes from whom to whom. Nothing does when a member
// leaves.
func (a Act) parts() []organisation.Part {
	if a.Kind == Leaving {
		return nil
	}
	var out []organisation.Part
	for _, m := range a.Plan.Members {
		p := organisation.Part{From: m, To: a.Plan.Heir, Roles: a.Plan.Roles}
		if a.Kind == Split {
			p.Pieces = append([]string{}, a.Plan.Pieces...)
		}
		out = append(out, p)
	}
	return out
}

// found takes in the new member that a merger founds, on its day, before what
// it inherits is copied into its name.
func (s *Service) found(ctx context.Context, a *Act) error {
	if a.Plan.Heir != "" || a.Plan.Body == nil {
		return nil
	}
	return s.doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		now, err := Get(ctx, tx, a.ID)
		if err != nil || now.State != Planned || now.Plan.Heir != "" || now.Day > today(tx.Clock()) {
			*a = now
			return err
		}
		b := now.Plan.Body
		heir, err := organisation.Add(ctx, tx, organisation.Member{Siren: b.Siren, Name: b.Name, Kind: b.Kind, Population: b.Population,
			Staff: b.Staff, Insee: b.Insee, Postcode: b.Postcode, GroupID: b.GroupID})
		if err != nil {
			return err
		}
		now.Plan.Heir, now.Plan.Body = heir.ID, nil
		*a = now
		return save(ctx, tx, now)
	})
}

// commit carries an act out, in one transaction.
func (s *Service) commit(ctx context.Context, tx access.Tx, a Act, parts []organisation.Part, moves []organisation.Move) error {
	members, err := organisation.ByIDs(ctx, tx, a.Plan.all())
	if err != nil {
		return err
	}
	heir := members[a.Plan.Heir]
	switch a.Kind {
	case Leaving:
		err = s.leave(ctx, tx, a)
	case Split:
		if !heir.Closed.IsZero() {
			if heir, err = organisation.Reopen(ctx, tx, heir.ID); err != nil {
				return err
			}
		}
		if a.Plan.Roles {
			err = access.CopyRoles(ctx, tx, a.Plan.Members[0], heir.ID)
		}
	default:
		if a.Plan.Body != nil {
			if heir, err = organisation.Change(ctx, tx, heir.ID, a.Day, *a.Plan.Body, a.Deed); fault.Is(err, fault.Invalid) {
				err = nil // it is what it was
			}
		}
	}
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.remember(ctx, tx, a, p); err != nil {
			return err
		}
	}
	for _, m := range moves {
		if err := m.Records(ctx, tx); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if !p.Whole() {
			continue
		}
		if err := access.PassAll(ctx, tx, p.From, p.To, p.Roles); err != nil {
			return err
		}
		if err := s.passRest(ctx, tx, p); err != nil {
			return err
		}
		if err := organisation.Succeed(ctx, tx, members[p.From], heir, a.Day, a.Deed); err != nil {
			return err
		}
	}
	a.State, a.Done, a.Problem = Done, tx.Clock().Now(), ""
	if err := save(ctx, tx, a); err != nil {
		return err
	}
	return tell(ctx, tx, EventDone, a)
}

// remember keeps whose the pieces were.
func (s *Service) remember(ctx context.Context, tx access.Tx, a Act, p organisation.Part) error {
	where, args := p.Rows("id", 3)
	_, err := database.Exec(ctx, tx, "succession.remember", `insert into succession_piece (succession_id, piece_id, member_id)
		select $1, id, $2 from piece where `+where, append([]any{a.ID, p.From}, args...)...)
	return err
}

// stays are the tables whose rows do not pass: what a member was, and the
// names under which things were found at it.
var stays = map[string]bool{"member": true, "member_history": true, "member_address": true, "member_union": true, "dataset_address": true, "journal_leaf": true}

// passRest passes what no room has spoken of, row by row.
func (s *Service) passRest(ctx context.Context, tx access.Tx, p organisation.Part) error {
	for _, t := range s.tables {
		if t.Member == "" || t.Kind != database.Kept || stays[t.Name] || !t.On(tx.Dialect()) {
			continue
		}
		if _, err := database.Exec(ctx, tx, "succession: table "+t.Name, `update `+t.Name+` set `+t.Member+` = $1 where `+t.Of("$2"), p.To, p.From); err != nil {
			return err
		}
	}
	return nil
}

// leave closes the member: what people and programs hold there ends, and what
// it has published is withdrawn if that was chosen.
func (s *Service) leave(ctx context.Context, tx access.Tx, a Act) error {
	for _, m := range a.Plan.Members {
		if a.Plan.Withdraw {
			for _, room := range s.leavers() {
				if err := room.Withdraw(ctx, tx, m); err != nil {
					return err
				}
			}
		}
		for _, room := range s.inheritors {
			if e, ok := room.(organisation.Ender); ok {
				if err := e.End(ctx, tx, m); err != nil {
					return err
				}
			}
		}
		if err := access.EndAll(ctx, tx, m); err != nil {
			return err
		}
		if err := organisation.Close(ctx, tx, m, map[string]any{"day": a.Day, "deed": a.Deed, "erase_on": a.EraseOn()}); err != nil {
			return err
		}
	}
	_, err := s.queue.Insert(ctx, tx, jobs.Job{Kind: jobErase, Args: a.ID, UniqueKey: a.ID, RunAt: dawn(a.EraseOn()).Add(time.Hour)})
	return err
}

func (s *Service) leavers() []organisation.Leaver {
	var out []organisation.Leaver
	for _, room := range s.inheritors {
		if l, ok := room.(organisation.Leaver); ok {
			out = append(out, l)
		}
	}
	return out
}

// EraseLeft destroys what is left of a member that has left, once its delay is
// over. One that came back keeps everything.
func (s *Service) EraseLeft(ctx context.Context, id string) error {
	var a Act
	due := false
	err := s.doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		a, err = Get(ctx, tx, id)
		due = a.Kind == Leaving && a.State == Done && a.EraseOn() <= today(tx.Clock())
		return err
	})
	if err != nil || !due {
		return err
	}
	for _, m := range a.Plan.Members {
		for _, room := range s.leavers() {
			if err := room.Erase(ctx, m, !a.Plan.Withdraw); err != nil {
				return fault.Wrap("succession: room "+room.Room(), err)
			}
		}
	}
	return s.doors.Write(ctx, access.System("succession"), func(tx access.Tx) error {
		a, err := Get(ctx, tx, id)
		if err != nil || a.State != Done {
			return err
		}
		a.State = Erased
		if err := save(ctx, tx, a); err != nil {
			return err
		}
		return tell(ctx, tx, EventErased, a)
	})
}
