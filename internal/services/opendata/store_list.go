package opendata

import (
	"context"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// List returns the datasets of a list of deposits that the scope sees, and how
// many there are: three queries, however long the page.
func List(ctx context.Context, tx access.Tx, q Listing) ([]Line, int, error) {
	const op = "opendata.List"
	from, args := q.conditions(tx)
	counted, countArgs := from, args
	if q.Query == "" && q.Standing == "" && q.Schema == "" {
		counted, countArgs = q.all(tx)
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from `+counted, countArgs...)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	args = append(args, q.Limit, q.Offset)
	lines, err := database.All(ctx, tx, op, scanLine, fmt.Sprintf(`select p.id, p.member_id, p.title, p.latest, d.state,
			d.number, case when d.schema_name <> '' then d.schema_name else v.profile end, v.id, v.file_name,
			v.actor_kind, v.actor_id, v.actor_name, v.created_at
		from %s order by %s limit $%d offset $%d`, from, q.order(), len(args)-1, len(args)), args...)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.PieceID
	}
	lives, err := life.OfPieces(ctx, tx, ids)
	for i := range lines {
		lines[i].Life = lives[lines[i].PieceID]
	}
	return lines, total, err
}

func scanLine(row database.Row) (Line, error) {
	var l Line
	var state, kind string
	var created int64
	err := row.Scan(&l.PieceID, &l.MemberID, &l.Title, &l.Latest, &state, &l.Number, &l.Schema, &l.VersionID, &l.FileName,
		&kind, &l.Depositor.ID, &l.Depositor.Name, &created)
	l.State, l.Depositor.Kind, l.Deposited = State(state), access.ActorKind(kind), clock.FromMicros(created)
	if l.Schema == "none" {
		l.Schema = ""
	}
	return l, err
}

var listOrders = map[string]string{
	"title":   "d.sort_key, p.id",
	"-title":  "d.sort_key desc, p.id desc",
	"member":  "m.sort_key, l.updated_at desc, p.id desc",
	"-member": "m.sort_key desc, l.updated_at desc, p.id desc",
	"date":    "l.updated_at, l.version_id",
	"-date":   "l.updated_at desc, l.version_id desc",
}

func (q Listing) order() string {
	if order, ok := listOrders[q.Sort]; ok {
		return order
	}
	return listOrders["-date"]
}

// all returns the from clause that counts what no filter narrows.
func (q Listing) all(tx access.Tx) (string, []any) {
	only, args := tx.Only("member_id", nil)
	from := "piece where kind = '" + Kind + "' and " + only
	if q.MemberID != "" {
		args = append(args, q.MemberID)
		from += fmt.Sprintf(" and member_id = $%d", len(args))
	}
	return from, args
}

// conditions returns the from clause with its conditions, and the arguments.
// Lives come first, so that the databases walk their index of dates, the order
// in which lists are mostly read.
func (q Listing) conditions(tx access.Tx) (string, []any) {
	only, args := tx.Only("l.member_id", nil)
	conditions := []string{only, "l.kind = '" + Kind + "'"}
	add := func(condition string, arg any) {
		args = append(args, arg)
		conditions = append(conditions, strings.ReplaceAll(condition, "$$", fmt.Sprintf("$%d", len(args))))
	}
	words := strings.Fields(text.Fold(q.Query))
	if len(words) == 0 && strings.TrimSpace(q.Query) != "" {
		conditions = append(conditions, "1=0") // signs alone name nothing
	}
	for _, word := range words {
		add(`(p.search_text like $$ escape '\' or m.search_text like $$ escape '\')`, "%"+text.EscapeLike(word)+"%")
	}
	if q.MemberID != "" {
		add("l.member_id = $$", q.MemberID)
	}
	if c := q.Standing.condition(); c != "" {
		conditions = append(conditions, c)
	}
	// Under which schema a version was checked stands in the evidence of that
	// step; before, there is what its depositor said.
	switch {
	case q.Schema == "none":
		conditions = append(conditions, `d.schema_name = '' and (v.profile = 'none' or exists (select 1 from step s
			where s.version_id = v.id and s.stage = 'checked' and s.evidence like '%"schema":"none"%'))`)
	case q.Schema != "":
		args = append(args, q.Schema, `%"schema":"`+text.EscapeLike(q.Schema)+`"%`)
		conditions = append(conditions, fmt.Sprintf(`(d.schema_name = $%[1]d or v.profile = $%[1]d or exists (select 1 from step s
			where s.version_id = v.id and s.stage = 'checked' and s.evidence like $%[2]d escape '\'))`, len(args)-1, len(args)))
	}
	return `life l join version v on v.id = l.version_id
		join piece p on p.id = l.piece_id and p.latest = v.number
		join member m on m.id = l.member_id join dataset d on d.piece_id = l.piece_id where ` + strings.Join(conditions, " and "), args
}
