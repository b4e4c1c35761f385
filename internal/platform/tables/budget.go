package tables

import "errors"

// errFull says that rows do not fit into a budget.
var errFull = errors.New("tables: the page is full")

// budget is the memory that the rows of a page may take: a thousand rows may
// have cells of megabytes.
type budget struct {
	left int
	some bool
}

// takes tells whether a row still fits. The first one always does.
func (b *budget) takes(row []any) bool {
	for _, v := range row {
		b.left -= 16
		if s, ok := v.(string); ok {
			b.left -= len(s)
		}
	}
	fits := b.left >= 0 || !b.some
	b.some = true
	return fits
}
