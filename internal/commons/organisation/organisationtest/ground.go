// Package organisationtest gives tests a ground to stand on: a database with
// an operator and three members, and people with roles there.
package organisationtest

import (
	"context"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
)

// Ground is a database with members. Its clock stands at the morning of Monday
// 5 October 2026.
type Ground struct {
	DB    *database.DB
	Doors *access.Doors
	Clock *clock.Manual
	// Operator is the operator's own member; Town and Village are communes,
	// Welfare is the CCAS of the village.
	Operator, Town, Village, Welfare organisation.Member
}

// Start is the instant at which a ground's clock stands.
var Start = time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC)

// Each runs a test on a fresh ground on SQLite and on PostgreSQL. The schemas
// are added to those of organisation and access.
func Each(t *testing.T, schemas []database.Schema, test func(t *testing.T, g *Ground)) {
	t.Helper()
	all := append([]database.Schema{organisation.Schema, access.Schema}, schemas...)
	databasetest.Each(t, all, func(t *testing.T, db *database.DB) { test(t, New(t, db)) })
}

// New prepares a ground on a database that has the schemas of organisation and
// access.
func New(t testing.TB, db *database.DB) *Ground {
	t.Helper()
	c := clock.NewManual(Start)
	g := &Ground{DB: db, Clock: c, Doors: access.New(db, c, ident.New(c, nil))}
	add := func(m organisation.Member) (out organisation.Member) {
		g.Write(t, access.System("test"), func(tx access.Tx) (err error) {
			out, err = organisation.Add(t.Context(), tx, m)
			return err
		})
		return out
	}
	g.Operator = add(organisation.Member{Siren: "200004000", Name: "Données des Grandes Landes", Kind: organisation.Operateur, IsOperator: true})
	g.Town = add(organisation.Member{Siren: "214000010", Name: "Ychoux-sur-Lande", Kind: organisation.Commune, Population: 30000, Insee: "40001", Postcode: "40160"})
	g.Village = add(organisation.Member{Siren: "214000028", Name: "Saint-Élix", Kind: organisation.Commune, Population: 120, Insee: "40002", Postcode: "40200"})
	g.Welfare = add(organisation.Member{Siren: "264000019", Name: "CCAS de Saint-Élix", Kind: organisation.CCAS, Postcode: "40200", GroupID: g.Village.ID})
	return g
}

// At is a person with roles at one member.
func At(id string, m organisation.Member, roles ...access.Role) access.Scope {
	actor := access.Actor{Kind: access.Person, ID: id, Name: "Mme " + id}
	if m.IsOperator {
		return access.For(actor, nil, roles)
	}
	return access.For(actor, map[string][]access.Role{m.ID: roles}, nil)
}

// Write runs fn in a transaction that must succeed.
func (g *Ground) Write(t testing.TB, s access.Scope, fn func(access.Tx) error) {
	t.Helper()
	if err := g.Doors.Write(context.WithoutCancel(t.Context()), s, fn); err != nil {
		t.Fatal(err)
	}
}

// Try runs fn in a transaction and returns what it says.
func (g *Ground) Try(t testing.TB, s access.Scope, fn func(access.Tx) error) error {
	t.Helper()
	return g.Doors.Write(t.Context(), s, fn)
}

// Read runs fn in a reading transaction that must succeed.
func (g *Ground) Read(t testing.TB, s access.Scope, fn func(access.Tx) error) {
	t.Helper()
	if err := g.Doors.Read(t.Context(), s, fn); err != nil {
		t.Fatal(err)
	}
}
