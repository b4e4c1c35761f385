package datagouv

import (
	"context"
	"fmt"
	"net/http"
	"slices"
)

// readOnly are the keys of their documents that the forms do not take.
var readOnly = []string{"id", "slug", "uri", "page", "created_at", "last_modified", "last_update", "metrics", "quality", "deleted", "archived",
	"owner", "badges", "community_resources", "harvest", "internal", "permissions", "published", "preview_url", "latest", "featured", "authorization_request_url"}

// writable is a document as it was read, in the form in which it is written: all
// of it, since what is left out is reset.
func writable(there document) document {
	out := document{}
	for k, v := range there {
		if !slices.Contains(readOnly, k) {
			out[k] = v
		}
	}
	if o := there.under("organization"); o != nil {
		out["organization"] = o.text("id")
	}
	if there["contact_points"] != nil {
		ids := []string{}
		for _, p := range there.list("contact_points") {
			ids = append(ids, p.text("id"))
		}
		if plain := there.words("contact_points"); len(plain) > 0 {
			ids = plain
		}
		out["contact_points"] = ids
	}
	if s := there.under("spatial"); s != nil {
		out["spatial"] = with(s, "zones", zonesOf(there))
	}
	return out
}

// apply makes things as they should be. made is called with their identifier as
// soon as there is one.
func (s *Service) apply(ctx context.Context, c *client, a Account, d Dataset, f Finding, made func(remote, page string) error) error {
	switch f.Verdict {
	case Surplus:
		err := c.call(ctx, http.MethodDelete, pathOf("datasets", f.Remote), nil, nil)
		if status := statusOf(err); status == http.StatusGone || status == http.StatusNotFound {
			return nil // it is gone: that is what was asked for
		}
		return err
	case Missing:
		there := document{"private": a.Private, "organization": a.Organisation}
		for _, x := range s.settings(d) {
			x.set(there)
		}
		if err := c.call(ctx, http.MethodPost, "/datasets/", there, &f.there); err != nil {
			return err
		}
		f.Remote = f.there.text("id")
		if f.Remote == "" {
			return fmt.Errorf("datagouv: the answer to a new dataset names none")
		}
	case Differs:
		if err := s.update(ctx, c, d, &f); err != nil {
			return err
		}
	default:
		return nil
	}
	if err := made(f.Remote, f.there.text("page")); err != nil {
		return err
	}
	return s.resources(ctx, c, d, f)
}

// update writes the fields of the dataset that differ, with all others as they
// were read.
func (s *Service) update(ctx context.Context, c *client, d Dataset, f *Finding) error {
	changed := false
	there := writable(f.there)
	for _, x := range s.settings(d) {
		if x.have(f.there) != x.want {
			x.set(there)
			changed = true
		}
	}
	if !changed {
		return nil
	}
	if _, said := there["private"]; !said {
		return fmt.Errorf("datagouv: the dataset does not say whether it is private: nothing is written")
	}
	return c.call(ctx, http.MethodPut, pathOf("datasets", f.Remote), there, nil)
}

// resources makes and changes ours, one by one, and puts them in their order.
func (s *Service) resources(ctx context.Context, c *client, d Dataset, f Finding) error {
	there := f.there
	for _, file := range s.files(d) {
		r := resource(there, file)
		send, method, path := writable(r), http.MethodPut, ""
		if r == nil {
			method, path = http.MethodPost, pathOf("datasets", f.Remote, "resources")
		} else {
			path = pathOf("datasets", f.Remote, "resources", r.text("id"))
		}
		changed := false
		for _, x := range file.settings {
			if x.have(r) != x.want {
				x.set(send)
				changed = true
			}
		}
		if !changed {
			continue
		}
		if err := c.call(ctx, method, path, send, nil); err != nil {
			return fmt.Errorf("%s: %w", file.role, err)
		}
	}
	// They put a new resource first: read what it has become.
	after, err := c.dataset(ctx, f.Remote)
	if err != nil {
		return err
	}
	order := s.order(after, d)
	if order == nil {
		return nil
	}
	list := []document{}
	for _, id := range order {
		list = append(list, document{"id": id})
	}
	return c.call(ctx, http.MethodPut, pathOf("datasets", f.Remote, "resources"), list, nil)
}
