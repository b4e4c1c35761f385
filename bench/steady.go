package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	perSecond    = 100              // requests that arrive in a second
	steadyFor    = 20 * time.Second // how long they are counted
	steadyWarmup = 5 * time.Second  // and before that, not
)

// steady measures what visitors wait when a hundred requests of all kinds
// arrive each second, whatever the server makes of them: a request's time counts
// from the moment when it should have been sent, so that a server that falls
// behind shows it. The limit holds for 600 members, and twice it for 35,000.
func steady(ctx context.Context, b *bench) error {
	places, err := b.places(ctx)
	if err != nil {
		return err
	}
	for _, p := range places {
		err := b.at(ctx, p, func(s *server) error { return steadyAt(ctx, b, p, s) })
		if err != nil {
			return err
		}
	}
	return nil
}

func steadyAt(ctx context.Context, b *bench, p place, s *server) error {
	known, err := look(s)
	if err != nil {
		return err
	}
	mix := mixture(questions(s, known))
	if _, err := arrive(ctx, perSecond, steadyWarmup, mix); err != nil {
		return err
	}
	used := processorTime(s.Pid)
	took, err := arrive(ctx, perSecond, steadyFor, mix)
	if err != nil {
		return err
	}
	used = processorTime(s.Pid) - used
	most := 30.0
	if known.members > 5000 {
		most *= 2
	}
	held, _ := memory(s.Pid)
	b.add(Figure{Name: fmt.Sprintf("mixed requests p95 at %d/s, %s, %s", perSecond, p.kind, known), Unit: "ms", Most: most,
		Value: quantile(took, 0.95), Low: took[0], High: took[len(took)-1], Runs: len(took), Load: load(),
		Peer: fmt.Sprintf("Median %s, p99 %s, %s ms of processor each", number(quantile(took, 0.5)), number(quantile(took, 0.99)),
			number(millis(used)/float64(len(took))))},
		Figure{Name: "memory (RSS) under this load, " + p.kind, Value: held, Unit: "MB", Most: 300, Runs: 1, Load: load()})
	return nil
}

// mixture picks questions in their shares.
func mixture(all []question) func(*rand.Rand) string {
	total := 0
	for _, q := range all {
		total += q.share
	}
	return func(r *rand.Rand) string {
		n := r.IntN(total)
		for _, q := range all {
			if n -= q.share; n < 0 {
				return q.pick(r)
			}
		}
		return all[0].pick(r)
	}
}

// arrive sends so many requests a second for a while, at even distances, and
// returns their times in milliseconds, sorted.
func arrive(ctx context.Context, perSecond int, lasts time.Duration, pick func(*rand.Rand) string) ([]float64, error) {
	n := int(lasts.Seconds() * float64(perSecond))
	took, problems := make([]float64, n), make([]error, n)
	r := rand.New(rand.NewPCG(uint64(n), 7))
	begun := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		due := begun.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		address := pick(r)
		wg.Go(func() {
			problems[i] = get(ctx, address)
			took[i] = millis(time.Since(due))
		})
	}
	wg.Wait()
	slices.Sort(took)
	return took, errors.Join(problems...)
}
