package console

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/sirene"
)

const (
	membersPath = Home + "/members"
	membersSize = 50
)

type membersView struct {
	Members  []organisation.Member
	Mandated map[string]bool
	Pages    ui.Pages
	Query    string
	Kind     organisation.Kind
	MayAdd   bool
	Operator bool
}

func (v membersView) filtered() bool { return v.Query != "" || v.Kind != "" }

// manages returns the filter of the members whose pages the scope opens: all
// for the operator's people, those at which she has a role for another person.
// ok is false when there are none.
func manages(s access.Scope) (organisation.Filter, bool) {
	if s.OfOperator() {
		return organisation.Filter{}, true
	}
	own := s.MembersWith(access.See)
	return organisation.Filter{IDs: own}, len(own) > 0
}

func (c *Console) members(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	filter, ok := manages(scope)
	if !ok {
		return fault.Missing("console.members")
	}
	q := r.URL.Query()
	v := membersView{Query: q.Get("q"), MayAdd: scope.Has(access.Administrator), Operator: scope.OfOperator()}
	if k := organisation.Kind(q.Get("kind")); k.Known() {
		v.Kind = k
	}
	filter.Query, filter.Kind = v.Query, v.Kind
	page := pageNumber(r)
	err := c.Doors.Read(ctx, scope, func(tx access.Tx) error {
		list, total, err := organisation.List(ctx, tx, filter, membersSize, (page-1)*membersSize)
		if err != nil {
			return err
		}
		v.Members, v.Pages = list, ui.Pages{Page: page, Size: membersSize, Total: int64(total)}
		ids := make([]string, len(list))
		for i, m := range list {
			ids[i] = m.ID
		}
		v.Mandated, err = access.Mandated(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	if !v.Operator && len(v.Members) == 1 && !v.filtered() && v.Pages.Total == 1 {
		return web.Redirect(w, r, memberPath(v.Members[0].Siren))
	}
	return c.Show(w, r, Page{Title: membersTitle(ctx, v.Operator)}, membersBody(v))
}

func membersTitle(ctx context.Context, operator bool) string {
	if operator {
		return i18n.Say(ctx, "Adhérents", "Members")
	}
	return i18n.Say(ctx, "Mes collectivités", "My organisations")
}

func (c *Console) newMember(w http.ResponseWriter, r *http.Request) error {
	return c.showNewMember(w, r, http.StatusOK, form.New("kind", string(organisation.Commune)))
}

func (c *Console) showNewMember(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Ajouter un adhérent", "Add a member")
	return c.ShowStatus(w, r, status, Page{Title: title, Crumbs: []ui.Link{
		{Label: membersTitle(ctx, true), Href: membersPath}, {Label: title}}}, newMemberBody(f))
}

func (c *Console) addMember(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	a := readAttributes(f)
	if a.Kind == organisation.Operateur {
		f.Fail("kind", i18n.T("Choisissez un type dans la liste.", "Choose a kind from the list."))
	}
	group := digits(f.Text("group", 40))
	if f.OK() {
		err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if a.GroupID, err = groupOf(ctx, tx, group); err != nil {
				return err
			}
			_, err = organisation.Add(ctx, tx, organisation.Member{Siren: a.Siren, Name: a.Name, Kind: a.Kind, Population: a.Population,
				Staff: a.Staff, Insee: a.Insee, Postcode: a.Postcode, GroupID: a.GroupID})
			return err
		})
		if err = refused(f, err, "siren"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.showNewMember(w, r, http.StatusUnprocessableEntity, f)
	}
	c.Flash(ctx, ui.Good, i18n.T("«\u00a0%[1]s\u00a0» est maintenant adhérent.", "“%[1]s” is now a member.", a.Name))
	return web.Redirect(w, r, memberPath(a.Siren))
}

// readAttributes reads the fields that describe a member.
func readAttributes(f *form.Form) organisation.Attributes {
	a := organisation.Attributes{
		Siren: digits(f.Required("siren", 40, i18n.T("Indiquez le SIREN, 9 chiffres.", "Give the SIREN, 9 digits."))),
	}
	if a.Siren != "" && !sirene.ValidSIREN([]byte(a.Siren)) {
		f.Fail("siren", i18n.T("Ce SIREN n’est pas valable\u202f: il compte 9 chiffres, dont le dernier est une clé. Vérifiez la saisie.",
			"This SIREN is not valid: it has 9 digits, the last of which is a check digit. Check what was typed."))
	}
	a.Name = f.Required("name", 200, i18n.T("Indiquez le nom de la collectivité.", "Give the name of the body."))
	a.Kind = organisation.Kind(f.Raw("kind"))
	a.Insee, a.Postcode = strings.ToUpper(f.Text("insee", 5)), f.Text("postcode", 5)
	if !a.Kind.Known() {
		f.Fail("kind", i18n.T("Choisissez un type dans la liste.", "Choose a kind from the list."))
	}
	a.Population = readNumber(f, "population", i18n.T("Indiquez un nombre d’habitants, en chiffres.", "Give a number of inhabitants, in digits."))
	a.Staff = readNumber(f, "staff", i18n.T("Indiquez un nombre d’agents, en chiffres.", "Give a number of agents, in digits."))
	return a
}

func readNumber(f *form.Form, name string, say i18n.Text) int {
	text := digits(f.Text(name, 20))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 100_000_000 {
		f.Fail(name, say)
	}
	return n
}

// groupOf finds the body that a form names by its SIREN; "" is none.
func groupOf(ctx context.Context, tx access.Tx, siren string) (string, error) {
	if siren == "" {
		return "", nil
	}
	g, err := organisation.ByAddress(ctx, tx, siren)
	if fault.Is(err, fault.NotFound) {
		return "", &refusal{"group", i18n.T("Aucun adhérent n’a ce SIREN. Ajoutez d’abord la collectivité de rattachement, ou laissez le champ vide.",
			"No member has this SIREN. Add the parent body first, or leave the field empty.")}
	}
	return g.ID, err
}

// digits drops the blanks that people set between the digits of a number.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.", r) {
			return -1
		}
		return r
	}, s)
}
