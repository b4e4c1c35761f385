package processor_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/processor"
)

const (
	catalogue = processor.CataloguePath
	every     = "/console/operator/rgpd/processors"
)

// uses is a register of activities that is written down.
type uses struct {
	list  []processor.Use
	names []string
	led   []string
}

func (u *uses) Of(_ context.Context, _ access.Tx, member string) (out []processor.Use, err error) {
	for _, x := range u.list {
		if member == "" || x.MemberID == member {
			out = append(out, x)
		}
	}
	return out, nil
}

func (u *uses) Names(context.Context, access.Tx, string) ([]string, error) { return u.names, nil }

func (u *uses) Lead(_ context.Context, _ access.Tx, member, from, to string, _ []string) ([]string, error) {
	u.led = append(u.led, from+">"+to)
	return []string{"a1"}, nil
}

// nofiles keeps none: what is done with files is the whole system's test.
type nofiles struct{}

func (nofiles) Put(context.Context, string, io.Reader) (blob.Ref, error) { return blob.Ref{}, nil }
func (nofiles) Claim(context.Context, access.Tx, string, string) error   { return nil }
func (nofiles) Open(context.Context, string, string) (b blob.Blob, err error) {
	return b, fault.Missing("test")
}
func (nofiles) Destroy(context.Context, string, []string) error { return nil }

type world struct {
	*consoletest.Desk
	room           *processor.Service
	uses           *uses
	officer, clerk access.Scope
	entry          string // of the catalogue: payroll
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, model.Schema, paper.Schema, processor.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), uses: &uses{}, officer: organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), clerk: organisationtest.At("clerk", g.Village, access.Depositor)}
		w.room = processor.New(processor.Parts{Doors: g.Doors, Files: nofiles{}, Uses: w.uses})
		w.Serve(w.room.Pages(w.Console).Register)
		w.Write(t, w.officer, func(tx access.Tx) error {
			r := record("Paie Océane", "Océane Gestion")
			r.Lists = map[string][]model.Row{"clauses": {{Key: "audit", Cells: map[string]model.Value{"clause": model.V("audit"), "state": model.V("yes"), "where": model.V("art. 12")}}}}
			m, err := model.Make(t.Context(), tx, processor.CatalogueSpec, model.Model{Code: "P1"}, r)
			if err == nil {
				_, err = model.Issue(t.Context(), tx, processor.CatalogueSpec, m.ID, "")
			}
			w.entry = m.ID
			return err
		})
		test(t, w)
	})
}

func record(name, supplier string) model.Record {
	return model.Record{Fields: map[string]model.Value{"name": model.V(name), "supplier": model.V(supplier), "country": model.V("France"), "law": model.V("eu")}}
}

func (w *world) products(t *testing.T, m organisation.Member) (list []model.Full) {
	w.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		list, err = model.All(t.Context(), tx, model.Ask{Kind: processor.Kind, Member: m.ID})
		return err
	})
	return list
}

// One tick, then the clauses one by one: what the operator has read is there,
// what the member finds is its own, and a new version of the catalogue reaches
// the rest.
func TestATickThenTheClauses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		path := processor.Path(w.Village.Siren)
		w.uses.names = []string{"PAIE OCEANE"}
		body, _ := w.Wants(200, w.clerk, path+"/new")
		consoletest.Says(t, "the catalogue", body, "Paie Océane", "vos traitements le nomment")
		w.Wants(303, w.clerk, path+"/tick", "model", w.entry)
		w.Wants(409, w.clerk, path+"/tick", "model", w.entry)
		w.Wants(422, w.clerk, path+"/tick", "go", "1")
		one := w.products(t, w.Village)[0]
		list, missing := processor.CheckClauses(one.Record)
		if missing != len(list)-1 {
			t.Fatalf("%d of %d clauses are missing", missing, len(list))
		}
		here := path + "/" + one.ID
		body, _ = w.Wants(200, w.clerk, here)
		consoletest.Says(t, "the page", body, "11 clauses manquent", "art. 12")
		w.Wants(303, w.clerk, here+"/clauses", "rev", "1", "state-audit", "yes", "where-audit", "art. 12", "state-breach", "part", "where-breach", "p. 4", "state-security", "yes")
		one = w.products(t, w.Village)[0]
		if _, missing = processor.CheckClauses(one.Record); missing != len(list)-2 {
			t.Errorf("%d clauses are missing", missing)
		}
		if one.Own("clauses#audit.where") || one.Own("clauses#audit") {
			t.Error("a clause that equals the catalogue’s does not follow it any more")
		}
		w.Wants(409, w.clerk, here+"/clauses", "rev", "1")
		w.Wants(422, w.clerk, here+"/clauses", "rev", "2", "state-audit", "perhaps")
		w.Wants(404, organisationtest.At("other", w.Town, access.Manager), here)
		w.Wants(403, organisationtest.At("reader", w.Village, access.Reader), here+"/clauses", "rev", "2")
	})
}

// The contract is followed: dates, notice, what ends soon, two who write at once.
func TestAContractIsFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		path := processor.Path(w.Village.Siren)
		w.Wants(303, w.clerk, path+"/tick", "model", w.entry)
		here := path + "/" + w.products(t, w.Village)[0].ID
		w.Wants(422, w.clerk, here+"/contract", "rev", "0", "starts", "2026-02-01", "ends", "2026-01-01")
		w.Wants(422, w.clerk, here+"/contract", "rev", "0", "annex", "signed")
		w.Wants(303, w.clerk, here+"/contract", "rev", "0", "reference", "2024-7", "starts", "2024-01-01", "ends", "2026-12-31", "notice", "60", "annex", "to-sign")
		w.Wants(409, w.clerk, here+"/contract", "rev", "0", "ends", "2030-01-01")
		body, _ := w.Wants(200, w.clerk, path)
		consoletest.Says(t, "the list", body, "1 contrat finit dans les 90 jours", "annexe à signer")
		ends := func(until string) (days []string) {
			w.Read(t, w.clerk, func(tx access.Tx) error {
				list, err := processor.Endings(t.Context(), tx, w.Village.ID, until)
				for _, e := range list {
					days = append(days, e.Decide)
				}
				return err
			})
			return days
		}
		if none, one := ends("2026-12-30"), ends("2026-12-31"); len(none) != 0 || !slices.Equal(one, []string{"2026-12-31"}) {
			t.Errorf("what ends: %q, then %q", none, one)
		}
		w.Wants(303, w.clerk, here+"/contract", "rev", "1", "reference", "2024-7", "starts", "2024-01-01", "ends", "2026-12-31", "notice", "60", "renewed", "1", "annex", "to-sign")
		if notice := ends("2026-11-01"); !slices.Equal(notice, []string{"2026-11-01"}) {
			t.Errorf("one that goes on by itself is to be ended by %q", notice)
		}
		body, _ = w.Wants(200, w.officer, every)
		consoletest.Says(t, "the operator’s page", body, "31/12/2026", w.Village.Name, "01/11/2026")
		for _, at := range []string{"90", "90", "over"} {
			if at == "over" {
				w.Clock.Set(organisationtest.Start.AddDate(0, 4, 0))
			}
			if err := w.room.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.Read(t, w.clerk, func(tx access.Tx) error {
				all, err := processor.Contracts(t.Context(), tx, w.Village.ID)
				for _, c := range all {
					if c.Reminded != at {
						t.Errorf("reminded %q, want %q", c.Reminded, at)
					}
				}
				return err
			})
		}
		body, _ = w.Wants(200, w.clerk, path+"/export")
		if !strings.Contains(body, "Paie Océane;Océane Gestion;;France;;Union européenne") {
			t.Errorf("the export is\n%s", body)
		}
	})
}

// A certificate is followed where somebody has written it: in the catalogue once
// for all, at a member what is its own.
func TestCertificatesAreFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		path := processor.Path(w.Village.Siren)
		certificate := func(key, name, until string) model.Row {
			return model.Row{Key: key, Cells: map[string]model.Value{"name": model.V(name), "until": model.V(until)}}
		}
		w.Write(t, w.officer, func(tx access.Tx) error {
			r := record("Cloud de santé", "Océane Gestion")
			r.Lists = map[string][]model.Row{"certifications": {certificate("a", "hds", "2026-11-30"), certificate("b", "iso27001", "2026-10-20"), certificate("c", "iso27001", "2029-10-20")}}
			m, err := model.Make(t.Context(), tx, processor.CatalogueSpec, model.Model{Code: "P2"}, r)
			if err == nil {
				_, err = model.Issue(t.Context(), tx, processor.CatalogueSpec, m.ID, "")
			}
			if err == nil {
				for _, member := range []organisation.Member{w.Village, w.Town} {
					if _, err = model.Create(t.Context(), tx, processor.Spec, member.ID, m.ID, model.Record{}); err != nil {
						return err
					}
				}
			}
			own := record("Le nôtre", "Un voisin")
			own.Lists = map[string][]model.Row{"certifications": {certificate("d", "secnumcloud", "2026-12-01")}}
			_, err = model.Create(t.Context(), tx, processor.Spec, w.Village.ID, "", own)
			return err
		})
		names := func(s access.Scope, member, until string) (out []string) {
			w.Read(t, s, func(tx access.Tx) error {
				list, err := processor.Certificates(t.Context(), tx, member, until)
				for _, c := range list {
					out = append(out, c.Product.Fr+" "+c.Until)
				}
				return err
			})
			return out
		}
		for what, c := range map[string]struct{ got, want []string }{
			"of the village":      {names(w.clerk, w.Village.ID, "2027-01-01"), []string{"Cloud de santé 2026-11-30", "Le nôtre 2026-12-01"}},
			"of what a clerk has": {names(w.clerk, "", "2027-01-01"), []string{"Cloud de santé 2026-11-30", "Le nôtre 2026-12-01"}},
			"for the officer":     {names(w.officer, "", "2027-01-01"), []string{"Cloud de santé 2026-11-30", "Le nôtre 2026-12-01"}},
			"until another day":   {names(w.officer, "", "2026-11-30"), []string{"Cloud de santé 2026-11-30"}},
			"for another body":    {names(organisationtest.At("x", w.Town, access.Manager), "", "2027-01-01"), []string{"Cloud de santé 2026-11-30"}},
		} {
			if !slices.Equal(c.got, c.want) {
				t.Errorf("%s: %q, want %q", what, c.got, c.want)
			}
		}
		body, _ := w.Wants(200, w.clerk, path)
		consoletest.Says(t, "the list", body, "2 certifications finissent", "SecNumCloud, jusqu’au", "!ISO/IEC 27001, ")
		body, _ = w.Wants(200, w.officer, every)
		consoletest.Says(t, "the operator’s page", body, "Certifications qui finissent", "Hébergeur de données de santé", "le catalogue")
		said := func() (n int) {
			w.Read(t, access.System("test"), func(tx access.Tx) (err error) {
				n, err = database.Value[int](t.Context(), tx, "test", `select count(*) from register_certificate_reminder where stage = $1`, map[bool]string{true: "90", false: "over"}[w.Clock.Now().Before(organisationtest.Start.AddDate(0, 3, 0))])
				return err
			})
			return n
		}
		for range 2 {
			if err := w.room.Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := said(); n != 2 {
			t.Errorf("%d reminders, want one of the catalogue and one of the village", n)
		}
		w.Clock.Set(organisationtest.Start.AddDate(0, 4, 0))
		if err := w.room.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := said(); n != 2 {
			t.Errorf("%d are told to be over", n)
		}
	})
}

// What obeys the law of another country, or feeds an AI, is told with its data;
// a function that the member has turned off is not.
func TestWhatIsExposed(t *testing.T) {
	r := record("X", "Y")
	if whys := processor.Whys(r); len(whys) != 0 {
		t.Errorf("a French product is told: %v", whys)
	}
	r.Fields["law"], r.Fields["country"], r.Fields["foreign"] = model.V("other"), model.V("Ailleurs"), model.V("une loi")
	ai := map[string]model.Value{"name": {Fr: "résumé", En: "summary"}, "trains": model.V("yes"), "law": model.V("other"), "country": model.V("Ailleurs")}
	r.Lists = map[string][]model.Row{"ai": {{Key: "a", Cells: ai}}, "chain": {{Key: "c", Cells: map[string]model.Value{"name": model.V("Z"), "country": model.V("Loin"), "law": model.V("other")}}}}
	var words []string
	for _, w := range processor.Whys(r) {
		words = append(words, w.Label.In(i18n.English))
	}
	want := []string{"supplier under the law of a country outside the Union", "extraterritorial law: une loi", "its processor Z (Loin)", "AI function: summary, outside the Union (Ailleurs), trains a model"}
	if !slices.Equal(words, want) {
		t.Errorf("the reasons are %q", words)
	}
	ai["turned"] = model.V("yes")
	if n := len(processor.Whys(r)); n != 3 {
		t.Errorf("%d reasons with the function turned off", n)
	}
	each(t, func(t *testing.T, w *world) {
		path := processor.Path(w.Village.Siren)
		w.Wants(303, w.clerk, path+"/new", "name", "Boréal", "supplier", "Boréal Cloud", "country", "Ailleurs", "law", "other")
		one := w.products(t, w.Village)[0]
		w.uses.list = []processor.Use{{Product: one.ID, Activity: "a1", MemberID: w.Village.ID, Name: i18n.T("Cantine", "Canteen"), Categories: []i18n.Text{i18n.T("Santé", "Health")}, Sensitive: true}}
		body, _ := w.Wants(200, w.clerk, path+"/exposure")
		consoletest.Says(t, "the page", body, "Boréal", "fournisseur soumis au droit d’un pays hors de l’Union", "Santé", "données sensibles", "Cantine")
		body, _ = w.Wants(200, w.officer, every+"/exposure/csv")
		if !strings.Contains(body, w.Village.Siren+";"+w.Village.Name+";Boréal;Boréal Cloud;Ailleurs;;oui;non;") {
			t.Errorf("the export is\n%s", body)
		}
		w.Wants(404, w.clerk, every+"/exposure")
	})
}

// Suppliers that two members describe each in its way are one entry of the
// catalogue afterwards, and theirs again when it is undone.
func TestOwnSuppliersAreMergedAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		add := func(m organisation.Member, name, supplier, dpo string) string {
			r := record(name, supplier)
			r.Fields["dpo"] = model.V(dpo)
			var id string
			w.Write(t, w.officer, func(tx access.Tx) error {
				i, err := model.Create(t.Context(), tx, processor.Spec, m.ID, "", r)
				id = i.ID
				return err
			})
			return id
		}
		a, b := add(w.Village, "Bibli-Sud prêts", "SARL Bibli-Sud", "a@exemple.fr"), add(w.Town, "BIBLI SUD PRETS", "Bibli Sud", "b@exemple.fr")
		w.Write(t, w.officer, func(tx access.Tx) error {
			groups, err := processor.Own(t.Context(), tx)
			if len(groups) != 1 || len(groups[0].List) != 2 {
				t.Errorf("they stand in %d groups", len(groups))
			}
			return err
		})
		w.Wants(303, w.officer, every+"/own", "supplier", a, "supplier", b, "into", "")
		of := func(m organisation.Member) model.Full { return w.products(t, m)[0] }
		if x, y := of(w.Village), of(w.Town); x.ModelID == "" || x.ModelID != y.ModelID || y.Record.Get("name").Fr != x.Record.Get("name").Fr || y.Record.Get("dpo").Fr != "b@exemple.fr" {
			t.Fatalf("after the merge: %+v and %+v", x.Record.Fields, y.Record.Fields)
		}
		w.Wants(422, w.officer, every+"/own", "supplier", a, "into", w.entry) // it follows the catalogue
		var merges []processor.Merge
		w.Read(t, w.officer, func(tx access.Tx) (err error) { merges, err = processor.Merges(t.Context(), tx, 9); return err })
		w.Wants(303, w.officer, every+"/own/"+merges[0].ID+"/undo", "go", "1")
		w.Wants(409, w.officer, every+"/own/"+merges[0].ID+"/undo", "go", "1")
		if y := of(w.Town); y.ModelID != "" || y.Record.Get("name").Fr != "BIBLI SUD PRETS" || y.ID != b {
			t.Errorf("after the undoing the town has %+v", y.Record.Fields)
		}
		// Where the member has the entry already, its activities are led there.
		w.Wants(303, w.clerk, processor.Path(w.Village.Siren)+"/tick", "model", w.entry)
		w.Wants(303, w.officer, every+"/own", "supplier", a, "into", w.entry)
		if list := w.products(t, w.Village); len(list) != 1 || len(w.uses.led) != 1 || w.uses.led[0] != a+">"+list[0].ID {
			t.Errorf("the village has %d products, led %v", len(list), w.uses.led)
		}
		w.Read(t, w.officer, func(tx access.Tx) (err error) { merges, err = processor.Merges(t.Context(), tx, 9); return err })
		n := slices.IndexFunc(merges, func(m processor.Merge) bool { return m.Undone.IsZero() })
		w.Wants(303, w.officer, every+"/own/"+merges[n].ID+"/undo", "go", "1")
		if list := w.products(t, w.Village); len(list) != 2 || len(w.uses.led) != 2 {
			t.Errorf("after the undoing the village has %d products, led %v", len(list), w.uses.led)
		}
	})
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Paie Océane", "PAIE OCEANE", true}, {"SARL Bibli-Sud", "Bibli Sud", true}, {"Océane", "Paie Océane", true},
		{"Paie", "Cantine", false}, {"", "Paie", false}, {"Word", "Sword", false}, {"de la", "Paie", false},
	} {
		if got := processor.Alike(c.a, c.b); got != c.want {
			t.Errorf("Alike(%q, %q) is %v", c.a, c.b, got)
		}
	}
}

// Clauses and kinds of product are data that can be read, each with its source.
func TestDataCanBeRead(t *testing.T) {
	list, date := processor.Clauses()
	seen := map[string]bool{}
	for _, c := range list {
		if c.Source == "" || c.Text == "" || c.Label.Fr == "" || c.Label.En == c.Label.Fr || seen[c.Code] {
			t.Errorf("clause %+v", c)
		}
		seen[c.Code] = true
	}
	for _, must := range []string{"security", "ownership", "reversibility", "hosting", "chain", "audit", "breach"} {
		if !seen[must] {
			t.Errorf("no clause %q", must)
		}
	}
	if date == "" {
		t.Error("the list has no date")
	}
	each(t, func(t *testing.T, w *world) {
		w.Write(t, w.officer, func(tx access.Tx) error {
			n, err := processor.Install(t.Context(), tx)
			if n < 15 {
				t.Errorf("%d kinds of product", n)
			}
			again, e := processor.Install(t.Context(), tx)
			if again != 0 || e != nil {
				t.Errorf("installed again: %d, %v", again, e)
			}
			return err
		})
	})
}

// The annex names what is missing and what is processed.
func TestTheAnnex(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Wants(303, w.clerk, processor.Path(w.Village.Siren)+"/tick", "model", w.entry)
		one := w.products(t, w.Village)[0]
		kind := processor.Papers(func(context.Context, access.Tx, string) ([]processor.Described, error) {
			return []processor.Described{{Product: one.ID, Name: "Paie", Purposes: "payer", People: "agents", Data: "état civil"}}, nil
		})[0]
		w.Read(t, w.clerk, func(tx access.Tx) error {
			set, err := paper.Open(t.Context(), tx, nil)
			if err != nil {
				return err
			}
			made, err := set.Make(t.Context(), tx, kind, paper.Ask{Member: w.Village, Subject: one.ID, Lang: i18n.French})
			if err != nil {
				return err
			}
			for _, want := range []string{"Océane Gestion", "payer", "Audits et preuves", "Ce que le contrat ne dit pas encore", "France"} {
				if !strings.Contains(made.Markdown, want) {
					t.Errorf("the annex lacks %q:\n%s", want, made.Markdown)
				}
			}
			var out strings.Builder
			if err := made.Document().Write(&out, document.DOCX); err != nil || !strings.HasPrefix(out.String(), "PK") {
				t.Errorf("no DOCX: %v", err)
			}
			return nil
		})
	})
}
