package backup

import (
	"context"
	"encoding/json"
	"slices"

	"airial/internal/platform/database"
	"airial/internal/platform/records"
)

// Backup keeps the state of an installation. The order is that of restic: what
// is named is there before what names it. A process that dies in between leaves
// nothing that is seen, and what it has copied need not be copied again.
func (r *Repository) Backup(ctx context.Context, s Source, p Progress) (*Report, error) {
	there, err := r.inventory(ctx)
	if err != nil {
		return nil, err
	}
	b := &backing{Repository: r, source: s, there: there, progress: p, written: map[string]bool{}}
	b.report.Manifest = &Manifest{Format: format, ID: r.newID(), Program: s.Program, Schemas: s.Schemas}
	err = s.DB.Read(ctx, func(tx database.Tx) error { return b.records(ctx, tx) })
	if err != nil {
		return nil, err
	}
	err = b.copyFiles(ctx)
	if err != nil {
		return nil, err
	}
	err = b.copyKeys(ctx)
	if err != nil {
		return nil, err
	}
	err = r.saveManifest(ctx, b.report.Manifest)
	if err != nil {
		return nil, err
	}
	b.report.Checked, err = r.checkNew(ctx, b.report.Manifest, b.written, p)
	return &b.report, err
}

// inventory lists what the place holds.
func (r *Repository) inventory(ctx context.Context) (map[string]bool, error) {
	there := map[string]bool{}
	for _, dir := range []string{recordsDir, filesDir} {
		err := r.place.list(ctx, dir, func(o object) error { there[o.name] = true; return nil })
		if err != nil {
			return nil, err
		}
	}
	return there, nil
}

// backing is a backup in the making.
type backing struct {
	*Repository
	source   Source
	there    map[string]bool // objects in the place
	written  map[string]bool // by this backup
	files    []File          // named by the records
	progress Progress
	report   Report
}

// records writes the records of one state, and notes what else is to be known
// of that state.
func (b *backing) records(ctx context.Context, tx database.Tx) error {
	m := b.report.Manifest
	m.At, m.Dialect = b.clock.Now().UTC(), tx.Dialect()
	shapes, err := records.Shapes(ctx, tx, b.source.Tables, database.Kept)
	if err != nil {
		return err
	}
	for i, shape := range shapes {
		b.progress.say("records", int64(i), int64(len(shapes)))
		rec := Records{Table: shape.Name, Columns: shape.Names()}
		chunks := &chunker{backing: b, table: shape.Name}
		err = shape.Export(ctx, tx, "", nil, func(line []byte) error { return chunks.add(ctx, line) })
		if err == nil {
			rec.Chunks, rec.Rows, err = chunks.end(ctx)
		}
		if err != nil {
			return err
		}
		m.Tables = append(m.Tables, rec)
	}
	b.progress.say("records", int64(len(shapes)), int64(len(shapes)))
	if b.source.Journal != nil {
		m.Journal, err = b.source.Journal(ctx, tx)
	}
	if err == nil && b.source.Erased != nil {
		m.Erased, err = b.source.Erased(ctx, tx)
	}
	if err != nil {
		return err
	}
	return b.source.EachFile(ctx, tx, false, func(member, digest string) error {
		b.files = append(b.files, File{Member: member, Digest: digest})
		return nil
	})
}

// listFiles writes the list of the files that the backup holds.
func (b *backing) listFiles(ctx context.Context) error {
	chunks := &chunker{backing: b, table: "files"}
	m := b.report.Manifest
	for _, f := range b.files {
		line, err := json.Marshal(f)
		if err != nil {
			return err
		}
		err = chunks.add(ctx, append(line, '\n'))
		if err != nil {
			return err
		}
		m.Count++
		m.Bytes += f.Size
	}
	var err error
	m.Files, _, err = chunks.end(ctx)
	return err
}

func compareFiles(a, b File) int {
	if a.Member != b.Member {
		return slices.Compare([]string{a.Member}, []string{b.Member})
	}
	return slices.Compare([]string{a.Digest}, []string{b.Digest})
}
