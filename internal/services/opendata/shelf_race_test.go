package opendata_test

import (
	"fmt"
	"slices"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/services/opendata"
)

// list puts a dataset of some words on the list.
func (h *house) list(tx access.Tx, words int64) error {
	_, err := tx.Exec(h.t.Context(), `insert into dataset_listed (words_id, piece_id, member_id, schema_name, row_count, modified_at)
		values ($1,$2,'m','s',0,0)`, words, fmt.Sprint("p", words))
	if err != nil {
		return err
	}
	return opendata.Turn(h.t.Context(), tx, words)
}

// PostgreSQL numbers a change before others and commits it after them. It is
// seen also where nobody looks between its commit and the time when the table
// forgets it.
func TestAShelfKnowsWhatIsCommittedLate(t *testing.T) {
	opendata.KeepTurns(t, 6)
	each(t, func(t *testing.T, h *house) {
		sqlite := false
		h.read(access.Public(), func(tx access.Tx) error { sqlite = tx.Dialect() == database.SQLite; return nil })
		if sqlite {
			return // one writer: nothing is committed late
		}
		var shelf opendata.Held
		shelved := func() (words []int64) {
			h.read(access.Public(), func(tx access.Tx) (err error) { words, _, err = shelf.Shelved(t.Context(), tx); return err })
			return words
		}
		numbered, commit, done := make(chan bool), make(chan bool), make(chan error)
		go func() {
			done <- h.doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
				err := h.list(tx, 1000)
				numbered <- true
				<-commit
				return err
			})
		}()
		<-numbered
		others := func(from, to int64) {
			for n := from; n <= to; n++ {
				h.write(access.System("test"), func(tx access.Tx) error { return h.list(tx, n) })
			}
		}
		others(2, 10)
		shelved() // the base takes in changes after the late one
		commit <- true
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		others(11, 15)
		if got := shelved(); len(got) != 15 || !slices.Contains(got, 1000) {
			t.Errorf("on the shelf: %v; want 2 to 15, and 1000", got)
		}
	})
}

// What is found in an earlier state is not taken for what there is now, nor the
// other way round, whoever asks for a word first.
func TestASearchInAnEarlierStateLeavesNothingBehind(t *testing.T) {
	for name, c := range map[string]struct{ known, earlierFirst bool }{
		"a list made before, which asks first": {true, true},
		"a list made before, which asks last":  {true, false},
		"a list made late, which asks first":   {false, true},
		"a list made late, which asks last":    {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) { h.earlier(t, c.known, c.earlierFirst) })
		})
	}
}

func (h *house) earlier(t *testing.T, known, earlierFirst bool) {
	s := h.as(access.Manager, "d")
	survey := func(tx access.Tx, query string, want ...string) error {
		found, err := h.service.Survey(t.Context(), tx, opendata.Search{Query: query, Limit: 9, Sort: "title"})
		var titles []string
		for _, d := range found.Datasets {
			titles = append(titles, d.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("%q finds %q, want %q", query, titles, want)
		}
		return err
	}
	now := func(query string, want ...string) {
		h.read(access.Public(), func(tx access.Tx) error { return survey(tx, query, want...) })
	}
	first := h.deposit(s, opendata.Request{Title: "Budget 2020", Press: true}, sound)
	now("", "Budget 2020") // the base
	h.deposit(s, opendata.Request{Title: "Budget 2021", Press: true}, sound+"x,1\n")
	begun, search, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- h.doors.Read(t.Context(), access.Public(), func(tx access.Tx) error {
			_, err := database.Value[int](t.Context(), tx, "test", `select count(*) from dataset_listed`)
			if known && err == nil {
				err = survey(tx, "", "Budget 2020", "Budget 2021")
			}
			begun <- true
			<-search
			if err != nil {
				return err
			}
			return survey(tx, "budget", "Budget 2020", "Budget 2021")
		})
	}()
	<-begun
	h.deposit(s, opendata.Request{Title: "Budget 2022", Press: true}, sound+"y,1\n")
	h.write(s, func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, first.PieceID, "error", "") })
	now("", "Budget 2021", "Budget 2022")
	if !earlierFirst {
		now("budget", "Budget 2021", "Budget 2022")
	}
	search <- true
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	now("budget", "Budget 2021", "Budget 2022")
	h.agree("all of it")
}
