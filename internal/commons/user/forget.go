package user

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// forget takes a person out of every table whose declaration names one: rows
// that are hers alone go, her name elsewhere becomes the label, and so do her
// name, login and address in free text beside it. That a person acted, and her
// account's identifier, stay.
func forget(ctx context.Context, tx access.Tx, tables []database.Table, u User, label string) error {
	words := namesOf(u)
	for _, t := range tables {
		if !t.On(tx.Dialect()) {
			continue
		}
		for _, p := range t.People {
			if err := forgetIn(ctx, tx, t.Name, p, u.ID, words, label); err != nil {
				return err
			}
		}
	}
	return nil
}

func forgetIn(ctx context.Context, tx access.Tx, table string, p database.Person, account string, words *regexp.Regexp, label string) error {
	const op = "user.forget"
	where, args := names(p.ID, account)
	if p.Hers {
		_, err := database.Exec(ctx, tx, op, `delete from `+table+` where `+where, args...)
		return err
	}
	if p.Name != "" {
		type named struct{ id, name string }
		list, err := database.All(ctx, tx, op, func(r database.Row) (n named, err error) { return n, r.Scan(&n.id, &n.name) },
			`select distinct `+p.ID+`, `+p.Name+` from `+table+` where `+where, args...)
		if err != nil {
			return err
		}
		for _, n := range list {
			_, err := database.Exec(ctx, tx, op, `update `+table+` set `+p.Name+` = $1 where `+p.ID+` = $2 and `+p.Name+` = $3`,
				access.Relabel(n.id, n.name, account, label), n.id, n.name)
			if err != nil {
				return err
			}
		}
	}
	for _, column := range p.Words {
		list, err := database.All(ctx, tx, op, func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
			`select distinct `+column+` from `+table+` where `+where, args...)
		if err != nil {
			return err
		}
		for _, was := range list {
			is := words.ReplaceAllLiteralString(was, label)
			if is == was {
				continue
			}
			n := len(args) + 1
			set := append(append([]any{}, args...), is, was)
			_, err := database.Exec(ctx, tx, op, `update `+table+` set `+column+` = `+place(n)+` where `+where+` and `+column+` = `+place(n+1), set...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// names is the condition under which a column names an account: by its
// identifier, or by that of an actor in which it stands.
func names(column, account string) (string, []any) {
	ref := "user:" + account
	return `(` + column + ` in ($1, $2) or ` + column + ` like $3 or ` + column + ` like $4)`,
		[]any{account, ref, "%" + account + "/by:%", "%/by:" + account}
}

// namesOf finds what a text may call a person: her whole name, her family name
// with its capital, her login, her address.
func namesOf(u User) *regexp.Regexp {
	quoted := func(s string) string { return `(?i:` + regexp.QuoteMeta(s) + `)` }
	alternatives := []string{quoted(u.Name), quoted(u.Login)}
	if u.Email != "" {
		alternatives = append([]string{quoted(u.Email)}, alternatives...)
	}
	if parts := strings.Fields(u.Name); len(parts) > 1 {
		if family := parts[len(parts)-1]; utf8.RuneCountInString(family) > 2 {
			alternatives = append(alternatives, `\b`+regexp.QuoteMeta(family)+`\b`, `\b`+regexp.QuoteMeta(strings.ToUpper(family))+`\b`)
		}
	}
	return regexp.MustCompile(strings.Join(alternatives, "|"))
}

// entriesNaming lists the entries of the journal whose bodies name a person and
// that do not stand under her account: what she did herself, and the
// delegations that she gave or got.
func entriesNaming(ctx context.Context, tx access.Tx, u User) ([]string, error) {
	const op = "user.entriesNaming"
	words := namesOf(u)
	by, args := names("by_whom", u.ID)
	var out []string
	for _, from := range []string{"journal_leaf", "journal_inbox"} {
		err := database.Each(ctx, tx, op, func(r database.Row) error {
			var id, body string
			err := r.Scan(&id, &body)
			if words.MatchString(body) {
				out = append(out, id)
			}
			return err
		}, `select e.id, b.body from `+from+` e join journal_body b on b.entry = e.id
			where b.erased_by = '' and b.body <> '{}' and (`+by+` or e.subject in (select id from delegation where giver_id = $1 or taker_id = $1))`, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func place(n int) string { return database.In(1, n) }
