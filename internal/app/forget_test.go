package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/journal"
)

// An erased account leaves neither name, login nor address in any table: one
// row of each table that names people is made to name her, in each column that
// its declaration tells of.
func TestAnErasedPersonIsNamedNowhere(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		her := o.person("zqxlogin", "Zqxprénom Zqxfamille", o.operator, access.Support).Actor().ID
		agent := o.person("autre", "Autre Personne", o.operator, access.Administrator).Actor().ID
		const words = "Vu avec Mme Zqxfamille, ZQXFAMILLE, zqxlogin200004000, zqxmail@exemple.fr, Autre Personne."
		o.write(access.System("test"), func(tx access.Tx) error {
			if _, err := database.Exec(ctx, tx, "test", `update account set email = 'zqxmail@exemple.fr' where id = $1`, her); err != nil {
				return err
			}
			refs := map[string]any{"member_id": o.operator.ID}
			for _, table := range database.Tables(Schemas()...) {
				parent := slices.Contains([]string{"piece", "version", "life", "prestation", "register_model", "register_instance", "register_batch"}, table.Name)
				if !table.On(tx.Dialect()) || table.Name == "account" || strings.HasPrefix(table.Name, "journal_") || !parent && len(table.People) == 0 {
					continue
				}
				for n := range max(1, len(table.People)) {
					if n > 0 && table.People[n].Name == "" && len(table.People[n].Words) == 0 {
						continue
					}
					row := map[string]any{}
					for i, p := range table.People {
						row[p.ID] = "someone"
						if i == n {
							row[p.ID] = her
						}
						if i == n && p.Name != "" {
							row[p.Name] = "Zqxprénom Zqxfamille"
						}
						for _, w := range p.Words {
							if i == n {
								row[w] = words
							}
						}
					}
					insertRow(t, tx, table.Name, row, refs, n)
				}
			}
			// Whoever acted for her, and for whom she acted, stays named.
			for _, v := range [][3]string{{"for-her", her + "/by:" + agent, "Autre Personne (p/o Zqxprénom Zqxfamille)"},
				{"by-her", agent + "/by:" + her, "Zqxprénom Zqxfamille (p/o Autre Personne)"}} {
				insertRow(t, tx, "version", map[string]any{"id": v[0], "number": len(v[0]), "actor_id": v[1], "actor_name": v[2]}, refs, 0)
			}
			// A body of the journal that is not about her account and names her.
			if err := tx.RecordBy(ctx, access.Actor{Kind: access.Person, ID: her}, "test.noted", o.operator.ID, "x", map[string]string{"why": words}); err != nil {
				return err
			}
			return tx.Record(ctx, "test.noted", o.operator.ID, "x", map[string]string{"why": "Autre Personne"})
		})
		before := o.naming("zqx")
		if len(before) < 20 {
			t.Errorf("only %d columns name her beforehand: this proves little: %v", len(before), before)
		}
		if err := o.app.Users.Erase(ctx, access.System("test"), her); err != nil {
			t.Fatal(err)
		}
		for _, place := range o.naming("zqx") {
			t.Errorf("%s still names her", place)
		}
		o.read(func(tx access.Tx) error {
			got, err := database.All(ctx, tx, "test", text1, `select actor_name from version where id in ('for-her', 'by-her') order by id`)
			if want := []string{user.Forgotten + " (p/o Autre Personne)", "Autre Personne (p/o " + user.Forgotten + ")"}; !slices.Equal(got, want) {
				t.Errorf("those who acted: %q, want %q", got, want)
			}
			if err != nil {
				return err
			}
			reason, err := database.Value[string](ctx, tx, "test", `select reason from acting where user_id = $1`, her)
			if want := "Vu avec Mme " + user.Forgotten; !strings.HasPrefix(reason, want) || !strings.Contains(reason, "Autre Personne.") {
				t.Errorf("the reason says %q", reason)
			}
			return err
		})
		if err := o.app.Users.Erase(ctx, access.System("test"), her); err != nil { // twice does no more than once
			t.Error(err)
		}
		o.number()
		o.read(func(tx access.Tx) error {
			report, err := journal.Verify(ctx, tx, journal.Check{Verifier: o.app.Verifier})
			if report.Erased == 0 {
				t.Errorf("the journal: %+v", report)
			}
			return err
		})
	})
}

func text1(r database.Row) (s string, err error) { return s, r.Scan(&s) }

// columnsOf lists the columns of a table with their types, in lower case.
func columnsOf(t *testing.T, tx access.Tx, table string) (names, types []string) {
	t.Helper()
	query := `select name, lower(type) from pragma_table_info($1)`
	if tx.Dialect() == database.Postgres {
		query = `select column_name, data_type from information_schema.columns where table_name = $1 and table_schema = 'public'`
	}
	err := database.Each(t.Context(), tx, "test", func(r database.Row) error {
		var name, kind string
		err := r.Scan(&name, &kind)
		names, types = append(names, name), append(types, kind)
		return err
	}, query, table)
	if err != nil || len(names) == 0 {
		t.Fatal(table, err)
	}
	return names, types
}

// insertRow writes a row in which nothing is said but what is given, and notes
// its key for rows that name it.
func insertRow(t *testing.T, tx access.Tx, table string, row, refs map[string]any, n int) {
	t.Helper()
	names, types := columnsOf(t, tx, table)
	values := make([]any, len(names))
	for i, name := range names {
		v, given := row[name]
		switch ref, known := refs[name]; {
		case given:
			values[i] = v
		case known && name != "id":
			values[i] = ref
		case strings.Contains(types[i], "int"):
			values[i] = n
		case name == "id":
			values[i] = table + string(rune('0'+n))
		default:
			values[i] = "x" + string(rune('0'+n))
		}
		if name == "id" {
			refs[table+"_id"] = values[i]
			refs[strings.TrimPrefix(table, "register_")+"_id"] = values[i]
		}
	}
	if _, err := database.Exec(t.Context(), tx, "test", `insert into `+table+` (`+strings.Join(names, ", ")+`) values (`+
		database.In(len(names), 1)+`)`, values...); err != nil {
		t.Fatalf("%s: %v", table, err)
	}
}

// naming lists the columns of text, in all tables, in which a word stands.
func (o *office) naming(word string) (out []string) {
	o.t.Helper()
	o.read(func(tx access.Tx) error {
		for _, table := range database.Tables(Schemas()...) {
			if !table.On(tx.Dialect()) {
				continue
			}
			names, types := columnsOf(o.t, tx, table.Name)
			for i, name := range names {
				if types[i] != "text" {
					continue
				}
				n, err := database.Value[int](o.t.Context(), tx, "test", `select count(*) from `+table.Name+` where lower(`+name+`) like $1`, "%"+word+"%")
				if err != nil {
					return err
				}
				if n > 0 {
					out = append(out, table.Name+"."+name)
				}
			}
		}
		return nil
	})
	return out
}

// naming columns are those whose names say that they may name a person.
var naming = regexp.MustCompile(`(_id|_name|_by|_whom|recorder|recorder_id)$`)

// others are columns of such names that never name a person with an account.
var others = regexp.MustCompile(`^(member|group|piece|version|draft|request|words|prestation|convention|question|webhook|event|succession|schema|file|instance|model|batch|origin|breach|document|survey|merge|activity|assessment|import|target|table|record|source|letter|dataset|commune|street|address)_(id|name)$` +
	`|^datagouv_[a-z]+\.((dataset|remote|run)_id|organisation_name)$|^copies_[a-z]+\.((dataset|place)_id)$|^voice[a-z_]*\.((dataset|thread)_id|name)$|^measure_[a-z]+\.dataset_id$` +
	`|^register_action_[a-z]+\.action_id$|^register_twin\.(kept|gone)_id$|^member_union\.union_id$|^register_(portfolio|visit|act_item)\.act_id$` +
	`|^journal_body\.erased_by$|^register_certificate_reminder\.owner_id$|^register_batch\.undone_by$|^register_term\.replaced_by$|^register_request\.(answered_by|requester_name)$|^register_letter\.from_name$`)

// A column that names a person is declared, so that erasing reaches it.
func TestEveryColumnThatNamesAPersonIsDeclared(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		o.read(func(tx access.Tx) error {
			seen := 0
			for _, table := range database.Tables(Schemas()...) {
				if !table.On(tx.Dialect()) {
					continue
				}
				declared := map[string]bool{}
				for _, p := range table.People {
					declared[p.ID], declared[p.Name] = true, true
				}
				names, _ := columnsOf(t, tx, table.Name)
				for p := range declared {
					if p != "" && !slices.Contains(names, p) {
						t.Errorf("%s declares a column %s that it has not", table.Name, p)
					}
				}
				for _, name := range names {
					if !naming.MatchString(name) || others.MatchString(name) || others.MatchString(table.Name+"."+name) {
						continue
					}
					if seen++; !declared[name] {
						t.Errorf("%s.%s may name a person: declare it in the room’s schema.go (People), or say here that it never does", table.Name, name)
					}
				}
			}
			if seen < 30 {
				t.Errorf("only %d such columns were seen", seen)
			}
			return nil
		})
	})
}
