package handover

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// attestedLine is an entry of a journal in an export. Leaf holds what the hash
// is made of; Proof leads from it to the root that the checkpoint signs
// (RFC 6962 §2.1.1).
type attestedLine struct {
	Leaf  map[string]any `json:"leaf"`
	Salt  any            `json:"salt,omitempty"`
	Body  string         `json:"body"` // "" once erased
	Proof []string       `json:"proof"`
}

// checkpointSeq is the number under which the checkpoint of a journal
// elsewhere is kept beside its entries.
const checkpointSeq = -1

// journals writes what happened to the member: in this installation's log,
// and in those where it was before.
func (s *Service) journals(ctx context.Context, tx access.Tx, member string, out *sink, m *Manifest) error {
	const op = "handover.journals"
	signed, err := s.p.Journal.Checkpoint(ctx, tx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	size := int64(0)
	if err == nil {
		checkpoint, err := journal.OpenCheckpoint(signed, s.p.Verifier)
		if err != nil {
			return fault.Wrap(op, err)
		}
		size = checkpoint.Size
	}
	rows, err := read(ctx, tx, `select l.*, b.salt as body_salt, b.body as body_text from journal_leaf l
		join journal_body b on b.entry = l.id where l.member = $1 and l.seq < $2 order by l.seq`, member, size)
	if err != nil {
		return fault.Wrap(op, err)
	}
	var lines []string
	for _, row := range rows {
		l := attestedLine{Leaf: row, Salt: row["body_salt"]}
		l.Body, _ = row["body_text"].(string)
		delete(row, "body_salt")
		delete(row, "body_text")
		seq, _ := row["seq"].(int64)
		proof, err := s.p.Journal.Prove(ctx, tx, seq, size)
		if err != nil {
			return err
		}
		for _, h := range proof {
			l.Proof = append(l.Proof, h.String())
		}
		line, err := json.Marshal(l)
		if err != nil {
			return err
		}
		lines = append(lines, string(line))
	}
	if len(lines) > 0 {
		if err := putJournal(out, m, s.origin(), lines, signed); err != nil {
			return err
		}
	}
	return s.attested(ctx, tx, member, out, m)
}

func putJournal(out *sink, m *Manifest, origin string, lines []string, checkpoint string) error {
	m.Origins = append(m.Origins, origin)
	name := "journal/" + fileName(origin)
	if err := out.put(name+".jsonl", func(w io.Writer) error { return writeLines(w, lines) }); err != nil {
		return err
	}
	return out.put(name+".checkpoint", func(w io.Writer) error { _, err := io.WriteString(w, checkpoint); return err })
}

// attested writes the journals of installations where the member was before.
func (s *Service) attested(ctx context.Context, tx access.Tx, member string, out *sink, m *Manifest) error {
	type row struct {
		origin, line string
		seq          int64
	}
	list, err := database.All(ctx, tx, "handover.attested", func(r database.Row) (a row, err error) {
		return a, r.Scan(&a.origin, &a.seq, &a.line)
	}, `select origin, seq, line from attested where member_id = $1 order by origin, seq`, member)
	if err != nil {
		return err
	}
	for group := range chunks(list, func(a, b row) bool { return a.origin == b.origin }) {
		checkpoint, lines := "", []string{}
		for _, r := range group {
			if r.seq == checkpointSeq {
				checkpoint = r.line
				continue
			}
			lines = append(lines, r.line)
		}
		if err := putJournal(out, m, group[0].origin, lines, checkpoint); err != nil {
			return err
		}
	}
	return nil
}

// origin names this installation's journal: what signs it, and the hash of the
// key, for two installations may bear one name.
func (s *Service) origin() string {
	return fmt.Sprintf("%s+%08x", s.p.Verifier.Name(), s.p.Verifier.KeyHash())
}

// chunks cuts a list where neighbours are not alike.
func chunks[T any](list []T, alike func(a, b T) bool) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := 1
			for n < len(list) && alike(list[n-1], list[n]) {
				n++
			}
			if !yield(slices.Clip(list[:n])) {
				return
			}
			list = list[n:]
		}
	}
}

// fileName makes a name for a file of an origin.
func fileName(origin string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, origin)
}
