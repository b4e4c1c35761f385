package ui

import (
	"context"

	"airial/internal/platform/web/here"
)

// Column is the head of a column. A Key makes it sortable: the order lives in
// the address as "sort=key" or "sort=-key".
type Column struct {
	Label   string
	Key     string
	Numeric bool
	Hidden  bool // the label is for screen readers only
}

// sorted tells how the current address sorts by the column.
func (c Column) sorted(now string) string {
	switch now {
	case c.Key:
		return "ascending"
	case "-" + c.Key:
		return "descending"
	}
	return "none"
}

// next is the address that sorts by the column, or the other way round when it
// already does. The page number starts again.
func (c Column) next(ctx context.Context, now string) string {
	key := c.Key
	if now == c.Key {
		key = "-" + c.Key
	}
	return here.WithQuery(ctx, "sort", key, "page", "")
}

// Pages is where a list stands.
type Pages struct {
	Page  int // from 1
	Size  int
	Total int64 // of all rows; -1 when it is not known
	More  bool  // there is a next page, when Total is not known
	Param string
}

func (p Pages) last() int {
	if p.Total < 0 || p.Size <= 0 {
		if p.More {
			return p.Page + 1
		}
		return p.Page
	}
	return max(1, int((p.Total+int64(p.Size)-1)/int64(p.Size)))
}

func (p Pages) param() string {
	if p.Param == "" {
		return "page"
	}
	return p.Param
}

// numbers are the pages that the pager shows; 0 is a gap.
func (p Pages) numbers() []int {
	last := p.last()
	var out []int
	for n := 1; n <= last; n++ {
		switch {
		case n == 1, n == last && p.Total >= 0, n >= p.Page-1 && n <= p.Page+1:
			out = append(out, n)
		case len(out) > 0 && out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}

func (p Pages) first() int64 { return int64(p.Page-1)*int64(p.Size) + 1 }

func (p Pages) until() int64 { return min(int64(p.Page)*int64(p.Size), p.Total) }
