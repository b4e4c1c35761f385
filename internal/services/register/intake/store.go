package intake

import (
	"context"
	"encoding/json"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

const importColumns = `id, member_id, source, name, state, digest, size, documents_digest, choices, counts, trouble, done, total, made_at, changed_at, by_id, by_name`

func scanImport(r database.Row) (i Import, err error) {
	var state, trouble string
	var made, changed int64
	err = r.Scan(&i.ID, &i.MemberID, &i.Source, &i.Name, &state, &i.Digest, &i.Size, &i.Documents, &i.Choices, &i.Counts, &trouble, &i.Done, &i.Total,
		&made, &changed, &i.ByID, &i.ByName)
	i.State, i.Trouble, i.Made, i.Changed = State(state), saying(trouble), clock.FromMicros(made), clock.FromMicros(changed)
	return i, err
}

// Begin notes a new import.
func Begin(ctx context.Context, tx access.Tx, i Import) (Import, error) {
	by := tx.Scope().Actor()
	if by.Kind == access.Itself { // the command line
		by.Name = ""
	}
	i.ID, i.Made, i.Changed, i.ByID, i.ByName = tx.NewID(), tx.Clock().Now(), tx.Clock().Now(), by.ID, by.Name
	_, err := database.Exec(ctx, tx, "intake.Begin", `insert into register_import (`+importColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$14,$15,$16)`,
		i.ID, i.MemberID, i.Source, i.Name, string(i.State), i.Digest, i.Size, i.Documents, i.Choices, i.Counts, encoded(i.Trouble), i.Done, i.Total,
		clock.Micros(i.Made), i.ByID, i.ByName)
	return i, err
}

// Save writes an import back.
func Save(ctx context.Context, tx access.Tx, i Import) error {
	_, err := database.Exec(ctx, tx, "intake.Save", `update register_import set state = $1, digest = $2, size = $3, documents_digest = $4, choices = $5, counts = $6,
		trouble = $7, done = $8, total = $9, changed_at = $10 where id = $11`, string(i.State), i.Digest, i.Size, i.Documents, i.Choices, i.Counts,
		encoded(i.Trouble), i.Done, i.Total, tx.Micros(), i.ID)
	return err
}

// Get reads an import that the scope sees.
func Get(ctx context.Context, tx access.Tx, id string) (Import, error) {
	where, args := tx.Only("member_id", []any{id})
	return database.One(ctx, tx, "intake.Get", scanImport, `select `+importColumns+` from register_import where id = $1 and `+where, args...)
}

// List lists the imports of a member from some sources, the latest first.
func List(ctx context.Context, tx access.Tx, member string, sources ...string) ([]Import, error) {
	args := []any{member}
	for _, s := range sources {
		args = append(args, s)
	}
	return database.All(ctx, tx, "intake.List", scanImport, `select `+importColumns+` from register_import where member_id = $1 and source in (`+database.In(len(sources), 2)+`)
		order by made_at desc, id desc limit 100`, args...)
}

const partColumns = `import_id, part, member_id, target_id, siren, name, kind, decision, state, counts, trouble, done_at`

func scanPart(r database.Row) (p Part, err error) {
	var counts, trouble string
	var done int64
	if err = r.Scan(&p.ImportID, &p.Key, &p.MemberID, &p.TargetID, &p.Siren, &p.Name, &p.Kind, &p.Decision, &p.State, &counts, &trouble, &done); err != nil {
		return p, err
	}
	p.Trouble, p.DoneAt, p.Counts = saying(trouble), clock.FromMicros(done), Counts{}
	return p, json.Unmarshal([]byte(counts), &p.Counts)
}

// PutPart writes a part.
func PutPart(ctx context.Context, tx access.Tx, p Part) error {
	_, err := database.Exec(ctx, tx, "intake.PutPart", `insert into register_import_part (`+partColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
		on conflict (import_id, part) do update set target_id = excluded.target_id, decision = excluded.decision, state = excluded.state,
			counts = excluded.counts, trouble = excluded.trouble, done_at = excluded.done_at`, p.ImportID, p.Key, p.MemberID, p.TargetID, p.Siren, p.Name, p.Kind,
		p.Decision, p.State, encoded(p.Counts), encoded(p.Trouble), clock.Micros(p.DoneAt))
	return err
}

// Parts lists the parts of an import: what concerns no body first, then by name.
func Parts(ctx context.Context, tx access.Tx, id string) ([]Part, error) {
	return database.All(ctx, tx, "intake.Parts", scanPart, `select `+partColumns+` from register_import_part where import_id = $1 order by case when part = '' then 0 else 1 end, name, part`, id)
}

// A Row is a record of the other register that was read and set aside.
type Row struct{ Part, Table, Key, Body string }

// AddRows sets rows aside, after those with a lower number.
func AddRows(ctx context.Context, tx access.Tx, i Import, from int64, rows []Row) error {
	for n, r := range rows {
		if _, err := database.Exec(ctx, tx, "intake.AddRows", `insert into register_import_row (import_id, seq, member_id, part, table_name, row_key, body)
			values ($1,$2,$3,$4,$5,$6,$7)`, i.ID, from+int64(n), i.MemberID, r.Part, r.Table, r.Key, r.Body); err != nil {
			return err
		}
	}
	return nil
}

// Rows reads what was set aside for a part.
func Rows(ctx context.Context, tx access.Tx, id, part string) ([]Row, error) {
	return database.All(ctx, tx, "intake.Rows", func(r database.Row) (row Row, err error) {
		return row, r.Scan(&row.Part, &row.Table, &row.Key, &row.Body)
	}, `select part, table_name, row_key, body from register_import_row where import_id = $1 and part = $2 order by seq`, id, part)
}

// DropRows throws away what was set aside.
func DropRows(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "intake.DropRows", `delete from register_import_row where import_id = $1`, id)
	return err
}

const itemColumns = `id, import_id, part, member_id, kind, record_id, mark, source_key, title, before, state`

func scanItem(r database.Row) (i Item, err error) {
	return i, r.Scan(&i.ID, &i.ImportID, &i.Part, &i.MemberID, &i.Kind, &i.RecordID, &i.Mark, &i.SourceKey, &i.Title, &i.Before, &i.State)
}

// AddItem notes something that an import made.
func AddItem(ctx context.Context, tx access.Tx, i Item) error {
	_, err := database.Exec(ctx, tx, "intake.AddItem", `insert into register_import_item (`+itemColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		tx.NewID(), i.ImportID, i.Part, i.MemberID, i.Kind, i.RecordID, i.Mark, i.SourceKey, i.Title, i.Before, "made")
	return err
}

// Items lists what an import made for a part.
func Items(ctx context.Context, tx access.Tx, id, part string) ([]Item, error) {
	return database.All(ctx, tx, "intake.Items", scanItem, `select `+itemColumns+` from register_import_item where import_id = $1 and part = $2 order by id`, id, part)
}

// ItemsIn lists the items of an import in a state.
func ItemsIn(ctx context.Context, tx access.Tx, id, state string, limit int) ([]Item, error) {
	return database.All(ctx, tx, "intake.ItemsIn", scanItem, `select `+itemColumns+` from register_import_item where import_id = $1 and state = $2 order by part, id limit $3`, id, state, limit)
}

// Known is the record that an earlier import made of the same original, "" for
// none that stands.
func Known(ctx context.Context, tx access.Tx, member, kind, key string) (string, error) {
	list, err := database.All(ctx, tx, "intake.Known", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select record_id from register_import_item where member_id = $1 and kind = $2 and source_key = $3 and state in ('made','kept') order by id desc limit 1`, member, kind, key)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

const leftColumns = `id, import_id, part, member_id, table_name, source_key, title, reason, body`

func scanLeft(r database.Row) (l Left, err error) {
	var reason string
	err = r.Scan(&l.ID, &l.ImportID, &l.Part, &l.MemberID, &l.Table, &l.SourceKey, &l.Title, &reason, &l.Body)
	l.Reason = saying(reason)
	return l, err
}

// AddLeft notes what could not be carried.
func AddLeft(ctx context.Context, tx access.Tx, l Left) error {
	_, err := database.Exec(ctx, tx, "intake.AddLeft", `insert into register_import_left (`+leftColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		tx.NewID(), l.ImportID, l.Part, l.MemberID, l.Table, l.SourceKey, l.Title, encoded(l.Reason), l.Body)
	return err
}

// Lefts lists what an import could not carry: of one member, or of all for "".
func Lefts(ctx context.Context, tx access.Tx, id, member string, limit, offset int) ([]Left, int, error) {
	const op = "intake.Lefts"
	where, args := `import_id = $1 and (member_id = $2 or $2 = '')`, []any{id, member}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_import_left where `+where, args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	list, err := database.All(ctx, tx, op, scanLeft, `select `+leftColumns+` from register_import_left where `+where+` order by part, id limit $3 offset $4`, append(args, limit, offset)...)
	return list, total, err
}

// ClearLefts erases the originals of an import, of one member or of all.
func ClearLefts(ctx context.Context, tx access.Tx, id, member string) (int64, error) {
	n, err := database.Exec(ctx, tx, "intake.ClearLefts", `update register_import_left set body = '{}' where import_id = $1 and (member_id = $2 or $2 = '') and body <> '{}'`, id, member)
	if err != nil || n == 0 {
		return n, err
	}
	return n, tx.Record(ctx, EventCleared, member, id, map[string]any{"records": n})
}

const fileColumns = `id, import_id, part, member_id, source_key, kind, title, words, file_name, digest, size, links, at`

func scanFile(r database.Row) (f File, err error) {
	var links string
	var at int64
	if err = r.Scan(&f.ID, &f.ImportID, &f.Part, &f.MemberID, &f.SourceKey, &f.Kind, &f.Title, &f.Words, &f.FileName, &f.Digest, &f.Size, &links, &at); err != nil {
		return f, err
	}
	f.At = clock.FromMicros(at)
	return f, json.Unmarshal([]byte(links), &f.Links)
}

// AddFile notes a file that came along; its bytes are in the store already.
func AddFile(ctx context.Context, tx access.Tx, f File) (File, error) {
	f.ID = tx.NewID()
	_, err := database.Exec(ctx, tx, "intake.AddFile", `insert into register_import_file (`+fileColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
		f.ID, f.ImportID, f.Part, f.MemberID, f.SourceKey, f.Kind, f.Title, f.Words, f.FileName, f.Digest, f.Size, encoded(f.Links), clock.Micros(f.At))
	return f, err
}

// Files lists the files that came to a member, the latest first.
func Files(ctx context.Context, tx access.Tx, member string) ([]File, error) {
	return database.All(ctx, tx, "intake.Files", scanFile, `select `+fileColumns+` from register_import_file where member_id = $1 order by at desc, id limit 5000`, member)
}

// FileOf reads a file's record.
func FileOf(ctx context.Context, tx access.Tx, id string) (File, error) {
	where, args := tx.Only("member_id", []any{id})
	return database.One(ctx, tx, "intake.FileOf", scanFile, `select `+fileColumns+` from register_import_file where id = $1 and `+where, args...)
}

// RemoveFile takes a file's record away; its bytes go afterwards.
func RemoveFile(ctx context.Context, tx access.Tx, id string) error {
	_, err := database.Exec(ctx, tx, "intake.RemoveFile", `delete from register_import_file where id = $1`, id)
	return err
}

// Touching lists the imports of a source that brought something to a member.
func Touching(ctx context.Context, tx access.Tx, member, source string) ([]Import, error) {
	return database.All(ctx, tx, "intake.Touching", scanImport, `select `+importColumns+` from register_import where source = $2 and id in
		(select import_id from register_import_item where member_id = $1 union select import_id from register_import_left where member_id = $1) order by made_at desc limit 20`, member, source)
}

// Parted lists the parts for which something was set aside, in order.
func Parted(ctx context.Context, tx access.Tx, id string) ([]string, error) {
	return database.All(ctx, tx, "intake.Parted", func(r database.Row) (part string, err error) { return part, r.Scan(&part) },
		`select distinct part from register_import_row where import_id = $1 order by part`, id)
}

// Digests lists the files that an import brought for a part, by digest.
func Digests(ctx context.Context, tx access.Tx, id, part string) ([]string, error) {
	return database.All(ctx, tx, "intake.Digests", func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
		`select distinct digest from register_import_file where import_id = $1 and part = $2 and digest <> ''`, id, part)
}
