package world

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// today is the reference date of the demonstration.
var today = Date{2026, 11, 22}

func demo() *World { return Make(Options{Seed: 1, Today: today}) }

// digest sums up everything that a world holds.
func digest(t *testing.T, o Options, cuts ...int) string {
	t.Helper()
	h := sha256.New()
	from := -1
	for _, to := range append(cuts, -1) {
		err := StreamRange(o, from, to, func(m Member, users []User, deposits []Deposit) error {
			fmt.Fprintf(h, "%+v %+v %+v\n", public(m), users, m.Rules)
			if m.Mandate != nil {
				fmt.Fprintf(h, "%+v\n", *m.Mandate)
			}
			for _, d := range deposits {
				fmt.Fprintf(h, "%s %s %s %s %v %s\n", d.Key, d.Title, d.Description, d.Schema, d.Keywords, d.Frequency)
				if d.Removal != nil {
					fmt.Fprintf(h, "%+v\n", *d.Removal)
				}
				for _, v := range d.Versions {
					fmt.Fprintf(h, "%s %d %v %s %v %s %v\n", v.File, v.Rows, v.At, v.By, v.Token, v.Ending, v.Faults)
					if v.Approval != nil {
						fmt.Fprintf(h, "%+v\n", *v.Approval)
					}
					h.Write(v.Bytes)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		from = to
	}
	return hex.EncodeToString(h.Sum(nil))
}

// public leaves out the pointers, whose addresses differ.
func public(m Member) Member {
	m.Mandate = nil
	return m
}

func TestSameOptionsGiveTheSameWorld(t *testing.T) {
	o := Options{Members: 150, Seed: 42, Today: today}
	whole := digest(t, o)
	if again := digest(t, o); again != whole {
		t.Error("the same options gave two worlds")
	}
	if cut := digest(t, o, 3, 24, 25, 99); cut != whole {
		t.Error("a world handed over in chunks differs from the whole")
	}
	o.Seed++
	if digest(t, o) == whole {
		t.Error("another seed gave the same world")
	}
}

func TestMemberDoesNotDependOnTheirNumber(t *testing.T) {
	small := Make(Options{Members: 30, Seed: 7, Today: today})
	large := Make(Options{Members: 70, Seed: 7, Today: today})
	if d := cmp.Diff(small.Members, large.Members[:30], cmp.AllowUnexported(Member{})); d != "" {
		t.Error(d)
	}
	for i, d := range small.Deposits {
		if !reflect.DeepEqual(d, large.Deposits[i]) {
			t.Errorf("%s differs from %s", d.Key, large.Deposits[i].Key)
		}
	}
}

// The digest of the demonstration stands in a file, so that no change of the
// generator, of Go or of the machine goes unnoticed.
func TestDemonstrationIsTheOneWeKnow(t *testing.T) {
	path := filepath.Join("testdata", "demo.sha256")
	got := digest(t, Options{Seed: 1, Today: today})
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.TrimSpace(string(want)) {
		t.Errorf("digest %s, want %s: if the change is meant, run go test -update", got, want)
	}
}

func TestImpossibleOptions(t *testing.T) {
	for _, o := range []Options{{Members: -1, Today: today}, {Members: MaxMembers + 1, Today: today}, {Members: 3}} {
		err := Stream(o, func(Member, []User, []Deposit) error { return nil })
		if !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: error %v, want ErrOptions", o, err)
		}
	}
}

func TestStreamStopsAtTheFirstError(t *testing.T) {
	stop, calls := errors.New("stop"), 0
	err := Stream(Options{Today: today}, func(Member, []User, []Deposit) error {
		if calls++; calls == 3 {
			return stop
		}
		return nil
	})
	if err != stop || calls != 3 {
		t.Errorf("error %v after %d calls, want stop after 3", err, calls)
	}
}

func TestOtherDatesGiveWholeWorlds(t *testing.T) {
	for _, day := range []Date{{2024, 2, 29}, {2027, 1, 1}, {2031, 7, 14}, {2026, 4, 2}} {
		o := Options{Members: 70, Seed: 3, Today: day}
		for _, d := range Make(o).Deposits {
			for _, v := range d.Versions {
				if DateOf(v.At).After(day) {
					t.Errorf("%v: %s dated %v", day, d.Key, v.At)
				}
				if v.Rows == 0 && len(v.Faults) == 0 {
					t.Errorf("%v: %s has no row", day, d.Key)
				}
			}
		}
	}
}
