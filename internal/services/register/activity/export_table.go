package activity

import (
	"context"
	"io"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// RowText is a row of a list as the table of a register shows it.
func RowText(l i18n.Lang, terms model.Terms, list model.List, row model.Row) string {
	var cells []string
	for _, c := range list.Cells {
		if v := Spec.Show(l, c, row.Cells[c.Name], terms); v != "" {
			cells = append(cells, v)
		}
	}
	return strings.Join(cells, " – ")
}

// ExportOf is a register as it leaves, for machines.
func ExportOf(m organisation.Member, list []model.Full, now time.Time) Exported {
	return exportOf(m, list, now)
}

// WriteTable writes the register of a member as a table: csv or xlsx.
func WriteTable(ctx context.Context, tx access.Tx, w io.Writer, format, member string) error {
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil {
		return err
	}
	return writeTable(ctx, w, format, terms, list)
}

func writeTable(ctx context.Context, w io.Writer, format string, terms model.Terms, list []model.Full) error {
	lines := [][]string{columns(lang(ctx))}
	for _, f := range list {
		lines = append(lines, line(lang(ctx), terms, f))
	}
	if format == "csv" {
		return writeCSV(w, lines)
	}
	return writeXLSX(w, i18n.Say(ctx, "Registre", "Register"), lines)
}
