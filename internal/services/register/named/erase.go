package named

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// EventForgotten is what the journal says of an erasure: in how many rows, and
// how many stay. It names nobody.
const EventForgotten = "register.person-forgotten"

// Outcome is what an erasure did.
type Outcome struct {
	Rows int // cleared
	Kept int // that stay, for a reason
}

// tallied is what an erasure did at one member.
type tallied struct {
	rows, kept int
	places     map[string]int // by the table's name
}

// Erase takes a person out of the rows that were chosen (Hit.Key), in one
// transaction. What the law keeps, and what whoever asks may not decide, stays and
// is counted. A row that names her no more is passed over.
func (rooms Rooms) Erase(ctx context.Context, tx access.Tx, q Query, keys []string) (Outcome, error) {
	const op = "named.Erase"
	var out Outcome
	if len(keys) == 0 {
		return out, fault.New(fault.Invalid, op, "Cochez au moins un endroit à effacer.", "Tick at least one place to erase.")
	}
	if len(keys) > MaxHits {
		return out, fault.New(fault.Invalid, op, "Effacez au plus %[1]d endroits à la fois.", "Erase at most %[1]d places at once.", MaxHits)
	}
	at := map[string]*tallied{}
	after := map[string][]string{} // records by table
	may := rights{tx: tx, known: map[string]bool{}}
	for _, key := range keys {
		t, id, ok := rooms.tableOf(key)
		if !ok || !t.shown(tx) {
			return out, fault.Missing(op)
		}
		r, h, ok, err := t.chosen(ctx, tx, q, id)
		if err != nil {
			return out, err
		}
		if !ok {
			continue
		}
		if at[r.member] == nil {
			if r.member != "" {
				if err := MaySearch(ctx, tx, r.member); err != nil {
					return out, err
				}
			}
			at[r.member] = &tallied{places: map[string]int{}}
		}
		if ok, err = may.at(ctx, r.member); err != nil {
			return out, err
		}
		if h.Keep != "" || !ok {
			at[r.member].kept++
			out.Kept++
			continue
		}
		if err := t.clear(ctx, tx, q, r); err != nil {
			return out, err
		}
		at[r.member].rows++
		at[r.member].places[t.Name]++
		out.Rows++
		if t.After != nil && !slices.Contains(after[t.Name], r.record) {
			after[t.Name] = append(after[t.Name], r.record)
		}
	}
	for _, t := range rooms {
		if records := after[t.Name]; len(records) > 0 {
			if err := t.After(ctx, tx.Elevated("a person was erased"), records); err != nil {
				return out, err
			}
		}
	}
	return out, note(ctx, tx, at)
}

// chosen reads a row again that was chosen, if it still names the person.
func (t Table) chosen(ctx context.Context, tx access.Tx, q Query, id []string) (r row, h Hit, ok bool, err error) {
	where, args := t.keyed(id, 0)
	err = t.each(ctx, tx, where, args, func(x row) error {
		r = x
		h, ok = t.hit(q, x)
		return nil
	})
	return r, h, ok, err
}

// clear writes a row without the person.
func (t Table) clear(ctx context.Context, tx access.Tx, q Query, r row) error {
	var set []string
	var args []any
	for n, now := range t.cleared(q, r.texts) {
		if now != r.texts[n] {
			args = append(args, now)
			set = append(set, fmt.Sprintf("%s = $%d", t.Columns[n].Name, len(args)))
		}
	}
	if len(set) == 0 {
		return nil
	}
	if t.Revision != "" {
		set = append(set, t.Revision+" = "+t.Revision+" + 1")
	}
	where, key := t.keyed(r.key, len(args))
	_, err := database.Exec(ctx, tx.Elevated("a person is erased"), "named.clear",
		`update `+t.Name+` as t set `+strings.Join(set, ", ")+` where `+where, append(args, key...)...)
	return err
}

// cleared are the texts of a row without the person.
func (t Table) cleared(q Query, texts []string) []string {
	out := make([]string, len(texts))
	hers := false
	for n, c := range t.Columns {
		switch c.Form {
		case Words:
			out[n] = q.without(texts[n])
		case JSON:
			out[n] = inDocument(texts[n], q.without)
		default:
			out[n] = texts[n]
			hers = hers || q.in(texts[n])
		}
	}
	for n, c := range t.Columns {
		if hers && c.Form == Contact {
			out[n] = ""
		}
		if hers && c.Form == Whole && texts[n] != "" {
			out[n] = Mark
		}
	}
	return out
}

// note writes what was done into each member's list and into the journal.
func note(ctx context.Context, tx access.Tx, at map[string]*tallied) error {
	by := tx.Scope().Actor()
	up := tx.Elevated("a person was erased")
	for _, member := range slices.Sorted(maps.Keys(at)) {
		t := at[member]
		if t.rows == 0 {
			continue
		}
		places, err := json.Marshal(t.places)
		if err != nil {
			return err
		}
		owner := member
		if owner == "" {
			o, err := organisation.Operator(ctx, up)
			if err != nil {
				return err
			}
			owner = o.ID
		}
		id := tx.NewID()
		if _, err := database.Exec(ctx, up, "named.note", `insert into register_forgotten (id, member_id, row_count, kept, places, at, by_id, by_name)
			values ($1,$2,$3,$4,$5,$6,$7,$8)`, id, owner, t.rows, t.kept, string(places), tx.Micros(), by.ID, by.Name); err != nil {
			return err
		}
		if err := tx.Record(ctx, EventForgotten, owner, id, map[string]any{"rows": t.rows, "kept": t.kept}); err != nil {
			return err
		}
	}
	return nil
}
