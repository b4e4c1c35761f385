package demo_test

import (
	"context"
	"fmt"
	"testing"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// On PostgreSQL a store that forgets to ask whose rows it may have is shown no
// others all the same. The demonstration has rows of all kinds: each table is
// read whole under each scope, and must give what the register says, no more
// and no less.
func TestRowsAreLockedOnPostgreSQL(t *testing.T) {
	data := config.Data{Data: t.TempDir(), Database: databasetest.PostgresURL(t, nil)}
	if _, err := demo.Fill(t.Context(), demo.Options{Data: data, Members: 4}); err != nil {
		t.Fatal(err)
	}
	ground, err := app.OpenGround(t.Context(), app.GroundConfig{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	members := ids(t, ground)
	person := access.Actor{Kind: access.Person, ID: "x"}
	at := func(ids ...string) access.Scope {
		roles := map[string][]access.Role{}
		for _, id := range ids {
			roles[id] = []access.Role{access.Reader}
		}
		return access.For(person, roles, nil)
	}
	for _, c := range []struct {
		name  string
		scope access.Scope
		sees  []string // members
		all   bool
	}{
		{"the public", access.Public(), nil, false},
		{"a person without a role", at(), nil, false},
		{"a reader at one member", at(members[1]), members[1:2], false},
		{"a reader at two", at(members[1], members[2]), members[1:3], false},
		{"the operator's support", access.For(person, nil, []access.Role{access.Support}), nil, true},
		{"the system", access.System("test"), nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			filled, hidden := 0, 0
			for _, table := range database.Tables(app.Schemas()...) {
				if !table.On(database.Postgres) {
					continue
				}
				total := count(t, ground, access.System("test"), table.Name, "1=1")
				want := total
				if !c.all {
					want = count(t, ground, access.System("test"), table.Name, shown(table, c.sees, c.scope.IsPublic()))
				}
				if got := count(t, ground, c.scope, table.Name, "1=1"); got != want {
					t.Errorf("%s: %d rows of %d are shown, want %d", table.Name, got, total, want)
				}
				if total > 0 {
					filled++
				}
				if want < total {
					hidden++
				}
			}
			if filled < 18 || !c.all && hidden < 8 {
				t.Errorf("only %d tables have rows, %d some that are hidden: this proves little", filled, hidden)
			}
		})
	}
	t.Run("writing", func(t *testing.T) { writing(t, ground, at(members[1]), members) })
	t.Run("about", func(t *testing.T) { about(t, ground, at(members[1]), members[1]) })
	t.Run("named", func(t *testing.T) { named(t, ground) })
	t.Run("owning", func(t *testing.T) { owning(t, ground) })
}

// shown is the condition on the rows that a scope is shown.
func shown(table database.Table, members []string, public bool) string {
	where := "1=0"
	for _, id := range members {
		where += " or " + table.Of("'"+id+"'")
		if table.About != "" {
			where += " or " + table.About + " = '" + id + "'"
		}
	}
	if !table.Owned() && table.About == "" && !table.Closed && !public {
		where = "1=1"
	}
	if table.Public != "" {
		where += " or (" + table.Public + ")"
	}
	return where
}

func count(t *testing.T, g *app.Ground, s access.Scope, table, where string) (n int) {
	t.Helper()
	err := g.Doors.Read(t.Context(), s, func(tx access.Tx) (err error) {
		n, err = database.Value[int](t.Context(), tx, table, "select count(*) from "+table+" where "+where)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func ids(t *testing.T, g *app.Ground) (out []string) {
	t.Helper()
	err := g.Doors.Read(t.Context(), access.System("test"), func(tx access.Tx) error {
		list, _, err := organisation.List(t.Context(), tx, organisation.Filter{}, 10, 0)
		for _, m := range list {
			out = append(out, m.ID)
		}
		return err
	})
	if err != nil || len(out) < 4 {
		t.Fatal(out, err)
	}
	return out
}

// writing tries what a store must not: to change, remove and add rows of
// another member.
func writing(t *testing.T, g *app.Ground, own access.Scope, members []string) {
	try := func(s access.Scope, statement string, args ...any) (n int64, err error) {
		err = g.Doors.Write(t.Context(), s, func(tx access.Tx) error {
			n, err = database.Exec(t.Context(), tx, "test", statement, args...)
			return err
		})
		return n, err
	}
	mine := count(t, g, own, "piece", "1=1")
	for name, s := range map[string]access.Scope{"a reader": own, "the public": access.Public()} {
		want := int64(mine)
		if s.IsPublic() {
			want = 0
		}
		if n, err := try(s, "update piece set title = title"); err != nil || n != want {
			t.Errorf("%s changes %d pieces, %v; want %d", name, n, err, want)
		}
		if n, err := try(s, "delete from approval_rule where member_id = $1", members[2]); err != nil || n != 0 {
			t.Errorf("%s removes %d rules of another member, %v", name, n, err)
		}
		if _, err := try(s, "insert into approval_rule (member_id, schema_name) values ($1, 'x')", members[2]); err == nil {
			t.Errorf("%s adds a rule for another member", name)
		}
	}
	if _, err := try(own, "insert into approval_rule (member_id, schema_name) values ($1, 'x')", members[1]); err != nil {
		t.Errorf("a rule of one's own: %v", err)
	}
	if _, err := try(own, "update approval_rule set member_id = $1 where member_id = $2", members[2], members[1]); err == nil {
		t.Error("a rule was given to another member")
	}
}

// about reads what the operator keeps of a member, in the member's name, and
// tries to change it.
func about(t *testing.T, g *app.Ground, own access.Scope, member string) {
	for _, table := range []string{"convention", "subscription"} {
		if n := count(t, g, own, table, "member_id = '"+member+"'"); n == 0 {
			t.Errorf("%s: the member does not see what the operator keeps of it", table)
		}
	}
	for _, statement := range []string{"update subscription set alone = 1", "delete from subscription",
		"update prestation set name = 'x'", "delete from scale", "update succession set problem = 'x'"} {
		err := g.Doors.Write(t.Context(), own, func(tx access.Tx) error {
			n, err := database.Exec(t.Context(), tx, "test", statement)
			if n != 0 {
				t.Errorf("%s: a member changes %d rows of the operator’s", statement, n)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// named looks for names of people that stand without the identifier by which
// an erasure finds them.
func named(t *testing.T, g *app.Ground) {
	for _, table := range database.Tables(app.Schemas()...) {
		for _, p := range table.People {
			if p.Name == "" || !table.On(database.Postgres) {
				continue
			}
			if n := count(t, g, access.System("test"), table.Name, p.ID+" = '' and "+p.Name+" in (select name from account)"); n != 0 {
				t.Errorf("%s: %d rows name a person in %s without %s", table.Name, n, p.Name, p.ID)
			}
		}
	}
}

// owning looks whether the role that reads and writes could lift the locks.
func owning(t *testing.T, g *app.Ground) {
	err := g.Doors.Read(t.Context(), access.System("test"), func(tx access.Tx) error {
		for what, query := range map[string]string{
			"relations it owns": `select count(*) from pg_class c join pg_roles r on r.oid = c.relowner
				where r.rolname = current_user`,
			"tables without a lock that holds their owner too": `select count(*) from pg_class where relkind = 'r'
				and relnamespace = 'public'::regnamespace and relname not like 'schema\_%' and not (relrowsecurity and relforcerowsecurity)`,
			"rights to pass by all locks": `select count(*) from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)`,
		} {
			n, err := database.Value[int](t.Context(), tx, what, query)
			if err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			if n != 0 {
				t.Errorf("%s: %d", what, n)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = g.Doors.Write(context.WithoutCancel(t.Context()), access.System("test"), func(tx access.Tx) error {
		_, err := tx.Exec(t.Context(), "alter table piece disable row level security")
		return err
	})
	if err == nil {
		t.Error("the program lifts the lock of a table")
	}
}
