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

// What a search in an earlier state finds is not taken for what there is now.
func TestASearchInAnEarlierStateLeavesNothingBehind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "d")
		h.deposit(s, opendata.Request{Title: "Budget 2020", Press: true}, sound)
		h.agree("the first") // the base
		h.deposit(s, opendata.Request{Title: "Budget 2021", Press: true}, sound+"x,1\n")
		survey := func(tx access.Tx, want int) error {
			found, err := h.service.Survey(t.Context(), tx, opendata.Search{Query: "budget", Limit: 9})
			if found.Total != want {
				t.Errorf("%d datasets are found, want %d", found.Total, want)
			}
			return err
		}
		begun, search, done := make(chan bool), make(chan bool), make(chan error)
		go func() {
			done <- h.doors.Read(t.Context(), access.Public(), func(tx access.Tx) error {
				_, err := database.Value[int](t.Context(), tx, "test", `select count(*) from dataset_listed`)
				begun <- true
				<-search
				if err != nil {
					return err
				}
				return survey(tx, 2)
			})
		}()
		<-begun
		h.deposit(s, opendata.Request{Title: "Budget 2022", Press: true}, sound+"y,1\n")
		h.read(access.Public(), func(tx access.Tx) error {
			_, err := h.service.Survey(t.Context(), tx, opendata.Search{})
			return err
		})
		search <- true
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		h.read(access.Public(), func(tx access.Tx) error { return survey(tx, 3) })
		h.agree("all of it")
	})
}
