package opendata

import (
	"context"
	"encoding/csv"
	"errors"
	"io"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// JobExtents is the job that finds where the places of versions lie that were
// published before that was looked at.
const JobExtents = "opendata.extents"

// Extents looks at what nobody has looked at, a version at a time: its clean CSV
// is read once more.
func (s *Service) Extents(ctx context.Context) error {
	const op = "opendata.Extents"
	for after := ""; ; {
		var list []Edition
		err := s.doors.Read(ctx, access.System("extents"), func(tx access.Tx) (err error) {
			list, err = editions(ctx, tx, `e.extent = '' and e.version_id > $1 order by e.version_id limit 50`, after)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, e := range list {
			after = e.VersionID
			area, err := s.extentIn(ctx, e)
			if fault.Is(err, fault.NotFound) { // erased meanwhile
				continue
			}
			if err != nil {
				return fault.Wrap(op, err)
			}
			err = s.doors.Write(ctx, access.System("extents"), func(tx access.Tx) error {
				_, err := database.Exec(ctx, tx, op, `update edition set extent = $1 where version_id = $2 and extent = ''`, area.String(), e.VersionID)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
}

// extentIn reads the clean CSV of an edition; one without places is not opened.
func (s *Service) extentIn(ctx context.Context, e Edition) (*Extent, error) {
	if s.where == nil || e.CSV.Digest == "" {
		return nil, nil
	}
	where, ok := s.where(e.Columns, e.Preview)
	if !ok {
		return nil, nil
	}
	file, err := s.blobs.Open(ctx, e.MemberID, e.CSV.Digest)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	table := csv.NewReader(file)
	table.FieldsPerRecord, table.ReuseRecord = -1, true
	area := &extenter{told: true, found: true, where: where}
	cells := make([][]byte, len(e.Columns))
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return area.extent(), nil
		}
		if err != nil {
			return nil, err
		}
		cells = cells[:0]
		for _, c := range row {
			cells = append(cells, []byte(c))
		}
		area.see(cells)
	}
}

// Around is where members lie, as far as what they have published under a schema
// says: the area of its places. Members without are not in the map.
func Around(ctx context.Context, tx access.Tx, schema string, members []string) (map[string]Extent, error) {
	out := map[string]Extent{}
	if len(members) == 0 {
		return out, nil
	}
	args := append([]any{schema}, database.Args(members)...)
	err := database.Each(ctx, tx, "opendata.Around", func(r database.Row) error {
		var member, text string
		err := r.Scan(&member, &text)
		if area := extentOf(text); area != nil {
			if before, ok := out[member]; ok {
				area = area.With(&before)
			}
			out[member] = *area
		}
		return err
	}, `select d.member_id, e.extent from dataset d join edition e on e.version_id = d.version_id
		where d.schema_name = $1 and d.state = 'published' and d.member_id in (`+database.In(len(members), 2)+`)`, args...)
	return out, err
}
