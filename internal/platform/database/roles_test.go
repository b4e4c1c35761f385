package database_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
)

// roles is a PostgreSQL database set up as an administrator does.
type roles struct {
	t       *testing.T
	address string // as the server's superuser
	admin   *sql.DB
}

func newRoles(t *testing.T) *roles {
	address := databasetest.PostgresURL(t, nil)
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	return &roles{t, address, admin}
}

// role makes a role that can log in, gone with the test, and returns the
// database's address under it.
func (r *roles) role(name string) (role, address string) {
	r.t.Helper()
	role = fmt.Sprintf("test_%s_%d", name, os.Getpid())
	r.exec("create role " + role + " login")
	r.t.Cleanup(func() {
		for _, statement := range []string{"reassign owned by " + role + " to airial", "drop owned by " + role, "drop role " + role} {
			if _, err := r.admin.ExecContext(context.Background(), statement); err != nil {
				r.t.Error(err)
			}
		}
	})
	u, err := url.Parse(r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	u.User = url.User(role)
	return role, u.String()
}

func (r *roles) exec(statement string) {
	r.t.Helper()
	if _, err := r.admin.ExecContext(r.t.Context(), statement); err != nil {
		r.t.Fatalf("%s: %v", statement, err)
	}
}

func (r *roles) open(c database.Config) (*database.DB, error) {
	db, err := database.Open(r.t.Context(), c)
	if err == nil {
		r.t.Cleanup(func() { _ = db.Close() })
	}
	return db, err
}

// works brings the database up to date and tries that it is locked.
func (r *roles) works(c database.Config, migrates bool) {
	r.t.Helper()
	db, err := r.open(c)
	if err != nil {
		r.t.Fatal(err)
	}
	if migrates {
		for range 2 {
			if err := db.Migrate(r.t.Context(), notes...); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	if err := db.CheckSchemas(r.t.Context(), notes...); err != nil {
		r.t.Fatal(err)
	}
	for name, sight := range map[string]database.Sight{"": {}, "public": database.SeePublic(), "all": database.SeeAll()} {
		ctx := database.Under(r.t.Context(), sight)
		err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "of "+name, "x") })
		if (err == nil) != (name == "all") {
			r.t.Errorf("written under the scope %q: %v", name, err)
		}
	}
	if err := db.Scrub(r.t.Context(), "note"); err != nil {
		r.t.Error(err)
	}
	r.exec("delete from note")
}

func TestAnOwnerAndARoleThatOwnsNothing(t *testing.T) {
	r := newRoles(t)
	owner, ownerAddress := r.role("owner")
	_, address := r.role("rows")
	r.exec("grant create, usage on schema public to " + owner)
	if db, err := r.open(database.Config{URL: address}); err != nil {
		t.Error(err)
	} else if err := db.Migrate(t.Context(), notes...); !fault.Is(err, fault.Unavailable) {
		t.Errorf("without the owner's address, an empty database: %v", err)
	}
	r.works(database.Config{URL: address, Owner: ownerAddress}, true)
	r.works(database.Config{URL: address}, false)
	r.works(database.Config{URL: address}, true) // nothing to do
	if _, err := r.open(database.Config{URL: r.address, Owner: ownerAddress}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a superuser as the role that owns nothing: %v", err)
	}
}

func TestOneRoleStepsDown(t *testing.T) {
	r := newRoles(t)
	owner, address := r.role("one")
	r.exec("alter database " + databaseOf(t, address) + " owner to " + owner)
	r.exec("alter schema public owner to " + owner)
	_, err := r.open(database.Config{URL: address})
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, `create role "`+owner+`_rows" nologin`) {
		t.Fatalf("an owner that cannot make its second role: %v", err)
	}
	// What the message says.
	r.exec("create role " + owner + "_rows nologin")
	r.exec("grant " + owner + "_rows to " + owner)
	t.Cleanup(func() {
		_, _ = r.admin.Exec("drop owned by " + owner + "_rows")
		_, _ = r.admin.Exec("drop role " + owner + "_rows")
	})
	r.works(database.Config{URL: address}, true)
}

func databaseOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(u.Path, "/")
}
