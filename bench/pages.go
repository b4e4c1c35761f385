package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	atOnce   = 8    // requests under way together
	warming  = 400  // requests that are not counted
	requests = 3000 // requests that are
	alone    = 500  // requests one after the other, for comparison
)

// pages measures the dataset page and the search on a demonstration of so many
// members: random ones of all published datasets, words of their titles.
func pages(ctx context.Context, b *bench) error {
	data := b.large
	if data == "" {
		took, used, err := b.fill(ctx, "large", b.members)
		if err != nil {
			return err
		}
		data = b.folder("large")
		f := Figure{Name: fmt.Sprintf("demonstration of %s members", thousands(int64(b.members))), Value: seconds(took), Unit: "s", Runs: 1, Load: load()}
		all := 35000 / float64(b.members)
		f.Peer = fmt.Sprintf("Processor time %s. At this rate 35,000 take %s min, %s of both processors; limit 20 min",
			amount(seconds(used), "s"), number(took.Minutes()*all), number(used.Minutes()*all/2))
		b.add(f)
	}
	s, err := b.serve(ctx, place{kind: sqlite, data: data})
	if err != nil {
		return err
	}
	b.add(Figure{Name: "start to first answer, same folder", Value: millis(s.Started), Unit: "ms", Runs: 1, Load: load()})
	return errors.Join(pagesOf(ctx, b, s), s.stop())
}

// dataset is what is needed to ask for a published dataset in every way.
type dataset struct {
	Page   string
	API    string
	Title  string
	Rows   string
	Member struct{ SIREN, Slug string }
}

func pagesOf(ctx context.Context, b *bench, s *server) error {
	known, err := look(s)
	if err != nil {
		return err
	}
	for _, q := range questions(s, known) {
		f, err := drive(ctx, s, q.name, q.most, q.pick)
		if err != nil {
			return err
		}
		f.Name += " p95, " + known.String()
		b.add(f)
	}
	held, _ := memory(s.Pid)
	b.add(Figure{Name: "memory (RSS) after these requests", Value: held, Unit: "MB", Runs: 1, Load: load()})
	return nil
}

// question is one kind of request that visitors make.
type question struct {
	name string
	// share is how many of a hundred requests of a mixed load are of this kind.
	share int
	most  float64 // limit of the p95, ms; 0 for none
	pick  func(*rand.Rand) string
}

// questions are what visitors ask a server: its pages, its search, its API.
func questions(s *server, known known) []question {
	one := func(r *rand.Rand) dataset { return known.some[r.IntN(len(known.some))] }
	return []question{
		{"dataset page", 40, 30, func(r *rand.Rand) string { return one(r).Page }},
		{"search, one or two words of a title", 20, 30, func(r *rand.Rand) string {
			return s.URL + "/datasets?q=" + url.QueryEscape(words(r, one(r).Title))
		}},
		{"search of one member", 5, 30, func(r *rand.Rand) string {
			d := one(r)
			return s.URL + "/p/" + d.Member.Slug + "/datasets?q=" + url.QueryEscape(words(r, d.Title))
		}},
		{"home page", 5, 0, func(*rand.Rand) string { return s.URL + "/" }},
		{"member’s page", 10, 0, func(r *rand.Rand) string { return s.URL + "/p/" + one(r).Member.Slug }},
		{"dataset by API", 10, 0, func(r *rand.Rand) string { return one(r).API }},
		{"rows API, first page of 50", 10, 0, func(r *rand.Rand) string { return one(r).Rows }},
	}
}

// known is what a server has published: how much, and some of it.
type known struct {
	some              []dataset
	datasets, members int
}

func (k known) String() string {
	return fmt.Sprintf("%s datasets of %s members", thousands(int64(k.datasets)), thousands(int64(k.members)))
}

// look reads how much a server has published, and datasets from all over the
// list: of a large territory some thousands.
func look(s *server) (known, error) {
	const perPage, mostPages = 100, 40
	var k known
	var first struct{ Total int }
	if err := ask(s.URL+"/api/v1/members?limit=1", "", &first); err != nil {
		return k, err
	}
	k.members = first.Total
	r := rand.New(rand.NewPCG(1, 2026))
	for i := 0; i < mostPages; i++ {
		offset := i * perPage
		if k.datasets > mostPages*perPage {
			offset = r.IntN(k.datasets/perPage) * perPage
		}
		var page struct {
			Items []dataset
			Total int
		}
		if err := ask(fmt.Sprintf("%s/api/v1/datasets?limit=%d&offset=%d", s.URL, perPage, offset), "", &page); err != nil {
			return k, err
		}
		k.datasets = page.Total
		k.some = append(k.some, page.Items...)
		if len(page.Items) < perPage && k.datasets <= mostPages*perPage {
			break
		}
	}
	if len(k.some) == 0 {
		return k, errors.New("nothing is published")
	}
	return k, nil
}

// words are one or two words of a title that mean something.
func words(r *rand.Rand, title string) string {
	long := slices.DeleteFunc(strings.Fields(title), func(w string) bool { return len(w) < 4 })
	if len(long) == 0 {
		return "budget"
	}
	if first := r.IntN(len(long)); r.IntN(2) == 0 || len(long) == 1 {
		return long[first]
	}
	return long[r.IntN(len(long))] + " " + long[r.IntN(len(long))]
}

// drive asks for addresses, eight at a time, each as soon as the one before is
// answered, and gives the 95th percentile of the time to the last byte. Beside
// it stands what one visitor alone would wait.
func drive(ctx context.Context, s *server, name string, most float64, pick func(*rand.Rand) string) (Figure, error) {
	if _, err := volley(ctx, warming, atOnce, pick); err != nil {
		return Figure{}, err
	}
	used, begun := processorTime(s.Pid), time.Now()
	many, err := volley(ctx, requests, atOnce, pick)
	if err != nil {
		return Figure{}, err
	}
	perSecond, used := requests/time.Since(begun).Seconds(), processorTime(s.Pid)-used
	one, err := volley(ctx, alone, 1, pick)
	f := Figure{Name: name, Unit: "ms", Most: most, Value: quantile(many, 0.95), Low: many[0], High: many[len(many)-1],
		Runs: requests, Load: load()}
	f.Peer = fmt.Sprintf("Median %s, %s a second, %s ms of processor each; one at a time: median %s, p95 %s",
		number(quantile(many, 0.5)), number(perSecond), number(millis(used)/requests), number(quantile(one, 0.5)),
		number(quantile(one, 0.95)))
	return f, err
}

// volley asks for n addresses and returns the times, in milliseconds, sorted.
func volley(ctx context.Context, n, workers int, pick func(*rand.Rand) string) ([]float64, error) {
	turns := make(chan int)
	took := make([]float64, n)
	problems := make([]error, workers)
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(worker), uint64(n)))
			for i := range turns {
				begun := time.Now()
				if err := get(ctx, pick(r)); err != nil && problems[worker] == nil {
					problems[worker] = err
				}
				took[i] = millis(time.Since(begun))
			}
		})
	}
	for i := range took {
		turns <- i
	}
	close(turns)
	wg.Wait()
	slices.Sort(took)
	return took, errors.Join(problems...)
}

func get(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Status)
	}
	return nil
}
