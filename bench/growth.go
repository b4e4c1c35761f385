package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sizes are the numbers of members at which costs are compared.
var sizes = []int{24, 150, 600, 2400}

// growth measures what things cost on installations of more and more members,
// one request at a time: what does not depend on the other members must not
// grow with their number. It writes a chart for each database, and the numbers
// of both.
func growth(ctx context.Context, b *bench) error {
	var points []point
	measure := func(p place) error {
		more, err := b.costs(ctx, p)
		points = append(points, more...)
		return err
	}
	for _, n := range sizes {
		if err := b.grown(ctx, n, measure); err != nil {
			return err
		}
	}
	for _, p := range b.filled() {
		if err := measure(p); err != nil {
			return err
		}
	}
	for _, c := range curves(points) {
		first, last := c.points[0], c.points[len(c.points)-1]
		b.add(Figure{Name: c.name + ", " + first.kind + ", from " + thousands(int64(first.members)) + " to " + thousands(int64(last.members)) + " members",
			Unit: "×", Value: last.value / first.value, Runs: len(c.points), Load: load(),
			Peer: fmt.Sprintf("%s ms, then %s ms", number(first.value), number(last.value))})
	}
	if b.chart == "" {
		return nil
	}
	err := writeNumbers(b.chart+".csv", points)
	for _, kind := range []string{sqlite, postgres} {
		own := curves(slices.DeleteFunc(slices.Clone(points), func(p point) bool { return p.kind != kind }))
		if len(own) > 0 {
			name := b.chart + "-" + strings.ToLower(kind) + ".svg"
			err = errors.Join(err, os.WriteFile(name, drawGrowth(own, kind), 0o644))
		}
	}
	return err
}

// grown measures installations of so many members, one on each database.
func (b *bench) grown(ctx context.Context, members int, measure func(place) error) error {
	name := fmt.Sprint("growth-", members)
	if members == 600 {
		name = "small"
	}
	_, _, err := b.fill(ctx, name, members)
	if err == nil {
		err = measure(place{kind: sqlite, data: b.folder(name)})
	}
	if err == nil && name != "small" {
		err = os.RemoveAll(b.folder(name))
	}
	if err != nil {
		return err
	}
	if members == 600 {
		p, err := b.onPostgres(ctx)
		if err != nil || p == nil {
			return err
		}
		return measure(*p)
	}
	p, end, err := b.fillPostgres(ctx, members)
	if err != nil || p == nil {
		return err
	}
	return errors.Join(measure(*p), end())
}

// point is one cost at one number of members.
type point struct {
	kind    string // of the database
	what    string
	members int
	value   float64 // ms
}

// costs measures an installation: each kind of request (median of those made
// one at a time), a small deposit to its publication, the start.
func (b *bench) costs(ctx context.Context, p place) (points []point, err error) {
	err = b.at(ctx, p, func(s *server) error {
		known, err := look(s)
		if err != nil {
			return err
		}
		add := func(what string, ms float64) { points = append(points, point{p.kind, what, known.members, ms}) }
		add("start to first answer", millis(s.Started))
		for _, q := range questions(s, known) {
			if _, err := volley(ctx, 50, 1, q.pick); err != nil {
				return err
			}
			took, err := volley(ctx, 400, 1, q.pick)
			if err != nil {
				return err
			}
			add(q.name, quantile(took, 0.5))
		}
		senders, err := b.senders(ctx, p, s)
		if err != nil {
			return err
		}
		var took []float64
		for i := range 15 {
			begun := time.Now()
			life, err := senders[0].send(ctx, s, fmt.Sprintf("Croissance %d de %d", i, begun.UnixNano()), smallTable(i))
			if err == nil {
				_, err = senders[0].await(ctx, life)
			}
			if err != nil {
				return err
			}
			took = append(took, millis(time.Since(begun)))
		}
		add("small deposit to published", medianOf("", "", 0, took).Value)
		return nil
	})
	return points, err
}

// curve is one cost over the numbers of members.
type curve struct {
	name   string
	points []point
}

func curves(points []point) []curve {
	var out []curve
	at := map[[2]string]int{}
	for _, p := range points {
		key := [2]string{p.kind, p.what}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, curve{name: p.what})
		}
		out[i].points = append(out[i].points, p)
	}
	return out
}

func writeNumbers(path string, points []point) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := csv.NewWriter(file)
	rows := [][]string{{"database", "what", "members", "ms"}}
	for _, p := range points {
		rows = append(rows, []string{p.kind, p.what, strconv.Itoa(p.members), strconv.FormatFloat(p.value, 'f', 3, 64)})
	}
	return w.WriteAll(rows)
}
