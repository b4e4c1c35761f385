package app

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/draft"
	"airial/internal/services/opendata"
)

// faulty is a file of grants with what can be mended for certain, and what
// cannot: a date that does not exist, and digits that are lost.
const faulty = header + "Commune,213 399 900 00017,08/04/2025,D1,Judo,899 999 007 00011,,Tournoi,\"1 500,50\", Aide en numeraire ,unique,2025-05-02,,NON,1,\n" +
	"Commune,21339990000017,31/02/2025,D2,Voile,\"8,03E+13\",,Stage,800,aide en numéraire,unique,2025-05-02,,non,1,\n"

// eachDesk is eachOffice with its pages, and a secretary of the town.
func eachDesk(t *testing.T, test func(t *testing.T, o *office)) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.secretary = o.person("secretaire", "Marie Secrétaire", o.town, access.Depositor)
		o.build(slog.New(slog.DiscardHandler))
		test(t, o)
	})
}

func (p reply) html() string     { return p.Body.String() }
func (p reply) location() string { return p.Header().Get("Location") }

// refused deposits the faulty file and waits for its refusal.
func refused(o *office, title string) piece.Version {
	v := o.deposit(o.secretary, o.town, title, faulty, false)
	o.settle()
	return v
}

func (o *office) bytes(v piece.Version) string {
	o.t.Helper()
	f, err := o.app.Blobs.Open(o.t.Context(), v.MemberID, v.Digest)
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

func TestCorrectInThePage(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		v := refused(o, "Subventions fautives")
		s := o.as(o.secretary)
		began := s.post("/console/drafts/correct", url.Values{"piece": {v.PieceID}, "number": {"1"}})
		again := s.post("/console/drafts/correct", url.Values{"piece": {v.PieceID}, "number": {"1"}})
		path := began.location()
		if path == "" || path != again.location() {
			t.Fatalf("%q, then %q", path, again.location())
		}
		page := s.get(path)
		page.says("1500.50", "2025-04-08", "aide en numéraire", "Accepter les corrections cochées")
		accept := []string{"number\x1fmontant", "identifier\x1fidAttribuant", "identifier\x1fidBeneficiaire", "value\x1fnature", "boolean\x1fnotificationUE"}
		s.post(path+"/rules", url.Values{"accept": accept}) // the dates are declined
		page = s.get(path)
		if !strings.Contains(page.html(), "3 erreurs") || !strings.Contains(page.html(), "8,03E+13") {
			t.Errorf("what is left is not shown: %s", page.text())
		}

		// A cell is written as people write dates; the other date too, by hand.
		row := func(n int, was ...string) url.Values {
			b, _ := json.Marshal(was)
			return url.Values{"line": {fmt.Sprint(n)}, fmt.Sprintf("was-%d", n): {string(b)}}
		}
		first := []string{"Commune", "21339990000017", "08/04/2025", "D1", "Judo", "89999900700011", "", "Tournoi", "1500.50", "aide en numéraire", "unique", "2025-05-02", "", "non", "1", ""}
		second := []string{"Commune", "21339990000017", "31/02/2025", "D2", "Voile", "8,03E+13", "", "Stage", "800", "aide en numéraire", "unique", "2025-05-02", "", "non", "1", ""}
		form := row(2, first...)
		form.Set("c-2-2", "8 avril 2025")
		form.Set("live", "save")
		if a := s.post(path+"/cells", form); !strings.Contains(a.html(), `2025-04-08`) || strings.Contains(a.html(), "<li>") {
			t.Errorf("the row says %s", a.html())
		}
		form = row(3, second...)
		form.Set("c-3-2", "2025-02-28")
		form.Set("live", "try")
		if a := s.post(path+"/cells", form); strings.Contains(a.html(), "dateConvention</span>") || !strings.Contains(a.html(), "8,03E+13") {
			t.Errorf("the row that is being typed says %s", a.html())
		}
		form.Del("live")
		form.Set("c-3-5", "89999900700011")
		s.post(path+"/cells", form)

		// It is taken back, and made again.
		s.post(path+"/undo", nil)
		s.post(path+"/recheck", nil)
		if page := s.get(path); !strings.Contains(page.html(), "2 erreurs") {
			t.Errorf("undone: %s", page.text())
		}
		if a := s.post(path+"/deposit", nil); a.Code != 409 || !strings.Contains(a.html(), "Déposer quand même") {
			t.Errorf("errors are left, and it is deposited: %d", a.Code)
		}
		s.post(path+"/undo", url.Values{"again": {"1"}})
		s.post(path+"/recheck", nil)
		if page := s.get(path); !strings.Contains(page.html(), "aucune erreur") {
			t.Errorf("made again: %s", page.text())
		}
		if a := s.post(path+"/deposit", nil); a.Code != 303 {
			t.Fatalf("the deposit answers %d: %s", a.Code, a.text())
		}
		o.settle()

		var made piece.Version
		o.write(o.secretary, func(tx access.Tx) (err error) {
			made, err = piece.ByNumber(t.Context(), tx, v.PieceID, 2)
			return err
		})
		want := header + strings.Join(replaced(first, 2, "2025-04-08"), ",") + "\n" + strings.Join(replaced(replaced(second, 2, "2025-02-28"), 5, "89999900700011"), ",") + "\n"
		if diff := cmp.Diff(want, o.bytes(made)); diff != "" {
			t.Error(diff)
		}
		o.write(o.secretary, func(tx access.Tx) error {
			e, err := draft.EvidenceOf(t.Context(), tx, made.ID)
			if err != nil || e == nil {
				t.Fatalf("no evidence: %v", err)
			}
			if e.From.Digest != v.Digest || e.To.Digest != made.Digest || e.Written != 3 || e.Mended() != 5 || e.Before.Errors == 0 || e.After.Errors != 0 {
				t.Errorf("evidence: %+v", e)
			}
			if diff := cmp.Diff([]draft.Cell{{Row: 2, Field: "dateConvention"}, {Row: 3, Field: "dateConvention"}, {Row: 3, Field: "idBeneficiaire"}}, e.Cells,
				cmp.Transformer("sorted", sortedCells)); diff != "" {
				t.Error(diff)
			}
			if b, _ := json.Marshal(e); strings.Contains(string(b), "2025-02-28") || strings.Contains(string(b), "Voile") {
				t.Errorf("the evidence holds a value: %s", b)
			}
			return nil
		})
		if page := s.get("/console/deposits/" + v.PieceID); !strings.Contains(page.html(), "Liste des corrections") {
			t.Error("the page of the dataset does not lead to the evidence")
		}
		if a := s.get(path); a.Code != 404 {
			t.Errorf("the draft is still there: %d", a.Code)
		}
	})
}

func sortedCells(list []draft.Cell) map[draft.Cell]bool {
	out := map[draft.Cell]bool{}
	for _, c := range list {
		out[c] = true
	}
	return out
}

func replaced(cells []string, at int, v string) []string {
	out := append([]string{}, cells...)
	out[at] = v
	return out
}

// Two people write into one cell: the second is told, and what stands stays.
func TestTwoWriteOneCell(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		v := refused(o, "Subventions disputées")
		id, err := o.app.drafts().Correct(t.Context(), o.secretary, v.PieceID, 1)
		if err != nil {
			t.Fatal(err)
		}
		other := o.person("autre", "Jeanne Autre", o.town, access.Depositor)
		edit := func(s access.Scope, to string) (out []draft.Conflict) {
			o.write(s, func(tx access.Tx) (err error) {
				out, err = o.app.drafts().Write(t.Context(), tx, id, []draft.Edit{{Row: 3, Col: 2, Was: "31/02/2025", To: to}})
				return err
			})
			return out
		}
		if c := edit(other, "2025-02-27"); len(c) != 0 {
			t.Fatalf("%+v", c)
		}
		c := edit(o.secretary, "2025-02-28")
		if len(c) != 1 || c[0].Theirs != "2025-02-27" || c[0].By != "Jeanne Autre" {
			t.Errorf("%+v", c)
		}
		if c := edit(o.secretary, "2025-02-27"); len(c) != 0 { // the same is no conflict
			t.Errorf("%+v", c)
		}
		// A later version meanwhile stops the deposit; a stranger sees nothing.
		o.write(o.secretary, func(tx access.Tx) error {
			return o.app.drafts().Accept(t.Context(), tx, id, nil)
		})
		later := o.app.drafts()
		if _, _, err := o.app.OpenData.Deposit(t.Context(), o.secretary, opendata.Request{MemberID: o.town.ID, PieceID: v.PieceID, FileName: "s.csv"}, strings.NewReader(grants("A", "B", "3"))); err != nil {
			t.Fatal(err)
		}
		if _, err := later.Deposit(t.Context(), o.secretary, id, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("a later version is overwritten: %v", err)
		}
		stranger := o.person("loin", "Paul Loin", o.village, access.Depositor)
		if a := o.as(stranger).get(draft.Path(id)); a.Code != 404 {
			t.Errorf("a stranger gets %d", a.Code)
		}
	})
}

// Rows that do not fit are not left behind in silence, and a page beyond the last
// is the last.
func TestStartFromTooLongATable(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		published(o, o.town, "Subventions de l’an dernier")
		o.settle()
		s := o.as(o.secretary)
		begin := url.Values{"member": {o.town.Siren}, "schema": {"scdl/subventions"}, "last": {"1"}}
		path := s.post("/console/drafts/new", begin).location()
		s.get(path + "?page=922337203685477581").is(200).says("Enregistrer ces lignes")

		o.clock.Advance(time.Hour)
		row := grants("A", "B", "3")[len(header):]
		v := o.deposit(access.System("test"), o.town, "Subventions longues", header+strings.Repeat(row, draft.MostRows+1), true)
		o.settle()
		if l := o.life(v.ID); l.Outcome != life.Done {
			t.Fatalf("the long table is %s", l.Outcome)
		}
		s.post("/console/drafts/new", begin).is(422).says("trop grand pour être écrit ici")
	})
}

// A table is begun from its schema, pasted into, and handed to the page that
// asks what it is.
func TestStartFromTheSchema(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		published(o, o.town, "Subventions de l’an dernier")
		o.settle()
		s := o.as(o.secretary)
		a := s.post("/console/drafts/new", url.Values{"member": {o.town.Siren}, "schema": {"scdl/subventions"}, "last": {"1"}})
		if a.location() == "" {
			t.Fatalf("%d: %s", a.Code, a.text())
		}
		page := s.get(a.location())
		if !strings.Contains(page.html(), `value="2025-04-08"`) && !strings.Contains(page.html(), `value="2025`) {
			t.Errorf("the rows of last year are not there: %s", page.text())
		}
		text := "nomBeneficiaire\tmontant\tdateConvention\n\"Les\namis\"\t1 200,50\t1er avril 2026\n"
		s.post(a.location()+"/paste", url.Values{"text": {text}})
		page = s.get(a.location())
		for _, want := range []string{"1200.50", "2026-04-01"} {
			if !strings.Contains(page.html(), want) {
				t.Errorf("what was pasted is not mended: %q is missing", want)
			}
		}
		back := s.post(a.location()+"/deposit", nil)
		if back.Code != 409 { // the pasted row lacks what is required
			t.Errorf("%d", back.Code)
		}
		back = s.post(a.location()+"/deposit", url.Values{"anyway": {"1"}})
		if !strings.Contains(back.location(), "/console/deposits/confirm?upload=") {
			t.Fatalf("%d %q", back.Code, back.location())
		}
		if confirm := s.get(back.location()); !strings.Contains(confirm.html(), "subventions.csv") {
			t.Error("the file does not wait for its sender")
		}
		file := s.get("/console/drafts/template?format=xlsx&schema=scdl/subventions&last=1&member=" + o.town.Siren)
		if file.Code != 200 || !strings.HasPrefix(file.html(), "PK") {
			t.Errorf("the template: %d", file.Code)
		}
	})
}
