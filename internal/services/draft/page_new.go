package draft

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/sirene"
	"airial/standards/tableschema"
	"airial/standards/template"
)

// newView is the page where a table is begun.
type newView struct {
	Form    *form.Form
	Members []organisation.Member // for whom she may deposit
	Schemas []Choice
	Drafts  []Draft
	Names   map[string]organisation.Member // of the drafts
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.showNew(w, r, http.StatusOK, form.New("member", q.Get("member"), "schema", q.Get("schema")))
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := newView{Form: f, Schemas: p.gate.Schemas()}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Members, err = depositors(ctx, tx); err != nil {
			return err
		}
		if v.Drafts, err = List(ctx, tx); err != nil {
			return err
		}
		ids := make([]string, len(v.Drafts))
		for i, d := range v.Drafts {
			ids[i] = d.MemberID
		}
		v.Names, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Members) == 1 {
		f.Set("member", v.Members[0].Siren)
	}
	title := i18n.Say(ctx, "Partir du schéma", "Start from the schema")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{
		{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}, {Label: title}}}, newBody(v))
}

// depositors lists the members for whom the scope may deposit, by name.
func depositors(ctx context.Context, tx access.Tx) ([]organisation.Member, error) {
	const op = "draft.depositors"
	where, args := tx.OnlyWith(access.Deposit, "id", nil)
	ids, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select id from member where closed_at = 0 and `+where+` order by sort_key, id`, args...)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.Forbidden, op, "Votre rôle ne permet pas de déposer. Adressez-vous au gestionnaire de votre collectivité.",
			"Your role does not allow deposits. Ask the manager of your organisation.")
	}
	list, _, err := organisation.List(ctx, tx, organisation.Filter{IDs: ids}, len(ids), 0)
	return list, err
}

// How many published rows a template takes over, and in how many of them the
// SIRET is looked for.
const (
	mostCopied = 20_000
	mostProbed = 100
)

// begun is what a person chose to begin a table, or to take a template away.
type begun struct {
	member organisation.Member
	schema *tableschema.Schema
	own    Own
	last   bool
}

// chosen reads the choice; what is wrong with it stands in the form.
func (p *Pages) chosen(ctx context.Context, f *form.Form) (b begun, err error) {
	name := f.Raw("schema")
	if b.schema, err = p.gate.Schema(tableschema.SchemaRef{Name: name}); err != nil || b.schema == nil {
		f.Fail("schema", i18n.T("Choisissez un schéma dans la liste.", "Choose a schema from the list."))
	}
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if b.member, err = organisation.BySiren(ctx, tx, f.Raw("member")); err != nil {
			if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
				f.Fail("member", i18n.T("Choisissez la collectivité.", "Choose the body."))
				return nil
			}
			return err
		}
		return p.may(ctx, tx, b.member.ID)
	})
	if err != nil || !f.OK() {
		return b, err
	}
	b.last = f.Checked("last")
	b.own = Own{Name: b.member.Name, SIRET: b.member.Siren, INSEE: b.member.Insee}
	siret := strings.Join(strings.Fields(f.Raw("siret")), "")
	switch {
	case siret != "" && (!sirene.ValidSIRET(siret) || siret[:9] != b.member.Siren):
		f.Fail("siret", i18n.T("Ce SIRET n’est pas valable, ou n’est pas celui de %[1]s (SIREN %[2]s).",
			"This SIRET is not valid, or not that of %[1]s (SIREN %[2]s).", b.member.Name, b.member.Siren))
	case siret != "":
		b.own.SIRET = siret
	case template.Asks(b.schema):
		rows, _, err := p.LastRows(ctx, access.From(ctx), b.member.ID, b.schema, mostProbed)
		if err != nil {
			return b, err
		}
		b.own.know(b.schema, rows)
	}
	return b, nil
}

// start begins a table and leads to it.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	b, err := p.chosen(ctx, f)
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	id, err := p.Start(ctx, access.From(ctx), b.member.ID, b.schema, b.schema.Title.In(lang(ctx)), b.own, b.last)
	if fault.Is(err, fault.TooLarge) {
		f.Fail("last", fault.Message(err))
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftPath(id))
}

// template hands a workbook out to be filled in elsewhere.
func (p *Pages) template(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := &form.Form{Values: r.URL.Query()}
	b, err := p.chosen(ctx, f)
	if err != nil {
		return err
	}
	if !f.OK() {
		return &fault.Error{Kind: fault.Invalid, Op: "draft.template", Say: f.Errors[0].Say}
	}
	o := template.Options{Lang: lang(ctx), Own: template.Own(b.own)}
	if b.last {
		var whole bool
		if o.Rows, whole, err = p.LastRows(ctx, access.From(ctx), b.member.ID, b.schema, mostCopied); err != nil {
			return err
		}
		if !whole {
			return fault.New(fault.TooLarge, "draft.template", "Le tableau publié la dernière fois compte plus de %[1]d lignes : partez de ce fichier lui-même, plutôt que d’un modèle.",
				"The table that was published last has more than %[1]d rows: start from that file itself, not from a template.", mostCopied)
		}
	}
	format := f.Raw("format")
	var out bytes.Buffer
	if err := template.Write(&out, format, b.schema, o); err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "draft.template", Cause: err,
			Say: i18n.T("Choisissez un format\u202f: XLSX, ODS ou CSV.", "Choose a format: XLSX, ODS or CSV.")}
	}
	kinds := map[string]string{template.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		template.ODS: "application/vnd.oasis.opendocument.spreadsheet", template.CSV: "text/csv; charset=utf-8"}
	web.Attachment(w, template.FileName(b.schema, format, lang(ctx)), kinds[format])
	_, err = w.Write(out.Bytes())
	return err
}
