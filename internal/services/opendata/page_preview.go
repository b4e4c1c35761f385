package opendata

import (
	"context"
	"io"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// preview is what the public will see of a version: its columns and its first
// rows, read from the deposited bytes.
type preview struct {
	Columns []Column
	Rows    [][]string
	More    bool // there are more rows
}

// preview reads the beginning of a version that has passed the gate of form.
func (p *Pages) preview(ctx context.Context, v pieceView) (*preview, error) {
	const op = "opendata.preview"
	if v.Report == nil || !v.Report.Valid {
		return nil, nil
	}
	file, err := p.blobs.Open(ctx, v.Version.MemberID, v.Version.Digest)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer file.Close()
	table, err := p.checks.Table(ctx, v.Version.ID, file)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	out := &preview{Columns: table.Columns()}
	for {
		if _, err := table.Next(); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fault.Wrap(op, err)
		}
		if len(out.Rows) == previewRows {
			out.More = true
			return out, nil
		}
		out.Rows = append(out.Rows, texts(table.Raw()))
	}
}

func (c Column) numeric() bool { return c.Type == "integer" || c.Type == "number" }

// columnTitle is what people read over a column: its title, or its name.
func columnTitle(ctx context.Context, c Column) string {
	if title := i18n.Read(ctx, c.Title); title != "" {
		return title
	}
	return c.Name
}

// columnWords says in plain words what a column holds.
func columnWords(ctx context.Context, c Column) string {
	parts := []string{typeWords(ctx, c.Type)}
	if len(c.Values) > 0 && len(c.Values) <= 6 {
		parts = append(parts, i18n.Say(ctx, "parmi ", "one of ")+strings.Join(c.Values, ", "))
	}
	if !c.Required {
		parts = append(parts, i18n.Say(ctx, "peut être vide", "may be empty"))
	}
	return strings.Join(parts, i18n.Say(ctx, "\u202f; ", "; "))
}

const maxCell = 120

// cellWords shortens a cell for the preview.
func cellWords(cell string) string {
	if r := []rune(cell); len(r) > maxCell {
		return string(r[:maxCell]) + "…"
	}
	return cell
}
