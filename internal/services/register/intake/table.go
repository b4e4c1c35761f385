package intake

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// FromTable is the source of imports of a table.
const FromTable = "table"

// A Shelf is the store of files, as far as this room needs it.
type Shelf interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Service is the import of tables.
type Service struct {
	Doors *access.Doors
	Files Shelf
	Holds Holds
}

// Choices are how a person reads a table.
type Choices struct {
	Sheet   string   `json:"sheet"`
	Mapping []string `json:"mapping"`
}

// The outcomes.
const (
	New     Outcome = "new"
	Same    Outcome = "same"    // in the register already, with nothing that differs
	Changed Outcome = "changed" // there already, with differences
	Bad     Outcome = "bad"
)

// Receive notes a table whose file is in the store of the member already.
func (s *Service) Receive(ctx context.Context, tx access.Tx, member, name string, ref blob.Ref, file []byte) (Import, error) {
	if err := tx.May(ctx, access.Register, member); err != nil {
		return Import{}, err
	}
	sheet, err := ReadSheet(file, "")
	if err != nil {
		return Import{}, err
	}
	choices := Choices{Sheet: sheet.Name, Mapping: Propose(sheet)}
	if saved, ok, err := saved(ctx, tx, member, sheet); err != nil {
		return Import{}, err
	} else if ok {
		choices.Mapping = saved
	}
	if err := s.Files.Claim(ctx, tx, member, ref.Digest); err != nil {
		return Import{}, err
	}
	return Begin(ctx, tx, Import{MemberID: member, Source: FromTable, Name: name, State: Ready, Digest: ref.Digest, Size: ref.Size, Choices: encoded(choices), Counts: "{}",
		Total: int64(len(sheet.Rows))})
}

// saved is the mapping that was kept for a table with the same heads.
func saved(ctx context.Context, tx access.Tx, member string, s Sheet) ([]string, bool, error) {
	list, err := database.All(ctx, tx, "intake.saved", func(r database.Row) (body string, err error) { return body, r.Scan(&body) },
		`select body from register_import_mapping where member_id = $1 and name = $2`, member, heads(s))
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	var mapping []string
	if json.Unmarshal([]byte(list[0]), &mapping) != nil || len(mapping) != len(s.Columns) {
		return nil, false, nil
	}
	return mapping, true, nil
}

// heads names a table by its heads.
func heads(s Sheet) string {
	words := ""
	for _, c := range s.Columns {
		words += plainWords(c) + "|"
	}
	return words
}

// Choose writes how a table is read, and keeps it for the next with the same
// heads.
func (s *Service) Choose(ctx context.Context, tx access.Tx, i Import, sheet Sheet, c Choices) error {
	const op = "intake.Choose"
	if err := s.may(ctx, tx, op, i); err != nil {
		return err
	}
	if len(c.Mapping) != len(sheet.Columns) || slices.ContainsFunc(c.Mapping, func(code string) bool { return !known(code) }) {
		return fault.New(fault.Invalid, op, "Ce choix de colonnes ne convient pas à ce fichier.", "This choice of columns does not fit this file.")
	}
	i.Choices = encoded(c)
	if err := Save(ctx, tx, i); err != nil {
		return err
	}
	if sheet.Targets != nil || sheet.Ready != nil {
		return nil
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_import_mapping where member_id = $1 and name = $2`, i.MemberID, heads(sheet)); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `insert into register_import_mapping (id, member_id, name, body, made_at) values ($1,$2,$3,$4,$5)`,
		tx.NewID(), i.MemberID, heads(sheet), encoded(c.Mapping), tx.Micros())
	return err
}

func (s *Service) may(ctx context.Context, tx access.Tx, op string, i Import) error {
	if err := tx.May(ctx, access.Register, i.MemberID); err != nil {
		return err
	}
	if i.Source != FromTable {
		return fault.Missing(op)
	}
	if i.State != Ready {
		return fault.New(fault.Conflict, op, "Cet import n’attend plus de décision.", "This import no longer waits for a decision.")
	}
	return nil
}

// Sheet reads the file of an import again, as it was chosen.
func (s *Service) Sheet(ctx context.Context, i Import) (Sheet, Choices, error) {
	var c Choices
	if err := json.Unmarshal([]byte(i.Choices), &c); err != nil {
		return Sheet{}, c, err
	}
	b, err := s.Files.Open(ctx, i.MemberID, i.Digest)
	if err != nil {
		return Sheet{}, c, err
	}
	defer b.Close()
	file, err := io.ReadAll(io.LimitReader(b, MaxFile+1))
	if err != nil {
		return Sheet{}, c, err
	}
	sheet, err := ReadSheet(file, c.Sheet)
	return sheet, c, err
}
