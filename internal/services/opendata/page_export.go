package opendata

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/standards/tabular"
)

// maxExport is the most lines that a list gives as a file.
const maxExport = 20_000

// export writes the list of deposits, as the address filters it, as CSV.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var lines []listLine
	var today string
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		asked, _, err := p.asked(ctx, tx, r)
		if err != nil {
			return err
		}
		asked.Limit = maxExport
		list, _, err := List(ctx, tx, asked)
		if err != nil {
			return err
		}
		today = access.Today(tx.Clock())
		// Lives and members are looked up a page at a time.
		for len(list) > 0 {
			n := min(len(list), listSize)
			part, err := p.lines(ctx, tx, list[:n])
			if err != nil {
				return err
			}
			lines, list = append(lines, part...), list[n:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	web.Attachment(w, i18n.Say(ctx, "depots-", "deposits-")+today+".csv", "text/csv; charset=utf-8")
	out := tabular.NewWriter(w, tabular.WriterOptions{})
	if err := out.WriteStrings(exportHeader(ctx)); err != nil {
		return nil // who left is no error of ours
	}
	for _, l := range lines {
		if err := out.WriteStrings(exportLine(ctx, l)); err != nil {
			return nil
		}
	}
	_ = out.Flush()
	return nil
}

func exportHeader(ctx context.Context) []string {
	return strings.Split(i18n.Say(ctx,
		"collectivite,siren,titre,schema,etat,version,version_publique,fichier,depose_le,depose_par,derniere_etape_le,adresse",
		"member,siren,title,schema,state,version,public_version,file,deposited_on,deposited_by,last_stage_on,address"), ",")
}

func exportLine(ctx context.Context, l listLine) []string {
	public := ""
	if l.Number > 0 {
		public = strconv.Itoa(l.Number)
	}
	cells := []string{l.Member.Name, l.Member.Siren, titleWords(ctx, l.Title), l.Schema, l.Words, strconv.Itoa(l.Latest), public,
		l.FileName, i18n.Local(l.Deposited).Format(time.DateOnly), actorWords(ctx, l.Depositor),
		i18n.Local(l.Life.Updated).Format(time.DateOnly), web.URL(ctx, piecePath(l.PieceID))}
	for i, c := range cells {
		cells[i] = inert(c)
	}
	return cells
}

// inert keeps a spreadsheet from taking a title for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
