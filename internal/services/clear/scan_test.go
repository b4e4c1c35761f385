package clear

import (
	"context"
	"io"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/privacy"
)

// file is a table whose rows and surroundings a test writes down.
type file struct {
	columns []string
	rows    [][]string
	outside []string
	next    int
}

func (f *file) Open(context.Context, piece.Version) (Table, error) { return f, nil }
func (f *file) Close() error                                       { return nil }
func (f *file) Outside() []string                                  { return f.outside }

func (f *file) Columns() []privacy.Column {
	out := make([]privacy.Column, len(f.columns))
	for i, name := range f.columns {
		out[i] = privacy.Column{Name: name}
	}
	return out
}

func (f *file) Next() (int, [][]byte, error) {
	if f.next == len(f.rows) {
		return 0, nil, io.EOF
	}
	var cells [][]byte
	for _, c := range f.rows[f.next] {
		cells = append(cells, []byte(c))
	}
	f.next++
	return f.next + 1, cells, nil
}

func TestWhatIsScanned(t *testing.T) {
	const number = "06 39 98 12 34"
	for name, c := range map[string]struct {
		file  *file
		title string
		named string
		stop  bool
		field string
	}{
		"nothing":          {&file{columns: []string{"objet"}, rows: [][]string{{"Subvention"}}}, "Titre", "a.csv", false, ""},
		"in a cell":        {&file{columns: []string{"objet"}, rows: [][]string{{"Secours, " + number}}}, "Titre", "a.csv", true, "objet"},
		"in the title":     {&file{columns: []string{"objet"}}, "Secours, " + number, "a.csv", true, "title"},
		"in the name":      {&file{columns: []string{"objet"}}, "Titre", "secours 0639981234.csv", true, "file"},
		"in the header":    {&file{columns: []string{"Dupont", number}}, "Titre", "a.csv", true, "header"},
		"places":           {&file{columns: []string{"objet"}, outside: []string{"Commune de Lévignacq"}}, "Subventions de Pontenx", "a.csv", false, ""},
		"above the header": {&file{columns: []string{"objet"}, outside: []string{"Contact", number}}, "Titre", "a.csv", true, "above"},
	} {
		visit := life.Visit{Piece: piece.Piece{Title: c.title}, Version: piece.Version{FileName: c.named}}
		r, err := New(Parts{Tables: c.file, Clock: clock.System{}}).scan(t.Context(), visit, Origin{})
		if err != nil {
			t.Fatal(err)
		}
		if (r.Verdict == privacy.Stop) != c.stop {
			t.Errorf("%s: verdict %s", name, r.Verdict)
		}
		if c.stop && (len(r.Findings) != 1 || r.Findings[0].Field != c.field) {
			t.Errorf("%s: found %+v", name, r.Findings)
		}
	}
}

func TestADecisionNeedsAReason(t *testing.T) {
	for _, c := range []struct {
		verb, reason string
		fine         bool
	}{{VerbAllow, "Accord écrit.", true}, {VerbRefuse, "À retirer.", true}, {VerbAllow, " ", false}, {"publish", "x", false}} {
		err := stage{}.Accept(t.Context(), access.Tx{}, said("", `{"opinion": "favour"}`), life.Answer{Verb: c.verb, Reason: c.reason})
		if (err == nil) != c.fine || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestARefusalTakenBackIsNoYes(t *testing.T) {
	for verb, holds := range map[string]bool{"": false, life.Undo: true} {
		visit := life.Visit{Piece: piece.Piece{Title: "Titre"}}
		if verb != "" {
			visit.Answer = &life.Answer{Source: life.FromPerson, Verb: verb}
		}
		verdict, err := New(Parts{Tables: &file{columns: []string{"objet"}}, Clock: clock.System{}}).Stage().Visit(t.Context(), visit)
		if err != nil || verdict.Holds() != holds {
			t.Errorf("%q: holds %v, %v", verb, verdict.Holds(), err)
		}
	}
}
