package paper

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// A Version is a template as it was saved. The one that comes with the program
// is number 0.
type Version struct {
	Kind    string
	Lang    i18n.Lang
	Number  int
	BuiltIn bool // the program's is in force
	Body    string
	Note    string
	At      time.Time
	By      string
}

// EventTemplate is what the journal says when a template was saved.
const EventTemplate = "register.paper-template"

const maxNote = 500

const versionColumns = `kind, lang, number, builtin, body, note, made_at, by_name`

func scanVersion(r database.Row) (v Version, err error) {
	var lang string
	var at int64
	err = r.Scan(&v.Kind, &lang, &v.Number, &v.BuiltIn, &v.Body, &v.Note, &at, &v.By)
	v.Lang, v.At = i18n.Lang(lang), clock.FromMicros(at)
	return v, err
}

// Versions lists the versions of a template, the latest first; the program's
// last.
func Versions(ctx context.Context, tx access.Tx, k Kind, l i18n.Lang) ([]Version, error) {
	list, err := database.All(ctx, tx, "paper.Versions", scanVersion,
		`select `+versionColumns+` from register_paper_template where kind = $1 and lang = $2 order by number desc`, k.Name, string(l))
	for n := range list {
		list[n] = list[n].of(k)
	}
	return append(list, k.first(l)), err
}

// first is the template of the program.
func (k Kind) first(l i18n.Lang) Version {
	return Version{Kind: k.Name, Lang: l, BuiltIn: true, Body: k.builtIn(l)}
}

// of gives a version that means the program's template its text.
func (v Version) of(k Kind) Version {
	if v.BuiltIn {
		v.Body = k.builtIn(v.Lang)
	}
	return v
}

// InForce is the template by which papers are made.
func InForce(ctx context.Context, tx access.Tx, k Kind, l i18n.Lang) (Version, error) {
	list, err := Versions(ctx, tx, k, l)
	if err != nil {
		return Version{}, err
	}
	return list[0], nil
}

// Check reads a template and tells what is wrong with it: Invalid, with the
// line.
func (k Kind) Check(body string, l i18n.Lang) (*document.Template, error) {
	t, err := document.Parse(body)
	if err != nil {
		return nil, err
	}
	return t, t.Check(k.Sample(l))
}

// officer tells whether the scope words the papers.
func officer(s access.Scope) bool { return s.IsSystem() || s.Has(access.ProtectionOfficer) }

// Save makes a text the template in force. was is the number of the version that
// was shown: where somebody else has saved meanwhile it is a Conflict.
func Save(ctx context.Context, tx access.Tx, k Kind, l i18n.Lang, was int, body, note string) (Version, error) {
	body = strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")) + "\n"
	if _, err := k.Check(body, l); err != nil {
		return Version{}, err
	}
	if body == "\n" {
		return Version{}, fault.New(fault.Invalid, "paper.Save", "Le modèle est vide.", "The template is empty.")
	}
	return save(ctx, tx, k, was, Version{Kind: k.Name, Lang: l, Body: body, Note: strings.TrimSpace(note)})
}

// Restore puts the program's template back in force.
func Restore(ctx context.Context, tx access.Tx, k Kind, l i18n.Lang, was int) (Version, error) {
	return save(ctx, tx, k, was, Version{Kind: k.Name, Lang: l, BuiltIn: true})
}

func save(ctx context.Context, tx access.Tx, k Kind, was int, v Version) (Version, error) {
	const op = "paper.save"
	if !officer(tx.Scope()) {
		return v, fault.New(fault.Forbidden, op, "Seul le délégué à la protection des données écrit les modèles de documents.", "Only the data-protection officer words the templates of papers.")
	}
	if len(v.Note) > maxNote {
		return v, fault.New(fault.Invalid, op, "La note dépasse %[1]d caractères.", "The note exceeds %[1]d characters.", maxNote)
	}
	if k.in(v.Lang) != v.Lang {
		return v, fault.New(fault.Invalid, op, "Ce document n’existe qu’en français.", "This paper exists in French only.")
	}
	last, err := InForce(ctx, tx, k, v.Lang)
	if err != nil {
		return v, err
	}
	if last.Number != was {
		return v, fault.New(fault.Conflict, op, "%s a enregistré une autre version de ce modèle entre-temps. Comparez-la à la vôtre, puis enregistrez de nouveau.",
			"%s has saved another version of this template meanwhile. Compare it with yours, then save again.", last.By)
	}
	if v.BuiltIn == last.BuiltIn && (v.BuiltIn || v.Body == last.Body) {
		return last, nil // nothing has changed
	}
	by := tx.Scope().Actor()
	v.Number, v.At, v.By = last.Number+1, tx.Clock().Now(), by.Name
	if _, err := database.Exec(ctx, tx, op, `insert into register_paper_template (kind, lang, number, builtin, body, note, made_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, v.Kind, string(v.Lang), v.Number, database.Bool(v.BuiltIn), v.Body, v.Note, clock.Micros(v.At), by.ID, by.Name); err != nil {
		return v, err
	}
	return v.of(k), tx.Record(ctx, EventTemplate, "", v.Kind, map[string]any{"lang": string(v.Lang), "version": v.Number, "builtin": v.BuiltIn})
}
