package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal/alert"
	"airial/internal/services/register/named"
)

// Every column of text in the register is one in which somebody may be named, or
// is said to be none.
func TestEveryColumnOfTheRegisterIsSearchedOrSilent(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		o.read(func(tx access.Tx) error {
			for _, table := range database.Tables(Schemas()...) {
				if !strings.HasPrefix(table.Name, "register_") || table.Name == "register_forgotten" || !table.On(tx.Dialect()) {
					continue
				}
				known := map[string]bool{}
				n := slices.IndexFunc(registerNaming(), func(x named.Table) bool { return x.Name == table.Name })
				if n < 0 {
					t.Errorf("%s is not declared in its room’s naming.go", table.Name)
					continue
				}
				declared := registerNaming()[n]
				if declared.Member != "" && declared.Member != table.Member && declared.Member != table.About {
					t.Errorf("%s: %s does not say whose a row is", table.Name, declared.Member)
				}
				for _, c := range declared.Columns {
					known[c.Name] = true
				}
				for _, c := range declared.Silent {
					if known[c] {
						t.Errorf("%s.%s is searched and silent", table.Name, c)
					}
					known[c] = true
				}
				names, types := columnsOf(t, tx, table.Name)
				for _, k := range declared.Key {
					if is := slices.Contains([]string{"bigint", "integer"}, types[slices.Index(names, k)]); is != slices.Contains(declared.Numbers, k) {
						t.Errorf("%s: of its key, is %s a number (%v)?", table.Name, k, is)
					}
				}
				for _, p := range table.People {
					known[p.ID], known[p.Name] = true, true
				}
				for i, name := range names {
					if types[i] == "text" && !known[name] {
						t.Errorf("%s.%s: say in naming.go whether somebody may be named in it", table.Name, name)
					}
					delete(known, name)
				}
				for name := range known {
					if name != "" {
						t.Errorf("%s has no column %s", table.Name, name)
					}
				}
			}
			return nil
		})
	})
}

const herWords = "Vu avec Mme ZQXFAMILLE Zqxprénom (zqxmail@exemple.fr) hier."

// nameHer fills each table of the register with a row that names her wherever it
// may, also in what is derived.
func nameHer(t *testing.T, o *office, member string, n int) {
	t.Helper()
	o.write(access.System("test"), func(tx access.Tx) error {
		refs := map[string]any{"member_id": member}
		for _, table := range database.Tables(Schemas()...) {
			at := slices.IndexFunc(registerNaming(), func(x named.Table) bool { return x.Name == table.Name })
			if at < 0 || !table.On(tx.Dialect()) {
				continue
			}
			row := map[string]any{}
			for _, c := range registerNaming()[at].Columns {
				switch c.Form {
				case named.JSON:
					row[c.Name] = `{"fields":{"name":"` + herWords + `"}}`
				case named.Whole:
					row[c.Name] = "Zqxprénom Zqxfamille"
				case named.Contact:
					row[c.Name] = "zqxmail@exemple.fr"
				default:
					row[c.Name] = herWords
				}
			}
			for name, v := range map[string]map[string]any{
				"register_override":      {"content": `"` + herWords + `"`, "path": "name"},
				"register_item_override": {"content": `{"fr":"` + herWords + `","en":"x"}`, "path": "name"},
				"register_instance":      {"kind": "activity", "retired_at": 0, "words": " vu zqxfamille zqxprenom ", "name": herWords, "sort_key": "zqx"},
				"register_model":         {"kind": "activity", "words": " vu zqxfamille zqxprenom ", "sort_key": "zqx"},
				"register_version":       {"number": 1 + n, "words": " vu zqxfamille ", "name": herWords, "name_en": herWords, "sort_key": "zqx"},
				"register_opinion":       {"search": " vu zqxfamille "},
				"register_request":       {"state": "closed", "erase_on": "2020-01-01", "activities": `[{"name":"` + herWords + `"}]`},
				"register_office":        {"until_on": "2020-01-01"},
				"register_paper":         {"state": "draft"},
			}[table.Name] {
				row[name] = v
			}
			insertRow(t, tx, table.Name, row, refs, n)
		}
		return nil
	})
}

var her = func() named.Query {
	q, err := named.Ask("zqxprenom zqxfamille\nzqxmail@exemple.fr")
	if err != nil {
		panic(err)
	}
	return q
}()

// A person who is named everywhere is found everywhere, and erased in all of it
// at once: in what is written, its history, its derived words.
func TestAPersonNamedInManyRecordsIsErasedInAll(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		nameHer(t, o, o.operator.ID, 0)
		rooms := registerNaming()
		var found named.Found
		o.read(func(tx access.Tx) (err error) {
			found, err = rooms.Search(ctx, tx, her, "")
			return err
		})
		want := 0
		for _, table := range rooms {
			if len(table.Columns) == 0 {
				continue
			}
			want++
			if !slices.ContainsFunc(found.Hits, func(h named.Hit) bool { return h.Table.Name == table.Name }) {
				t.Errorf("%s names her and was not found", table.Name)
			}
		}
		if len(found.Hits) != want || found.Free() != want || want < 30 {
			t.Fatalf("%d rows found, %d may be erased, %d tables", len(found.Hits), found.Free(), want)
		}
		var keys []string
		for _, h := range found.Hits {
			keys = append(keys, h.Key)
		}
		var out named.Outcome
		o.write(access.System("test"), func(tx access.Tx) (err error) {
			out, err = rooms.Erase(ctx, tx, her, keys)
			return err
		})
		if out != (named.Outcome{Rows: want}) {
			t.Errorf("%+v", out)
		}
		for _, place := range o.naming("zqx") {
			t.Errorf("%s still names her", place)
		}
		o.write(access.System("test"), func(tx access.Tx) (err error) { // twice does no more than once
			out, err = rooms.Erase(ctx, tx, her, keys)
			return err
		})
		if out != (named.Outcome{}) {
			t.Errorf("again: %+v", out)
		}
	})
}

// What the law keeps stays, each body decides for itself, and who does not work
// on people's requests does not know that there is anything to find.
func TestWhoErasesAndWhatStays(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		there := o.member("219600202", "Fontgrave", organisation.Commune)
		nameHer(t, o, there.ID, 0)
		o.write(access.System("test"), func(tx access.Tx) error {
			for _, s := range []string{`update register_request set state = 'examining'`, `update register_office set until_on = ''`, `update register_paper set state = 'issued'`} {
				if _, err := tx.Exec(ctx, s); err != nil {
					return err
				}
			}
			return nil
		})
		rooms := registerNaming()
		search := func(s access.Scope, member string) (f named.Found, err error) {
			err = o.app.Doors.Read(ctx, s, func(tx access.Tx) error {
				f, err = rooms.Search(ctx, tx, her, member)
				return err
			})
			return f, err
		}
		officer := o.person("dpo", "La Déléguée", o.operator, access.ProtectionOfficer)
		manager := o.person("dgs", "Le Directeur", there, access.Manager)
		for _, s := range []access.Scope{o.person("depot", "Une Agente", there, access.Depositor), o.person("aide", "Un Agent", o.operator, access.Support)} {
			if _, err := search(s, there.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s searches: %v", s.Actor().Name, err)
			}
		}
		if _, err := search(manager, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a manager searches all members: %v", err)
		}
		f, err := search(officer, there.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range f.Hits {
			if h.MemberID != "" && h.Keep == "" {
				t.Errorf("%s is the officer’s to erase, without a mandate", h.Table.Name)
			}
		}
		if f, err = search(manager, there.ID); err != nil {
			t.Fatal(err)
		}
		kept := map[string]string{"register_request": "request-open", "register_request_file": "request-open", "register_office": "office", "register_paper": "paper-issued"}
		var keys []string
		for _, h := range f.Hits {
			keys = append(keys, h.Key)
			if h.MemberID != there.ID {
				t.Errorf("%s of %q is shown to a manager", h.Table.Name, h.MemberID)
			}
			if h.Keep != kept[h.Table.Name] {
				t.Errorf("%s: kept for %q, want %q", h.Table.Name, h.Keep, kept[h.Table.Name])
			}
			if r, ok := named.ReasonOf(h.Keep); h.Keep != "" && (!ok || r.Text == "") {
				t.Errorf("the reason %q has no source", h.Keep)
			}
		}
		out, err := o.app.named(nil).Erase(ctx, manager, her, keys)
		if err != nil || out.Kept != len(kept) || out.Rows != len(keys)-len(kept) {
			t.Errorf("%+v of %d, %v", out, len(keys), err)
		}
		if _, err := o.app.named(nil).Erase(ctx, manager, her, []string{"register_visit/register_visit0"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a manager erases in the operator’s notes: %v", err)
		}
		var past []named.Forgotten
		err = o.app.Doors.Read(context.WithoutCancel(ctx), manager, func(tx access.Tx) (err error) {
			past, err = named.Past(ctx, tx, there.ID, 10)
			return err
		})
		if err != nil || len(past) != 1 || past[0].Rows != out.Rows || past[0].Kept != out.Kept || past[0].By != "Le Directeur" {
			t.Errorf("%+v, %v", past, err)
		}
	})
}

// Whoever follows publications by mail is found by her address, by the officer
// alone, and forgotten with the rest.
func TestAReaderIsForgottenWithTheRest(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		o.town = o.member("214000010", "Ychoux-sur-Lande", organisation.Commune)
		o.build(slog.New(slog.DiscardHandler))
		s := o.app.named(console.New(console.Config{Doors: o.app.Doors, Sessions: o.sessions, Clock: o.clock, Label: o.app.Engine.Label}))
		officer := o.person("officer", "Une déléguée", o.operator, access.ProtectionOfficer)
		mayor := o.person("mayor", "Une maire", o.town, access.Official, access.Manager)
		alerts := o.app.alerts()
		o.write(access.System("test"), func(tx access.Tx) error {
			for i, mailbox := range []string{"zqxmail@exemple.fr", "zqxmail@exemple.fr", "autre@exemple.fr"} {
				if err := alerts.Put(ctx, tx, alert.Alert{Mailbox: mailbox, Search: url.Values{"q": {string(rune('a' + i))}}, Language: i18n.French, Pace: alert.Daily}); err != nil {
					return err
				}
			}
			return nil
		})
		q, err := named.Ask("Zqxprénom Zqxfamille\nZQXmail@exemple.fr")
		if err != nil {
			t.Fatal(err)
		}
		search := func(as access.Scope, member string) (found named.Found) {
			if err := o.app.Doors.Read(ctx, as, func(tx access.Tx) (err error) {
				found, err = s.Search(ctx, tx, q, member)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return found
		}
		if found := search(mayor, o.town.ID); len(found.Hits) != 0 {
			t.Errorf("a member’s people learn who reads: %+v", found.Hits)
		}
		found := search(officer, "")
		if len(found.Hits) != 1 || found.Hits[0].Times != 2 || found.Free() != 1 {
			t.Fatalf("the officer finds %+v", found.Hits)
		}
		keys := []string{found.Hits[0].Key, "portal_alert/autre%40exemple.fr"} // the second was looked for by nobody
		if out, err := s.Erase(ctx, mayor, q, keys); err == nil && out.Rows != 0 {
			t.Errorf("a member’s people erase: %+v", out)
		}
		out, err := s.Erase(ctx, officer, q, keys)
		if err != nil || out.Rows != 1 {
			t.Errorf("erased %+v, %v", out, err)
		}
		if left := search(officer, ""); len(left.Hits) != 0 {
			t.Errorf("left: %+v", left.Hits)
		}
		o.read(func(tx access.Tx) error {
			n, err := database.Value[int](ctx, tx, "test", `select count(*) from portal_alert`)
			if n != 1 {
				t.Errorf("%d alerts are left, want the other’s", n)
			}
			past, pastErr := named.Past(ctx, tx, "", 5)
			if len(past) != 1 || past[0].Rows != 1 {
				t.Errorf("the list of erasures says %+v, %v", past, pastErr)
			}
			return err
		})
	})
}

// Where many rows name her, the first are shown, in one order on both databases;
// what is no key of a row is nowhere.
func TestManyRowsNameAPerson(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		rooms := registerNaming()
		refs := map[string]any{"member_id": o.operator.ID}
		total := 0
		for _, want := range []int{3, named.MaxHits, named.MaxHits + 5} {
			o.write(access.System("test"), func(tx access.Tx) error {
				for ; total < want; total++ {
					insertRow(t, tx, "register_request_text", map[string]any{"body": herWords, "id": fmt.Sprintf("t%04d", (total*7919)%10_000)}, refs, total)
				}
				return nil
			})
			o.read(func(tx access.Tx) error {
				f, err := rooms.Search(ctx, tx, her, "")
				if err != nil {
					return err
				}
				if len(f.Hits) != min(want, named.MaxHits) || f.More != (want > named.MaxHits) {
					t.Errorf("of %d rows %d are shown, more: %v", want, len(f.Hits), f.More)
				}
				if !slices.IsSortedFunc(f.Hits, func(a, b named.Hit) int { return strings.Compare(a.Key, b.Key) }) {
					t.Errorf("of %d rows those shown are in no order", want)
				}
				return nil
			})
		}
		for _, key := range []string{"register_version/m/first", "register_version/m", "register_nothing/1"} {
			err := o.app.Doors.Write(ctx, access.System("test"), func(tx access.Tx) error {
				_, err := rooms.Erase(ctx, tx, her, []string{key})
				return err
			})
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", key, err)
			}
		}
	})
}
