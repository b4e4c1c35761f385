package plans

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/privacy"
	"airial/privacy/anonymise"
)

// Path is where a version's plan is: Path + "/" + its id.
const Path = console.Home + "/anonymise"

// mostLooked is how many rows the page looks at, so that nobody waits long; the
// result is made of all of them.
const mostLooked = 20_000

// Pages are the pages of this room.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages returns them.
func (s *Service) Pages(desk *console.Console) *Pages { return &Pages{s, desk} }

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	get, post, one := http.MethodGet, http.MethodPost, Path+"/{version}"
	for _, r := range []web.Route{
		{Method: get, Pattern: one, Handler: p.show},
		{Method: post, Pattern: one, Handler: p.apply},
		{Method: post, Pattern: one + "/preview", Handler: p.preview},
		{Method: get, Pattern: one + "/plan.yaml", Handler: p.download},
		{Method: post, Pattern: one + "/stop", Handler: p.stop},
		{Method: post, Pattern: one + "/forget", Handler: p.forgetKey},
	} {
		r.Kind, r.Guard = web.Page, p.desk.SignedIn()
		routes.Add(r)
	}
}

// view is a version with its plan and what the plan would do.
type view struct {
	Version piece.Version
	Title   string
	Member  string
	Address string
	Form    *form.Form
	Columns []columnView
	Kept    *Kept
	HasKey  bool
	Report  *anonymise.Report // nil when the plan cannot be tried
	Shown   []anonymise.Shown
	Header  []string // of what stays
	Cut     bool     // not all rows were looked at
	plan    *anonymise.Plan
	key     []byte
	strict  bool
	names   []string
	found   map[string][]privacy.Kind
}

type columnView struct {
	Index int
	Name  string
	Found string
}

// load reads a version, what is found in it, and its dataset's plan or a
// proposed one.
func (p *Pages) load(r *http.Request) (*view, error) {
	ctx := r.Context()
	v := &view{found: map[string][]privacy.Kind{}}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Version, err = piece.GetVersion(ctx, tx, r.PathValue("version")); err != nil {
			return err
		}
		if err = tx.Sees("plans.load", v.Version.MemberID); err != nil {
			return err
		}
		if err = tx.May(ctx, access.Deposit, v.Version.MemberID); err != nil {
			return err
		}
		one, err := piece.Get(ctx, tx, v.Version.PieceID)
		if err != nil {
			return err
		}
		m, err := organisation.Get(ctx, tx, v.Version.MemberID)
		if err != nil {
			return err
		}
		v.Title, v.Member, v.Address = one.Title, m.Name, p.Datasets.Address(one.ID)
		if v.Kept, err = current(ctx, tx, one.ID); err != nil {
			return err
		}
		v.key, err = p.key(ctx, tx, one.ID)
		v.HasKey = v.key != nil
		return err
	})
	if err != nil {
		return nil, err
	}
	open := p.opener(ctx, v.Version)
	if v.strict, err = p.strict(ctx, v.Version.PieceID); err != nil {
		return nil, err
	}
	s, err := anonymise.SuggestFrom(ctx, open, v.strict, mostLooked)
	if err != nil {
		return nil, fault.Wrap("plans.load", err)
	}
	v.Cut = s.Scan.Rows >= mostLooked
	v.plan = s.Plan
	for i := range s.Plan.Columns {
		c := &s.Plan.Columns[i]
		// A plan that the dataset has goes before what is proposed.
		if v.Kept != nil {
			if step := v.Kept.Plan.Step(c.Column); step != nil {
				*c = *step
			}
		}
		v.names = append(v.names, c.Column)
		v.found[c.Column] = s.Found(c.Column)
		v.Columns = append(v.Columns, columnView{i, c.Column, foundWords(ctx, v.found[c.Column])})
	}
	if v.Kept != nil {
		v.plan.Anonymity = v.Kept.Plan.Anonymity
		v.plan.Anonymity.Columns = known(v.plan, v.plan.Anonymity.Columns)
		v.plan.Anonymity.Sensitive = known(v.plan, v.plan.Anonymity.Sensitive)
	}
	v.Form = fields(v.plan)
	return v, nil
}

// known keeps the columns that the table has and the plan does not drop.
func known(p *anonymise.Plan, names []string) []string {
	var out []string
	for _, n := range names {
		if s := p.Step(n); s != nil && s.Do != anonymise.Drop {
			out = append(out, n)
		}
	}
	return out
}

// try has the plan tried on the first rows. Pseudonyms of a preview are made
// with a key of its own where the dataset has none yet.
func (p *Pages) try(ctx context.Context, v *view) error {
	if !v.Form.OK() {
		return nil
	}
	key := v.key
	if key == nil {
		key = freshKey()
	}
	var err error
	v.Report, v.Shown, err = anonymise.Preview(ctx, v.plan, p.opener(ctx, v.Version), anonymise.Options{Key: key, Strict: v.strict}, mostLooked)
	if say, ok := words(err); ok {
		v.Form.Fail("", say)
		return nil
	}
	for _, c := range v.plan.Columns {
		if c.Do != anonymise.Drop {
			v.Header = append(v.Header, c.Column)
		}
	}
	return fault.Wrap("plans.try", err)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	if err := p.try(r.Context(), v); err != nil {
		return err
	}
	return p.showView(w, r, http.StatusOK, v)
}

func (p *Pages) showView(w http.ResponseWriter, r *http.Request, status int, v *view) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Anonymiser", "Anonymise")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{{Label: v.Title, Href: v.Address}, {Label: title}}}, planBody(v))
}

// read takes the form in place of the plan that was loaded.
func (p *Pages) read(r *http.Request) (*view, error) {
	v, err := p.load(r)
	if err != nil {
		return nil, err
	}
	f, err := form.Parse(r)
	if err != nil {
		return nil, err
	}
	v.Form, v.plan = f, readPlan(f, v.names, v.found)
	return v, nil
}

// preview shows what the plan would do: the page, or its part alone.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	if err := p.try(r.Context(), v); err != nil {
		return err
	}
	if web.IsFragment(r) {
		return web.Render(w, r, effect(v))
	}
	return p.showView(w, r, http.StatusOK, v)
}

// apply makes the anonymised version.
func (p *Pages) apply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.read(r)
	if err != nil {
		return err
	}
	if v.Form.Raw("act") == "preview" || !v.Form.OK() {
		status := http.StatusOK
		if !v.Form.OK() {
			status = http.StatusUnprocessableEntity
		}
		if err := p.try(ctx, v); err != nil {
			return err
		}
		return p.showView(w, r, status, v)
	}
	next, err := p.Apply(ctx, access.From(ctx), v.Version, v.plan, v.Form.Checked("again"))
	if fault.Is(err, fault.Invalid) {
		v.Form.Fail("", fault.Message(err))
		return p.showView(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La version %[1]d, anonymisée, est déposée. Elle suit son chemin comme toute autre.", "Version %[1]d, anonymised, is deposited. It goes its way as any other.", next.Number))
	return web.Redirect(w, r, v.Address)
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	web.Attachment(w, "plan.yaml", "application/yaml")
	_, _ = w.Write(v.plan.YAML()) // who left is no error of ours
	return nil
}

// stop ends that the plan is applied to later versions.
func (p *Pages) stop(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("Le plan ne sera plus appliqué aux versions suivantes.", "The plan will no longer be applied to later versions."),
		p.Stop)
}

// forgetKey destroys the key of a dataset's pseudonyms.
func (p *Pages) forgetKey(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, i18n.T("La clé des pseudonymes est détruite. Personne ne peut plus les refaire.", "The key of the pseudonyms is destroyed. Nobody can make them again."),
		p.DestroyKey)
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request, told i18n.Text, do func(context.Context, access.Tx, string) error) error {
	ctx := r.Context()
	var id string
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := piece.GetVersion(ctx, tx, r.PathValue("version"))
		if err != nil {
			return err
		}
		if err := tx.Sees("plans.change", v.MemberID); err != nil {
			return err
		}
		id = v.ID
		return do(ctx, tx, v.PieceID)
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, told)
	return web.Redirect(w, r, Path+"/"+id)
}

// With puts a link to a version's plan under what the gate has found in it, for
// those who may make one.
func With(ctx context.Context, tx access.Tx, version string, found templ.Component) (templ.Component, error) {
	v, err := piece.GetVersion(ctx, tx, version)
	if err != nil {
		return nil, err
	}
	err = tx.May(ctx, access.Deposit, v.MemberID)
	if fault.Is(err, fault.Forbidden) {
		return found, nil
	}
	return offer(version, found), err
}
