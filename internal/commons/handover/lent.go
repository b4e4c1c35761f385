package handover

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"slices"

	"airial/internal/commons/access"
)

// Row is a record as an export has it, by column: text, whole numbers, bytes.
type Row map[string]any

// A Lender is a shelf whose records stand on some of the operator's: models of
// its library. A copy goes along, so that another installation can read them.
type Lender interface {
	// Lent are those records, by table, without what names the operator's people.
	Lent(ctx context.Context, tx access.Tx, member string) (map[string][]Row, error)
	// Borrowed keeps what another installation sent, by table, before the
	// member's own records come. It takes only what it knows: the rows are
	// foreign, and what this operator has itself stays as it is.
	Borrowed(ctx context.Context, tx access.Tx, rows map[string][]Row) error
}

// A Paper is what records say, for people to read.
type Paper struct {
	Path    string `json:"path"` // within the export, unique
	Title   string `json:"title"`
	Content []byte `json:"-"`
}

// A Printer is a shelf that writes papers into an export. They are not taken in.
type Printer interface {
	Papers(ctx context.Context, tx access.Tx, member string) ([]Paper, error)
}

// Rows reads records as an export has them.
func Rows(ctx context.Context, tx access.Tx, query string, args ...any) ([]Row, error) {
	rows, err := read(ctx, tx, query, args...)
	out := make([]Row, len(rows))
	for n, r := range rows {
		out[n] = r
	}
	return out, err
}

// lend writes what the member's records stand on, and the papers.
func (s *Service) lend(ctx context.Context, tx access.Tx, member string, out *sink, m *Manifest) error {
	for _, shelf := range s.p.Shelves {
		if l, ok := shelf.(Lender); ok {
			lent, err := l.Lent(ctx, tx, member)
			if err != nil {
				return err
			}
			for _, table := range slices.Sorted(maps.Keys(lent)) {
				if err := s.lendTable(out, m, table, lent[table]); err != nil {
					return err
				}
			}
		}
		if p, ok := shelf.(Printer); ok {
			papers, err := p.Papers(ctx, tx, member)
			if err != nil {
				return err
			}
			for _, p := range papers {
				if err := out.put(p.Path, func(w io.Writer) error { _, err := w.Write(p.Content); return err }); err != nil {
					return err
				}
				m.Papers = append(m.Papers, p)
			}
		}
	}
	return nil
}

func (s *Service) lendTable(out *sink, m *Manifest, table string, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	var lines []string
	for _, row := range rows {
		line, err := json.Marshal(row) // keys in order
		if err != nil {
			return err
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines) // both databases alike
	if m.Lent == nil {
		m.Lent = map[string]int{}
	}
	m.Lent[table] = len(lines)
	return out.put("lent/"+table+".jsonl", func(w io.Writer) error { return writeLines(w, lines) })
}

// borrow gives the shelves what came along with a member.
func (s *Service) borrow(ctx context.Context, tx access.Tx, export fs.FS, m Manifest) error {
	rows := map[string][]Row{}
	for _, table := range slices.Sorted(maps.Keys(m.Lent)) {
		err := eachLine(export, "lent/"+table+".jsonl", func(line []byte) error {
			row, err := decode(line)
			if err != nil {
				return invalid("lent/%[1]s.jsonl a une ligne illisible.", "lent/%[1]s.jsonl has a line that cannot be read.", table)
			}
			rows[table] = append(rows[table], row)
			return nil
		})
		if err != nil {
			return err
		}
		if len(rows[table]) != m.Lent[table] {
			return invalid("lent/%[1]s.jsonl n’a pas le nombre de lignes annoncé.", "lent/%[1]s.jsonl does not have the number of lines announced.", table)
		}
	}
	for _, shelf := range s.p.Shelves {
		if l, ok := shelf.(Lender); ok {
			if err := l.Borrowed(ctx, tx, rows); err != nil {
				return err
			}
		}
	}
	return nil
}
