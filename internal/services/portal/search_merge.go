package portal

import (
	"cmp"
	"context"
	"time"

	"airial/internal/platform/text"
)

// row is one dataset that a search has found: of ours, or of another portal.
type row struct {
	own   *Dataset
	other *HarvestedDataset
	// titled says that its title has the words, where that decides the order.
	titled bool
}

func (r row) title() string {
	if r.own != nil {
		return r.own.Title
	}
	return r.other.Title
}

func (r row) modified() time.Time {
	if r.own != nil {
		return r.own.Modified
	}
	return r.other.Modified
}

// order compares what stands here with what stands elsewhere, in the order in
// which both sides have been asked for theirs.
func (q Search) order(a, b row) int {
	if q.Sort == "title" {
		return cmp.Compare(text.SortKey(a.title()), text.SortKey(b.title()))
	}
	if a.titled != b.titled {
		if a.titled {
			return -1
		}
		return 1
	}
	return b.modified().Compare(a.modified())
}

// rowsOf are the datasets of ours that were found from an offset on.
func rowsOf(r Results, offset int) (out []row) {
	for i := range r.Datasets {
		out = append(out, row{own: &r.Datasets[i], titled: offset+i < r.Titled})
	}
	return out
}

func (q Search) rowsOfOthers(found HarvestedResults) (out []row) {
	for i := range found.Datasets {
		out = append(out, row{other: &found.Datasets[i], titled: q.Sort == "" && found.Datasets[i].InTitle})
	}
	return out
}

// merged puts two lists together, each in order, ours first where they are alike.
func merged(q Search, ours, others []row) (out []row) {
	for len(ours) > 0 || len(others) > 0 {
		if len(others) == 0 || len(ours) > 0 && q.order(ours[0], others[0]) <= 0 {
			out, ours = append(out, ours[0]), ours[1:]
		} else {
			out, others = append(out, others[0]), others[1:]
		}
	}
	return out
}

// page is the page of what stands here and elsewhere together. Both sides have
// been asked for it as if there were no other.
func (s *Service) page(ctx context.Context, v *searchView, q HarvestedSearch, found HarvestedResults) ([]row, error) {
	own, others := v.Offset, v.Offset
	if v.Total == 0 {
		own = 0
	} else if found.Total == 0 {
		others = 0
	} else if v.Offset > 0 {
		var err error
		if own, err = s.split(ctx, v, q, found.Total); err != nil {
			return nil, err
		}
		others = v.Offset - own
	}
	ours := v.Results
	if own != v.Offset && v.Total > 0 {
		var err error
		if ours, err = s.p.Catalogue.Search(ctx, v.uncounted(own, v.Limit)); err != nil {
			return nil, err
		}
	}
	if others != v.Offset && found.Total > 0 {
		var err error
		q.Facets, q.Offset = false, others
		if found, err = s.p.Harvested.Find(ctx, q); err != nil {
			return nil, err
		}
	}
	list := merged(v.Search, rowsOf(ours, own), v.rowsOfOthers(found))
	return list[:min(len(list), v.Limit)], nil
}

// split is how many of ours stand before the page. It is found by halving: each
// step asks for one dataset of either side.
func (s *Service) split(ctx context.Context, v *searchView, q HarvestedSearch, elsewhere int) (int, error) {
	low, high := max(0, v.Offset-elsewhere), min(v.Offset, v.Total)
	q.Facets, q.Limit = false, 1
	for low < high {
		own := (low + high) / 2
		q.Offset = v.Offset - own - 1
		ours, err := s.p.Catalogue.Search(ctx, v.uncounted(own, 1))
		if err != nil {
			return 0, err
		}
		found, err := s.p.Harvested.Find(ctx, q)
		if err != nil {
			return 0, err
		}
		a, b := rowsOf(ours, own), v.rowsOfOthers(found)
		if len(a) == 0 || len(b) > 0 && v.order(a[0], b[0]) > 0 {
			high = own
		} else {
			low = own + 1
		}
	}
	return low, nil
}

// uncounted is the same search for other rows, with nothing counted beside.
func (q Search) uncounted(offset, limit int) Search {
	q.Facets, q.Offset, q.Limit = false, offset, limit
	return q
}
