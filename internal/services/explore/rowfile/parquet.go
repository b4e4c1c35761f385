package rowfile

import (
	"bufio"
	"context"
	"errors"
	"io"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
)

// parquetFile hands rows to tables.WriteParquet, which asks for them.
type parquetFile struct {
	w      *bufio.Writer
	rows   chan [][]byte
	done   chan error
	cancel context.CancelFunc
	ctx    context.Context
}

var parquetTypes = map[explore.Kind]tables.Type{explore.Int: tables.Integer, explore.Double: tables.Number, explore.Boolean: tables.Boolean,
	explore.Date: tables.Date, explore.DateTime: tables.DateTime}

func newParquet(ctx context.Context, w *bufio.Writer, o Options) (Writer, error) {
	p := &parquetFile{w: w, rows: make(chan [][]byte, 64), done: make(chan error, 1)}
	p.ctx, p.cancel = context.WithCancel(ctx)
	columns := make([]tables.Column, len(o.Columns))
	for i, c := range o.Columns {
		columns[i] = tables.Column{Name: c.Name, Type: tables.Text}
		if t, ok := parquetTypes[c.Kind]; ok {
			columns[i].Type = t
		}
	}
	go func() {
		_, err := tables.WriteParquet(p.ctx, p.w, columns, tables.SourceFunc(func() ([][]byte, error) {
			select {
			case row, more := <-p.rows:
				if !more {
					return nil, io.EOF
				}
				return row, nil
			case <-p.ctx.Done():
				return nil, context.Cause(p.ctx)
			}
		}))
		p.cancel() // whoever still hands on rows learns of it
		p.done <- err
	}()
	return p, nil
}

var errStopped = errors.New("rowfile: the file was given up")

func (p *parquetFile) Row(values []any) error {
	row := make([][]byte, len(values))
	for i, v := range values {
		if v != nil {
			row[i] = []byte(Text(v))
		}
	}
	select {
	case p.rows <- row:
		return nil
	case <-p.ctx.Done():
		return errStopped
	}
}

func (p *parquetFile) Close() error {
	close(p.rows)
	if err := <-p.done; err != nil {
		return err
	}
	return p.w.Flush()
}

func (p *parquetFile) Abort() {
	p.cancel()
	<-p.done
}
