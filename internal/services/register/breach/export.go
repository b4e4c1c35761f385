package breach

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// most is how many breaches an export holds.
const most = 50_000

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []Breach
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
	return sendCSV(ctx, w, "violations-"+m.Siren+".csv", list, map[string]organisation.Member{m.ID: m})
}

func (p *Pages) exportAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []Breach
	var members map[string]organisation.Member
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if list, _, err = List(ctx, tx, Filter{}, most, 0); err == nil {
			members, err = organisation.ByIDs(ctx, tx, memberIDs(list))
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(ctx, w, "violations.csv", list, members)
}

// sendCSV writes the register, without exercises.
func sendCSV(ctx context.Context, w http.ResponseWriter, name string, list []Breach, members map[string]organisation.Member) error {
	web.Attachment(w, name, "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	_ = out.Write([]string{"siren", "collectivite", "numero", "titre", "constatee_le", "echeance_cnil", "pertes", "donnees", "donnees_sensibles", "personnes", "gravite",
		"notifier", "motif", "notifiee_le", "dans_le_delai", "complement_le", "informer", "informees_le", "plainte", "plainte_le", "etat", "effacee_le"})
	for _, b := range list {
		m, a := members[b.MemberID], b.Answers
		inTime := ""
		if !b.Notified.IsZero() {
			inTime = map[bool]string{true: i18n.Say(ctx, "oui", "yes"), false: i18n.Say(ctx, "non", "no")}[b.InTime()]
		}
		_ = out.Write([]string{m.Siren, m.Name, b.Name(), cell(b.Title), stamp(b.Aware), stamp(b.Due()), a.chosen("losses"), a.chosen("plain"), a.chosen("sensitive"),
			a.First("persons"), strconv.Itoa(a.Weigh().Severity), string(b.Notify), cell(b.NotifyWhy), stamp(b.Notified), inTime, stamp(b.Completed), string(b.Tell),
			stamp(b.Told), b.Complaint, stamp(b.ComplaintAt), string(b.State), stamp(b.Erased)})
	}
	out.Flush()
	return out.Error()
}

// cell keeps what somebody typed from being taken for a formula.
func cell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Local(t).Format("2006-01-02 15:04")
}
