package processor

import (
	"embed"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

//go:embed data
var data embed.FS

// both reads "français | English".
func both(s string) model.Value {
	fr, en, _ := strings.Cut(s, " | ")
	return model.Value{Fr: strings.TrimSpace(fr), En: strings.TrimSpace(en)}
}

func say(s string) i18n.Text {
	v := both(s)
	return i18n.Text{Fr: v.Fr, En: v.In(i18n.English)}
}

// A Clause is something that a contract with a processor must say.
type Clause struct {
	Code   string
	Label  i18n.Text
	Source string // the article that asks for it
	Text   string // a wording for the annex, in French
}

var clauseFile = func() (f struct {
	Date    string
	Clauses []struct{ Code, Label, Source, Text string }
}) {
	b, err := data.ReadFile("data/clauses.yaml")
	if err == nil {
		err = yaml.Unmarshal(b, &f)
	}
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	return f
}()

// Clauses lists what a contract must say, with the day on which the list was
// made.
func Clauses() (list []Clause, date string) {
	for _, c := range clauseFile.Clauses {
		list = append(list, Clause{Code: c.Code, Label: say(c.Label), Source: c.Source, Text: c.Text})
	}
	return list, clauseFile.Date
}

func clauseOptions() (out []model.Option) {
	list, _ := Clauses()
	for _, c := range list {
		out = append(out, model.Option{Code: c.Code, Label: c.Label})
	}
	return out
}

// A Checked clause is one with what was found in a contract.
type Checked struct {
	Clause
	State string // yes, part, no; "" while nobody has looked
	Where string
}

// OK tells whether the contract says it.
func (c Checked) OK() bool { return c.State == clauseYes }

// StateLabel is the state in words.
func (c Checked) StateLabel() i18n.Text {
	for _, o := range clauseStates {
		if o.Code == c.State {
			return o.Label
		}
	}
	return i18n.T("À regarder", "To be looked at")
}

// CheckClauses sets what a record says of its contract beside all that a
// contract must say.
func CheckClauses(r model.Record) (list []Checked, missing int) {
	all, _ := Clauses()
	for _, c := range all {
		x := Checked{Clause: c}
		for _, row := range r.Lists[lClauses] {
			if row.Cells["clause"].Fr == c.Code {
				x.State, x.Where = row.Cells["state"].Fr, row.Cells["where"].Fr
			}
		}
		if !x.OK() {
			missing++
		}
		list = append(list, x)
	}
	return list, missing
}

// withClauses writes the state of clauses into a record. What equals the
// catalogue's goes on following it.
func withClauses(r model.Record, list []Checked) model.Record {
	rows := []model.Row{}
	for _, row := range r.Lists[lClauses] { // the order and the keys that there are stay
		for _, c := range list {
			if row.Cells["clause"].Fr == c.Code {
				rows = append(rows, clauseRow(row.Key, c))
			}
		}
	}
	for _, c := range list {
		if c.State == "" && c.Where == "" {
			continue
		}
		if !named(rows, c.Code) {
			rows = append(rows, clauseRow(c.Code, c))
		}
	}
	lists := map[string][]model.Row{}
	for name, l := range r.Lists {
		lists[name] = l
	}
	lists[lClauses] = rows
	return model.Record{Fields: r.Fields, Lists: lists}
}

func named(rows []model.Row, code string) bool {
	for _, row := range rows {
		if row.Cells["clause"].Fr == code {
			return true
		}
	}
	return false
}

func clauseRow(key string, c Checked) model.Row {
	return model.Row{Key: key, Cells: map[string]model.Value{"clause": model.V(c.Code), "state": model.V(c.State), "where": model.V(c.Where)}}
}
