package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/records"
)

// RestoreFiles puts the files of a backup into a store: all of them, or those
// of one member. Those that are there are left alone, so that a restoration
// that was cut short goes on where it was.
func (r *Repository) RestoreFiles(ctx context.Context, m *Manifest, member string, into blob.Store, p Progress) (count int64, err error) {
	var all []File
	err = r.eachFileOf(ctx, m, func(f File) error {
		if member == "" || f.Member == member {
			all = append(all, f)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	done := make(chan struct{}, len(all))
	err = inParallel(ctx, all, func(ctx context.Context, f File) error {
		defer func() { done <- struct{}{}; p.say("files", int64(len(done)), int64(len(all))) }()
		_, err := into.Stat(ctx, f.Member, f.Digest)
		if err == nil {
			return nil
		}
		if !fault.Is(err, fault.NotFound) && !blob.IsDamaged(err) {
			return err
		}
		in, err := r.openFile(ctx, f)
		if err != nil {
			return err
		}
		ref, err := into.Put(ctx, f.Member, in)
		if err == nil && ref.Digest != f.Digest {
			err = &Damage{r.fileName(f), errors.New("it is another file")}
		}
		return errors.Join(err, in.Close())
	})
	return int64(len(all)), err
}

// Rows calls fn with each record of a table in a backup, with the shape in
// which its values are.
func (r *Repository) rows(ctx context.Context, t Records, shape records.Shape, fn func(records.Shape, []any) error) error {
	shape, err := shape.As(t.Columns)
	if err != nil {
		return err
	}
	return r.eachLine(ctx, t.Chunks, func(line []byte) error {
		values, err := shape.Values(line)
		if err != nil {
			return err
		}
		return fn(shape, values)
	})
}

// RestoreRecords replaces all kept records of a database by those of a backup,
// in the given transaction. The database has the tables in the versions of the
// backup (Manifest.Schemas).
func (r *Repository) RestoreRecords(ctx context.Context, tx database.Tx, m *Manifest, register []database.Table, p Progress) error {
	known := map[string]Records{}
	for _, t := range m.Tables {
		known[t.Table] = t
	}
	shapes, err := present(ctx, tx, register)
	if err != nil {
		return err
	}
	err = records.Clear(ctx, tx, shapes, nil)
	if err != nil {
		return err
	}
	for i, shape := range shapes {
		p.say("records", int64(i), int64(len(shapes)))
		if shape.Kind != database.Kept {
			continue
		}
		t, ok := known[shape.Name]
		delete(known, shape.Name)
		if !ok {
			continue // it is younger than the backup
		}
		in := (*records.Importer)(nil)
		err = r.rows(ctx, t, shape, func(s records.Shape, values []any) error {
			if in == nil {
				in = s.Import(tx)
			}
			return in.Add(ctx, tx, values)
		})
		if err == nil && in != nil {
			err = in.Flush(ctx, tx)
		}
		if err != nil {
			return err
		}
		if in != nil && in.Count != t.Rows || in == nil && t.Rows != 0 {
			return &Damage{t.Table, fmt.Errorf("it does not have the %d records that the manifest says", t.Rows)}
		}
	}
	for name := range known {
		return fault.Wrap("backup.RestoreRecords", fmt.Errorf("the backup has a table %s that this program does not know", name))
	}
	return nil
}

// present returns the tables of a register that the database has at this
// version: a restoration meets it before the youngest migrations.
func present(ctx context.Context, tx database.Tx, register []database.Table) ([]records.Shape, error) {
	var shapes []records.Shape
	for _, t := range register {
		if !t.On(tx.Dialect()) || records.Index(t) {
			continue
		}
		columns, err := database.Columns(ctx, tx, t.Name)
		if err != nil {
			return nil, err
		}
		if len(columns) > 0 {
			shapes = append(shapes, records.Shape{Table: t, Columns: columns})
		}
	}
	return shapes, nil
}

// CheckRecords compares the kept records of a database with those of a backup,
// line by line, except those of some tables. It returns what differs.
func (r *Repository) CheckRecords(ctx context.Context, tx database.Tx, m *Manifest, register []database.Table, except func(table string) bool) ([]string, error) {
	var differ []string
	known := map[string]database.Table{}
	for _, t := range register {
		known[t.Name] = t
	}
	for _, t := range m.Tables {
		if except(t.Table) {
			continue
		}
		columns, err := database.Columns(ctx, tx, t.Table)
		if err != nil {
			return nil, err
		}
		shape, err := (records.Shape{Table: known[t.Table], Columns: columns}).As(t.Columns)
		if err != nil {
			return nil, err
		}
		same, rows, err := r.sameLines(ctx, tx, t, shape)
		if err != nil {
			return nil, err
		}
		if rows != t.Rows {
			differ = append(differ, fmt.Sprintf("%s: %d records, the backup has %d", t.Table, rows, t.Rows))
		} else if !same {
			differ = append(differ, fmt.Sprintf("%s: some record is not as in the backup", t.Table))
		}
	}
	return differ, nil
}

func (r *Repository) sameLines(ctx context.Context, tx database.Tx, t Records, shape records.Shape) (same bool, rows int64, err error) {
	lines, stop := r.pull(ctx, t.Chunks)
	defer stop()
	same = true
	err = shape.Export(ctx, tx, "", nil, func(line []byte) error {
		rows++
		want, err := lines()
		if err == io.EOF {
			same = false
			return nil
		}
		same = same && bytes.Equal(bytes.TrimSuffix(line, []byte("\n")), want)
		return err
	})
	return same, rows, err
}

// pull returns the lines of chunks one by one, io.EOF after the last.
func (r *Repository) pull(ctx context.Context, chunks []Chunk) (next func() ([]byte, error), stop func()) {
	var left []byte
	return func() ([]byte, error) {
		for len(left) == 0 {
			if len(chunks) == 0 {
				return nil, io.EOF
			}
			var err error
			left, err = r.chunk(ctx, chunks[0])
			if err != nil {
				return nil, err
			}
			chunks = chunks[1:]
		}
		line, rest, _ := bytes.Cut(left, []byte("\n"))
		left = rest
		return line, nil
	}, func() { left, chunks = nil, nil }
}
