package organisation

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// Dated is what a member was from a day on.
type Dated struct {
	From string // 2026-01-31
	Attributes
	Deed      string    // the act that made it so: arrêté, décret, recensement; may be empty
	Recorder  string    // who recorded it; "" for the program
	By        string    // the identifier of that actor; "" where it was not kept
	Recorded  time.Time // zero for what was there before changes were recorded
	Corrected time.Time // when a mistake in it was last corrected; zero for never
	Applied   bool      // its day has come
}

const datedColumns = `from_date, siren, name, kind, population, staff, insee, postcode, group_id, deed, recorder,
	recorded_at, corrected_at, applied, recorder_id`

func scanDated(r database.Row) (Dated, error) {
	var d Dated
	var kind string
	var recorded, corrected, applied int64
	err := r.Scan(&d.From, &d.Siren, &d.Name, &kind, &d.Population, &d.Staff, &d.Insee, &d.Postcode, &d.GroupID,
		&d.Deed, &d.Recorder, &recorded, &corrected, &applied, &d.By)
	d.Kind, d.Applied = Kind(kind), applied == 1
	d.Recorded, d.Corrected = clock.FromMicros(recorded), clock.FromMicros(corrected)
	return d, err
}

// History lists what a member was, is and is about to become, the latest
// first. Like the member itself, it is public.
func History(ctx context.Context, tx access.Tx, member string) ([]Dated, error) {
	return database.All(ctx, tx, "organisation.History", scanDated,
		`select `+datedColumns+` from member_history where member_id = $1 order by from_date desc`, member)
}

// Histories is History of all members, by their ids: one reading for who goes
// through all of them.
func Histories(ctx context.Context, tx access.Tx) (map[string][]Dated, error) {
	out := map[string][]Dated{}
	err := database.Each(ctx, tx, "organisation.Histories", func(r database.Row) error {
		var member string
		d, err := scanDated(withFirst{r, &member})
		out[member] = append(out[member], d)
		return err
	}, `select member_id, `+datedColumns+` from member_history order by member_id, from_date desc`)
	return out, err
}

// withFirst scans one column more, before the others.
type withFirst struct {
	database.Row
	first any
}

func (w withFirst) Scan(dest ...any) error { return w.Row.Scan(append([]any{w.first}, dest...)...) }

// AsOf returns what a member was on a day; before its first record, what that
// says.
func AsOf(ctx context.Context, tx access.Tx, member, day string) (Attributes, error) {
	list, err := History(ctx, tx, member)
	if err != nil || len(list) == 0 {
		return Attributes{}, err
	}
	for _, d := range list {
		if d.From <= day {
			return d.Attributes, nil
		}
	}
	return list[len(list)-1].Attributes, nil
}

// putDated writes a row of a member's history.
func putDated(ctx context.Context, tx access.Tx, member string, d Dated) error {
	_, err := database.Exec(ctx, tx, "organisation.putDated", `insert into member_history (member_id, `+datedColumns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)
		on conflict (member_id, from_date) do update set siren = excluded.siren, name = excluded.name,
			kind = excluded.kind, population = excluded.population, staff = excluded.staff, insee = excluded.insee,
			postcode = excluded.postcode, group_id = excluded.group_id, deed = excluded.deed,
			recorder = excluded.recorder, recorded_at = excluded.recorded_at, corrected_at = excluded.corrected_at,
			applied = excluded.applied, recorder_id = excluded.recorder_id`,
		member, d.From, d.Siren, d.Name, string(d.Kind), d.Population, d.Staff, d.Insee, d.Postcode, d.GroupID, d.Deed,
		d.Recorder, clock.Micros(d.Recorded), clock.Micros(d.Corrected), database.Bool(d.Applied), d.By)
	return err
}

// SortKey is the key by which members are sorted in lists, as the database
// does.
func (m Member) SortKey() string { return text.SortKey(m.Name) }
