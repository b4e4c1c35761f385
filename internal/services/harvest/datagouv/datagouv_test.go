package datagouv_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/keys"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/harvest/datagouv/datagouvtest"
)

// shelf is a datagouv.Catalogue in memory.
type shelf map[string]datagouv.Dataset

func (c shelf) Dataset(_ context.Context, _ access.Tx, id string) (datagouv.Dataset, error) {
	d, ok := c[id]
	if !ok {
		return d, fault.Missing("test")
	}
	return d, nil
}

func (c shelf) Published(_ context.Context, _ access.Tx, member string) (out []string, err error) {
	for id, d := range c {
		if d.Public && d.Member.ID == member {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, nil
}

// house is a member that pushes to a server of ours.
type house struct {
	*organisationtest.Ground
	t      *testing.T
	there  *datagouvtest.Server
	push   *datagouv.Service
	shelf  shelf
	person access.Scope
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, datagouv.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		h := &house{Ground: g, t: t, there: datagouvtest.New(), shelf: shelf{}, person: organisationtest.At("p", g.Town, access.Manager)}
		t.Cleanup(h.there.Close)
		ring, err := keys.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		h.push = datagouv.New(datagouv.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, ident.New(g.Clock, nil)), Sealer: ring, Catalogue: h.shelf,
			Base: h.there.URL, Client: http.DefaultClient, PublicURL: "https://donnees.example.fr", Version: "test", Log: slog.New(slog.DiscardHandler)})
		h.dataset("ds-1", "Subventions 2025")
		test(t, h)
	})
}

func (h *house) dataset(id, title string) {
	f := func(n string) datagouv.File { return datagouv.File{Digest: strings.Repeat(n, 32), Size: 1234} }
	h.shelf[id] = datagouv.Dataset{ID: id, Member: h.Town, Title: title, Description: "Toutes les subventions.", Keywords: []string{"Vie associative", "ok"}, Licence: "lov2",
		Frequency: "ANNUAL", Schema: "scdl/subventions", Version: "2.1.1", Public: true, FileName: "export.csv", Original: f("0a"), CSV: f("0b"), Parquet: f("0c")}
}

func (h *house) connect() {
	h.t.Helper()
	h.Write(h.t, h.person, func(tx access.Tx) error {
		return h.push.Connect(h.t.Context(), tx, h.Town.ID, datagouv.Draft{Organisation: "ychoux", Token: "jeton"}, "Ville d’Ychoux")
	})
	h.work()
	h.there.Calls()
}

func (h *house) work() {
	h.t.Helper()
	if err := h.push.Work(h.t.Context(), h.Town.ID); err != nil {
		h.t.Fatal(err)
	}
}

// run does a run and returns its lines.
func (h *house) run(kind datagouv.Kind) []datagouv.Line {
	h.t.Helper()
	var id string
	h.Write(h.t, h.person, func(tx access.Tx) error {
		r, err := h.push.Ask(h.t.Context(), tx, h.Town.ID, kind)
		id = r.ID
		return err
	})
	h.work()
	return h.report(id)
}

func (h *house) report(id string) (lines []datagouv.Line) {
	h.Read(h.t, h.person, func(tx access.Tx) (err error) {
		_, lines, err = datagouv.Report(h.t.Context(), tx, id)
		return err
	})
	return lines
}

func (h *house) link(id string) (l datagouv.Link) {
	h.t.Helper()
	h.Read(h.t, h.person, func(tx access.Tx) (err error) {
		l, err = datagouv.LinkOf(h.t.Context(), tx, id)
		return err
	})
	return l
}

func (h *house) verdict(id string, want datagouv.Verdict) {
	h.t.Helper()
	if l := h.link(id); l.Verdict != want {
		h.t.Errorf("%s: %s (%s), want %s", id, l.Verdict, l.Problem, want)
	}
}

func (h *house) only() datagouvtest.Object {
	h.t.Helper()
	list := h.there.Datasets()
	if len(list) != 1 {
		h.t.Fatalf("%d datasets there, want 1", len(list))
	}
	return list[0]
}

func (h *house) act(id string, a datagouv.Act) {
	h.t.Helper()
	h.Write(h.t, h.person, func(tx access.Tx) error { _, err := h.push.Do(h.t.Context(), tx, id, a); return err })
	h.work()
}

func writes(calls []string) (out []string) {
	for _, c := range calls {
		if !strings.HasPrefix(c, "GET ") {
			out = append(out, c)
		}
	}
	return out
}

func TestPush(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.connect()
		if n := len(h.there.Datasets()); n != 0 {
			t.Fatalf("%d datasets are there though nobody has pressed the button", n)
		}
		lines := h.run(datagouv.Compare)
		if calls := writes(h.there.Calls()); len(calls) > 0 {
			t.Fatalf("a comparison has written: %v", calls)
		}
		if len(lines) != 1 || lines[0].Verdict != datagouv.Missing || len(lines[0].Differences) < 20 {
			t.Fatalf("dry run: %+v", lines)
		}
		if lines := h.run(datagouv.Push); !lines[0].Done {
			t.Fatalf("push: %+v", lines)
		}
		d := h.only()
		for key, want := range map[string]any{"title": "Subventions 2025", "private": false, "license": "lov2", "frequency": "annual",
			"tags": []any{"vie-associative"}, "spatial": map[string]any{"zones": []any{"fr:commune:40001"}, "granularity": "fr:commune"}} {
			if fmt.Sprint(d[key]) != fmt.Sprint(want) {
				t.Errorf("%s: %v, want %v", key, d[key], want)
			}
		}
		var order []string
		for _, r := range d["resources"].([]any) {
			order = append(order, r.(datagouvtest.Object)["extras"].(datagouvtest.Object)["airial:file"].(string))
		}
		if !slices.Equal(order, []string{"csv", "parquet", "original"}) {
			t.Errorf("order %v", order)
		}
		csv := d["resources"].([]any)[0].(datagouvtest.Object)
		if csv["url"] != "https://donnees.example.fr/datasets/ds-1/data.csv" || fmt.Sprint(csv["schema"]) != "map[name:scdl/subventions version:2.1.1]" ||
			csv["checksum"].(datagouvtest.Object)["value"] != strings.Repeat("0b", 32) || csv["filesize"] != 1234.0 {
			t.Errorf("csv: %v", csv)
		}
		h.verdict("ds-1", datagouv.Same)
		h.there.Calls()
		if lines := h.run(datagouv.Push); lines[0].Verdict != datagouv.Same || len(writes(h.there.Calls())) > 0 {
			t.Errorf("a second push writes: %+v", lines)
		}
	})
}

// What somebody has done there by hand stays, private above all.
func TestWhatIsNotOursStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.connect()
		h.run(datagouv.Push)
		id := h.link("ds-1").Remote
		foreign := datagouvtest.Object{"id": "r-other", "title": "Notice", "type": "documentation", "filetype": "remote", "format": "pdf", "url": "https://ailleurs.example.fr/notice.pdf", "extras": datagouvtest.Object{}}
		h.there.Change(id, func(d datagouvtest.Object) {
			d["private"], d["tags"], d["acronym"] = true, []any{"ajoute-la-bas"}, "SUB"
			d["contact_points"] = []any{datagouvtest.Object{"id": "c1", "name": "Mairie"}}
			d["extras"].(datagouvtest.Object)["autre"] = "oui"
			d["resources"] = append([]any{foreign}, d["resources"].([]any)...)
			d["community_resources"] = []any{datagouvtest.Object{"id": "cr"}}
		})
		h.dataset("ds-1", "Subventions versées en 2025")
		lines := h.run(datagouv.Compare)
		if len(lines) != 1 || lines[0].Verdict != datagouv.Differs {
			t.Fatalf("%+v", lines)
		}
		var fields []string
		for _, x := range lines[0].Differences {
			fields = append(fields, x.Field+": "+x.Have+" → "+x.Want)
		}
		if want := []string{"title: Subventions 2025 → Subventions versées en 2025", "tags:  → vie-associative"}; !slices.Equal(fields, want) {
			t.Errorf("differences %q, want %q", fields, want)
		}
		h.there.Calls()
		h.run(datagouv.Push)
		d := h.only()
		if d["private"] != true || d["acronym"] != "SUB" || fmt.Sprint(d["tags"]) != "[ajoute-la-bas vie-associative]" || fmt.Sprint(d["contact_points"]) != "[c1]" ||
			d["extras"].(datagouvtest.Object)["autre"] != "oui" || len(d["community_resources"].([]any)) != 1 {
			t.Errorf("what was not ours has changed: %v", d)
		}
		list := d["resources"].([]any)
		if len(list) != 4 || list[0].(datagouvtest.Object)["id"] != "r-other" {
			t.Errorf("resources: %v", list)
		}
		for _, c := range h.there.Calls() {
			if strings.Contains(c, "r-other") || strings.Contains(c, "community") {
				t.Errorf("%s: it is another's", c)
			}
		}
		if !h.link("ds-1").Private {
			t.Error("that it is private is not known")
		}
	})
}

// An answer that is lost does not make a second dataset.
func TestLostAnswer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.connect()
		lost := true
		h.there.Fail = func(method, path string, done bool) int {
			if lost && done && method == http.MethodPost {
				lost = false
				return http.StatusBadGateway
			}
			return 0
		}
		h.Write(t, h.person, func(tx access.Tx) error {
			_, err := h.push.Ask(t.Context(), tx, h.Town.ID, datagouv.Push)
			return err
		})
		if err := h.push.Work(t.Context(), h.Town.ID); err == nil {
			t.Fatal("a lost answer passes")
		}
		h.work()
		if list := h.only()["resources"].([]any); len(list) != 3 {
			t.Errorf("%d resources", len(list))
		}
		h.verdict("ds-1", datagouv.Same)
		lost = true // of a resource this time
		h.shelf["ds-2"] = h.shelf["ds-1"]
		d := h.shelf["ds-2"]
		d.ID = "ds-2"
		h.shelf["ds-2"] = d
		n := 0
		h.there.Fail = func(method, path string, done bool) int {
			if done && method == http.MethodPost && strings.Contains(path, "/resources/") {
				if n++; n == 1 {
					return http.StatusServiceUnavailable
				}
			}
			return 0
		}
		h.Write(t, h.person, func(tx access.Tx) error {
			_, err := h.push.Ask(t.Context(), tx, h.Town.ID, datagouv.Push)
			return err
		})
		if err := h.push.Work(t.Context(), h.Town.ID); err == nil {
			t.Fatal("a lost answer passes")
		}
		h.work()
		if list := h.there.Datasets(); len(list) != 2 || len(list[1]["resources"].([]any)) != 3 {
			t.Errorf("%d datasets there, the second with %v", len(list), list[1]["resources"])
		}
	})
}

func TestWithdrawnIsDeletedThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.connect()
		h.run(datagouv.Push)
		d := h.shelf["ds-1"]
		d.Public = false
		h.shelf["ds-1"] = d
		h.act("ds-1", datagouv.PushIt)
		if n := len(h.there.Datasets()); n != 0 {
			t.Fatalf("%d datasets there", n)
		}
		if l := h.link("ds-1"); l.Verdict != datagouv.Absent || l.Removed.IsZero() || l.Remote != "" {
			t.Errorf("%+v", l)
		}
		d.Public = true
		h.shelf["ds-1"] = d
		h.act("ds-1", datagouv.PushIt) // brought back: it is made anew
		h.only()
		h.verdict("ds-1", datagouv.Same)
	})
}

func TestWhatOthersDecideThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.connect()
		h.run(datagouv.Push)
		id := h.link("ds-1").Remote
		h.there.Change(id, func(d datagouvtest.Object) { d["archived"] = "2026-10-01" })
		h.dataset("ds-1", "Autre titre")
		h.there.Calls()
		h.run(datagouv.Push)
		h.verdict("ds-1", datagouv.Archived)
		h.there.Change(id, func(d datagouvtest.Object) { d["archived"], d["deleted"] = nil, "2026-10-02" })
		h.run(datagouv.Push)
		h.verdict("ds-1", datagouv.Deleted)
		if calls := writes(h.there.Calls()); len(calls) > 0 {
			t.Errorf("written all the same: %v", calls)
		}
		err := h.Try(t, h.person, func(tx access.Tx) error {
			_, err := h.push.Do(t.Context(), tx, "ds-1", datagouv.PushIt)
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("pushing what was deleted there: %v", err)
		}
		h.act("ds-1", datagouv.RecreateIt)
		h.verdict("ds-1", datagouv.Same)
		h.act("ds-1", datagouv.ExcludeIt)
		h.dataset("ds-1", "Encore un titre")
		h.there.Calls()
		if lines := h.run(datagouv.Push); len(lines) != 0 || len(writes(h.there.Calls())) != 0 {
			t.Errorf("an excluded dataset is pushed: %v", lines)
		}
	})
}

func TestHarvestedAlready(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.dataset("ds-2", "Poussé autrement")
		h.connect()
		h.run(datagouv.Push)
		// Another town's harvest of the same catalogue brings ds-3.
		h.there.Change(h.link("ds-2").Remote, func(d datagouvtest.Object) {
			d["extras"], d["harvest"] = datagouvtest.Object{}, datagouvtest.Object{"remote_id": "ds-3", "backend": "DCAT"}
		})
		h.dataset("ds-3", "Moissonné")
		h.run(datagouv.Push)
		h.verdict("ds-3", datagouv.Harvested)
	})
}

func TestTroubles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.dataset("ds-2", strings.Repeat("x", 400)) // longer than they take: cut
		bad := h.shelf["ds-1"]
		bad.ID, bad.Title, bad.Description = "ds-0", "", "" // theirs must have one
		h.shelf["ds-0"] = bad
		h.connect()
		h.run(datagouv.Push)
		h.verdict("ds-0", datagouv.Failed)
		if l := h.link("ds-0"); !strings.Contains(l.Problem, "title: This field is required.") {
			t.Errorf("problem: %q", l.Problem)
		}
		h.verdict("ds-2", datagouv.Same) // one that fails does not stop the others
		delete(h.shelf, "ds-0")
		h.there.Quota = 1
		h.Write(t, h.person, func(tx access.Tx) error {
			_, err := h.push.Ask(t.Context(), tx, h.Town.ID, datagouv.Compare)
			return err
		})
		err := h.push.Work(t.Context(), h.Town.ID)
		if r := (*datagouv.Refusal)(nil); !asRefusal(err, &r) || r.Status != 429 || r.After != 30*time.Second {
			t.Fatalf("too many calls: %v", err)
		}
		h.there.Quota = -1
		h.there.AddPerson("jeton", "Marie Dupin") // she has left the organisation
		h.dataset("ds-1", "Nouveau titre")
		h.Write(t, h.person, func(tx access.Tx) error { _, err := h.push.Ask(t.Context(), tx, h.Town.ID, datagouv.Push); return err })
		h.work()
		if l := h.link("ds-1"); l.Verdict != datagouv.Failed || !strings.HasPrefix(l.Problem, "403") {
			t.Errorf("%+v", l)
		}
		h.there.Fail = func(string, string, bool) int { return http.StatusUnauthorized }
		h.Write(t, h.person, func(tx access.Tx) error {
			_, err := h.push.Ask(t.Context(), tx, h.Town.ID, datagouv.Compare)
			return err
		})
		h.work()
		h.Read(t, h.person, func(tx access.Tx) error {
			a, err := datagouv.AccountOf(t.Context(), tx, h.Town.ID)
			if a.State != datagouv.Refused {
				t.Errorf("the account is %s though its token is refused", a.State)
			}
			return err
		})
	})
}

func asRefusal(err error, r **datagouv.Refusal) bool {
	for err != nil {
		if x, ok := err.(*datagouv.Refusal); ok {
			*r = x
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			err = x.Unwrap()[0]
		default:
			return false
		}
	}
	return false
}

func TestWhoChooses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		draft := datagouv.Draft{Organisation: "https://demo.data.gouv.fr/fr/organizations/ychoux/", Token: "jeton"}
		try := func(s access.Scope) error {
			return h.Try(t, s, func(tx access.Tx) error { return h.push.Connect(t.Context(), tx, h.Town.ID, draft, "x") })
		}
		for name, s := range map[string]access.Scope{"depositor": organisationtest.At("d", h.Town, access.Depositor), "another’s manager": organisationtest.At("m", h.Village, access.Manager),
			"administrator":           access.For(access.Actor{Kind: access.Person, ID: "a"}, nil, []access.Role{access.Administrator}),
			"officer without mandate": access.For(access.Actor{Kind: access.Person, ID: "o"}, nil, []access.Role{access.OpenDataOfficer})} {
			if err := try(s); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: h.Town.ID, From: "2026-01-01", Signatory: "Un maire"})
			return err
		})
		if err := try(access.For(access.Actor{Kind: access.Person, ID: "o"}, nil, []access.Role{access.OpenDataOfficer})); err != nil {
			t.Error("officer under mandate:", err)
		}
		h.Read(t, access.System("test"), func(tx access.Tx) error {
			sealed, err := database.Value[string](t.Context(), tx, "test", `select token from datagouv_account`)
			if strings.Contains(sealed, "jeton") || len(sealed) < 40 {
				t.Errorf("the token is not sealed: %q", sealed)
			}
			return err
		})
		id, name, err := h.push.Probe(t.Context(), "ychoux", "jeton")
		if id != "ychoux" || name != "Ville d’Ychoux" || err != nil {
			t.Error(id, name, err)
		}
		h.there.AddOrganisation("ailleurs", "Ailleurs")
		for _, c := range [][2]string{{"ychoux", "faux"}, {"inconnue", "jeton"}, {"ailleurs", "jeton"}} {
			if _, _, err := h.push.Probe(t.Context(), c[0], c[1]); !fault.Is(err, fault.Invalid) {
				t.Errorf("%v: %v", c, err)
			}
		}
		shut := datagouv.New(datagouv.Parts{Doors: h.Doors})
		if _, _, err := shut.Probe(t.Context(), "ychoux", "jeton"); !fault.Is(err, fault.Unavailable) {
			t.Errorf("without a setting: %v", err)
		}
	})
}

// Lists of theirs are paged: one that is found on the second page is found.
func TestManyDatasets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 120 {
			h.dataset(fmt.Sprintf("ds-%03d", i), fmt.Sprintf("Jeu %03d", i))
		}
		h.connect()
		h.run(datagouv.Push)
		h.Write(t, access.System("test"), func(tx access.Tx) error { // as after a restored backup
			_, err := database.Exec(t.Context(), tx, "test", `delete from datagouv_link`)
			return err
		})
		h.run(datagouv.Push)
		if n := len(h.there.Datasets()); n != 121 {
			t.Errorf("%d datasets there, want 121", n)
		}
	})
}

var _ organisation.Leaver = datagouv.Inheritance{}
