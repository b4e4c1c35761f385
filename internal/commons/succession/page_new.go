package succession

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// newView is the guided page of an act: the form, then what will happen.
type newView struct {
	Kind   Kind
	Form   *form.Form
	Parent organisation.Member   // of a split
	Former []organisation.Member // that may be set up again
	Pieces []Piece               // of the parent
	Chosen map[string]bool       // pieces that pass
	// Of the preview.
	Sure    bool
	Plan    Plan
	Heir    organisation.Member
	Passes  []Inheritance
	Day     string
	ToCome  bool
	EraseOn string
}

func kindOf(r *http.Request) (Kind, error) {
	k := Kind(r.PathValue("kind"))
	if k.Label() == (i18n.Text{}) {
		return k, fault.Missing("succession.kind")
	}
	return k, nil
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	k, err := kindOf(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := form.New("day", access.Today(p.desk.Clock), "roles", "1", "erase_after", "90", "published", "stay", "kind", string(organisation.CommuneNouvelle))
	switch k {
	case Absorption:
		f.Set("heir", q.Get("siren"))
	case Split:
		f.Set("members", q.Get("siren"))
		f.Set("heir", q.Get("heir"))
	default:
		f.Set("members", q.Get("siren"))
	}
	return p.show(w, r, http.StatusOK, newView{Kind: k, Form: f})
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v newView) error {
	ctx := r.Context()
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if v.Kind != Split {
			return nil
		}
		return p.fillSplit(ctx, tx, &v)
	})
	if err != nil {
		return err
	}
	title := i18n.Read(ctx, v.Kind.Label())
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: p.crumbs(ctx, title)}, newBody(v))
}

// fillSplit finds what a split offers: the bodies that may be set up again, and
// the pieces, those that were theirs chosen.
func (p *Pages) fillSplit(ctx context.Context, tx access.Tx, v *newView) (err error) {
	siren := digits(v.Form.Raw("members"))
	if siren == "" {
		return nil
	}
	v.Parent, err = organisation.ByAddress(ctx, tx, siren)
	if fault.Is(err, fault.NotFound) {
		return nil // the form says so when it is sent
	}
	if err != nil {
		return err
	}
	former, err := Former(ctx, tx, v.Parent.ID)
	if err != nil {
		return err
	}
	byID, err := organisation.ByIDs(ctx, tx, former)
	if err != nil {
		return err
	}
	for _, id := range former {
		if m := byID[id]; m.ID != "" && !m.Closed.IsZero() {
			v.Former = append(v.Former, m)
		}
	}
	if v.Pieces, err = Pieces(ctx, tx, v.Parent.ID); err != nil || v.Chosen != nil {
		return err
	}
	v.Chosen = map[string]bool{}
	for _, piece := range v.Pieces {
		i := slices.IndexFunc(v.Former, func(m organisation.Member) bool { return m.ID == piece.Was })
		v.Chosen[piece.ID] = i >= 0 && (v.Form.Raw("heir") == v.Former[i].Siren || v.Form.Raw("heir") == "" && len(v.Former) == 1)
	}
	return nil
}

// take reads the form: it shows what will happen, and does it once that is
// confirmed.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	k, err := kindOf(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v := newView{Kind: k, Form: f, Chosen: map[string]bool{}}
	for _, id := range f.All("piece") {
		v.Chosen[id] = true
	}
	v.Day = f.Required("day", 10, i18n.T("Indiquez la date d’effet.", "Give the day of effect."))
	deed := f.Text("deed", 300)
	var a Act
	if f.OK() {
		confirmed := f.Raw("step") == "confirm"
		do := p.desk.Doors.Read
		if confirmed {
			do = p.desk.Doors.Write
		}
		err = do(ctx, access.From(ctx), func(tx access.Tx) error {
			if v.Plan, err = p.read(ctx, tx, k, f); err != nil || !f.OK() {
				return err
			}
			if confirmed {
				a, err = p.service.Record(ctx, tx, k, v.Plan, v.Day, deed)
				return err
			}
			if err := Check(ctx, tx, k, v.Plan, v.Day); err != nil {
				return err
			}
			v.Sure, v.ToCome = true, v.Day > access.Today(tx.Clock())
			v.EraseOn = Act{Day: v.Day, Plan: v.Plan}.EraseOn()
			if v.Plan.Heir != "" {
				if v.Heir, err = organisation.Get(ctx, tx, v.Plan.Heir); err != nil {
					return err
				}
			}
			v.Passes, err = p.service.Preview(ctx, tx, k, v.Plan)
			return err
		})
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
			f.Fail("", fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		v.Sure = false
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	if !v.Sure {
		p.desk.Flash(ctx, ui.Good, i18n.T("L’acte est enregistré.", "The act is recorded."))
		return web.Redirect(w, r, path+"/acts/"+a.ID)
	}
	return p.show(w, r, http.StatusOK, v)
}

// read makes a plan of a form.
func (p *Pages) read(ctx context.Context, tx access.Tx, k Kind, f *form.Form) (Plan, error) {
	plan := Plan{Roles: f.Checked("roles"), Withdraw: f.Raw("published") == "withdraw"}
	for _, siren := range strings.FieldsFunc(f.Long("members", 4000), func(r rune) bool { return r == '\n' || r == ',' || r == ';' || r == '\r' }) {
		if siren = digits(siren); siren == "" {
			continue
		}
		id, err := find(ctx, tx, f, "members", siren)
		if err != nil || id == "" {
			return plan, err
		}
		plan.Members = append(plan.Members, id)
	}
	if heir := digits(f.Text("heir", 40)); heir != "" {
		var err error
		if plan.Heir, err = find(ctx, tx, f, "heir", heir); err != nil {
			return plan, err
		}
	} else if k == Absorption || k == Split {
		f.Fail("heir", i18n.T("Indiquez la collectivité qui reprend.", "Name the body that takes over."))
	}
	switch k {
	case Merger:
		if plan.Heir == "" && f.OK() {
			plan.Body = p.body(f)
		}
	case Split:
		plan.Pieces = append([]string{}, f.All("piece")...)
	case Leaving:
		n, err := strconv.Atoi(f.Raw("erase_after"))
		if err != nil || n < 1 || n > MaxEraseAfter {
			f.Fail("erase_after", i18n.T("Indiquez un nombre de jours, de 1 à %[1]d.", "Give a number of days, from 1 to %[1]d.", MaxEraseAfter))
		}
		plan.EraseAfter = n
	}
	return plan, nil
}

func (p *Pages) body(f *form.Form) *organisation.Attributes {
	b := &organisation.Attributes{
		Siren: digits(f.Required("siren", 40, i18n.T("Indiquez le SIREN de la collectivité nouvelle, ou celui d’un adhérent qui reprend.", "Give the SIREN of the new body, or that of a member that takes over."))),
		Name:  f.Required("name", 200, i18n.T("Indiquez le nom de la collectivité nouvelle.", "Give the name of the new body.")),
		Kind:  organisation.Kind(f.Raw("kind")), Insee: strings.ToUpper(f.Text("insee", 5)), Postcode: f.Text("postcode", 5)}
	if text := digits(f.Text("population", 20)); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 100_000_000 {
			f.Fail("population", i18n.T("Indiquez un nombre d’habitants, en chiffres.", "Give a number of inhabitants, in digits."))
		}
		b.Population = n
	}
	return b
}

func find(ctx context.Context, tx access.Tx, f *form.Form, field, siren string) (string, error) {
	// A member that ended still has its SIREN, though its address leads to its
	// heir: the one that is set up again is named by it.
	m, err := organisation.BySiren(ctx, tx, siren)
	if fault.Is(err, fault.NotFound) {
		m, err = organisation.ByAddress(ctx, tx, siren)
	}
	if fault.Is(err, fault.NotFound) {
		f.Fail(field, i18n.T("Aucun adhérent n’a le SIREN %[1]s.", "No member has the SIREN %[1]s.", siren))
		return "", nil
	}
	return m.ID, err
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.\t\r\n", r) {
			return -1
		}
		return r
	}, s)
}
