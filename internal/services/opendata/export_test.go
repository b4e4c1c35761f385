package opendata

import "context"

// Destroy runs what an erasure's job does.
func (s *Service) Destroy(ctx context.Context, member string, digests ...string) error {
	return s.destroy(ctx, rubble{Member: member, Blobs: digests})
}

// SweepBy has the walk over the store look at so many files at once, until the
// test ends.
func SweepBy(t interface{ Cleanup(func()) }, files int) {
	before := sweepBatch
	sweepBatch = files
	t.Cleanup(func() { sweepBatch = before })
}

// SpanOf is what the dates of rows span.
func SpanOf(columns []Column, rows [][]string) (Span, string) {
	s := newSpanner(columns)
	for _, row := range rows {
		cells := make([][]byte, len(row))
		for i, c := range row {
			cells[i] = []byte(c)
		}
		s.see(cells)
	}
	return s.span()
}
