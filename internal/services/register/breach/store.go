package breach

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const columns = `id, member_id, year, number, title, state, exercise, origin_id, aware_at, answers, notify, notify_why, tell, tell_why,
	notified_at, notified_ref, completed_at, told_at, complaint, complaint_at, closed_at, reminded, revision, created_at, changed_at,
	changed_id, changed_name, erased_at`

func scan(row database.Row) (Breach, error) {
	var b Breach
	var state, answers, notify, tell string
	var aware, notified, completed, told, complaint, closed, created, changed, erased int64
	err := row.Scan(&b.ID, &b.MemberID, &b.Year, &b.Number, &b.Title, &state, &b.Exercise, &b.OriginID, &aware, &answers, &notify, &b.NotifyWhy,
		&tell, &b.TellWhy, &notified, &b.NotifiedRef, &completed, &told, &b.Complaint, &complaint, &closed, &b.Reminded, &b.Revision,
		&created, &changed, &b.ChangedID, &b.ChangedName, &erased)
	if err != nil {
		return b, err
	}
	b.State, b.Notify, b.Tell = State(state), Decision(notify), Decision(tell)
	b.Aware, b.Notified, b.Completed, b.Told = clock.FromMicros(aware), clock.FromMicros(notified), clock.FromMicros(completed), clock.FromMicros(told)
	b.ComplaintAt, b.ClosedAt, b.Created, b.Changed = clock.FromMicros(complaint), clock.FromMicros(closed), clock.FromMicros(created), clock.FromMicros(changed)
	b.Erased = clock.FromMicros(erased)
	return b, json.Unmarshal([]byte(answers), &b.Answers)
}

func (b Breach) values() []any {
	answers, err := json.Marshal(b.Answers)
	if err != nil || b.Answers == nil {
		answers = []byte("{}")
	}
	return []any{b.ID, b.MemberID, b.Year, b.Number, b.Title, string(b.State), database.Bool(b.Exercise), b.OriginID, clock.Micros(b.Aware), string(answers),
		string(b.Notify), b.NotifyWhy, string(b.Tell), b.TellWhy, clock.Micros(b.Notified), b.NotifiedRef, clock.Micros(b.Completed), clock.Micros(b.Told),
		b.Complaint, clock.Micros(b.ComplaintAt), clock.Micros(b.ClosedAt), b.Reminded, b.Revision, clock.Micros(b.Created), clock.Micros(b.Changed),
		b.ChangedID, b.ChangedName, clock.Micros(b.Erased)}
}

func insert(ctx context.Context, tx access.Tx, b Breach) error {
	v := b.values()
	_, err := database.Exec(ctx, tx, "breach.insert", `insert into register_breach (`+columns+`) values (`+database.In(len(v), 1)+`)`, v...)
	return err
}

// save writes a breach back. Somebody else's change since it was read is a
// Conflict.
func save(ctx context.Context, tx access.Tx, b Breach) error {
	const op = "breach.save"
	was := b.Revision
	b.Revision++
	a := tx.Scope().Actor()
	b.Changed, b.ChangedID, b.ChangedName = tx.Clock().Now(), a.ID, a.Name
	v := b.values()
	var set []string
	for i, name := range strings.Split(columns, ",") {
		set = append(set, fmt.Sprintf("%s = $%d", strings.TrimSpace(name), i+1))
	}
	n, err := database.Exec(ctx, tx, op, `update register_breach set `+strings.Join(set, ", ")+fmt.Sprintf(` where id = $1 and revision = $%d`, len(v)+1), append(v, was)...)
	if err == nil && n == 0 {
		err = changed(op)
	}
	return err
}

func changed(op string) error {
	return fault.New(fault.Conflict, op, "Quelqu’un a modifié ce dossier entre-temps. Relisez-le, puis enregistrez de nouveau pour le remplacer.",
		"Somebody has changed this file meanwhile. Read it again, then save once more to replace it.")
}

// load reads a breach for those who may work on it.
func load(ctx context.Context, tx access.Tx, id string) (Breach, error) {
	const op = "breach.load"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_breach where id = $1 and `+where, args...)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return Breach{}, err
	}
	return list[0], May(ctx, tx, list[0].MemberID)
}

// Get returns a breach with what happened to it.
func Get(ctx context.Context, tx access.Tx, id string) (Breach, []Event, error) {
	b, err := load(ctx, tx, id)
	if err != nil {
		return b, nil, err
	}
	list, err := database.All(ctx, tx, "breach.Get", func(r database.Row) (e Event, err error) {
		var at int64
		err = r.Scan(&e.Kind, &e.Words, &e.ActorName, &at)
		e.At = clock.FromMicros(at)
		return e, err
	}, `select kind, words, actor_name, at from register_breach_step where breach_id = $1 order by id`, id)
	return b, list, err
}

// note writes what happened, and the journal's entry, which says no words.
func note(ctx context.Context, tx access.Tx, b Breach, kind, words string, body map[string]any) error {
	a := tx.Scope().Actor()
	if a.Kind == access.Itself { // Airial has a reason, and no name
		a.Name = ""
	}
	_, err := database.Exec(ctx, tx, "breach.note", `insert into register_breach_step (id, breach_id, member_id, kind, words, actor_kind, actor_id, actor_name, at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, tx.NewID(), b.ID, b.MemberID, kind, words, string(a.Kind), a.ID, a.Name, tx.Micros())
	if err != nil {
		return err
	}
	if body == nil {
		body = map[string]any{}
	}
	if b.Exercise {
		body["exercise"] = true
	}
	return tx.Record(ctx, kind, b.MemberID, b.ID, body)
}

// Filter chooses breaches of a list.
type Filter struct {
	Member string
	// View is "open", "late", "closed" or "" for all, which leave exercises out;
	// "exercise" is these alone.
	View   string
	Origin string
}

// List returns breaches: those that are open and were noticed first before all
// others.
func List(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]Breach, int, error) {
	const op = "breach.List"
	where, args := workedOn(tx, "member_id")
	add := func(condition string, v ...any) {
		for _, one := range v {
			args = append(args, one)
			condition = strings.Replace(condition, "$?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where += " and " + condition
	}
	if f.Member != "" {
		add("member_id = $?", f.Member)
	}
	if f.Origin != "" {
		add("origin_id = $?", f.Origin)
	} else if f.View == "exercise" {
		add("exercise = 1")
	} else {
		add("exercise = 0")
	}
	switch f.View {
	case "open":
		add("state = 'open'")
	case "closed":
		add("state = 'closed'")
	case "late":
		add("state = 'open' and notified_at = 0 and notify <> 'no' and aware_at < $?", clock.Micros(lateBefore(tx)))
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_breach where `+where, args...)
	if err != nil || total == 0 || limit == 0 {
		return nil, total, err
	}
	n := len(args)
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_breach where `+where+
		` order by case state when 'open' then 0 else 1 end, case state when 'open' then aware_at else -aware_at end, id`+
		fmt.Sprintf(` limit $%d offset $%d`, n+1, n+2), append(args, limit, offset)...)
	return list, total, err
}

// Contacts lists whom a member calls, in its own words or those that it begins
// with.
func Contacts(ctx context.Context, tx access.Tx, member string) (list []Contact, own bool, err error) {
	list, err = database.All(ctx, tx, "breach.Contacts", func(r database.Row) (c Contact, err error) { return c, r.Scan(&c.Who, &c.Phone, &c.Mail, &c.Words) },
		`select who, phone, mail, words from register_breach_contact where member_id = $1 order by place, id`, member)
	if err != nil || len(list) > 0 {
		return list, true, err
	}
	for _, c := range known.Contacts {
		list = append(list, Contact{c.Who, c.Phone, c.Mail, c.Words})
	}
	return list, false, nil
}

// SetContacts writes a member's sheet; none takes that of the program again.
func SetContacts(ctx context.Context, tx access.Tx, member string, list []Contact) error {
	const op = "breach.SetContacts"
	if err := May(ctx, tx, member); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_breach_contact where member_id = $1`, member); err != nil {
		return err
	}
	for i, c := range list {
		if _, err := database.Exec(ctx, tx, op, `insert into register_breach_contact (id, member_id, place, who, phone, mail, words) values ($1,$2,$3,$4,$5,$6,$7)`,
			tx.NewID(), member, i, c.Who, c.Phone, c.Mail, c.Words); err != nil {
			return err
		}
	}
	return nil
}
