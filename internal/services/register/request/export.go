package request

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/register/term"
)

// most is how many requests an export holds.
const most = 50_000

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []Request
	var m organisation.Member
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.member(ctx, tx, r)
		if err != nil {
			return err
		}
		m = face.Member
		list, _, err = List(ctx, tx, Filter{Member: m.ID}, most, 0)
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(ctx, w, "demandes-"+m.Siren+".csv", list, map[string]organisation.Member{m.ID: m})
}

func (p *Pages) exportAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []Request
	members := map[string]organisation.Member{}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if list, _, err = List(ctx, tx, Filter{View: r.URL.Query().Get("view")}, most, 0); err != nil {
			return err
		}
		seen := map[string]bool{}
		var ids []string
		for _, one := range list {
			if !seen[one.MemberID] {
				seen[one.MemberID] = true
				ids = append(ids, one.MemberID)
			}
		}
		members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(ctx, w, "demandes.csv", list, members)
}

// sendCSV writes a list. It holds nothing that names a requester.
func sendCSV(ctx context.Context, w http.ResponseWriter, name string, list []Request, members map[string]organisation.Member) error {
	web.Attachment(w, name, "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	_ = out.Write([]string{"siren", "collectivite", "numero", "reference", "canal", "droits", "recue_le", "echeance", "prolongee_le", "etat", "issue", "motif", "close_le", "jours", "dans_le_delai"})
	for _, r := range list {
		days, inTime := "", ""
		if r.ClosedOn != "" {
			days, inTime = i18n.Number(context.Background(), term.Days(r.ReceivedOn, r.ClosedOn)), i18n.Say(ctx, "non", "no")
			if r.InTime() {
				inTime = i18n.Say(ctx, "oui", "yes")
			}
		}
		m := members[r.MemberID]
		_ = out.Write([]string{m.Siren, m.Name, r.Name(), r.Reference, i18n.Read(ctx, r.Channel.Label()), kindsLine(ctx, r.Kinds), r.ReceivedOn, r.DueOn,
			r.ExtendedOn, i18n.Read(ctx, r.State.Label()), i18n.Read(ctx, r.Outcome.Label()), strings.TrimSpace(i18n.Read(ctx, groundOf(r.Ground).Label)),
			r.ClosedOn, days, inTime})
	}
	out.Flush()
	return out.Error()
}
