package cockpit

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// sendCSV writes a table, its heads first.
func sendCSV(w http.ResponseWriter, name string, rows [][]string) error {
	web.Attachment(w, name+".csv", "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		for n, s := range row {
			if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) { // no spreadsheet takes it for a formula
				row[n] = "'" + s
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// export is the list of members as the filter has it.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rows := [][]string{{"SIREN", i18n.Say(ctx, "Collectivité", "Body"), i18n.Say(ctx, "Type", "Kind"), i18n.Say(ctx, "Habitants", "Inhabitants"),
		i18n.Say(ctx, "Délégué désigné", "Officer designated"), i18n.Say(ctx, "Traitements", "Activities"), i18n.Say(ctx, "Complets", "Complete"),
		i18n.Say(ctx, "Vérifiés", "Checked"), i18n.Say(ctx, "En retard", "Late"), i18n.Say(ctx, "Cette semaine", "This week"), i18n.Say(ctx, "Agent", "Agent"),
		i18n.Say(ctx, "Dernière visite", "Last visit")}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		b, err := p.Board(ctx, tx, filterOf(r.URL.Query().Get))
		for _, m := range b.All {
			designated := ""
			if b.Known {
				designated = yes(ctx, !m.Undesignated)
			}
			rows = append(rows, []string{m.Siren, m.Name, i18n.Read(ctx, m.Kind.Label()), itoa(m.Population), designated, itoa(m.Tally.Total), itoa(m.Tally.Complete),
				itoa(m.Tally.Checked), itoa(m.Late), itoa(m.Week), m.AgentName, m.Visited})
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(w, "rgpd-collectivites", rows)
}

func yes(ctx context.Context, b bool) string {
	if b {
		return i18n.Say(ctx, "oui", "yes")
	}
	return i18n.Say(ctx, "non", "no")
}

func (p *Pages) exportProgress(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.readProgress(r)
	if err != nil {
		return err
	}
	head := []string{i18n.Say(ctx, "Année", "Year"), i18n.Say(ctx, "Registres commencés", "Registers begun")}
	for _, c := range v.Courses {
		head = append(head, i18n.Read(ctx, c.Label))
	}
	rows := [][]string{head}
	for _, l := range v.Lines {
		row := []string{l.Year, itoa(l.Begun)}
		for _, n := range l.Counts {
			row = append(row, itoa(n))
		}
		rows = append(rows, row)
	}
	return sendCSV(w, "rgpd-progres", rows)
}

func (p *Pages) exportPortfolios(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rows := [][]string{{i18n.Say(ctx, "Agent", "Agent"), i18n.Say(ctx, "Collectivités", "Bodies"), i18n.Say(ctx, "Avec du retard", "With something late"),
		i18n.Say(ctx, "Sans registre", "Without a register"), i18n.Say(ctx, "Sans visite depuis un an", "Not visited for a year")}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		list, err := p.Shares(ctx, tx)
		for _, s := range list {
			name := s.Name
			if name == "" {
				name = i18n.Say(ctx, "personne", "nobody")
			}
			rows = append(rows, []string{name, itoa(s.Members), itoa(s.Late), itoa(s.NoRegister), itoa(s.Unvisited)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(w, "rgpd-portefeuilles", rows)
}

func (p *Pages) exportVisits(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.readVisits(r, 50_000)
	if err != nil {
		return err
	}
	rows := [][]string{{"SIREN", i18n.Say(ctx, "Collectivité", "Body"), i18n.Say(ctx, "Jour", "Day"), i18n.Say(ctx, "État", "State"), i18n.Say(ctx, "Agent", "Agent"),
		i18n.Say(ctx, "Personnes rencontrées", "People met"), i18n.Say(ctx, "Compte rendu", "Summary"), i18n.Say(ctx, "Prochaine visite", "Next visit")}}
	for _, x := range v.Visits {
		m := v.Members[x.MemberID]
		rows = append(rows, []string{m.Siren, m.Name, x.Day, i18n.Read(ctx, x.State.Label()), x.Agent.Name, x.People, x.Summary, x.Next})
	}
	return sendCSV(w, "rgpd-visites", rows)
}
