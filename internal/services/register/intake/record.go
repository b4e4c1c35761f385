package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	platform "airial/internal/platform/text"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// bases are words by which a legal basis is known.
var basisWords = []struct{ code, words string }{
	{"6.1.a", "consent"}, {"6.1.c", "obligation"}, {"6.1.e", "public"}, {"6.1.d", "vita"}, {"6.1.f", "legitim"}, {"6.1.b", "contra"}, {"LIL-III", "police"},
}

// builder makes a record out of a row.
type builder struct {
	terms  model.Terms
	have   *model.Record // what the register says already, whose rows are known by their text
	record model.Record
	extra  []string // what has no place, for the remarks
}

// Build makes the record that a row means under a mapping. What is wrong is a
// reason for people.
func Build(l Line, mapping []string, terms model.Terms) (model.Record, error) {
	return build(l, mapping, terms, nil)
}

func build(l Line, mapping []string, terms model.Terms, have *model.Record) (model.Record, error) {
	b := &builder{terms: terms, have: have, record: model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}}
	var late []int
	for n, code := range mapping {
		v := strings.TrimSpace(l.cell(n))
		switch {
		case code == "" || v == "":
		case slices.Contains([]string{"basis", "law", "retention", "fate"}, code):
			late = append(late, n)
		default:
			if err := b.put(code, v); err != nil {
				return b.record, err
			}
		}
	}
	for _, n := range late { // they go to all rows of a list
		if err := b.every(mapping[n], strings.TrimSpace(l.cell(n))); err != nil {
			return b.record, err
		}
	}
	if len(b.extra) > 0 {
		was := b.record.Fields["remarks"].Fr
		b.record.Fields["remarks"] = model.V(strings.TrimSpace(was + "\n" + strings.Join(b.extra, "\n")))
	}
	r := b.record.Tidy()
	if r.Get("name").Empty() {
		return r, wrong("le nom du traitement manque", "the name of the activity is missing")
	}
	return r, activity.Spec.Check(r)
}

func wrong(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "intake.Build", fr, en, args...)
}

func (b *builder) put(code, v string) error {
	list, kind, _ := strings.Cut(code, ".")
	switch {
	case code == "processors":
		b.lines("recipients", v, map[string]string{"kind": "processor"})
	case list == "recipients" && kind != "":
		b.lines("recipients", v, map[string]string{"kind": kind})
	case list == "measures" && kind != "":
		b.add("measures", kind, map[string]string{"kind": kind, "detail": v})
	case list == "data" && kind != "":
		kind, isTerm := strings.CutSuffix(kind, ".active")
		cell := "detail"
		if isTerm {
			cell = "active"
		}
		b.data(kind, cell, v)
	default:
		if l, ok := activity.Spec.List(code); ok {
			b.list(l, v)
			return nil
		}
		f, ok := activity.Spec.Field(code)
		if !ok {
			return wrong("il n’y a pas de champ «\u00a0%[1]s\u00a0»", "there is no field “%[1]s”", code)
		}
		v, err := b.value(f, v)
		if err != nil {
			return err
		}
		b.record.Fields[code] = model.V(v)
	}
	return nil
}

// value reads a field of its type.
func (b *builder) value(f model.Field, v string) (string, error) {
	switch f.Type {
	case model.Choice:
		if code := choice(f, v); code != "" {
			return code, nil
		}
		return "", wrong("«\u00a0%[1]s\u00a0» n’est pas un choix de «\u00a0%[2]s\u00a0»", "“%[1]s” is no choice of “%[3]s”", v, f.Label.Fr, f.Label.En)
	case model.Yes:
		switch plainWords(v) {
		case "oui", "yes", "1", "x", "vrai", "true":
			return "1", nil
		}
		return "", nil
	case model.Day:
		for _, form := range []string{time.DateOnly, "02/01/2006", "2/1/2006", "02-01-2006", "2006-01-02T15:04:05", "02.01.2006"} {
			if t, err := time.Parse(form, v); err == nil {
				return t.Format(time.DateOnly), nil
			}
		}
		return "", wrong("«\u00a0%[1]s\u00a0» n’est pas une date", "“%[1]s” is no date", v)
	}
	return v, nil
}

// choice finds an option by its code or its label.
func choice(f model.Field, v string) string {
	words := plainWords(v)
	for _, o := range f.Options {
		if v == o.Code || words == plainWords(o.Label.Fr) || words == plainWords(o.Label.En) {
			return o.Code
		}
	}
	return ""
}

func basisOf(v string) string {
	f, _ := mustList("purposes").Cell("basis")
	if code := choice(f, v); code != "" {
		return code
	}
	words := plainWords(v)
	for _, w := range basisWords {
		if strings.Contains(v, w.code) || strings.Contains(words, w.words) {
			return w.code
		}
	}
	return ""
}

func mustList(name string) model.List { l, _ := activity.Spec.List(name); return l }

func (b *builder) add(list, key string, cells map[string]string) {
	key = platform.Slug(key)
	if len(key) > model.MaxKey {
		key = strings.Trim(key[:model.MaxKey], "-")
	}
	if key == "" {
		key = "x"
	}
	for n := 2; ; n++ {
		if _, taken := b.record.Row(list, key); !taken {
			break
		}
		key = fmt.Sprintf("%.70s-%d", strings.TrimRight(key, "-0123456789"), n)
	}
	row := model.Row{Key: key, Cells: map[string]model.Value{}}
	for c, v := range cells {
		if v = strings.TrimSpace(v); v != "" {
			row.Cells[c] = model.V(v)
		}
	}
	b.record.Lists[list] = append(b.record.Lists[list], row)
}

// data writes a cell of a category of data.
func (b *builder) data(category, cell, v string) {
	for _, row := range b.record.Lists["data"] {
		if row.Key == category {
			row.Cells[cell] = model.V(v)
			return
		}
	}
	b.add("data", category, map[string]string{"category": category, cell: v})
}

// lines adds a row for each line of a text.
func (b *builder) lines(list, v string, cells map[string]string) {
	for _, line := range strings.FieldsFunc(v, func(c rune) bool { return c == '\n' || c == ';' || c == '\r' }) {
		if line = strings.Trim(line, " \t-•*"); line == "" {
			continue
		}
		row := map[string]string{"name": line}
		for c, x := range cells {
			row[c] = x
		}
		b.add(list, line, row)
	}
}

// list reads the rows of a list as our own export writes them: a line each,
// cells with a dash between them; or as people write them, a name each.
func (b *builder) list(l model.List, v string) {
	if rows, ok := b.standing(l, v); ok {
		b.record.Lists[l.Name] = append(b.record.Lists[l.Name], rows...)
		return
	}
	split := func(c rune) bool { return c == '\n' || c == '\r' }
	if !strings.Contains(v, " – ") {
		split = func(c rune) bool { return c == '\n' || c == '\r' || c == ';' }
	}
	if l.Name == "purposes" && !strings.Contains(v, " – ") {
		split = func(c rune) bool { return c == '\r' } // a purpose is a sentence or several
	}
	if (l.Name == "people" || l.Name == "data") && !strings.Contains(v, " – ") {
		for _, chunk := range strings.FieldsFunc(v, split) {
			b.named(l, strings.Split(chunk, ","))
		}
		return
	}
	for _, line := range strings.FieldsFunc(v, split) {
		if line = strings.Trim(line, " \t-•*"); line != "" {
			b.row(l, strings.Split(line, " – "))
		}
	}
}

// standing tells whether a text is what our export shows of a list as it stands
// in the register: then these are its rows.
func (b *builder) standing(l model.List, v string) ([]model.Row, bool) {
	if b.have == nil || len(b.have.Lists[l.Name]) == 0 {
		return nil, false
	}
	for _, in := range []i18n.Lang{i18n.French, i18n.English} {
		var lines []string
		for _, r := range b.have.Lists[l.Name] {
			lines = append(lines, activity.RowText(in, b.terms, l, r))
		}
		if strings.TrimSpace(strings.Join(lines, "\n")) == strings.ReplaceAll(v, "\r\n", "\n") {
			return b.have.Lists[l.Name], true
		}
	}
	return nil, false
}

// named reads categories with commas between them, which their labels have too:
// the longest run of parts that is a label counts.
func (b *builder) named(l model.List, parts []string) {
	category, _ := l.Cell("category")
	for n := 0; n < len(parts); {
		end := len(parts)
		for ; end > n+1 && b.coded(category, strings.TrimSpace(strings.Join(parts[n:end], ","))) == ""; end-- {
		}
		if p := strings.Trim(strings.Join(parts[n:end], ","), " \t-•*"); p != "" {
			b.row(l, []string{p})
		}
		n = end
	}
}

// row places the parts of a line into cells: codes and labels where they are
// known, texts in order.
func (b *builder) row(l model.List, parts []string) {
	cells, at := map[string]string{}, 0
	for _, p := range parts {
		p = strings.TrimSpace(p)
		placed := false
		for n := at; n < len(l.Cells) && !placed; n++ {
			if code := b.coded(l.Cells[n], p); code != "" {
				cells[l.Cells[n].Name], at, placed = code, n+1, true
			}
		}
		for n := at; n < len(l.Cells) && !placed; n++ {
			if t := l.Cells[n].Type; t == model.Line || t == model.Long {
				cells[l.Cells[n].Name], at, placed = p, n+1, true
			}
		}
		if !placed {
			b.extra = append(b.extra, l.Label.Fr+"\u202f: "+p)
		}
	}
	switch l.Name {
	case "data", "people":
		if cells["category"] == "" { // no category that is known: the remarks have it
			b.extra = append(b.extra, l.Label.Fr+"\u202f: "+strings.Join(parts, " – "))
			return
		}
		if _, twice := b.record.Row(l.Name, cells["category"]); twice && cells["detail"] == "" {
			return
		}
	case "measures":
		if cells["kind"] == "" {
			cells["kind"] = "other"
		}
	case "recipients":
		if cells["kind"] == "" {
			cells["kind"] = "external"
		}
	}
	key := cells[l.Title]
	b.add(l.Name, key, cells)
}

// coded is the code that a text stands for in a cell, "" for none.
func (b *builder) coded(f model.Field, v string) string {
	switch f.Type {
	case model.Choice:
		if f.Name == "basis" {
			return choiceOrBasis(f, v)
		}
		return choice(f, v)
	case model.Named:
		words := plainWords(v)
		for _, t := range b.terms.Of(f.Vocabulary) {
			if v == t.Code || words == plainWords(t.Label.Fr) || words == plainWords(t.Label.En) {
				return t.Code
			}
		}
		if len(words) < 4 {
			return ""
		}
		for _, t := range b.terms.Of(f.Vocabulary) { // "usager" for "Usagers"
			label := plainWords(t.Label.Fr)
			if label == strings.TrimSuffix(words, "s") || words == strings.TrimSuffix(label, "s") || strings.HasPrefix(label, strings.TrimSuffix(words, "s")+" ") {
				return t.Code
			}
		}
	}
	return ""
}

func choiceOrBasis(f model.Field, v string) string {
	if code := choice(f, v); code != "" {
		return code
	}
	if len([]rune(v)) < 40 {
		return basisOf(v)
	}
	return ""
}

// every writes a cell into all rows of a list.
func (b *builder) every(code, v string) error {
	list, cell := "purposes", code
	switch code {
	case "basis":
		if v = basisOf(v); v == "" {
			return wrong("la base légale n’est pas reconnue", "the legal basis is not recognised")
		}
	case "retention":
		list, cell = "data", "active"
	case "fate":
		list = "data"
		f, _ := mustList("data").Cell("fate")
		if v = choice(f, v); v == "" {
			return wrong("le sort final n’est pas reconnu\u202f: C, T ou D", "the final fate is not recognised: C, T or D")
		}
	}
	rows := b.record.Lists[list]
	if len(rows) == 0 {
		if list == "data" {
			b.extra = append(b.extra, "Durée de conservation\u202f: "+v)
			return nil
		}
		b.add(list, "p1", map[string]string{cell: v})
		return nil
	}
	for _, r := range rows {
		if r.Cells[cell].Empty() {
			r.Cells[cell] = model.V(v)
		}
	}
	return nil
}

// reason is why a row is bad, for people.
func reason(err error) i18n.Text { return fault.Message(err) }
