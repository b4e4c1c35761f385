package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"airial/internal/platform/database/databasetest"
)

// place is an installation to measure.
type place struct {
	kind     string // "SQLite" or "PostgreSQL"
	data     string // its folder
	database string // its address; "" for the one in the folder
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
	out := []place{{kind: "SQLite", data: small}}
	p, err := b.onPostgres(ctx)
	if err != nil {
		return nil, err
	}
	if p != nil {
		out = append(out, *p)
	}
	if b.large != "" {
		out = append(out, place{kind: "SQLite", data: b.large})
	}
	return out, nil
}

// onPostgres fills a PostgreSQL server of its own, which waits for the disk as
// one in service does, with 600 members; nil where PostgreSQL is not installed.
func (b *bench) onPostgres(ctx context.Context) (*place, error) {
	if b.postgres != nil {
		return b.postgres, nil
	}
	server, err := databasetest.NewServer(true)
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT MEASURED ON POSTGRESQL:", err)
		return nil, nil
	}
	b.closers = append(b.closers, server.Close)
	p := &place{kind: "PostgreSQL", data: b.folder("postgres"), database: server.URL}
	args := append([]string{"demo", "--members", "600"}, p.flags()...)
	if _, err := b.airial(ctx, args...); err != nil {
		return nil, err
	}
	b.postgres = p
	return p, nil
}

// at runs a server at a place.
func (b *bench) at(ctx context.Context, p place, do func(*server) error) error {
	s, err := b.serve(ctx, p)
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.stop())
}

func (b *bench) folder(name string) string { return filepath.Join(b.dir, name) }
