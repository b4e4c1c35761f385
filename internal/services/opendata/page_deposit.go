package opendata

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type depositView struct {
	Form    *form.Form
	Members []organisation.Member // for whom she may deposit
	Piece   piece.Piece           // whose new version it is; zero for none
	Limit   int64                 // bytes of a file
	Start   string                // where a table is begun without a file
	Nothing string                // where it is declared that there is nothing to publish
	Left    int                   // received files that wait for her
	Schema  string                // under which the file is awaited; "" for any
}

// fewChoices is how many members are all shown at once, to choose from.
const fewChoices = 6

func (p *Pages) newDeposit(w http.ResponseWriter, r *http.Request) error {
	f := form.New()
	if siren := r.URL.Query().Get("member"); siren != "" {
		f.Set("member", siren)
	}
	if schema := r.URL.Query().Get("schema"); p.knows(schema) {
		f.Set("schema", schema)
	}
	return p.showDeposit(w, r, http.StatusOK, f, r.URL.Query().Get("piece"))
}

// showDeposit shows the form that takes files. It is always a whole page: the
// script that sends files puts it in the place of the present one.
func (p *Pages) showDeposit(w http.ResponseWriter, r *http.Request, status int, f *form.Form, id string) error {
	ctx := r.Context()
	v := depositView{Form: f, Limit: p.limits.Upload, Start: p.gates.StartPath(), Nothing: p.gates.NothingPath(), Schema: f.Raw("schema")}
	if v.Schema != "" {
		q := "?" + url.Values{"schema": {v.Schema}, "member": {f.Raw("member")}}.Encode()
		v.Start, v.Nothing = v.Start+q, v.Nothing+q
	}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if id != "" {
			if v.Piece, err = p.target(ctx, tx, id); err != nil {
				return err
			}
		}
		if v.Members, err = depositors(ctx, tx, v.Piece.MemberID); err != nil {
			return err
		}
		waiting, err := Uploads(ctx, tx, nil)
		v.Left = len(waiting)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Members) == 1 {
		f.Set("member", v.Members[0].Siren)
	}
	title := i18n.Say(ctx, "Déposer des fichiers", "Deposit files")
	way := crumbs(ctx)
	if v.Piece.ID != "" {
		title = i18n.Say(ctx, "Déposer une nouvelle version", "Deposit a new version")
		way = crumbs(ctx, ui.Link{Label: v.Piece.Title, Href: piecePath(v.Piece.ID)})
	}
	page, err := p.desk.Frame(r, console.Page{Title: title, Crumbs: append(way, ui.Link{Label: title})}, depositBody(v))
	if err != nil {
		return err
	}
	return web.RenderStatus(w, r, status, page)
}

// target returns the dataset to which a version is to be added.
func (p *Pages) target(ctx context.Context, tx access.Tx, id string) (piece.Piece, error) {
	if !ident.Valid(id) {
		return piece.Piece{}, fault.Missing("opendata.target")
	}
	if _, err := p.own(ctx, tx, id, access.Deposit); err != nil {
		return piece.Piece{}, err
	}
	one, err := piece.Get(ctx, tx, id)
	if err != nil {
		return one, err
	}
	return one, p.mayDeposit(ctx, tx, one.MemberID)
}

// depositors lists the members for whom the scope may deposit, by name; only
// one of them when it is named. None at all is a Forbidden error.
func depositors(ctx context.Context, tx access.Tx, only string) ([]organisation.Member, error) {
	const op = "opendata.depositors"
	ids, err := membersFor(ctx, tx, op, access.Deposit)
	if err != nil {
		return nil, err
	}
	if only != "" {
		ids = []string{only}
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.Forbidden, op, "Votre rôle ne permet pas de déposer. Adressez-vous au gestionnaire de votre collectivité.",
			"Your role does not allow deposits. Ask the manager of your organisation.")
	}
	list, _, err := organisation.List(ctx, tx, organisation.Filter{IDs: ids}, maxMembers, 0)
	return list, err
}

// heading of the form that takes files.
func depositTitle(ctx context.Context, v depositView) (title, lead string) {
	if v.Piece.ID != "" {
		return i18n.Say(ctx, "Déposer une nouvelle version", "Deposit a new version"),
			i18n.Sayf(ctx, "Du jeu de données «\u00a0%s\u00a0». Les versions précédentes restent, chacune à son adresse.",
				"Of the dataset “%s”. Earlier versions stay, each at its address.", v.Piece.Title)
	}
	return i18n.Say(ctx, "Déposer des fichiers", "Deposit files"),
		i18n.Say(ctx, "Déposez-les tels qu’ils sortent de votre logiciel. Ils sont vérifiés, et rien n’est publié sans votre accord.",
			"Deposit them as they come out of your software. They are checked, and nothing is published without your word.")
}

func memberOptions(list []organisation.Member, first string) []ui.Option {
	var out []ui.Option
	if first != "" {
		out = append(out, ui.Option{Value: "", Label: first})
	}
	for _, m := range list {
		out = append(out, ui.Option{Value: m.Siren, Label: m.Name})
	}
	return out
}

func depositAction(v depositView) string {
	if v.Piece.ID != "" {
		return depositPath + "?piece=" + url.QueryEscape(v.Piece.ID)
	}
	if v.Schema != "" {
		return depositPath + "?schema=" + url.QueryEscape(v.Schema)
	}
	return depositPath
}

// DepositPath is where a file is deposited; "member" and "schema" in its query
// say beforehand whose it is and what.
const DepositPath = depositPath

// knows tells whether a schema can be chosen.
func (p *Pages) knows(schema string) bool {
	return slices.ContainsFunc(p.gates.Schemas(), func(c SchemaChoice) bool { return schema != "" && c.Name == schema })
}
