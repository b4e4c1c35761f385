package organisation

import (
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/database"
)

// longestWord is more than any name has. PostgreSQL refuses words of 2 KiB.
const longestWord = 500

// named returns where the open members stand of which each of some words begins a
// word of the name or a code: what goes before a query, its from clause, to which
// conditions can be added, and its arguments from $1 on. Both databases know the
// same words: letters and digits, parted by one space each (text.Fold).
//
// PostgreSQL is asked for the words alone first: together with anything else it
// would rather take another index, and read the words of every member.
func named(d database.Dialect, words []string) (with, from string, args []any) {
	if slices.ContainsFunc(words, func(w string) bool { return len(w) > longestWord }) {
		words = nil
	}
	switch {
	case len(words) == 0:
		return "", `member where 1=0`, nil
	case d == database.Postgres:
		return `with found as materialized (select id, sort_key, kind, group_id, closed_at from member
			where to_tsvector('simple', search_text) @@ to_tsquery('simple', $1)) `, `found where closed_at = 0`,
			[]any{strings.Join(words, ":* & ") + ":*"}
	}
	from = `member where closed_at = 0`
	for i, word := range words {
		from += ` and ' ' || search_text like $` + strconv.Itoa(i+1)
		args = append(args, "% "+word+"%")
	}
	return "", from, args
}

// pageOf returns the query for a page of what was found, by name. Only the page
// is read whole.
func pageOf(with, from, page string) string {
	const order = ` order by sort_key, id`
	return with + `select ` + columns + ` from member where id in (select id from ` + from + order + page + `)` + order
}
