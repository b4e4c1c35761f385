package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// exploredRows are those of the table that the query interfaces are asked about.
const exploredRows = 1_000_000

// explored measures the Explore API on one table of 1,000,000 rows of 16
// columns, beside Datasette on the same table where it is installed.
func explored(ctx context.Context, b *bench) error {
	data, err := b.small(ctx)
	if err != nil {
		return err
	}
	s, err := b.serve(ctx, place{kind: sqlite, data: data})
	if err != nil {
		return err
	}
	return errors.Join(b.exploredOn(ctx, s, data), s.stop())
}

func (b *bench) exploredOn(ctx context.Context, s *server, data string) error {
	siren, err := firstMember(s)
	if err != nil {
		return err
	}
	token, err := b.token(ctx, place{data: data}, siren)
	if err != nil {
		return err
	}
	path := b.folder("explored.csv")
	if err := writeGrants(path, exploredRows, 7); err != nil {
		return err
	}
	const title = "Subventions, un million de lignes"
	id, err := datasetNamed(s, title)
	if err != nil {
		return err
	}
	if id == "" { // else of an earlier run, in a folder that is kept
		if _, err := publish(ctx, s, siren, token, path, title); err != nil {
			return err
		}
		if id, err = datasetNamed(s, title); err != nil || id == "" {
			return errors.Join(err, errors.New("the table is not found"))
		}
	}
	base := s.URL + "/api/explore/v2.1/catalog/datasets/" + id
	if err := get(ctx, base+"/records?where=montant%20%3E%201"); err != nil { // its native file is made
		return err
	}
	var unanswered error // the figure stands, and the run fails
	for _, q := range []struct {
		name string
		rate int
		most float64
		pick func(*rand.Rand) string
	}{
		{"explore: filtered page at 100 a second, 1M × 16, p95", 100, 25, filteredPage(base)},
		{"explore: group by at 100 a second, p95", 100, 40, groupedPage(base)},
		{"explore: mixed at 300 a second, p95", 300, 0, mixedPage(base)},
	} {
		f, err := b.pace(ctx, s.Pid, q.name, q.most, q.rate, q.pick)
		b.add(f)
		unanswered = errors.Join(unanswered, err)
	}
	return errors.Join(unanswered, b.searchedAndExported(ctx, s, base), b.datasette(ctx, path))
}

// datasetNamed finds a dataset by its title; "" where there is none.
func datasetNamed(s *server, title string) (string, error) {
	var found struct {
		Items []struct{ ID, Title string }
	}
	if err := ask(s.URL+"/api/v1/datasets?q="+url.QueryEscape(title), "", &found); err != nil {
		return "", err
	}
	for _, item := range found.Items {
		if item.Title == title {
			return item.ID, nil
		}
	}
	return "", nil
}

func records(base string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return base + "/records?" + v.Encode()
}

func filteredPage(base string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		return records(base, "where", fmt.Sprintf("montant > %d and dateConvention >= date'2024-%02d-01'", r.IntN(20_000), 1+r.IntN(12)), "limit", "20")
	}
}

func groupedPage(base string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		return records(base, "select", "sum(montant) as total, count(*) as n", "group_by", "nomBeneficiaire", "order_by", "total desc",
			"where", fmt.Sprintf("montant > %d", r.IntN(20_000)), "limit", "20")
	}
}

func mixedPage(base string) func(*rand.Rand) string {
	filtered, grouped := filteredPage(base), groupedPage(base)
	return func(r *rand.Rand) string {
		switch r.IntN(10) {
		case 0:
			return grouped(r)
		case 1, 2, 3:
			return records(base, "offset", fmt.Sprint(r.IntN(9000)), "limit", "20")
		}
		return filtered(r)
	}
}

// pace asks for addresses at a rate, whether or not the ones before are
// answered, and gives the 95th percentile of the time to the last byte.
func (b *bench) pace(ctx context.Context, pid int, name string, most float64, rate int, pick func(*rand.Rand) string) (Figure, error) {
	n := int(float64(rate) * b.paced.Seconds())
	took, problems := make([]float64, n), make([]error, n)
	r := rand.New(rand.NewPCG(uint64(rate), 7))
	used, begun := familyTime(pid), time.Now()
	var wg sync.WaitGroup
	for i := range n {
		address := pick(r)
		time.Sleep(time.Until(begun.Add(time.Duration(i) * time.Second / time.Duration(rate))))
		wg.Go(func() {
			at := time.Now()
			problems[i] = get(ctx, address)
			took[i] = millis(time.Since(at))
		})
	}
	wg.Wait()
	lasted := time.Since(begun)
	used = familyTime(pid) - used
	slices.Sort(took)
	f := Figure{Name: name, Unit: "ms", Most: most, Value: quantile(took, 0.95), Low: took[0], High: took[n-1], Runs: n, Load: load()}
	problems = slices.DeleteFunc(problems, func(err error) bool { return err == nil })
	f.Peer = fmt.Sprintf("Median %s, %s answered a second, %s ms of processor each", number(quantile(took, 0.5)),
		number(float64(n-len(problems))/lasted.Seconds()), number(millis(used)/float64(n-len(problems))))
	if len(problems) == 0 {
		return f, nil
	}
	f.Name += fmt.Sprintf(" (%s %% NOT ANSWERED)", number(100*float64(len(problems))/float64(n)))
	return f, fmt.Errorf("%d of %d not answered, the first: %w", len(problems), n, problems[0])
}

// searchedAndExported measures a search over all text, and the whole table as
// CSV.
func (b *bench) searchedAndExported(ctx context.Context, s *server, base string) error {
	words := []string{"pelote", "cyclo", "adour", "patronale", "jardins", "marensin", "spectacle"}
	var times []float64
	for i := range 2 * len(words) {
		begun := time.Now()
		if err := get(ctx, records(base, "where", fmt.Sprintf("%q and montant > %d", words[i%len(words)], i), "limit", "20")); err != nil {
			return err
		}
		times = append(times, millis(time.Since(begun)))
	}
	b.add(medianOf("explore: search over the text of 1M rows", "ms", 300, times))
	for _, export := range []struct{ name, path string }{
		{"explore: whole CSV", "/exports/csv"},
		{"explore: filtered CSV", "/exports/csv?where=montant%20%3E%2010"},
	} {
		before, _ := memory(s.Pid)
		used, begun := familyTime(s.Pid), time.Now()
		answer, err := http.Get(base + export.path)
		if err != nil {
			return err
		}
		size, err := io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			return err
		}
		lasted := time.Since(begun)
		after, _ := memory(s.Pid)
		f := Figure{Name: export.name, Unit: "MB/s", Value: float64(size) / 1e6 / lasted.Seconds(), Runs: 1, Load: load()}
		f.Peer = fmt.Sprintf("Limit 150 for the whole; %s of %s MB; memory %s MB before, %s after; %s MB a second of processor", answer.Status,
			number(float64(size)/1e6), number(before), number(after), number(float64(size)/1e6/seconds(familyTime(s.Pid)-used)))
		b.add(f)
	}
	return nil
}

// datasette asks Datasette for like pages of the same table, where bench/peers
// has installed it.
func (b *bench) datasette(ctx context.Context, csv string) error {
	python := filepath.Join("bench", ".peers", "python", "bin")
	program := filepath.Join(python, "datasette")
	if _, err := os.Stat(program); err != nil {
		b.add(Figure{Name: "Datasette: not installed (bench/peers/install)", Load: load()})
		return nil
	}
	file := b.folder("explored.db")
	if out, err := exec.CommandContext(ctx, filepath.Join(python, "python"), filepath.Join("bench", "peers", "datasette_load.py"), csv, file).CombinedOutput(); err != nil {
		return fmt.Errorf("datasette_load.py: %w: %s", err, out)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := listener.Addr().(*net.TCPAddr)
	if err := listener.Close(); err != nil {
		return err
	}
	peer := exec.CommandContext(ctx, program, "serve", file, "--port", fmt.Sprint(address.Port), "--setting", "sql_time_limit_ms", "20000")
	if err := peer.Start(); err != nil {
		return err
	}
	defer func() { _ = peer.Process.Kill(); _ = peer.Wait() }()
	base := fmt.Sprintf("http://%s/explored", address)
	for begun := time.Now(); get(ctx, base+".json") != nil; time.Sleep(100 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			return errors.New("no answer from Datasette")
		}
	}
	for _, q := range []struct {
		name string
		pick func(*rand.Rand) string
	}{
		{"Datasette: the same filtered page", func(r *rand.Rand) string {
			return fmt.Sprintf("%s/grants.json?montant__gt=%d&dateConvention__gte=2024-%02d-01&_size=20&_shape=objects", base, r.IntN(20_000), 1+r.IntN(12))
		}},
		{"Datasette: the same group by", func(r *rand.Rand) string {
			return base + ".json?" + url.Values{"sql": {fmt.Sprintf("select nomBeneficiaire, sum(montant) as total, count(*) as n from grants where montant > %d group by 1 order by 2 desc limit 20", r.IntN(20_000))}}.Encode()
		}},
	} {
		used := familyTime(peer.Process.Pid)
		took, err := volley(ctx, 20, 1, q.pick)
		if err != nil {
			return err
		}
		f := Figure{Name: q.name + ", one at a time, p95", Unit: "ms", Value: quantile(took, 0.95), Runs: 20, Load: load()}
		f.Peer = fmt.Sprintf("Median %s, %s ms of processor each", number(quantile(took, 0.5)), number(millis(familyTime(peer.Process.Pid)-used)/20))
		b.add(f)
	}
	return nil
}
