package model

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }

func rowCount(f *form.Form, l List) string { return strconv.Itoa(rowsOf(f, l)) }

// rowTitle names a row of a form: by its title, or as a new one.
func rowTitle(ctx context.Context, e Edited, l List, n int) string {
	title := e.Spec.Show(lang(ctx), mustField(l, l.Title), V(e.Form.Raw(cellName(l.Name, n, l.Title))), e.Terms)
	if title == "" {
		return i18n.Sayf(ctx, "Nouvelle ligne\u202f: %s", "New row: %s", i18n.Read(ctx, l.One))
	}
	if len([]rune(title)) > 80 {
		title = string([]rune(title)[:79]) + "…"
	}
	return title
}

// asWritten says that a row's title is French, where it reads the same in both
// languages: it is somebody's own words.
func asWritten(e Edited, l List, n int) templ.Attributes {
	value, f := V(e.Form.Raw(cellName(l.Name, n, l.Title))), mustField(l, l.Title)
	if fr := e.Spec.Show(i18n.French, f, value, e.Terms); fr != "" && fr == e.Spec.Show(i18n.English, f, value, e.Terms) {
		return templ.Attributes{"lang": "fr"}
	}
	return nil
}

func control(ctx context.Context, e Edited, f Field, name, path string) ui.Control {
	c := ui.Control{Form: e.Form, Name: name, Label: i18n.Read(ctx, f.Label), Help: i18n.Read(ctx, f.Help), Rows: 2}
	if f.Required {
		c.Label += " *"
	}
	if f.Type == Day {
		c.Type, c.Narrow = "date", true
	}
	if e.HasBase && e.Own(path) {
		said := e.Spec.Show(lang(ctx), f, at(e.Base, path), e.Terms)
		if said == "" {
			said = i18n.Say(ctx, "rien", "nothing")
		}
		c.Help = strings.TrimSpace(c.Help + " " + i18n.Sayf(ctx, "Écrit ici. Le modèle dit\u202f: %s", "Written here. The model says: %s", said))
	}
	return c
}

// at is the text at a path of a record.
func at(r Record, path string) (v Value) {
	if content := At(r, path); content != "" {
		_ = json.Unmarshal([]byte(content), &v)
	}
	return v
}

// options are the choices of a field. A code that may not be chosen any more
// stays while it is the one that is written.
func options(ctx context.Context, e Edited, f Field, name string) []ui.Option {
	out := []ui.Option{{Value: "", Label: "–"}}
	now := e.Form.Raw(name)
	there := now == ""
	add := func(code, label string) {
		out = append(out, ui.Option{Value: code, Label: label})
		there = there || code == now
	}
	for _, o := range f.Options {
		add(o.Code, i18n.Read(ctx, o.Label))
	}
	if f.Type == Named {
		for _, t := range e.Terms.Of(f.Vocabulary) {
			add(t.Code, i18n.Read(ctx, t.Label))
		}
	}
	if !there {
		label := now
		if t, ok := e.Terms.Find(f.Vocabulary, now); ok {
			label = i18n.Read(ctx, t.Label)
		}
		add(now, i18n.Sayf(ctx, "%s (retirée)", "%s (removed)", label))
	}
	return out
}

func columns(ctx context.Context, l List) []ui.Column {
	var out []ui.Column
	for _, c := range l.Cells {
		out = append(out, ui.Column{Label: i18n.Read(ctx, c.Label)})
	}
	return out
}

func (s Shown) has(p Part) bool {
	for _, l := range p.Lists {
		if len(s.Record.Lists[l.Name]) > 0 {
			return true
		}
	}
	return s.hasFields(p)
}

// lists are those of a part, without the columns in which nothing stands: a page
// is not as wide as a form.
func (s Shown) lists(p Part) []List {
	out := slices.Clone(p.Lists)
	for i, l := range out {
		out[i].Cells = nil
		for n, c := range l.Cells {
			if n == 0 || slices.ContainsFunc(s.Record.Lists[l.Name], func(r Row) bool { return !r.Cells[c.Name].Empty() }) {
				out[i].Cells = append(out[i].Cells, c)
			}
		}
	}
	return out
}

func (s Shown) hasFields(p Part) bool {
	for _, f := range p.Fields {
		if !s.Record.Get(f.Name).Empty() {
			return true
		}
	}
	return false
}

func (s Shown) words(ctx context.Context, f Field, v Value) string {
	if f.Type == Day && v.Fr != "" {
		return DayWords(ctx, v.Fr)
	}
	return s.Spec.Show(lang(ctx), f, v, s.Terms)
}

func (s Shown) sensitive(f Field, v Value) bool {
	t, ok := s.Terms.Find(f.Vocabulary, v.Fr)
	return f.Type == Named && ok && t.Sensitive
}

func (s Shown) gone(f Field, v Value) bool {
	if f.Type != Named || v.Empty() {
		return false
	}
	t, ok := s.Terms.Find(f.Vocabulary, v.Fr)
	return !ok || !t.Removed.IsZero()
}

// content writes what stands at a path for people: a text, or the texts of a
// row.
func (s Shown) content(ctx context.Context, path, content string) string {
	f, l, _ := s.Spec.Of(path)
	if _, key, cell := SplitPath(path); key != "" && cell == "" {
		row, ok := Override{Content: content}.Row()
		if content == "" || !ok {
			return i18n.Say(ctx, "pas de ligne", "no row")
		}
		var parts []string
		for _, c := range l.Cells {
			if w := s.words(ctx, c, row.Cells[c.Name]); w != "" {
				parts = append(parts, w)
			}
		}
		return strings.Join(parts, " · ")
	}
	if content == "" {
		return "–"
	}
	if w := s.words(ctx, f, Override{Content: content}.Value()); w != "" {
		return w
	}
	return "–"
}

// wordsIn names a path by the record that has its row.
func (s Shown) wordsIn(ctx context.Context, path string, from, to Record) string {
	r := to
	if list, key, _ := SplitPath(path); key != "" {
		if _, ok := to.Row(list, key); !ok {
			r = from
		}
	}
	return s.Spec.Words(lang(ctx), path, r, s.Terms)
}

// DayWords writes a day (2026-11-28) for people.
func DayWords(ctx context.Context, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.ShortDate(ctx, t)
}
