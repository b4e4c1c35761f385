package model

import ()

// A Difference is a path at which both the model and the member have written
// something since they last agreed.
type Difference struct {
	Path   string
	Base   string // what the model said when the member's text was written or settled
	Theirs string // what the model says now
	Mine   string // what the member has
}

// Open lists what is to be settled when overrides meet a version of the model:
// those at a path where the model has changed since, and says something else.
func Open(overrides []Override, now Record, past Past) ([]Difference, error) {
	var out []Difference
	touched := map[int]map[string]Change{}
	for _, o := range overrides {
		if touched[o.Against] == nil {
			old, err := past(o.Against)
			if err != nil {
				return nil, err
			}
			byPath := map[string]Change{}
			for _, c := range Touched(old, now) {
				byPath[c.Path] = c
			}
			touched[o.Against] = byPath
		}
		c, ok := touched[o.Against][o.Path]
		if list, key, cell := SplitPath(o.Path); !ok && cell != "" {
			// A cell that was empty in a row which the model has dropped.
			row, dropped := touched[o.Against][RowPath(list, key)]
			ok = dropped && row.After == ""
		}
		if ok && o.Content != content(o.Path, c.After) {
			out = append(out, Difference{Path: o.Path, Base: c.Before, Theirs: c.After, Mine: o.Content})
		}
	}
	return out, nil
}

// Merge brings two changes of one record together: what only one of them
// changed is taken; what both changed in different ways stays as theirs and is
// returned, to be chosen by a person.
func Merge(base, mine, theirs Record) (Record, []Difference, error) {
	out := theirs
	their := map[string]Change{}
	for _, c := range Touched(base, theirs) {
		their[c.Path] = c
	}
	var clashes []Difference
	for _, c := range Changes(base, mine) {
		other, both := their[c.Path]
		if list, key, cell := SplitPath(c.Path); cell != "" && !both {
			_, there := theirs.Row(list, key)
			both = !there // they took the row out
		}
		if both && other.After != c.After {
			clashes = append(clashes, Difference{Path: c.Path, Base: c.Before, Theirs: other.After, Mine: c.After})
			continue
		}
		var err error
		if out, err = Put(out, c.Path, c.After); err != nil {
			return theirs, nil, err
		}
	}
	return out, clashes, nil
}
