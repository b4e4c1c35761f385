package model

import (
	"net/http"
	"strconv"

	"airial/internal/platform/web/form"
)

// A Clash is that somebody else has written since a form was opened: what she
// wrote, and where both wrote differently.
type Clash struct {
	Shown  Shown
	By     string
	Theirs []Change     // what the other changed
	Both   []Difference // to be chosen
	Before Record
	Now    Record
	Mine   Record // for the words of rows
}

// meet brings what a form wants together with what somebody else has written
// since. Without a clash, or once each is chosen in the form, it returns the
// record to write.
func meet(f *form.Form, seen, mine, now Record, by string) (*Clash, Record, error) {
	merged, both, err := Merge(seen, mine, now)
	if err != nil {
		return nil, mine, err
	}
	c := &Clash{By: by, Theirs: Changes(seen, now), Both: both, Before: seen, Now: now, Mine: mine}
	if len(c.Theirs) == 0 {
		return nil, mine, nil
	}
	if !f.Checked("met") { // she has to see it first
		return c, mine, nil
	}
	for _, d := range both {
		switch f.Raw("choice." + d.Path) {
		case Mine:
			if merged, err = Put(merged, d.Path, d.Mine); err != nil {
				return nil, mine, err
			}
		case Theirs:
		default:
			return c, mine, nil
		}
	}
	return nil, merged, nil
}

// Meet is meet for the pages of other rooms.
func Meet(f *form.Form, seen, mine, now Record, by string) (*Clash, Record, error) {
	return meet(f, seen, mine, now, by)
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

func number(r *http.Request, name string) int { return atoi(r.URL.Query().Get(name)) }
