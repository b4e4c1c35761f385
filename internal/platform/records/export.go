package records

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"

	"airial/internal/platform/database"
)

// Export calls fn with each record of a table, as a line that ends with a line
// feed and is valid until fn returns. where narrows it ("" for all rows).
func (s Shape) Export(ctx context.Context, tx database.Tx, where string, args []any, fn func(line []byte) error) error {
	query := "select " + strings.Join(s.Names(), ", ") + " from " + s.Name
	if where != "" {
		query += " where " + where
	}
	values := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		switch c.Type {
		case database.Integer:
			values[i] = new(sql.NullInt64)
		case database.Real:
			values[i] = new(sql.NullFloat64)
		case database.Bytes:
			values[i] = new(sql.RawBytes)
		default:
			values[i] = new(sql.NullString)
		}
	}
	var line bytes.Buffer
	text := json.NewEncoder(&line)
	text.SetEscapeHTML(false)
	return database.Each(ctx, tx, "records.Export "+s.Name, func(r database.Row) error {
		err := r.Scan(values...)
		if err != nil {
			return err
		}
		line.Reset()
		for i, v := range values {
			line.WriteByte("[,"[min(i, 1)])
			if b, ok := v.(*sql.RawBytes); ok && *b == nil && s.Columns[i].Required {
				*b = sql.RawBytes{} // what SQLite's driver makes of no bytes
			}
			err = write(&line, text, v)
			if err != nil {
				return err
			}
		}
		line.WriteString("]\n")
		return fn(line.Bytes())
	}, query+" order by "+s.order(), args...)
}

// Stream gives the records of a table, read in a transaction of their own on a
// goroutine of their own: for those who are inside a transaction of another
// database. A line is theirs to keep. An error ends the stream.
func (s Shape) Stream(ctx context.Context, db database.Transactor, where string, args ...any) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		lines, ended := make(chan []byte, 64), make(chan error, 1)
		go func() {
			ended <- db.Read(ctx, func(tx database.Tx) error {
				return s.Export(ctx, tx, where, args, func(line []byte) error {
					select {
					case lines <- bytes.Clone(line):
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
			})
			close(lines)
		}()
		for line := range lines {
			if !yield(line, nil) {
				break
			}
		}
		cancel()
		for range lines { // the goroutine is over when the caller goes on
		}
		err := <-ended
		if err != nil && !errors.Is(err, context.Canceled) {
			yield(nil, err)
		}
	}
}

func write(line *bytes.Buffer, text *json.Encoder, value any) error {
	switch v := value.(type) {
	case *sql.NullInt64:
		if v.Valid {
			line.WriteString(strconv.FormatInt(v.Int64, 10))
			return nil
		}
	case *sql.NullFloat64:
		if v.Valid {
			// One zero: SQLite keeps no sign of it.
			line.WriteString(strconv.FormatFloat(v.Float64+0, 'g', -1, 64))
			return nil
		}
	case *sql.RawBytes:
		if *v != nil {
			line.WriteString(`{"b":"` + base64.StdEncoding.EncodeToString(*v) + `"}`)
			return nil
		}
	case *sql.NullString:
		if v.Valid {
			err := text.Encode(v.String)
			line.Truncate(line.Len() - 1) // its line feed
			return err
		}
	}
	line.WriteString("null")
	return nil
}
