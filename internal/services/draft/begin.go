package draft

import (
	"context"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/standards/tableschema"
)

// Correct begins the correction of a version, or returns the one that is under
// way.
func (s *Service) Correct(ctx context.Context, scope access.Scope, pieceID string, number int) (string, error) {
	const op = "draft.Correct"
	k := &desk{gate: s.gate, written: overlay{}}
	var id string
	err := s.doors.Read(ctx, scope, func(tx access.Tx) error {
		v, err := piece.ByNumber(ctx, tx, pieceID, number)
		if err != nil {
			return err
		}
		if err := s.may(ctx, tx, v.MemberID); err != nil {
			return err
		}
		if id, err = Of(ctx, tx, v.ID); err != nil || id != "" {
			return err
		}
		p, err := piece.Get(ctx, tx, pieceID)
		if err == nil {
			err = p.Takes()
		}
		if err != nil {
			return err
		}
		report, err := s.gate.Report(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		if report == nil {
			return fault.New(fault.Conflict, op, "Ce fichier n’est pas encore vérifié. Attendez la fin de la vérification.",
				"This file is not checked yet. Wait for the end of the check.")
		}
		k.Draft = Draft{MemberID: v.MemberID, PieceID: v.PieceID, VersionID: v.ID, Schema: report.Schema, Title: p.Title}
		return s.fill(ctx, tx, k)
	})
	if err != nil || id != "" {
		return id, err
	}
	if k.Proposals, err = s.propose(ctx, k); err != nil {
		return "", err
	}
	k.Decided = !k.offers()
	if id, err = s.begin(ctx, scope, k); err == nil && k.Decided {
		err = s.Recheck(ctx, scope, id)
	}
	return id, err
}

// Recheck checks the whole draft as it stands, and keeps what was found.
func (s *Service) Recheck(ctx context.Context, scope access.Scope, id string) error {
	var k *desk
	err := s.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		k, err = s.layOut(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	found, err := s.examine(ctx, k)
	if err != nil {
		return err
	}
	return s.doors.Write(ctx, scope, func(tx access.Tx) error {
		if _, err := get(ctx, tx, id); err != nil {
			return err
		}
		return saveFound(ctx, tx, id, found)
	})
}

// offers tells whether there is anything to accept.
func (d Draft) offers() bool {
	for _, p := range d.Proposals {
		if !p.Always() {
			return true
		}
	}
	return false
}

func (s *Service) may(ctx context.Context, tx access.Tx, member string) error {
	if err := tx.May(ctx, access.Deposit, member); err != nil {
		return err
	}
	return s.datasets.Open(ctx, tx, member)
}

func (s *Service) begin(ctx context.Context, scope access.Scope, k *desk) (id string, err error) {
	err = s.doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := s.may(ctx, tx, k.MemberID); err != nil {
			return err
		}
		d := k.Draft
		d.ID, d.CreatedBy, d.Created = tx.NewID(), tx.Scope().Actor().Ref(), tx.Clock().Now()
		d.Changed, d.Expires = d.Created, d.Created.AddDate(0, 0, days)
		d.Found.Revision = -1
		id = d.ID
		fresh, err := insert(ctx, tx, d)
		if err == nil && !fresh { // somebody else began it at the same moment
			id, err = Of(ctx, tx, d.VersionID)
			return err
		}
		for n, r := range k.written {
			if err == nil {
				err = saveRow(ctx, tx, d, n, r)
			}
		}
		return err
	})
	return id, err
}

// shownRows is how many empty rows a new table shows.
const shownRows = 10

// Start begins a table from its schema. With last, the rows that the member
// published last under it are copied. The member's name and SIRET stand in the
// first row, where the schema has room for them.
func (s *Service) Start(ctx context.Context, scope access.Scope, member string, schema *tableschema.Schema, title string, own Own, last bool) (string, error) {
	k := &desk{written: overlay{}, schema: schema}
	k.Draft = Draft{MemberID: member, Schema: tableschema.SchemaRef{Name: schema.Name, Version: schema.Version}, Title: title,
		Decided: true, Rows: shownRows}
	var rows [][]string
	if last {
		var whole bool
		var err error
		if rows, whole, err = s.LastRows(ctx, scope, member, schema, MostRows); err != nil {
			return "", err
		}
		if !whole {
			return "", &fault.Error{Kind: fault.TooLarge, Op: "draft.Start", Say: beyond}
		}
	}
	if len(rows) == 0 {
		rows = [][]string{own.row(schema)}
	}
	for i, cells := range rows {
		for col, v := range cells {
			if v != "" {
				k.written.at(firstRow + i).cells[col] = v
			}
		}
	}
	k.Rows = min(MostRows, max(shownRows, len(rows)+shownRows))
	return s.begin(ctx, scope, k)
}

// LastRows returns the rows that a member published last under a schema, with
// their cells in the order of its fields; none where it has published nothing.
// Where there are more than most, it returns the first of them, and whole is
// false.
func (s *Service) LastRows(ctx context.Context, scope access.Scope, member string, schema *tableschema.Schema, most int) (rows [][]string, whole bool, err error) {
	t, err := s.datasets.Last(ctx, scope, member, schema.Name)
	if err != nil || t == nil {
		return nil, true, err
	}
	defer t.Close()
	place := map[string]int{}
	for i, f := range schema.Fields {
		place[f.Name] = i
	}
	columns := t.Columns()
	for {
		cells, err := t.Next()
		if err == io.EOF {
			return rows, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		if len(rows) == most {
			return rows, false, nil
		}
		row := make([]string, len(schema.Fields))
		for i, v := range cells {
			if i < len(columns) {
				if at, ok := place[columns[i]]; ok {
					row[at] = v
				}
			}
		}
		rows = append(rows, row)
	}
}
