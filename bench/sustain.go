package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	depositsPerSecond = 50
	sustainFor        = 30 * time.Second
	depositors        = 20 // members whose software deposits
	// eachHas is what two processors have for each deposit, in milliseconds. Unlike
	// the time that passes it can be measured beside other work.
	eachHas = 2 * 1000. / depositsPerSecond
)

// sustain measures deposits of small files that arrive at a steady rate, for
// several members at once: what each waits for its answer, how long after the last
// of them all are published, and the processors' time for each. A server that kept
// up has published all but the latest by then. The installation is at rest before.
func sustain(ctx context.Context, b *bench) error {
	places, err := b.places(ctx)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.large {
			continue
		}
		if err := b.at(ctx, p, func(s *server) error { return sustainAt(ctx, b, p, s) }); err != nil {
			return err
		}
	}
	return nil
}

func sustainAt(ctx context.Context, b *bench, p place, s *server) error {
	senders, err := b.senders(ctx, p, s)
	if err != nil {
		return err
	}
	if err := s.rest(ctx, p); err != nil {
		return err
	}
	n := int(sustainFor.Seconds()) * depositsPerSecond
	took, problems, lives := make([]float64, n), make([]error, n), make([]string, n)
	begun, used, usedThere := time.Now(), processorTime(s.Pid), familyTime(p.server)
	var wg sync.WaitGroup
	for i := range n {
		due := begun.Add(time.Duration(i) * time.Second / depositsPerSecond)
		time.Sleep(time.Until(due))
		from := senders[i%len(senders)]
		wg.Go(func() {
			lives[i], problems[i] = from.send(ctx, s, fmt.Sprintf("Relevé %d de %d", i, begun.Unix()), smallTable(i))
			took[i] = millis(time.Since(due))
		})
	}
	wg.Wait()
	if err := errors.Join(problems...); err != nil {
		return err
	}
	last := time.Now()
	var done time.Time // the server's own word: to ask for so many takes longer than they did
	for i := n - 1; i >= 0; i-- {
		at, err := senders[i%len(senders)].await(ctx, lives[i])
		if err != nil {
			return err
		}
		if at.After(done) {
			done = at
		}
	}
	behind := max(0, done.Sub(last))
	rate := float64(n) / done.Sub(begun).Seconds()
	used, usedThere = processorTime(s.Pid)-used, familyTime(p.server)-usedThere
	held, _ := memory(s.Pid)
	slices.Sort(took)
	b.add(Figure{Name: fmt.Sprintf("%d deposits a second for %s, all published after the last, %s", depositsPerSecond, sustainFor, p.kind),
		Unit: "s", Most: 2, Value: seconds(behind), Runs: n, Load: load(),
		Peer: fmt.Sprintf("%s published a second in all; answered after %s ms (median), %s ms (p95)", number(rate),
			number(quantile(took, 0.5)), number(quantile(took, 0.95)))},
		Figure{Name: "processor time of the program and its database for each of these deposits, " + p.kind, Unit: "ms",
			Most: eachHas, Value: millis(used+usedThere) / float64(n), Runs: n, Load: load(),
			Peer: fmt.Sprintf("Of it the database server %s ms", number(millis(usedThere)/float64(n)))},
		Figure{Name: "memory (RSS) under these deposits, " + p.kind, Value: held, Unit: "MB", Most: 300, Runs: 1, Load: load()})
	return nil
}

// sender is the software of one member.
type sender struct{ siren, token string }

func (b *bench) senders(ctx context.Context, p place, s *server) ([]sender, error) {
	var members struct {
		Items []struct{ SIREN, Kind string }
	}
	if err := ask(s.URL+"/api/v1/members?limit=100", "", &members); err != nil {
		return nil, err
	}
	var out []sender
	for _, m := range members.Items {
		if m.Kind != "commune" || len(out) == depositors {
			continue
		}
		token, err := b.token(ctx, p, m.SIREN)
		if err != nil {
			return nil, err
		}
		out = append(out, sender{m.SIREN, token})
	}
	if len(out) == 0 {
		return nil, errors.New("there is no commune")
	}
	return out, nil
}

// send deposits a table and returns the address of its life.
func (f sender) send(ctx context.Context, s *server, title string, table []byte) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := errors.Join(form.WriteField("title", title), form.WriteField("schema", "none"))
	if err != nil {
		return "", err
	}
	part, err := form.CreateFormFile("file", "releve.csv")
	if err == nil {
		_, err = part.Write(table)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/members/"+f.siren+"/deposits", &body)
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Authorization", "Bearer "+f.token)
	var accepted struct{ Life string }
	err = do(request, &accepted)
	return accepted.Life, err
}

// await waits until a deposit is published, and returns when it was.
func (f sender) await(ctx context.Context, address string) (time.Time, error) {
	for {
		var life struct {
			Outcome, Stage string
			Steps          []struct{ At time.Time }
		}
		if err := ask(address, f.token, &life); err != nil {
			return time.Time{}, err
		}
		switch life.Outcome {
		case "done":
			return life.Steps[len(life.Steps)-1].At, nil
		case "running":
		default:
			return time.Time{}, fmt.Errorf("a deposit is %s at stage %s", life.Outcome, life.Stage)
		}
		select {
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// smallTable is a table of 30 rows, another one for each number.
func smallTable(n int) []byte {
	r := rand.New(rand.NewPCG(uint64(n), 50))
	var b bytes.Buffer
	b.WriteString("point,jour,valeur,unite\n")
	for i := range 30 {
		fmt.Fprintf(&b, "P%03d,2026-%02d-%02d,%d.%d,kWh\n", i, r.IntN(12)+1, r.IntN(28)+1, r.IntN(5000), n%10)
	}
	return b.Bytes()
}
