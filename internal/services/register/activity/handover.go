package activity

import (
	"bytes"
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Shelf writes the register that a leaving member takes along as a table for
// people, beside the records from which another installation makes it again.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf.
func (Shelf) Imported(context.Context, access.Tx, string) error { return nil }

// Papers implements handover.Printer.
func (Shelf) Papers(ctx context.Context, tx access.Tx, member string) ([]handover.Paper, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member, Retired: true})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	lines := [][]string{columns(i18n.French)}
	for _, f := range list {
		lines = append(lines, line(i18n.French, terms, f))
	}
	var b bytes.Buffer
	err = writeCSV(&b, lines)
	return []handover.Paper{{Path: "rgpd/registre-traitements.csv", Title: "Registre des activités de traitement", Content: b.Bytes()}}, err
}
