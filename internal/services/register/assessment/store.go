package assessment

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

const columns = `a.id, a.member_id, a.activity_id, a.state, a.state_at, a.by_name, a.words, a.review_months, a.review_on, a.kept`

func scan(r database.Row) (a Assessment, err error) {
	var state string
	var at int64
	err = r.Scan(&a.ID, &a.MemberID, &a.ActivityID, &state, &at, &a.By, &a.Words, &a.ReviewMonths, &a.ReviewOn, &a.Kept)
	a.State, a.StateAt = State(state), clock.FromMicros(at)
	return a, err
}

// List returns a member's assessments by name.
func List(ctx context.Context, tx access.Tx, member string) ([]Assessment, error) {
	if err := tx.Sees("assessment.List", member); err != nil {
		return nil, err
	}
	rows, err := database.All(ctx, tx, "assessment.List", scan, `select `+columns+` from register_assessment a where a.member_id = $1`, member)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	beside := map[string]Assessment{}
	for _, a := range rows {
		beside[a.ID] = a
	}
	// Whole, for only the record has the name in both languages.
	found, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	var out []Assessment
	for _, i := range found {
		if a, ok := beside[i.ID]; ok {
			a.Name, a.Made, a.Changed = say(i.Record.Get(fName)), i.Made, i.Changed
			out = append(out, a)
		}
	}
	return out, err
}

// Reviews lists the validated assessments whose review is due until a day, of a
// member or ("") of all that the scope sees.
func Reviews(ctx context.Context, tx access.Tx, member, until string) ([]Assessment, error) {
	const op = "assessment.Reviews"
	only, args := tx.Only("a.member_id", []any{string(Validated), until, member})
	return database.All(ctx, tx, op, func(r database.Row) (a Assessment, err error) {
		var state string
		var at int64
		err = r.Scan(&a.ID, &a.MemberID, &a.ActivityID, &state, &at, &a.By, &a.Words, &a.ReviewMonths, &a.ReviewOn, &a.Kept, &a.Name.Fr, &a.Name.En)
		a.State, a.StateAt = State(state), clock.FromMicros(at)
		return a, err
	}, `select `+columns+`, case when i.name = '' then coalesce(v.name, '') else i.name end, case when i.name = '' then coalesce(v.name_en, '') else i.name end
		from register_assessment a join register_instance i on i.id = a.id left join register_version v on v.model_id = i.model_id and v.number = i.version
		where a.state = $1 and a.review_on <> '' and a.review_on <= $2 and ($3 = '' or a.member_id = $3) and `+only+` order by a.review_on, a.id`, args...)
}

// Get returns an assessment with all that it says.
func Get(ctx context.Context, tx access.Tx, id string) (Full, error) {
	const op = "assessment.Get"
	var f Full
	var err error
	if f.Full, err = model.Read(ctx, tx, id); err != nil {
		return f, err
	}
	if f.Kind != Kind {
		return f, fault.Missing(op)
	}
	if f.Assessment, err = database.One(ctx, tx, op, scan, `select `+columns+` from register_assessment a where a.id = $1`, id); err != nil {
		return f, err
	}
	f.Record = ordered(f.Record)
	f.Assessment.Name, f.Assessment.Made, f.Assessment.Changed = f.Full.Name, f.Full.Made, f.Full.Changed
	f.Steps, err = database.All(ctx, tx, op, func(r database.Row) (d Deed, err error) {
		var at int64
		var record string
		if err = r.Scan(&d.Kind, &d.Words, &record, &at, &d.By); err != nil {
			return d, err
		}
		d.At = clock.FromMicros(at)
		if record != "" {
			was, err := model.Decode(record)
			d.Record = &was
			return d, err
		}
		return d, nil
	}, `select kind, words, record, at, by_name from register_assessment_deed where assessment_id = $1 order by at desc, id desc`, id)
	return f, err
}

// ordered is a record with its rows in the order in which they were made: a row
// that is written again would stand last otherwise. Keys of files and of our
// models are numbers, those of rows that were added here tell the time (see
// newKey); those of the operator's own models stand as they are there.
func ordered(r model.Record) model.Record {
	group := func(row model.Row) int {
		switch c := row.Key[0]; {
		case c >= '0' && c <= '9':
			return 0
		case c == addedKey[0]:
			return 2
		}
		return 1
	}
	for _, rows := range r.Lists {
		slices.SortStableFunc(rows, func(a, b model.Row) int {
			if n := cmp.Compare(group(a), group(b)); n != 0 || group(a) == 1 {
				return n
			}
			return strings.Compare(a.Key, b.Key)
		})
	}
	return r
}

const addedKey = "t"

// newKey names rows that are added.
func newKey(tx access.Tx) func() string {
	n := 0
	return func() string {
		n++
		id := tx.NewID()
		return fmt.Sprintf("%s%014x%02x%s", addedKey, tx.Micros(), n, id[len(id)-4:])
	}
}

func insert(ctx context.Context, tx access.Tx, a Assessment) error {
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "assessment.insert", `insert into register_assessment (id, member_id, activity_id, state, state_at, words, review_months, review_on, kept, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, a.ID, a.MemberID, a.ActivityID, string(a.State), tx.Micros(), a.Words, a.ReviewMonths, a.ReviewOn, a.Kept, by.ID, by.Name)
	return err
}

// move brings an assessment into another state, unless somebody else has moved
// it since it was read.
func move(ctx context.Context, tx access.Tx, a Assessment, to State, words, reviewOn string) error {
	const op = "assessment.move"
	by := tx.Scope().Actor()
	n, err := database.Exec(ctx, tx, op, `update register_assessment set state = $1, state_at = $2, words = $3, review_on = $4, by_id = $5, by_name = $6 where id = $7 and state = $8`,
		string(to), tx.Micros(), words, reviewOn, by.ID, by.Name, a.ID, string(a.State))
	if err == nil && n == 0 {
		err = moved(op)
	}
	return err
}

func moved(op string) error {
	return fault.New(fault.Conflict, op, "Quelqu’un a fait avancer cette analyse entre-temps. Rechargez la page.", "Somebody has moved this assessment on meanwhile. Load the page again.")
}

// note writes into the history of an assessment.
func note(ctx context.Context, tx access.Tx, a Assessment, kind, words string, record *model.Record) error {
	by := tx.Scope().Actor()
	kept := ""
	if record != nil {
		kept = model.Encode(*record)
	}
	_, err := database.Exec(ctx, tx, "assessment.note", `insert into register_assessment_deed (id, assessment_id, member_id, kind, words, record, at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, tx.NewID(), a.ID, a.MemberID, kind, words, kept, tx.Micros(), by.ID, by.Name)
	if err != nil {
		return err
	}
	return tx.Record(ctx, "assessment."+kind, a.MemberID, a.ID, map[string]any{"activity": a.ActivityID, "state": a.State})
}

type toldRow struct {
	activity string
	told     Told
	rev      int64
	by       string
}

func scanTold(r database.Row) (t toldRow, err error) {
	var answers, decided string
	if err = r.Scan(&t.activity, &answers, &t.told.Type, &decided, &t.told.Why, &t.rev, &t.by); err != nil {
		return t, err
	}
	t.told.Decided = Result(decided)
	return t, json.Unmarshal([]byte(answers), &t.told.Answers)
}

const toldColumns = `activity_id, answers, kind, decided, why, rev, by_name`

// toldOf is what people said of the activities of a member, by activity.
func toldOf(ctx context.Context, tx access.Tx, member string) (map[string]toldRow, error) {
	list, err := database.All(ctx, tx, "assessment.toldOf", scanTold, `select `+toldColumns+` from register_need where member_id = $1`, member)
	out := map[string]toldRow{}
	for _, t := range list {
		out[t.activity] = t
	}
	return out, err
}

// tell keeps what people say of an activity; rev is that which they have seen.
func tell(ctx context.Context, tx access.Tx, member, activity string, rev int64, told Told) error {
	const op = "assessment.tell"
	answers, err := json.Marshal(told.Answers)
	if err != nil {
		return err
	}
	by := tx.Scope().Actor()
	n, err := database.Exec(ctx, tx, op, `insert into register_need (activity_id, member_id, answers, kind, decided, why, rev, changed_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) on conflict (activity_id) do update set answers = excluded.answers, kind = excluded.kind, decided = excluded.decided,
			why = excluded.why, rev = excluded.rev, changed_at = excluded.changed_at, by_id = excluded.by_id, by_name = excluded.by_name
		where register_need.rev = $11`, activity, member, string(answers), told.Type, string(told.Decided), told.Why, rev+1, tx.Micros(), by.ID, by.Name, rev)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, op, "Quelqu’un a répondu entre-temps. Voici ses réponses et les vôtres\u202f: choisissez, puis enregistrez.",
			"Somebody has answered meanwhile. Here are those answers and yours: choose, then save.")
	}
	return err
}
