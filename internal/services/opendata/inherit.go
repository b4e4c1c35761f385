package opendata

import (
	"context"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Inheritance passes datasets, their files and their addresses from one member
// to another.
type Inheritance struct{ Service *Service }

// Room implements organisation.Inheritor.
func (Inheritance) Room() string { return Schema.Room }

// Holds implements organisation.Inheritor.
func (Inheritance) Holds(ctx context.Context, tx access.Tx, p organisation.Part) ([]organisation.Holding, error) {
	const op = "opendata.Holds"
	where, args := p.Rows("piece_id", 1)
	var out []organisation.Holding
	for _, h := range []struct {
		state      string
		what, fate i18n.Text
	}{
		{"state = 'published'", i18n.T("jeux de données publiés", "published datasets"),
			i18n.T("restent publics, sous le nom de l’héritière\u202f; leurs anciennes adresses y mènent", "stay public, under the name of the heir; their earlier addresses lead there")},
		{"state = 'draft'", i18n.T("jeux de données en préparation", "datasets under way"),
			i18n.T("gardent leur étape, chez l’héritière", "keep their stage, with the heir")},
		{"state in ('withdrawn','erased')", i18n.T("jeux de données retirés ou effacés", "datasets withdrawn or erased"),
			i18n.T("le restent\u202f; leurs adresses continuent de le dire", "stay so; their addresses go on saying it")},
	} {
		n, err := database.Value[int](ctx, tx, op, `select count(*) from dataset where `+h.state+` and `+where, args...)
		if err != nil {
			return nil, err
		}
		out = append(out, organisation.Holding{What: h.what, Count: n, Fate: h.fate, Public: h.state == "state = 'published'"})
	}
	if !p.Whole() {
		return out, nil
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from approval_rule where member_id = $1`, p.From)
	return append(out, organisation.Holding{What: i18n.T("règles d’approbation", "approval rules"), Count: n,
		Fate: i18n.T("s’ajoutent à celles de l’héritière", "are added to those of the heir")}), err
}

// Prepare implements organisation.Inheritor: it copies the files into the name
// of the new owner, each checked against its digest. Until the records pass,
// the copies are strays, which go by themselves when nothing comes of it.
func (i Inheritance) Prepare(ctx context.Context, p organisation.Part) (organisation.Move, error) {
	s := i.Service
	var digests []string
	err := s.doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		digests, err = filesOf(ctx, tx, p)
		return err
	})
	if err != nil {
		return organisation.Move{}, err
	}
	brought := make(map[string]bool, len(digests))
	for _, digest := range digests {
		if err := s.bring(ctx, p, digest); err != nil {
			return organisation.Move{}, err
		}
		brought[digest] = true
	}
	return organisation.Move{
		Records: func(ctx context.Context, tx access.Tx) error { return s.inherit(ctx, tx, p, brought) },
		After:   func(ctx context.Context) error { return s.destroyFree(ctx, p.From, digests) },
	}, nil
}

// filesOf lists the digests of the files that pass.
func filesOf(ctx context.Context, tx access.Tx, p organisation.Part) ([]string, error) {
	where, args := p.Rows("piece_id", 1)
	list, err := database.All(ctx, tx, "opendata.filesOf", func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
		`select digest from version where digest <> '' and `+where+`
		union select csv_digest from edition where csv_digest <> '' and `+where+`
		union select parquet_digest from edition where parquet_digest <> '' and `+where+`
		union select digest from origin where `+where, args...)
	slices.Sort(list)
	return list, err
}

// bring copies one file into the name of the new owner, unless it is there.
func (s *Service) bring(ctx context.Context, p organisation.Part, digest string) error {
	const op = "opendata.bring"
	// Noted before it is there: a copy that nobody comes to name goes in time.
	if err := s.stray(ctx, p.To, digest); err != nil {
		return err
	}
	if _, err := s.blobs.Stat(ctx, p.To, digest); err == nil {
		return nil
	} else if !fault.Is(err, fault.NotFound) {
		return fault.Wrap(op, err)
	}
	file, err := s.blobs.Open(ctx, p.From, digest)
	if err != nil {
		return fault.Wrap(op, err)
	}
	ref, err := s.blobs.Put(ctx, p.To, file)
	if err = closing(err, file.Close()); err != nil {
		return fault.Wrap(op, err)
	}
	if ref.Digest != digest {
		return fault.Wrap(op, fmt.Errorf("blob %s of member %s was read as %s", digest, p.From, ref.Digest))
	}
	return nil
}

func closing(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// inherit gives the records to their new owner. It comes before the room of
// pieces, whose versions still bear the former one.
func (s *Service) inherit(ctx context.Context, tx access.Tx, p organisation.Part, brought map[string]bool) error {
	const op = "opendata.inherit"
	now, err := filesOf(ctx, tx, p)
	if err != nil {
		return err
	}
	for _, digest := range now {
		if !brought[digest] {
			return fault.New(fault.Conflict, op, "Un fichier vient d’être déposé. La reprise recommence.", "A file has just been deposited. The move begins again.")
		}
		if _, err := database.Exec(ctx, tx, op, `delete from stray where member_id = $1 and digest = $2 and doomed = 0`, p.To, digest); err != nil {
			return err
		}
		// What stays behind goes by itself, should the process die.
		if _, err := database.Exec(ctx, tx, op, `insert into stray (member_id, digest, seen_at, doomed) values ($1,$2,$3,0)
			on conflict (member_id, digest) do nothing`, p.From, digest, tx.Micros()); err != nil {
			return err
		}
	}
	where, args := p.Rows("piece_id", 1)
	moved, err := database.All(ctx, tx, op, func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from dataset d where `+where+` order by piece_id`, args...)
	if err != nil {
		return err
	}
	where, args = p.Rows("piece_id", 2)
	for _, table := range []string{"edition", "origin", "dataset"} {
		if err := p.Pass(ctx, tx, table, where, args); err != nil {
			return err
		}
	}
	if p.Whole() {
		if err := s.passRules(ctx, tx, p); err != nil {
			return err
		}
	}
	for _, d := range moved {
		if err := s.settleAt(ctx, tx, d, p.To); err != nil {
			return err
		}
	}
	return nil
}

// settleAt gives a dataset that has passed its address under the new owner, and
// the index its name. Addresses under the former owner go on leading to it.
func (s *Service) settleAt(ctx context.Context, tx access.Tx, d Dataset, member string) (err error) {
	d.MemberID = member
	if d.Slug == "" {
		return nil
	}
	if d.Slug, err = s.nameAddress(ctx, tx, d); err != nil {
		return err
	}
	if d.State == Published {
		return s.showLatest(ctx, tx, &d)
	}
	return saveDataset(ctx, tx, d)
}

// passRules adds the rules of the former owner to those of the new one, and
// drops the files that somebody had begun to deposit: they are deposited again
// under the new name.
func (s *Service) passRules(ctx context.Context, tx access.Tx, p organisation.Part) error {
	for _, statement := range []string{
		`insert into approval_rule (member_id, schema_name) select $1, schema_name from approval_rule where member_id = $2
			on conflict (member_id, schema_name) do nothing`,
		`delete from approval_rule where member_id = $2 and $1 <> ''`,
		`update upload set expires_at = 0 where member_id = $2 and $1 <> ''`,
	} {
		if _, err := database.Exec(ctx, tx, "opendata.passRules", statement, p.To, p.From); err != nil {
			return err
		}
	}
	return nil
}

// WhyLeft is why a dataset is hidden whose member has left the operator. It is
// not offered in forms.
const WhyLeft = "left"

// Withdraw implements organisation.Leaver.
func (i Inheritance) Withdraw(ctx context.Context, tx access.Tx, member string) error {
	ids, err := idsOf(ctx, tx, member, `state = 'published'`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := i.Service.withdraw(ctx, tx, id, WhyLeft, ""); err != nil {
			return err
		}
	}
	return nil
}

// Erase implements organisation.Leaver.
func (i Inheritance) Erase(ctx context.Context, member string, keepPublished bool) error {
	where := `state <> 'erased'`
	if keepPublished {
		where = `state not in ('erased','published')`
	}
	var ids []string
	err := i.Service.doors.Read(ctx, access.System("succession"), func(tx access.Tx) (err error) {
		ids, err = idsOf(ctx, tx, member, where)
		return err
	})
	for _, id := range ids {
		if err == nil {
			err = i.Service.erase(ctx, access.System("succession"), id, WhyLeft)
		}
	}
	return err
}

func idsOf(ctx context.Context, tx access.Tx, member, where string) ([]string, error) {
	return database.All(ctx, tx, "opendata.idsOf", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select piece_id from dataset where member_id = $1 and `+where+` order by piece_id`, member)
}

var _ organisation.Leaver = Inheritance{}
