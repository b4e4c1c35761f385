package plan

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"github.com/xuri/excelize/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	var list []Action
	var siren string
	members := map[string]organisation.Member{}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		siren, members[v.Member.ID] = v.Member.Siren, v.Member
		list, _, err = List(ctx, tx, Filter{Member: v.Member.ID}, most, 0)
		return err
	})
	if err != nil {
		return err
	}
	return send(w, r, "actions-"+siren, tableOf(r.Context(), list, members))
}

func (p *Pages) exportAll(w http.ResponseWriter, r *http.Request) error {
	var list []Action
	var members map[string]organisation.Member
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		f := Filter{View: r.URL.Query().Get("view")}
		if list, _, err = List(ctx, tx, f, most, 0); err != nil {
			return err
		}
		members, err = membersByID(ctx, tx, list)
		return err
	})
	if err != nil {
		return err
	}
	return send(w, r, "actions", tableOf(r.Context(), list, members))
}

// tableOf are actions as rows of a table, its heads first.
func tableOf(ctx context.Context, list []Action, members map[string]organisation.Member) [][]string {
	l := lang(ctx)
	var heads []string
	for _, h := range []i18n.Text{i18n.T("SIREN", "SIREN"), i18n.T("Collectivité", "Body"), i18n.T("Action", "Action"), i18n.T("Type", "Kind"),
		i18n.T("Priorité", "Priority"), i18n.T("État", "State"), i18n.T("Échéance", "Due"), i18n.T("Responsable", "Who does it"),
		i18n.T("Coût en euros", "Cost in euros"), i18n.T("Faite le", "Done on"), i18n.T("Commentaire", "Remark")} {
		heads = append(heads, h.In(l))
	}
	out := [][]string{heads}
	for _, a := range list {
		m := members[a.MemberID]
		out = append(out, []string{m.Siren, m.Name, i18n.Read(ctx, a.Title), kindWords(ctx, a.Kind), priorityWords(ctx, a.Priority), i18n.Read(ctx, a.State.Label()),
			a.Due, a.OwnerName, costText(a.Cost), a.DoneOn, a.Remark})
	}
	return out
}

// send writes a table in the format of the address.
func send(w http.ResponseWriter, r *http.Request, name string, rows [][]string) error {
	const op = "plan.send"
	w.Header().Set("Cache-Control", "no-store")
	switch r.PathValue("format") {
	case "csv":
		web.Attachment(w, name+".csv", "text/csv; charset=utf-8")
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
		out := csv.NewWriter(w)
		out.Comma, out.UseCRLF = ';', true
		for _, row := range rows {
			for n := range row {
				row[n] = plainCell(row[n])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	case "xlsx":
		book := excelize.NewFile()
		defer book.Close()
		sheet := book.GetSheetName(0)
		for n, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, n+1)
			if err != nil {
				return fault.Wrap(op, err)
			}
			if err := book.SetSheetRow(sheet, cell, &row); err != nil {
				return fault.Wrap(op, err)
			}
		}
		web.Attachment(w, name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		return book.Write(w)
	}
	return fault.Missing(op)
}

// plainCell keeps a spreadsheet from taking a text for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
