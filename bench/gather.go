package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// gatheredSchema is the schema of the consolidated dataset that is measured: most
// members publish under it.
const gatheredSchema = "scdl/subventions"

// consolidated is what the interface says of a consolidated dataset.
type consolidated struct {
	Version, Datasets, Members int
	Rows                       int64 `json:"row_count"`
}

// gather measures how long after a dataset is published its rows stand in the
// consolidated one, among those of 600 members: journal, job, files, records.
func gather(ctx context.Context, b *bench) error {
	data := b.folder("gathered") // of its own: other measures publish a million rows under that schema
	if _, _, err := b.fill(ctx, "gathered", 600); err != nil {
		return err
	}
	s, err := b.serve(ctx, place{kind: sqlite, data: data})
	if err != nil {
		return err
	}
	return errors.Join(b.gatherOn(ctx, s, data), s.stop())
}

func (b *bench) gatherOn(ctx context.Context, s *server, data string) error {
	siren, err := firstMember(s)
	if err != nil {
		return err
	}
	token, err := b.token(ctx, place{data: data}, siren)
	if err != nil {
		return err
	}
	var times []float64
	var last consolidated
	var used time.Duration
	for i := range b.runs + 1 { // the first one warms up, and gathers what was not yet
		before, err := consolidation(s)
		if err != nil {
			return err
		}
		path := b.folder("gathered.csv")
		if err := writeGrants(path, 40, uint64(time.Now().UnixNano())); err != nil {
			return err
		}
		spent := familyTime(s.Pid)
		if _, err := publish(ctx, s, siren, token, path, fmt.Sprintf("Subventions à consolider %d", i)); err != nil {
			return err
		}
		begun := time.Now()
		for last = before; last.Version == before.Version; time.Sleep(5 * time.Millisecond) {
			if time.Since(begun) > time.Minute {
				return errors.New("a minute after it was published, a dataset is not in the consolidation")
			}
			if last, err = consolidation(s); err != nil {
				return err
			}
		}
		if i > 0 {
			times = append(times, millis(time.Since(begun)))
			used += familyTime(s.Pid) - spent
		}
	}
	f := medianOf("gather: published to consolidated", "ms", 300, times)
	f.Peer = fmt.Sprintf("%s rows, %d datasets of %d members; %s ms of processor with the deposit", thousands(last.Rows), last.Datasets,
		last.Members, number(millis(used)/float64(len(times))))
	b.add(f)
	return nil
}

// consolidation reads how the consolidated dataset stands; nothing where there is
// none yet.
func consolidation(s *server) (consolidated, error) {
	var list []consolidated
	err := ask(s.URL+"/api/v1/consolidations?schema="+url.QueryEscape(gatheredSchema), "", &list)
	if err != nil || len(list) == 0 {
		return consolidated{}, err
	}
	return list[0], nil
}
