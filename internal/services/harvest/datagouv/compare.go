package datagouv

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// Verdict is how a dataset stands there.
type Verdict string

// The verdicts.
const (
	Same      Verdict = "same"      // as it should be
	Differs   Verdict = "differs"   // there, and not as it should be
	Missing   Verdict = "missing"   // should be there, and is not
	Surplus   Verdict = "surplus"   // is there, and should not be
	Absent    Verdict = "absent"    // not there, rightly
	Deleted   Verdict = "deleted"   // somebody has deleted it there
	Archived  Verdict = "archived"  // somebody has archived it there
	Harvested Verdict = "harvested" // there already, by a harvest of our catalogue
	Failed    Verdict = "failed"    // could not be told, or done: Problem says why
)

// Difference is one field that is not as it should be.
type Difference struct {
	File  string `json:"file,omitempty"` // "" for the dataset itself
	Field string `json:"field"`
	Have  string `json:"have"`
	Want  string `json:"want"`
}

// Finding is what a comparison of one dataset says.
type Finding struct {
	Verdict     Verdict
	Remote      string // their identifier
	Page        string // address of its page there
	Private     bool
	Differences []Difference
	there       document
}

// index is what an organisation has there that is ours, read once.
type index struct {
	pushed    map[string]document // by our identifier
	harvested map[string]document // made by a harvester of theirs
}

func (c *client) index(ctx context.Context, organisation string) (*index, error) {
	x := &index{map[string]document{}, map[string]document{}}
	return x, c.each(ctx, organisation, func(d document) {
		if id := d.under("extras").text(extraDataset); id != "" && d["deleted"] == nil {
			x.pushed[id] = d
		}
		if h := d.under("harvest"); h != nil && d["archived"] == nil {
			for _, key := range []string{"remote_id", "dct_identifier"} {
				if id := h.text(key); id != "" {
					x.harvested[id] = d
				}
			}
		}
	})
}

// examine compares a dataset with what is there. It changes nothing. find
// returns the index of the organisation, which is needed only for a dataset
// whose identifier there is not known.
func (s *Service) examine(ctx context.Context, c *client, d Dataset, remote string, find func() (*index, error)) (Finding, error) {
	f := Finding{Remote: remote}
	if remote == "" {
		x, err := find()
		if err != nil {
			return f, err
		}
		if known := x.pushed[d.ID]; known != nil {
			f.Remote = known.text("id")
		} else if h := x.harvested[d.ID]; h != nil && d.Public {
			f.Verdict, f.Remote, f.Page = Harvested, "", h.text("page")
			return f, nil
		}
	}
	if f.Remote == "" {
		f.Verdict = Absent
		if d.Public {
			f.Verdict = Missing
			f.Differences = s.differences(d, nil)
		}
		return f, nil
	}
	there, err := c.dataset(ctx, f.Remote)
	if status := statusOf(err); status == http.StatusGone || status == http.StatusNotFound || err == nil && there["deleted"] != nil {
		f.Verdict = Deleted
		if !d.Public {
			f.Verdict = Absent
		}
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.there, f.Page = there, there.text("page")
	f.Private, _ = there["private"].(bool)
	switch {
	case !d.Public:
		f.Verdict = Surplus
	case there["archived"] != nil:
		f.Verdict = Archived
	default:
		f.Verdict = Same
		if f.Differences = s.differences(d, there); len(f.Differences) > 0 {
			f.Verdict = Differs
		}
	}
	return f, nil
}

// differences lists what is not as it should be; there nil is a dataset that
// does not exist.
func (s *Service) differences(d Dataset, there document) (out []Difference) {
	for _, x := range s.settings(d) {
		if have := x.have(there); have != x.want {
			out = append(out, Difference{Field: x.name, Have: have, Want: x.want})
		}
	}
	for _, f := range s.files(d) {
		r := resource(there, f)
		for _, x := range f.settings {
			if have := x.have(r); have != x.want {
				out = append(out, Difference{File: f.role, Field: x.name, Have: have, Want: x.want})
			}
		}
	}
	if there != nil && s.order(there, d) != nil {
		out = append(out, Difference{Field: "resources", Have: strings.Join(roles(there), ", "), Want: "csv, parquet, original"})
	}
	return out
}

// resource finds the resource of a file: by our mark, else by its address.
func resource(there document, f file) document {
	list := there.list("resources")
	if i := slices.IndexFunc(list, func(r document) bool { return r.under("extras").text(extraFile) == f.role }); i >= 0 {
		return list[i]
	}
	url := ""
	for _, x := range f.settings {
		if x.name == "url" {
			url = x.want
		}
	}
	if i := slices.IndexFunc(list, func(r document) bool { return r.text("url") == url }); i >= 0 {
		return list[i]
	}
	return nil
}

func roles(there document) (out []string) {
	for _, r := range there.list("resources") {
		if role := r.under("extras").text(extraFile); role != "" {
			out = append(out, role)
		}
	}
	return out
}

// order returns the identifiers of all resources in the order that they should
// have, nil where it is that already: ours among themselves, in the places
// that they have together; others stay where they are.
func (s *Service) order(there document, d Dataset) []string {
	var all, ours, wanted []string
	for _, r := range there.list("resources") {
		all = append(all, r.text("id"))
	}
	for _, f := range s.files(d) {
		if r := resource(there, f); r != nil {
			wanted = append(wanted, r.text("id"))
		}
	}
	for _, id := range all {
		if slices.Contains(wanted, id) {
			ours = append(ours, id)
		}
	}
	if slices.Equal(ours, wanted) || len(ours) != len(wanted) {
		return nil
	}
	out, n := slices.Clone(all), 0
	for i, id := range out {
		if slices.Contains(wanted, id) {
			out[i] = wanted[n]
			n++
		}
	}
	return out
}
