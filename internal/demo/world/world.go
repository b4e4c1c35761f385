package world

import (
	"errors"
	"fmt"
)

// Options says which world.
type Options struct {
	Members int    // without the operator; 0 means 24
	Seed    uint64 // 0 is a seed like any other
	Today   Date   // the reference date, nothing is dated later
}

// World is everything that was made up.
type World struct {
	Options
	Operator Member
	Members  []Member
	Users    []User    // each once, with all her roles
	Deposits []Deposit // of the operator, then of each member in turn
}

// ErrOptions is returned for a world that cannot be made.
var ErrOptions = errors.New("world: options")

type generator struct {
	Options
	cells [][2]int
}

func newGenerator(o Options) (*generator, error) {
	if o.Members == 0 {
		o.Members = firstMembers
	}
	if o.Members < 1 || o.Members > MaxMembers {
		return nil, fmt.Errorf("%w: %d members, from 1 to %d are possible", ErrOptions, o.Members, MaxMembers)
	}
	if o.Today.Year < 2020 || o.Today.Year > 2100 {
		return nil, fmt.Errorf("%w: the reference date %v is not between 2020 and 2100", ErrOptions, o.Today)
	}
	return &generator{Options: o, cells: spread()}, nil
}

// Make builds a whole world in memory. It panics when Options are wrong: see
// Stream, which returns an error instead.
func Make(o Options) *World {
	w := &World{}
	rank := map[string]int{}
	err := Stream(o, func(m Member, users []User, deposits []Deposit) error {
		if m.Kind == KindOperator {
			w.Operator = m
		} else {
			w.Members = append(w.Members, m)
		}
		for _, u := range users {
			if i, known := rank[u.Login]; known {
				w.Users[i].Grants = append(w.Users[i].Grants, u.Grants...)
				if u.LastLogin.After(w.Users[i].LastLogin) {
					w.Users[i].LastLogin = u.LastLogin
				}
				continue
			}
			rank[u.Login] = len(w.Users)
			w.Users = append(w.Users, u)
		}
		w.Deposits = append(w.Deposits, deposits...)
		return nil
	})
	if err != nil {
		panic(err)
	}
	w.Options = o
	w.Options.Members = len(w.Members)
	return w
}

// Stream calls f for the operator, then for each member in order, with its
// users (each with her roles in this member alone: one who serves several
// members comes with each, under the same login) and its deposits in the order
// of their keys' making. It stops at f's first error and returns it.
func Stream(o Options, f func(Member, []User, []Deposit) error) error {
	return StreamRange(o, -1, -1, f)
}

// StreamRange is Stream for the members from (the operator's rank is -1) up to,
// but not including, to; a negative to means the last. What is handed over does
// not depend on the range.
func StreamRange(o Options, from, to int, f func(Member, []User, []Deposit) error) error {
	g, err := newGenerator(o)
	if err != nil {
		return err
	}
	if to < 0 || to > g.Members {
		to = g.Members
	}
	for i := max(from, -1); i < to; i++ {
		m := g.member(i)
		users := g.users(&m)
		deposits := g.deposits(&m, users)
		seen(users, deposits)
		if err := f(m, users, deposits); err != nil {
			return err
		}
	}
	return nil
}
