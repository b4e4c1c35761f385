package databasetest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"airial/internal/platform/database"
	"airial/standards/standardstest"
)

// PostgresURL makes a fresh PostgreSQL database with the given schemas, dropped
// when the test ends, and returns its address: for tests that start processes.
func PostgresURL(t testing.TB, schemas []database.Schema) string {
	t.Helper()
	s, err := theServer()
	if err != nil {
		standardstest.Missing(t, fmt.Sprintf("PostgreSQL: %v. Install it (apt install postgresql) or set AIRIAL_TEST_POSTGRES.", err))
	}
	template, err := s.template(schemas)
	if err != nil {
		t.Fatalf("prepare PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), s.made.Add(1))
	err = s.exec("create database " + name + " template " + template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := s.exec("drop database if exists " + name + " with (force)")
		if err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return s.address(name)
}

// server is a PostgreSQL server in which databases may be made at will.
type server struct {
	url  *url.URL
	db   *sql.DB // on the database of the address
	made atomic.Int64
}

// theServer finds or starts the server, once per program.
var theServer = sync.OnceValues(func() (*server, error) {
	address := os.Getenv("AIRIAL_TEST_POSTGRES")
	if address == "" {
		var err error
		address, err = startCluster()
		if err != nil {
			return nil, err
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("AIRIAL_TEST_POSTGRES: %w", err)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	s := &server{url: u, db: db}
	return s, s.dropAbandoned()
})

func (s *server) address(database string) string {
	u := *s.url
	u.Path = "/" + database
	return u.String()
}

func (s *server) exec(query string) error {
	_, err := s.db.Exec(query)
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// template returns the name of a database that has the schemas, to be copied.
// Test programs run side by side: a lock lets one of them make it.
func (s *server) template(schemas []database.Schema) (string, error) {
	key, err := fingerprint(schemas)
	if err != nil {
		return "", err
	}
	name := "template_" + key
	ctx := context.Background()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	_, err = conn.ExecContext(ctx, "select pg_advisory_lock(hashtext($1))", name)
	if err != nil {
		return "", err
	}
	defer func() { _, _ = conn.ExecContext(ctx, "select pg_advisory_unlock(hashtext($1))", name) }()
	var there bool
	err = conn.QueryRowContext(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there)
	if err != nil || there {
		return name, err
	}
	// Made under another name first: a template that is there is complete.
	making := "making_" + strconv.Itoa(os.Getpid()) + "_" + key
	err = s.exec("create database " + making)
	if err != nil {
		return "", err
	}
	err = migrate(database.Config{URL: s.address(making)}, schemas)
	if err != nil {
		_ = s.exec("drop database " + making + " with (force)")
		return "", err
	}
	return name, s.exec("alter database " + making + " rename to " + name)
}

// dropAbandoned drops what test programs that were killed have left behind.
func (s *server) dropAbandoned() error {
	rows, err := s.db.Query(`select datname from pg_database where datname like 'test\_%' or datname like 'making\_%'`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var dead []string
	for rows.Next() {
		var name string
		err = rows.Scan(&name)
		if err != nil {
			return err
		}
		parts := strings.Split(name, "_")
		pid, err := strconv.Atoi(parts[1])
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			dead = append(dead, name)
		}
	}
	for _, name := range dead {
		// Another program may be dropping it at this moment.
		_ = s.exec("drop database if exists " + name + " with (force)")
	}
	return rows.Err()
}
