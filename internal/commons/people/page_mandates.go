package people

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

type mandateRow struct {
	access.Mandate
	Member organisation.Member
	Soon   bool // its end is near
}

type mandatesView struct {
	Rows   []mandateRow
	Pages  ui.Pages
	Filter access.MandateFilter
	Ending int
	Today  string
}

func countEnding(ctx context.Context, tx access.Tx) (int, error) {
	_, n, err := access.AllMandates(ctx, tx, access.MandatesEnding, 0, 0)
	return n, err
}

// mandates lists the mandates of all members, for the operator's people.
func (p *Pages) mandates(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := mandatesView{Filter: mandateFilter(r), Today: access.Today(p.Clock)}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = min(max(page, 1), 100_000)
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, total, err := access.AllMandates(ctx, tx, v.Filter, pageSize, (page-1)*pageSize)
		if err != nil {
			return err
		}
		v.Pages = ui.Pages{Page: page, Size: pageSize, Total: int64(total)}
		if v.Ending, err = countEnding(ctx, tx); err != nil {
			return err
		}
		v.Rows, err = p.mandateRows(ctx, tx, list)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Mandats", "Mandates")}, mandatesBody(v))
}

// mandateFilter reads which mandates the address asks for; those in force when
// it says nothing.
func mandateFilter(r *http.Request) access.MandateFilter {
	switch f := access.MandateFilter(r.URL.Query().Get("state")); f {
	case access.MandatesEnding, access.MandatesEnded, access.MandatesAll:
		return f
	}
	return access.MandatesInForce
}

func (p *Pages) mandateRows(ctx context.Context, tx access.Tx, list []access.Mandate) ([]mandateRow, error) {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.MemberID)
	}
	named, err := organisation.ByIDs(ctx, tx, ids)
	soon := i18n.Local(p.Clock.Now()).AddDate(0, 0, access.NoticeDays).Format("2006-01-02")
	out := make([]mandateRow, len(list))
	for i, m := range list {
		out[i] = mandateRow{Mandate: m, Member: named[m.MemberID],
			Soon: m.InForce(access.Today(p.Clock)) && m.Until != "" && m.Until <= soon}
	}
	return out, err
}

// exported bounds the mandates of one file; 35,000 members with a few each
// stay below.
const exported = 200_000

func (p *Pages) mandatesTable(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	today := access.Today(p.Clock)
	rows := [][]string{{i18n.Say(ctx, "Collectivité", "Member"), "SIREN", i18n.Say(ctx, "Premier jour", "First day"),
		i18n.Say(ctx, "Dernier jour", "Last day"), i18n.Say(ctx, "État", "State"), i18n.Say(ctx, "Signé par", "Signed by"),
		i18n.Say(ctx, "Acte", "Deed"), i18n.Say(ctx, "Enregistré le", "Recorded on"), i18n.Say(ctx, "Par", "By")}}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, _, err := access.AllMandates(ctx, tx, mandateFilter(r), exported, 0)
		if err != nil {
			return err
		}
		// Members are named some at a time: a query takes so many arguments.
		for len(list) > 0 {
			n := min(500, len(list))
			named, err := p.mandateRows(ctx, tx, list[:n])
			if err != nil {
				return err
			}
			for _, m := range named {
				word, _ := mandateState(ctx, m, today)
				rows = append(rows, []string{m.Member.Name, m.Member.Siren, m.From, m.Until, word, m.Signatory, m.Reference,
					access.Day(m.Recorded), m.Recorder})
			}
			list = list[n:]
		}
		return nil
	})
	if err != nil {
		return err
	}
	return sendCSV(w, "mandats-"+today+".csv", rows)
}

func mandateState(ctx context.Context, m mandateRow, today string) (string, ui.Tone) {
	switch {
	case m.Soon:
		return i18n.Say(ctx, "se termine bientôt", "ends soon"), ui.Wait
	case m.InForce(today):
		return i18n.Say(ctx, "en cours", "in force"), ui.Good
	case m.From > today:
		return i18n.Say(ctx, "à venir", "to come"), ui.Info
	}
	return i18n.Say(ctx, "terminé", "ended"), ui.Neutral
}
