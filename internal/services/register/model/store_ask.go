package model

import (
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// An Ask chooses instances.
type Ask struct {
	Kind    Kind
	Member  string // "" for all that the scope sees
	Model   string
	Query   string // words, each of which must be found
	State   State
	Waiting bool // only those with something to settle
	Shown   bool // only those on the public page
	Retired bool // those out of use too
	IDs     []string
}

func (a Ask) where(tx access.Tx) (string, []any) {
	only, args := tx.Only("i.member_id", []any{string(a.Kind)})
	where := []string{"i.kind = $1", only}
	add := func(condition string, values ...any) {
		marks := make([]any, len(values))
		for n, v := range values {
			args = append(args, v)
			marks[n] = len(args)
		}
		where = append(where, fmt.Sprintf(condition, marks...))
	}
	if a.Member != "" {
		add("i.member_id = $%d", a.Member)
	}
	if a.Model != "" {
		add("i.model_id = $%d", a.Model)
	}
	if a.State != "" {
		add("i.state = $%d", string(a.State))
	}
	if a.Waiting {
		where = append(where, "(i.open_count > 0 or i.proposed > i.version)")
	}
	if a.Shown {
		where = append(where, "i.shown = 1")
	}
	if !a.Retired {
		where = append(where, "i.retired_at = 0")
	}
	if a.IDs != nil {
		where = append(where, "i.id in ("+database.In(len(a.IDs), len(args)+1)+")")
		args = append(args, database.Args(a.IDs)...)
	}
	words := a.words()
	if len(words) == 0 && strings.TrimSpace(a.Query) != "" {
		where = append(where, "1=0")
	}
	if len(words) > 0 {
		found, more := a.inWords(words, len(args))
		where = append(where, found)
		args = append(args, more...)
	}
	return strings.Join(where, " and "), args
}

func (a Ask) words() []string { return strings.Fields(text.Fold(a.Query)) }

// inWords is the condition that an instance has all of some words: two lists,
// each by an index, which together are far fewer rows than a look at all. The
// words of a version are looked through once, not for each member that has it;
// those of instances, only where something is written locally. (“cross” says to
// SQLite in which order.)
func (a Ask) inWords(words []string, before int) (condition string, args []any) {
	inVersion, inOwn := []string{"n.model_id = v.model_id", "n.version = v.number", "n.words = ''"}, []string{"o.words <> ''"}
	if a.Member != "" {
		args = append(args, a.Member)
		inVersion = append(inVersion, fmt.Sprintf("n.member_id = $%d", before+1))
		inOwn = append(inOwn, fmt.Sprintf("o.member_id = $%d", before+1))
	}
	for _, w := range words {
		args = append(args, like(w))
		inVersion = append(inVersion, fmt.Sprintf(`v.words like $%d escape '\'`, before+len(args)))
		inOwn = append(inOwn, fmt.Sprintf(`o.words like $%d escape '\'`, before+len(args)))
	}
	return `i.id in (select n.id from register_version v cross join register_instance n
			where ` + strings.Join(inVersion, " and ") + `
		union all select o.id from register_instance o where o.kind = $1 and ` + strings.Join(inOwn, " and ") + `)`, args
}

func like(word string) string { return "%" + text.EscapeLike(word) + "%" }

// rank is the order in which those come first whose name has all the words.
func (a Ask) rank(before int) (order string, args []any) {
	var all []string
	for n, w := range a.words() {
		args = append(args, like(w))
		all = append(all, fmt.Sprintf(`%s like $%d escape '\'`, instanceOrder, before+n+1))
	}
	if len(all) == 0 {
		return "", nil
	}
	return `case when ` + strings.Join(all, " and ") + ` then 0 else 1 end`, args
}
