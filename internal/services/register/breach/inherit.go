package breach

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Inheritance passes the register of breaches and its files from one member to
// another, whole members only.
type Inheritance struct{ Service *Service }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	if !p.Whole() {
		return nil, nil
	}
	n, err := database.Value[int](ctx, tx, "breach.Holds", `select count(*) from register_breach where member_id = $1`, p.From)
	return []organisation.Holding{{What: i18n.T("violations de données au registre", "personal-data breaches in the register"), Count: n,
		Fate: i18n.T("passent au registre de l’héritière", "pass to the heir’s register")}}, err
}

// Prepare implements organisation.Inheritor: it copies the files into the name of
// the new owner. Without a service (acts that are only recorded) it moves nothing.
func (i Inheritance) Prepare(ctx context.Context, p organisation.Part) (organisation.Move, error) {
	s := i.Service
	if !p.Whole() || s == nil {
		return organisation.Move{Records: func(context.Context, access.Tx) error { return nil }}, nil
	}
	var digests []string
	err := s.Doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		digests, err = digestsOf(ctx, tx, p.From)
		return err
	})
	for _, d := range digests {
		if err == nil {
			err = s.copyFile(ctx, p, d)
		}
	}
	return organisation.Move{Records: func(ctx context.Context, tx access.Tx) error { return s.pass(ctx, tx, p, digests) },
		After: func(ctx context.Context) error { return s.Files.Destroy(ctx, p.From, digests) }}, err
}

func (s *Service) copyFile(ctx context.Context, p organisation.Part, digest string) error {
	b, err := s.Files.Open(ctx, p.From, digest)
	if err != nil {
		return err
	}
	defer b.Close()
	_, err = s.Files.Put(ctx, p.To, b)
	return err
}

// pass gives the rows to the heir. Numbers that the heir has itself go on after
// its own; its own sheet of contacts stays.
func (s *Service) pass(ctx context.Context, tx access.Tx, p organisation.Part, brought []string) error {
	const op = "breach.pass"
	now, err := digestsOf(ctx, tx, p.From)
	if err != nil {
		return err
	}
	for _, d := range now {
		if !slices.Contains(brought, d) {
			return fault.New(fault.Conflict, op, "Un fichier vient d’être déposé. La reprise recommence.", "A file has just been deposited. The move begins again.")
		}
		if err := s.Files.Claim(ctx, tx, p.To, d); err != nil {
			return err
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_breach set number = number + coalesce((select max(o.number) from register_breach o
			where o.member_id = $1 and o.year = register_breach.year), 0) where member_id = $2`, p.To, p.From); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_breach_contact where member_id = $2
			and exists (select 1 from register_breach_contact c where c.member_id = $1)`, p.To, p.From); err != nil {
		return err
	}
	for _, t := range Schema.Tables {
		if err := p.Pass(ctx, tx, t.Name, `member_id = $2`, []any{p.From}); err != nil {
			return err
		}
	}
	return nil
}

func digestsOf(ctx context.Context, tx access.Tx, member string) ([]string, error) {
	return database.All(ctx, tx, "breach.digestsOf", func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
		`select distinct digest from register_breach_file where member_id = $1 and digest <> '' order by digest`, member)
}

// Withdraw implements organisation.Leaver: nothing of this room is public.
func (Inheritance) Withdraw(context.Context, access.Tx, string) error { return nil }

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, _ bool) error {
	var digests []string
	err := i.Service.Doors.Write(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		if digests, err = digestsOf(ctx, tx, member); err != nil {
			return err
		}
		for _, t := range Schema.Tables {
			if _, err := database.Exec(ctx, tx, "breach.Erase", `delete from `+t.Name+` where member_id = $1`, member); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return i.Service.Files.Destroy(ctx, member, digests)
}

var _ organisation.Leaver = Inheritance{}

// Shelf gives the files of breaches to a member that leaves.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(ctx context.Context, tx access.Tx, member string) ([]handover.File, error) {
	return database.All(ctx, tx, "breach.Files", func(r database.Row) (f handover.File, err error) {
		var id, name string
		var year, number int
		err = r.Scan(&f.Digest, &id, &name, &year, &number)
		f.Title = Breach{Year: year, Number: number}.Name()
		f.Path = "rgpd/breaches/" + f.Title + "/" + id + "-" + name
		return f, err
	}, `select f.digest, f.id, f.name, b.year, b.number from register_breach_file f join register_breach b on b.id = f.breach_id
		where f.member_id = $1 and f.digest <> '' order by b.year, b.number, f.id`, member)
}

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf.
func (Shelf) Imported(context.Context, access.Tx, string) error { return nil }
