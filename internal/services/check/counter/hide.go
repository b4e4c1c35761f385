package counter

import (
	"strings"

	"airial/privacy"
)

// hidden stands for what a shared report does not repeat.
const hidden = "••••"

// hide takes out of a report what others need not read: the mended table, and
// values that look like personal data. Rows and columns stay, and say where to
// look in the file.
func hide(v *visit) {
	v.Mended = nil
	r := v.Report
	if r == nil {
		return
	}
	columns := make([]privacy.Column, len(r.Columns)+1)
	place := map[string]int{}
	for i, c := range r.Columns {
		columns[i] = privacy.Column{Name: c.Name}
		place[c.Name] = i
		if c.Field != "" {
			place[c.Field] = i
		}
	}
	// Each value is shown to the scanner in its own column, as a row of its own.
	scanner := privacy.NewScanner(columns, privacy.Options{Names: true, MaxFindings: 1 << 20})
	var texts []*string
	look := func(field string, text *string) {
		if *text == "" {
			return
		}
		at, known := place[field]
		if !known {
			at = len(columns) - 1
		}
		cells := make([][]byte, len(columns))
		cells[at] = []byte(*text)
		texts = append(texts, text)
		scanner.Row(len(texts), cells)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		look(f.Field, &f.Value)
		look(f.Field, &f.Repair)
	}
	for i := range r.Summary {
		for j := range r.Summary[i].Examples {
			look(r.Summary[i].Field, &r.Summary[i].Examples[j])
		}
	}
	secrets := map[string]bool{}
	for _, f := range scanner.Result().Findings {
		if f.Row > 0 && f.Row <= len(texts) {
			secrets[*texts[f.Row-1]] = true
		}
	}
	for _, text := range texts {
		if secrets[*text] {
			*text = hidden
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Value == hidden {
			f.Repair, f.HasRepair = "", false
		}
		for name, arg := range f.Args {
			if secrets[arg] || f.Value == hidden && (name == "name" || name == "before") {
				f.Args[name] = hidden
				continue
			}
			for secret := range secrets {
				if len(secret) > 4 && strings.Contains(arg, secret) {
					f.Args[name] = strings.ReplaceAll(f.Args[name], secret, hidden)
				}
			}
		}
	}
}
