package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/backup"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/records"
	"airial/internal/services/opendata"
)

// A RestoredMember is what came of the restoration of one member.
type RestoredMember struct {
	Backup, Name string
	Rows, Files  int64
}

// RestoreMember makes what one member owns as it was in a backup, in an
// installation whose server may be running: datasets, versions, lives, reports,
// rules. Who may enter (people, roles, tokens, mandates) stays as it is today,
// and so does the journal, to which the restoration is added.
//
// The backup is restored into a scratch folder first: there it is brought up to
// date and what was erased since is erased again. Then the member's rows are
// exchanged in one transaction.
func RestoreMember(ctx context.Context, g *Ground, c Restoring, siren string) (*RestoredMember, error) {
	scratch, err := g.scratch("member-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	m, err := c.From.Manifest(ctx, c.Backup)
	if err != nil {
		return nil, err
	}
	id, err := memberIn(ctx, g, siren)
	if err != nil {
		return nil, err
	}
	c.Member, c.Backup = id, m.ID
	if _, err := g.rehearse(ctx, c.From, scratch, c); err != nil {
		return nil, err
	}
	past, err := OpenGround(ctx, GroundConfig{Data: config.Data{Data: filepath.Join(scratch, "data")}, Clock: g.Clock})
	if err != nil {
		return nil, err
	}
	defer func() { _ = past.Close() }()
	r := &RestoredMember{Backup: m.ID}
	if r.Name, err = memberName(ctx, past, id); err != nil {
		return nil, err
	}
	// The rooms are put together over a cache of their own: that of the server
	// is in use.
	a, err := New(ctx, g, config.Serve{Data: config.Data{Data: past.Dir}, Listen: "localhost:8080"}, c.Version, c.Log, nil)
	if err != nil {
		return nil, err
	}
	files, err := copyMemberFiles(ctx, past, a, id)
	if err != nil {
		return nil, err
	}
	r.Files = int64(len(files))
	return r, a.exchange(ctx, past, c, id, files, r)
}

func memberIn(ctx context.Context, g *Ground, siren string) (id string, err error) {
	err = g.Doors.Read(ctx, access.System("restore"), func(tx access.Tx) error {
		id, err = database.Value[string](ctx, tx, "app.memberIn", `select id from member where siren = $1`, siren)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.NotFound, "app.RestoreMember",
			"Aucun adhérent n’a le SIREN %s dans cette installation. Pour un adhérent parti, restaurez la sauvegarde entière dans un autre dossier.",
			"No member has the SIREN %s in this installation. For a member that has left, restore the whole backup into another folder.", siren)
	}
	return id, err
}

func memberName(ctx context.Context, g *Ground, id string) (name string, err error) {
	err = g.Doors.Read(ctx, access.System("restore"), func(tx access.Tx) error {
		name, err = database.Value[string](ctx, tx, "app.memberName", `select name from member where id = $1`, id)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.NotFound, "app.RestoreMember", "Cet adhérent n’était pas encore dans cette sauvegarde. Choisissez-en une plus récente.",
			"This member was not yet in this backup. Choose a later one.")
	}
	return name, err
}

// copyMemberFiles puts the member's files of then into the store of now, and
// returns their digests. Until records name them they are strays.
func copyMemberFiles(ctx context.Context, past *Ground, now *App, id string) (there []string, err error) {
	source, err := past.BackupSource(ctx, "")
	if err != nil {
		return nil, err
	}
	var digests []string
	err = source.DB.Read(ctx, func(tx database.Tx) error {
		digests, err = source.FilesOf(ctx, tx, id)
		return err
	})
	if err == nil {
		err = now.OpenData.Announce(ctx, id, digests)
	}
	for _, digest := range digests {
		if err != nil {
			return there, err
		}
		if _, err = now.Blobs.Stat(ctx, id, digest); err == nil {
			there = append(there, digest)
			continue
		}
		in, opened := past.Blobs.Open(ctx, id, digest)
		if fault.Is(opened, fault.NotFound) {
			err = nil // the backup had lost it, and said so
			continue
		}
		if err = opened; err == nil {
			_, err = now.Blobs.Put(ctx, id, in)
			_ = in.Close()
			there = append(there, digest)
		}
	}
	return there, err
}

// stay tells which of a member's tables a restoration leaves as they are: what
// the member is called, and who may enter, is decided today and not then.
func stay() map[string]bool {
	tables := map[string]bool{}
	for _, s := range []database.Schema{organisation.Schema, access.Schema, user.Schema, journal.Schema, backup.Schema} {
		for _, t := range s.Tables {
			tables[t.Name] = true
		}
	}
	return tables
}

// exchange replaces the member's rows, and has what depends on them made anew.
func (a *App) exchange(ctx context.Context, past *Ground, c Restoring, id string, files []string, r *RestoredMember) error {
	source, err := a.BackupSource(ctx, c.Version)
	if err != nil {
		return err
	}
	scope := access.System("restore")
	return a.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := a.OpenData.Claim(ctx, tx, id, files); err != nil {
			return err
		}
		before, err := source.FilesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Rows, err = exchangeRows(ctx, past, tx, id); err != nil {
			return err
		}
		after, err := source.FilesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		free := slices.DeleteFunc(before, func(d string) bool { return slices.Contains(after, d) })
		if err := opendata.Strays(ctx, tx, id, free); err != nil {
			return err
		}
		if err := a.OpenData.Reindex(ctx, tx, id); err != nil {
			return err
		}
		if _, err := a.Engine.Resume(ctx, tx, id); err != nil {
			return err
		}
		_, err = a.Journal.Append(ctx, tx, journal.Entry{Kind: "member.restored", Member: id, Subject: id, By: scope.Actor().Ref(),
			Body: map[string]any{"backup": r.Backup, "records": r.Rows, "files": r.Files}})
		return err
	})
}

func exchangeRows(ctx context.Context, past *Ground, tx access.Tx, id string) (rows int64, err error) {
	keep := stay()
	all, err := records.Shapes(ctx, tx, database.Tables(Schemas()...), database.Kept, database.Derived, database.Passing)
	if err != nil {
		return 0, err
	}
	shapes := slices.DeleteFunc(all, func(s records.Shape) bool { return !s.Owned() || keep[s.Name] })
	err = records.Clear(ctx, tx, shapes, func(s records.Shape) (string, []any) { return s.Of("$1"), []any{id} })
	if err != nil {
		return 0, err
	}
	for _, s := range shapes {
		if s.Kind != database.Kept {
			continue
		}
		n, err := s.Pour(ctx, tx, s.Stream(ctx, past.Doors.Platform("restore"), s.Of("$1"), id))
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return rows, nil
}
