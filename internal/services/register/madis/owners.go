package madis

import (
	"context"

	"airial/internal/platform/fault"
)

// owners knows to whom the rows of an installation belong.
type owners struct {
	database string
	rows     map[string]int               // of each table
	parent   map[string]map[string]string // of tables that others hang on: key → key of what they hang on
	cloned   map[string]string            // treatments: of whom they are a clone
	shared   map[string]*group            // products, by what those have that are the same
}

// A group is rows of several bodies that are the same product.
type group struct {
	first  string // the least of their keys, for rows come in any order
	bodies map[string]bool
}

// note learns of a product.
func (o *owners) note(table string, row map[string]string) {
	key := sameProduct(table, row)
	if key == "" {
		return
	}
	g := o.shared[key]
	if g == nil {
		g = &group{first: row["id"], bodies: map[string]bool{}}
		o.shared[key] = g
	}
	g.first = min(g.first, row["id"])
	g.bodies[row["collectivity_id"]] = true
}

// stands is the row that stands for a product which several bodies have; "" for
// what only one has.
func (o *owners) stands(table string, row map[string]string) string {
	if g := o.shared[sameProduct(table, row)]; g != nil && len(g.bodies) > 1 {
		return g.first
	}
	return ""
}

// entries counts the products that several bodies have.
func (o *owners) entries() (n int) {
	for _, g := range o.shared {
		if len(g.bodies) > 1 {
			n++
		}
	}
	return n
}

// hung are the tables on which others hang.
var hung = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range shapes {
		if s.of != "" {
			m[s.of] = true
		}
	}
	return m
}()

// learn reads a source once.
func learn(ctx context.Context, src Source) (*owners, error) {
	all := map[string]*owners{}
	err := src.Each(ctx, func(database, table string, row map[string]string) error {
		o := all[database]
		if o == nil {
			o = &owners{database: database, rows: map[string]int{}, parent: map[string]map[string]string{}, cloned: map[string]string{}, shared: map[string]*group{}}
			all[database] = o
		}
		o.rows[table]++
		s := shapes[table]
		if hung[table] {
			if o.parent[table] == nil {
				o.parent[table] = map[string]string{}
			}
			o.parent[table][row["id"]] = row[s.parent]
		}
		if table == tTreatment && row["cloned_from_id"] != "" {
			o.cloned[row["id"]] = row["cloned_from_id"]
		}
		o.note(table, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var found *owners
	for _, o := range all {
		switch {
		case o.rows[tStructure] == 0:
		case found != nil:
			return nil, fault.New(fault.Invalid, "madis.learn", "Ce fichier contient plusieurs installations de Madis («\u00a0%[1]s\u00a0» et «\u00a0%[2]s\u00a0»). Sauvegardez-en une à la fois.",
				"This file holds several installations of Madis (“%[1]s” and “%[2]s”). Dump one at a time.", found.database, o.database)
		default:
			found = o
		}
	}
	if found == nil {
		return nil, fault.New(fault.Invalid, "madis.learn", "Ce n’est pas une installation de Madis\u202f: aucune collectivité (table user_collectivity) ne s’y trouve.",
			"This is no installation of Madis: there is no body in it (table user_collectivity).")
	}
	return found, nil
}

// of finds the body of a row; "" for what belongs to none.
func (o *owners) of(table string, row map[string]string) string {
	s, known := shapes[table]
	if !known {
		return ""
	}
	if table == tStructure {
		return row["id"]
	}
	key := row[s.parent]
	for range 8 { // deeper than any chain of tables
		if s.of == "" {
			return key
		}
		next := s.of
		key, s = o.parent[next][key], shapes[next]
	}
	return ""
}

// root is the treatment at the beginning of a chain of clones, as far as it is
// in the database; its own where it is no clone.
func (o *owners) root(id string) string {
	seen := map[string]bool{}
	for !seen[id] {
		seen[id] = true
		from, ok := o.cloned[id]
		if !ok {
			return id
		}
		if _, there := o.parent[tTreatment][from]; !there {
			return id
		}
		id = from
	}
	return id // a circle: nobody is the first
}

// roots are the treatments from which others were cloned.
func (o *owners) roots() map[string]bool {
	out := map[string]bool{}
	for id := range o.cloned {
		if r := o.root(id); r != id {
			out[r] = true
		}
	}
	return out
}
