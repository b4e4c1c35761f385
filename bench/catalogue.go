package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/database/databasetest"
)

const (
	catalogueListed   = 10_000  // datasets when the catalogue for machines is read
	catalogueSearched = 200_000 // and when it is searched
	searchRate        = 20      // searches a second
)

// catalogues measures the catalogue for machines of 10,000 datasets, and then the
// search among 200,000, on both databases.
func catalogues(ctx context.Context, b *bench) error {
	if err := b.catalogued(ctx, place{kind: sqlite, data: b.folder("catalogue-sqlite")}); err != nil {
		return err
	}
	server, err := databasetest.NewServer(true)
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT MEASURED ON POSTGRESQL:", err)
		return nil
	}
	p := place{kind: postgres, data: b.folder("catalogue-postgres"), database: server.URL, server: server.Pid()}
	return errors.Join(b.catalogued(ctx, p), server.Close())
}

func (b *bench) catalogued(ctx context.Context, p place) error {
	defer os.RemoveAll(p.data)
	var bodies, areas []body
	begun := time.Now()
	fill := func(from, to int) error {
		g, err := app.OpenGround(ctx, app.GroundConfig{Data: config.Data{Data: p.data, Database: p.database}, Alone: true, Bulk: true})
		if err != nil {
			return err
		}
		if from == 0 {
			bodies, areas, err = territory(ctx, g)
		}
		if err == nil {
			err = shelve(ctx, g, bodies, from, to)
		}
		return errors.Join(err, g.Close())
	}
	if err := fill(0, catalogueListed); err != nil {
		return err
	}
	if err := b.at(ctx, p, func(s *server) error { return b.listed(ctx, p, s) }); err != nil {
		return err
	}
	if err := fill(catalogueListed, catalogueSearched); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s datasets on %s after %s\n", thousands(catalogueSearched), p.kind, time.Since(begun).Round(time.Second))
	return b.at(ctx, p, func(s *server) error { return b.sought(ctx, p, s, bodies, areas) })
}

// listed measures the whole catalogue in each syntax, all its pages one after
// the other, as a harvester reads it, to the last byte.
func (b *bench) listed(ctx context.Context, p place, s *server) error {
	before, _ := memory(s.Pid)
	for _, syntax := range []string{"jsonld", "ttl", "rdf"} {
		var times []float64
		var bytes int64
		var used time.Duration
		for i := range b.runs + 1 { // the first warms up
			spent, begun := processorTime(s.Pid)+familyTime(p.server), time.Now()
			bytes = 0
			for page := 1; page <= catalogueListed/1000; page++ {
				n, err := length(ctx, fmt.Sprintf("%s/catalog.%s?page=%d", s.URL, syntax, page))
				if err != nil {
					return err
				}
				bytes += n
			}
			if i > 0 {
				times = append(times, millis(time.Since(begun)))
				used += processorTime(s.Pid) + familyTime(p.server) - spent
			}
		}
		f := medianOf(fmt.Sprintf("catalogue of %s datasets, all pages, %s, %s", thousands(catalogueListed), syntax, p.kind), "ms", 1000, times)
		f.Peer = fmt.Sprintf("%s, %s ms of processor", amount(float64(bytes)/1e6, "MB"), number(millis(used)/float64(len(times))))
		b.add(f)
	}
	after, _ := memory(s.Pid)
	b.add(Figure{Name: "memory (RSS) after these catalogues, " + p.kind, Value: after, Unit: "MB", Most: 250, Runs: 1, Load: load(),
		Peer: amount(before, "MB") + " before"})
	return nil
}

// length reads an address to its end.
func length(ctx context.Context, address string) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.Copy(io.Discard, answer.Body)
}

// sought measures searches of all kinds, as the page shows them, with all that it
// counts beside.
func (b *bench) sought(ctx context.Context, p place, s *server, bodies, areas []body) error {
	kinds := searches(s, bodies, areas)
	first, err := volley(ctx, 1, 1, mixture(kinds)) // makes what is held in memory
	if err != nil {
		return err
	}
	if _, err := volley(ctx, warming, atOnce, mixture(kinds)); err != nil {
		return err
	}
	of := fmt.Sprintf(", %s datasets, %s", thousands(catalogueSearched), p.kind)
	f, err := b.paceOf(ctx, p, s, "catalogue search p95, all kinds"+of, 20, searchRate, mixture(kinds))
	f.Peer += ". The first after the start " + amount(first[0], "ms")
	b.add(f)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if _, err := volley(ctx, alone/10, 1, k.pick); err != nil {
			return err
		}
		used := processorTime(s.Pid) + familyTime(p.server)
		took, err := volley(ctx, alone, 1, k.pick)
		if err != nil {
			return err
		}
		used = processorTime(s.Pid) + familyTime(p.server) - used
		b.add(Figure{Name: "  " + k.name + " p95, one at a time" + of, Unit: "ms", Value: quantile(took, 0.95), Low: took[0], High: took[len(took)-1],
			Runs: len(took), Load: load(), Peer: fmt.Sprintf("Median %s, %s ms of processor each", number(quantile(took, 0.5)), number(millis(used)/alone))})
	}
	held, _ := memory(s.Pid)
	b.add(Figure{Name: "memory (RSS) after these searches" + of, Value: held, Unit: "MB", Runs: 1, Load: load()})
	return nil
}

// paceOf is pace with the processor time of the database server beside.
func (b *bench) paceOf(ctx context.Context, p place, s *server, name string, most float64, rate int, pick func(*rand.Rand) string) (Figure, error) {
	used := familyTime(p.server)
	f, err := b.pace(ctx, s.Pid, name, most, rate, pick)
	if p.server != 0 {
		f.Peer += fmt.Sprintf(", and %s of the database’s", number(millis(familyTime(p.server)-used)/float64(f.Runs)))
	}
	return f, err
}

// searches are the kinds of searches that people make, in their shares.
func searches(s *server, bodies, areas []body) []question {
	page := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return s.URL + "/fr/datasets?" + v.Encode()
	}
	some := func(r *rand.Rand) string { return words(r, subjects[r.IntN(len(subjects))].title) }
	one := func(r *rand.Rand, of []body) body { return of[r.IntN(len(of))] }
	side := func(r *rand.Rand) (string, string) {
		all := [][2]string{{"theme", "GOVE"}, {"theme", "ENVI"}, {"theme", "TRAN"}, {"schema", "scdl/subventions"}, {"schema", "none"},
			{"format", "geojson"}, {"licence", "lov2"}, {"year", fmt.Sprint(2018 + r.IntN(9))}, {"year", fmt.Sprint(2018 + r.IntN(9))}}
		x := all[r.IntN(len(all))]
		return x[0], x[1]
	}
	return []question{
		{"words", 30, 0, func(r *rand.Rand) string { return page("q", some(r)) }},
		{"a place and a word", 15, 0, func(r *rand.Rand) string { return page("q", one(r, bodies).name+" "+some(r)) }},
		{"typing errors", 15, 0, func(r *rand.Rand) string { return page("q", mistyped(r, some(r))) }},
		{"words and a filter", 15, 0, func(r *rand.Rand) string {
			name, value := side(r)
			return page("q", some(r), name, value)
		}},
		{"filters", 10, 0, func(r *rand.Rand) string {
			name, value := side(r)
			return page(name, value, "sort", []string{"", "title"}[r.IntN(2)])
		}},
		{"a territory", 10, 0, func(r *rand.Rand) string {
			return page("area", one(r, areas).slug, "q", []string{"", some(r)}[r.IntN(2)])
		}},
		{"what is nowhere", 5, 0, func(r *rand.Rand) string { return page("q", fmt.Sprintf("xylo%dqz", r.IntN(1e6))) }},
	}
}

// mistyped is a text with one error in its longest word: two letters that have
// changed places, one that is missing, one that is there twice.
func mistyped(r *rand.Rand, words string) string {
	longest := ""
	for _, w := range strings.Fields(words) {
		if len([]rune(w)) > len([]rune(longest)) {
			longest = w
		}
	}
	letters := []rune(longest)
	at := 1 + r.IntN(len(letters)-2)
	switch wrong := string(letters[:at]); r.IntN(3) {
	case 0:
		wrong += string(letters[at+1]) + string(letters[at]) + string(letters[at+2:])
		return strings.Replace(words, longest, wrong, 1)
	case 1:
		return strings.Replace(words, longest, wrong+string(letters[at+1:]), 1)
	default:
		return strings.Replace(words, longest, wrong+string(letters[at])+string(letters[at:]), 1)
	}
}
