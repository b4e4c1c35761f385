package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"airial/internal/platform/database/databasetest"
)

// place is an installation to measure.
type place struct {
	kind     string // sqlite or postgres
	data     string // its folder
	database string // its address; "" for the one in the folder
	large    bool   // filled before
	server   int    // first process of its PostgreSQL server; 0 when that is not ours
}

// flags are those by which a command finds the installation.
func (p place) flags() []string {
	out := []string{"--data", p.data}
	if p.database != "" {
		out = append(out, "--database", p.database)
	}
	return out
}

// places are the installations on which a measure is taken: 600 members on
// each of the two databases, and the one that -large names.
func (b *bench) places(ctx context.Context) ([]place, error) {
	small, err := b.small(ctx)
	if err != nil {
		return nil, err
	}
	out := []place{{kind: sqlite, data: small}}
	p, err := b.onPostgres(ctx)
	if err != nil {
		return nil, err
	}
	if p != nil {
		out = append(out, *p)
	}
	return append(out, b.filled()...), nil
}

// filled are the large installations that were filled before.
func (b *bench) filled() (out []place) {
	if b.large != "" {
		out = append(out, place{kind: sqlite, data: b.large, large: true})
	}
	if data, database, ok := strings.Cut(b.moved, "="); ok {
		out = append(out, place{kind: postgres, data: data, database: database, large: true})
	}
	return out
}

// The databases' names, in figures and charts.
const (
	sqlite   = "SQLite"
	postgres = "PostgreSQL"
)

// onPostgres is the place with 600 members that measures share; nil where
// PostgreSQL is not installed.
func (b *bench) onPostgres(ctx context.Context) (*place, error) {
	if b.postgres != nil {
		return b.postgres, nil
	}
	p, end, err := b.fillPostgres(ctx, 600)
	if p != nil {
		b.postgres, b.closers = p, append(b.closers, end)
	}
	return p, err
}

// fillPostgres fills a PostgreSQL server of its own, which waits for the disk as
// one in service does; end takes it away. The place is nil where PostgreSQL is
// not installed.
func (b *bench) fillPostgres(ctx context.Context, members int) (p *place, end func() error, err error) {
	server, err := databasetest.NewServer(true)
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT MEASURED ON POSTGRESQL:", err)
		return nil, nil, nil
	}
	p = &place{kind: postgres, data: b.folder("postgres-" + strconv.Itoa(members)), database: server.URL, server: server.Pid()}
	args := append([]string{"demo", "--members", strconv.Itoa(members)}, p.flags()...)
	if _, err := b.airial(ctx, args...); err != nil {
		return nil, nil, errors.Join(err, server.Close())
	}
	return p, func() error { return errors.Join(server.Close(), os.RemoveAll(p.data)) }, nil
}

// at runs a server at a place.
func (b *bench) at(ctx context.Context, p place, do func(*server) error) error {
	s, err := b.serve(ctx, p)
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.stop())
}

func (b *bench) folder(name string) string {
	if name == "small" && b.kept != "" {
		return b.kept
	}
	return filepath.Join(b.dir, name)
}
