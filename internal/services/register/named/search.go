package named

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// MaxHits is how many rows a search shows. Beyond, whoever asks has to be more
// precise: nobody reads a thousand of them before she presses a button.
const MaxHits = 500

// A Hit is a row that names the person.
type Hit struct {
	Key      string // names the row, for Erase
	Table    Table
	MemberID string // "" for the operator's own
	Title    string
	Kind     string
	Record   string
	Keep     string // why it stays; "" for a row that may be cleared
	Times    int    // how often she is named in it
	Words    []Excerpt
}

// An Excerpt is where she is named, with the words around.
type Excerpt struct{ Before, Name, After string }

// Found is the answer to a search.
type Found struct {
	Hits []Hit
	More bool // there are more than MaxHits
}

// Free counts the rows that may be cleared.
func (f Found) Free() (n int) {
	for _, h := range f.Hits {
		if h.Keep == "" {
			n++
		}
	}
	return n
}

// Rooms are the tables of all rooms, in the order in which they are shown.
type Rooms []Table

// MaySearch tells whether the scope looks for people at a member, or at all of
// them (""): who decides there, and the operator's officers.
func MaySearch(ctx context.Context, tx access.Tx, member string) error {
	const op = "named.MaySearch"
	s := tx.Scope()
	if s.IsSystem() || s.OfOperator() && s.Has(access.ProtectionOfficer) {
		if member == "" {
			return nil
		}
		return tx.Sees(op, member)
	}
	if member == "" || s.OfOperator() && len(s.RolesAt(member)) == 0 {
		return fault.Missing(op)
	}
	ok, err := tx.Allowed(ctx, access.Decide, member)
	if err == nil && !ok {
		err = fault.Missing(op)
	}
	return err
}

// Search finds where the register of a member, or of all members (""), names a
// person.
func (rooms Rooms) Search(ctx context.Context, tx access.Tx, q Query, member string) (Found, error) {
	var out Found
	if err := MaySearch(ctx, tx, member); err != nil {
		return out, err
	}
	mayErase := rights{tx: tx, known: map[string]bool{}}
	for _, t := range rooms {
		if !t.shown(tx) {
			continue
		}
		where, args := t.of(member)
		hits, err := t.hits(ctx, tx, q, where, args)
		if err != nil {
			return out, err
		}
		if room := MaxHits - len(out.Hits); len(hits) > room {
			hits, out.More = hits[:room], true
		}
		out.Hits = append(out.Hits, hits...)
		if out.More {
			break
		}
	}
	for n, h := range out.Hits {
		if h.Keep != "" {
			continue
		}
		ok, err := mayErase.at(ctx, h.MemberID)
		if err != nil {
			return out, err
		}
		if !ok {
			out.Hits[n].Keep = noRight
		}
	}
	return out, nil
}

// shown tells whether the scope is shown the table at all.
func (t Table) shown(tx access.Tx) bool {
	return len(t.Columns) > 0 && (t.Member != "" || tx.Scope().IsSystem() || tx.Scope().Has(access.ProtectionOfficer))
}

// of chooses the rows of a member; "" those of all.
func (t Table) of(member string) (string, []any) {
	column := "t." + t.Member
	if t.Member == "" {
		column = t.About
	}
	switch {
	case member == "":
		return "1=1", nil
	case column == "":
		return "1=0", nil
	}
	return column + " = $1", []any{member}
}

// hit is what a row says of the person, if it does.
func (t Table) hit(q Query, r row) (Hit, bool) {
	h := Hit{Table: t, MemberID: r.member, Title: r.title, Kind: r.kind, Record: r.record, Keep: r.keep, Key: keyOf(t.Name, r.key)}
	for n, c := range t.Columns {
		look := func(s string) string {
			for _, x := range q.find(s) {
				h.Times++
				if len(h.Words) < 3 {
					h.Words = append(h.Words, excerpt(s, x))
				}
			}
			return s
		}
		if c.Form == JSON {
			// Without escapes what a document says stands in it letter by letter.
			if doc := r.texts[n]; strings.IndexByte(doc, '\\') >= 0 || q.in(doc) {
				inDocument(doc, look)
			}
		} else {
			look(r.texts[n])
		}
	}
	return h, h.Times > 0
}

func keyOf(table string, key []string) string {
	parts := []string{table}
	for _, k := range key {
		parts = append(parts, url.QueryEscape(k))
	}
	return strings.Join(parts, "/")
}

// tableOf finds the table of a row that was chosen, and its key.
func (rooms Rooms) tableOf(key string) (Table, []string, bool) {
	parts := strings.Split(key, "/")
	n := slices.IndexFunc(rooms, func(t Table) bool { return t.Name == parts[0] })
	if n < 0 || len(parts)-1 != len(rooms[n].Key) {
		return Table{}, nil, false
	}
	for i := range parts[1:] {
		k, err := url.QueryUnescape(parts[i+1])
		if err != nil {
			return Table{}, nil, false
		}
		if _, err := strconv.ParseInt(k, 10, 64); err != nil && slices.Contains(rooms[n].Numbers, rooms[n].Key[i]) {
			return Table{}, nil, false
		}
		parts[i+1] = k
	}
	return rooms[n], parts[1:], true
}

// nearby is how many characters are shown on each side.
const nearby = 45

func excerpt(s string, x span) Excerpt {
	before, after := []rune(s[:x.from]), []rune(s[x.to:])
	e := Excerpt{Name: s[x.from:x.to]}
	if len(before) > nearby {
		before = append([]rune("…"), before[len(before)-nearby:]...)
	}
	if len(after) > nearby {
		after = append(after[:nearby:nearby], '…')
	}
	e.Before, e.After = string(before), string(after)
	return e
}

// rights remembers at which members the scope may erase.
type rights struct {
	tx    access.Tx
	known map[string]bool
}

func (r rights) at(ctx context.Context, member string) (bool, error) {
	if ok, known := r.known[member]; known {
		return ok, nil
	}
	ok, err := r.tx.Scope().IsSystem() || r.tx.Scope().Has(access.ProtectionOfficer), error(nil)
	if member != "" {
		ok, err = r.tx.Allowed(ctx, access.Erase, member)
	}
	r.known[member] = ok
	return ok, err
}
