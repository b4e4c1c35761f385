package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sizes are the numbers of members at which costs are compared.
var sizes = []int{24, 150, 600, 2400}

// growth measures what things cost on installations of more and more members,
// one request at a time: what does not depend on the other members must not
// grow with their number. It writes a chart and its numbers beside it.
func growth(ctx context.Context, b *bench) error {
	var points []point
	for _, n := range sizes {
		name := fmt.Sprint("growth-", n)
		if n == 600 {
			name = "small"
		}
		if _, _, err := b.fill(ctx, name, n); err != nil {
			return err
		}
		more, err := b.costs(ctx, place{kind: "SQLite", data: b.folder(name)})
		if err != nil {
			return err
		}
		points = append(points, more...)
		if name != "small" {
			if err := os.RemoveAll(b.folder(name)); err != nil {
				return err
			}
		}
	}
	if b.large != "" {
		more, err := b.costs(ctx, place{kind: "SQLite", data: b.large})
		if err != nil {
			return err
		}
		points = append(points, more...)
	}
	for _, c := range curves(points) {
		first, last := c.points[0], c.points[len(c.points)-1]
		b.add(Figure{Name: c.name + ", from " + thousands(int64(first.members)) + " to " + thousands(int64(last.members)) + " members",
			Unit: "×", Value: last.value / first.value, Runs: len(c.points), Load: load(),
			Peer: fmt.Sprintf("%s ms, then %s ms", number(first.value), number(last.value))})
	}
	if b.chart == "" {
		return nil
	}
	return errors.Join(os.WriteFile(b.chart, drawGrowth(curves(points)), 0o644),
		writeNumbers(strings.TrimSuffix(b.chart, filepath.Ext(b.chart))+".csv", points))
}

// point is one cost at one number of members.
type point struct {
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
		add := func(what string, ms float64) { points = append(points, point{what, known.members, ms}) }
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
				err = senders[0].await(ctx, life)
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
	at := map[string]int{}
	for _, p := range points {
		i, ok := at[p.what]
		if !ok {
			i = len(out)
			at[p.what] = i
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
	rows := [][]string{{"what", "members", "ms"}}
	for _, p := range points {
		rows = append(rows, []string{p.what, strconv.Itoa(p.members), strconv.FormatFloat(p.value, 'f', 3, 64)})
	}
	return w.WriteAll(rows)
}
