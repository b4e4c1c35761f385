package people

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
)

// accessRow is somebody who may see or do something at a member.
type accessRow struct {
	Name   string
	Login  string // "" of a token
	Why    []string
	Rights map[access.Right]bool
	// Under are the rights that a mandate gives, and until when in words.
	Under map[access.Right]string
}

// accessGroup is a part of the page: the body's own people, its tokens, those
// of the operator.
type accessGroup struct {
	Title string
	Empty string
	Rows  []accessRow
}

type accessView struct {
	Face   console.Face
	Groups []accessGroup
	Today  string
	Closed int // accounts that are disabled and therefore not listed
}

// rightsShown are the columns, in the order of a deposit's life.
var rightsShown = []access.Right{access.See, access.Deposit, access.Publish, access.Advise, access.Decide, access.Approve, access.Withdraw, access.Erase, access.Register, access.Manage}

func rightWord(ctx context.Context, right access.Right) string {
	return i18n.Read(ctx, map[access.Right]i18n.Text{
		access.See:      i18n.T("Voir", "See"),
		access.Deposit:  i18n.T("Déposer", "Deposit"),
		access.Publish:  i18n.T("Publier", "Publish"),
		access.Advise:   i18n.T("Donner un avis", "Give an opinion"),
		access.Decide:   i18n.T("Décider", "Decide"),
		access.Approve:  i18n.T("Approuver", "Approve"),
		access.Withdraw: i18n.T("Retirer", "Withdraw"),
		access.Erase:    i18n.T("Effacer", "Erase"),
		access.Register: i18n.T("Registre RGPD", "GDPR register"),
		access.Manage:   i18n.T("Gérer", "Manage"),
	}[right])
}

// whoSees is the page "who sees what": every person, token and role that may
// see or do something at a member, and why.
func (p *Pages) whoSees(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.accessOf(ctx, r)
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, accessBody(v))
}

func (p *Pages) accessOf(ctx context.Context, r *http.Request) (v accessView, err error) {
	v.Today = access.Today(p.Clock)
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.Desk.FaceOf(ctx, tx, r, "access"); err != nil {
			return err
		}
		holders, err := access.Holders(ctx, tx, v.Face.Member.ID)
		if err != nil {
			return err
		}
		v.Groups, v.Closed, err = groups(ctx, tx, holders)
		return err
	})
	return v, err
}

// groups sorts holders into the parts of the page. Accounts that are disabled
// see nothing, whatever roles are written for them: they are counted.
func groups(ctx context.Context, tx access.Tx, holders []access.Holder) (out []accessGroup, closed int, err error) {
	var ids []string
	for _, h := range holders {
		if h.Actor.Kind == access.Person {
			ids = append(ids, h.Actor.ID)
		}
		for _, why := range h.Rights {
			for _, b := range why {
				ids = append(ids, b.Lent.GiverID)
			}
		}
	}
	people, err := user.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, 0, err
	}
	own := accessGroup{Title: i18n.Say(ctx, "Personnes de la collectivité", "People of the body"), Empty: i18n.Say(ctx, "Personne.", "Nobody.")}
	machines := accessGroup{Title: i18n.Say(ctx, "Logiciels, par jeton", "Software, by token"), Empty: i18n.Say(ctx, "Aucun jeton.", "No token.")}
	operator := accessGroup{Title: i18n.Say(ctx, "Personnes de l’opérateur", "People of the operator"), Empty: i18n.Say(ctx, "Personne.", "Nobody.")}
	for _, h := range holders {
		row := accessRow{Name: h.Actor.Name, Rights: map[access.Right]bool{}, Under: map[access.Right]string{}}
		if h.Actor.Kind == access.Person {
			u := people[h.Actor.ID]
			if u.ID == "" || !u.Disabled.IsZero() {
				closed++
				continue
			}
			row.Name, row.Login = u.Name, u.Login
		}
		local := false
		for _, right := range rightsShown {
			why := h.Rights[right]
			row.Rights[right] = len(why) > 0
			needs := len(why) > 0
			for _, b := range why {
				needs = needs && b.Mandate.ID != ""
				local = local || !b.Operator
				if words := because(ctx, b, people, h.Token); !slices.Contains(row.Why, words) {
					row.Why = append(row.Why, words)
				}
			}
			if needs {
				row.Under[right] = mandateWords(ctx, why[0].Mandate)
			}
		}
		row.Why = shortened(row.Why)
		switch {
		case h.Actor.Kind == access.Machine:
			machines.Rows = append(machines.Rows, row)
		case local:
			own.Rows = append(own.Rows, row)
		default:
			operator.Rows = append(operator.Rows, row)
		}
	}
	for _, g := range []*accessGroup{&own, &operator} {
		slices.SortStableFunc(g.Rows, func(a, b accessRow) int { return strings.Compare(a.Login, b.Login) })
	}
	return []accessGroup{own, machines, operator}, closed, nil
}

// shortened leaves out what another reason says with more words: a role without the
// mandate under which it does more.
func shortened(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(one string) bool {
		return slices.ContainsFunc(list, func(other string) bool { return strings.HasPrefix(other, one+", ") })
	})
}

// because says why somebody has a right.
func because(ctx context.Context, b access.Basis, people map[string]user.User, token access.Token) string {
	out := capital(roleWord(ctx, b.Role))
	if token.ID != "" {
		out = i18n.Sayf(ctx, "Jeton « %s », créé le %s", "Token “%s”, made on %s", roleWord(ctx, b.Role), i18n.Date(ctx, token.Created))
	}
	if b.Operator {
		out += i18n.Say(ctx, " chez l’opérateur", " at the operator")
	}
	if b.Lent.ID != "" {
		out += i18n.Sayf(ctx, ", par délégation de %s jusqu’au %s", ", lent by %s until %s", people[b.Lent.GiverID].Name, day(ctx, b.Lent.Until))
	}
	if b.Mandate.ID != "" {
		out += ", " + mandateWords(ctx, b.Mandate)
	}
	return out
}

func mandateWords(ctx context.Context, m access.Mandate) string {
	name := m.Reference
	if name == "" {
		name = i18n.Say(ctx, "signé par ", "signed by ") + m.Signatory
	}
	if m.Until == "" {
		return i18n.Sayf(ctx, "et sous mandat (%s), sans date de fin", "and under a mandate (%s), without an end", name)
	}
	return i18n.Sayf(ctx, "et sous mandat (%s) jusqu’au %s", "and under a mandate (%s) until %s", name, day(ctx, m.Until))
}

// accessTable writes the same as a table for a spreadsheet.
func (p *Pages) accessTable(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.accessOf(ctx, r)
	if err != nil {
		return err
	}
	header := []string{i18n.Say(ctx, "Qui", "Who"), i18n.Say(ctx, "Identifiant", "Login"), i18n.Say(ctx, "Groupe", "Group")}
	for _, right := range rightsShown {
		header = append(header, rightWord(ctx, right))
	}
	rows := [][]string{append(header, i18n.Say(ctx, "Pourquoi", "Why"))}
	for _, g := range v.Groups {
		for _, row := range g.Rows {
			line := []string{row.Name, row.Login, g.Title}
			for _, right := range rightsShown {
				line = append(line, yesWord(ctx, row, right))
			}
			rows = append(rows, append(line, strings.Join(row.Why, " ; ")))
		}
	}
	return sendCSV(w, "acces-"+v.Face.Member.Slug+"-"+v.Today+".csv", rows)
}

func yesWord(ctx context.Context, row accessRow, right access.Right) string {
	switch {
	case row.Under[right] != "":
		return i18n.Say(ctx, "sous mandat", "under mandate")
	case row.Rights[right]:
		return i18n.Say(ctx, "oui", "yes")
	}
	return ""
}

// sendCSV answers with a table that spreadsheets open as they should: UTF-8 with
// its mark, semicolons, and no cell that a spreadsheet would take for a formula.
func sendCSV(w http.ResponseWriter, name string, rows [][]string) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			if cell != "" && slices.Contains([]byte("=+-@\t\r"), cell[0]) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
