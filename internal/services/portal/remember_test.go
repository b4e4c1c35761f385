package portal

import (
	"errors"
	"testing"
	"time"
)

func TestRemembered(t *testing.T) {
	var r remembered[int]
	at, found := time.Unix(1000, 0), 0
	find := func() (int, error) { found++; return found, nil }
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {9 * time.Second, 1}, {10 * time.Second, 2}, {19 * time.Second, 2}, {21 * time.Second, 3}} {
		if got, err := r.get(at.Add(c.after), 10*time.Second, find); got != c.want || err != nil {
			t.Errorf("after %v: %d, %v, want %d", c.after, got, err, c.want)
		}
	}
	trouble := errors.New("trouble")
	if _, err := r.get(at.Add(time.Hour), time.Second, func() (int, error) { return 0, trouble }); err != trouble {
		t.Errorf("error %v", err)
	}
	if got, _ := r.get(at.Add(time.Hour), time.Second, find); got != 4 {
		t.Errorf("a failure was kept: %d", got)
	}
}
