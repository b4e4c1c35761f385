package madis

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/intake"
)

// The addresses of this room.
const (
	Path       = console.Home + "/operator/rgpd/madis"
	memberTab  = "rgpd"
	memberPath = console.MemberPattern + "/" + memberTab + "/madis"
)

// MemberPath is the page of what came to a member.
func MemberPath(siren string) string { return console.MemberPath(siren) + "/" + memberTab + "/madis" }

// The most that is taken in: a dump and a zip of documents, as they are sent.
const (
	maxDump      = 4 << 30
	maxDocuments = 16 << 30
)

// Pages are the pages of the room.
type Pages struct {
	*Service
	Desk *console.Console
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	p.Desk.Add(console.Entry{Icon: ui.IconDeposit, Label: i18n.T("Reprise de Madis", "Import from Madis"), Href: Path, Order: 640,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer, access.Administrator) }})
	operator, anyone := p.Desk.OperatorOnly(access.ProtectionOfficer, access.Administrator), p.Desk.SignedIn()
	get, post := http.MethodGet, http.MethodPost
	const one = Path + "/{import}"
	for _, r := range []web.Route{
		{Method: get, Pattern: Path, Guard: operator, Handler: p.list},
		{Method: post, Pattern: Path, Guard: operator, Handler: p.receive, MaxBody: -1},
		{Method: get, Pattern: one, Guard: operator, Handler: p.show},
		{Method: get, Pattern: one + "/live", Guard: operator, Handler: p.live},
		{Method: get, Pattern: one + "/bodies/{body}", Guard: operator, Handler: p.body},
		{Method: post, Pattern: one + "/bodies/{body}", Guard: operator, Handler: p.decide},
		{Method: post, Pattern: one + "/decide", Guard: operator, Handler: p.decideAll},
		{Method: post, Pattern: one + "/accept", Guard: operator, Handler: p.accept},
		{Method: post, Pattern: one + "/drop", Guard: operator, Handler: p.drop},
		{Method: post, Pattern: one + "/undo", Guard: operator, Handler: p.undo},
		{Method: post, Pattern: one + "/clear", Guard: operator, Handler: p.clear},
		{Method: get, Pattern: one + "/originals", Guard: operator, Handler: p.originals, Kind: web.Download},
		{Method: get, Pattern: memberPath, Guard: anyone, Handler: p.member},
		{Method: get, Pattern: memberPath + "/proofs/{proof}", Guard: anyone, Handler: p.proof, Kind: web.Download},
		{Method: get, Pattern: memberPath + "/originals", Guard: anyone, Handler: p.memberOriginals, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func titled(ctx context.Context, rest ...ui.Link) console.Page {
	title := i18n.Say(ctx, "Reprise de Madis", "Import from Madis")
	page := console.Page{Title: title}
	if len(rest) > 0 {
		page = console.Page{Title: rest[len(rest)-1].Label, Crumbs: append([]ui.Link{{Label: title, Href: Path}}, rest...)}
	}
	return page
}

type listView struct {
	Form    *form.Form
	Imports []intake.Import
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, http.StatusOK, form.New())
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := listView{Form: f}
	err := p.Doors.Read(r.Context(), access.From(r.Context()), func(tx access.Tx) error {
		operator, err := organisation.Operator(r.Context(), tx)
		if err != nil {
			return err
		}
		v.Imports, err = intake.List(r.Context(), tx, operator.ID, Name)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, titled(r.Context()), listBody(v))
}

// receive takes the dump and the documents in, as they come.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "madis.receive", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	var operator organisation.Member
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) { operator, err = organisation.Operator(ctx, tx); return err }); err != nil {
		return err
	}
	f := form.New()
	var dump, documents blob.Ref
	name := ""
	for range 10 {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return &fault.Error{Kind: fault.Invalid, Op: "madis.receive", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
		}
		if part.FileName() == "" {
			continue
		}
		into, most := &dump, int64(maxDump)
		if part.FormName() == "documents" {
			into, most = &documents, maxDocuments
		} else {
			name = base(part.FileName())
		}
		limited := &io.LimitedReader{R: part, N: most + 1}
		if *into, err = p.Files.Put(ctx, operator.ID, limited); err != nil {
			return err
		}
		if limited.N == 0 {
			f.Fail(part.FormName(), i18n.T("Ce fichier est trop grand. Reprenez-le depuis la ligne de commande\u202f: airial import madis.", "This file is too large. Take it over from the command line: airial import madis."))
			*into = blob.Ref{}
		}
		if into.Size == 0 {
			*into = blob.Ref{}
		}
	}
	if dump.Digest == "" && f.OK() {
		f.Fail("dump", i18n.T("Choisissez la sauvegarde de la base.", "Choose the dump of the database."))
	}
	if documents.Digest != "" {
		if err := p.isZip(ctx, operator.ID, documents); err != nil {
			f.Fail("documents", i18n.T("Les documents doivent être dans un fichier ZIP.", "The documents must be in a ZIP file."))
		}
	}
	if !f.OK() {
		return p.showList(w, r, http.StatusUnprocessableEntity, f)
	}
	var i intake.Import
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		i, err = p.Begin(ctx, tx, name, dump, documents)
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path+"/"+i.ID)
}

// importView is an import, with a page of its bodies.
type importView struct {
	intake.Import
	Library intake.Counts
	Parts   []intake.Part
	Members map[string]organisation.Member
	Sum     intake.Counts
	Bodies  int
	Open    int // undecided
	OpenNo  int // of them, without a SIREN
	Failed  int
	Skipped int
	Read    read
	Left    int
	Kept    []intake.Item
	Pager   ui.Pages
}

const pageSize = 100

func (p *Pages) view(ctx context.Context, r *http.Request) (v importView, err error) {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	v.Pager = ui.Pages{Page: max(1, page), Size: pageSize}
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if v.Import, err = intake.Get(ctx, tx, r.PathValue("import")); err != nil {
			return err
		}
		if v.Source != Name {
			return fault.Missing("madis.view")
		}
		v.Read = decoded[read](v.Import.Counts)
		parts, err := intake.Parts(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		v.sort(parts)
		if v.Members, err = organisation.ByIDs(ctx, tx, targets(v.Parts)); err != nil {
			return err
		}
		if _, v.Left, err = intake.Lefts(ctx, tx, v.ID, "", 1, 0); err != nil {
			return err
		}
		v.Kept, err = intake.ItemsIn(ctx, tx, v.ID, "kept", 200)
		return err
	})
	return v, err
}

// sort sums the parts up and takes those of the page, the undecided and the
// failed first.
func (v *importView) sort(parts []intake.Part) {
	v.Sum = intake.Counts{}
	var first, rest []intake.Part
	for _, p := range parts {
		if p.Key == "" {
			v.Library = p.Counts
			continue
		}
		v.Bodies++
		switch {
		case p.State == "failed":
			v.Failed++
			first = append(first, p)
		case p.Decision == intake.Choose && p.State == "waiting":
			v.Open++
			if p.Siren == "" {
				v.OpenNo++
			}
			first = append(first, p)
		case p.Decision == intake.Skip:
			v.Skipped++
			rest = append(rest, p)
		default:
			rest = append(rest, p)
		}
		if p.Decision != intake.Skip {
			v.Sum.Add(p.Counts)
		}
	}
	all := append(first, rest...)
	v.Pager.Total = int64(len(all))
	from := min((v.Pager.Page-1)*pageSize, len(all))
	v.Parts = all[from:min(from+pageSize, len(all))]
}

func targets(parts []intake.Part) (ids []string) {
	for _, p := range parts {
		if p.TargetID != "" {
			ids = append(ids, p.TargetID)
		}
	}
	return ids
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showImport(w, r, http.StatusOK, nil)
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request, status int, trouble error) error {
	v, err := p.view(r.Context(), r)
	if err != nil {
		return err
	}
	say := i18n.Text{}
	if trouble != nil {
		say = fault.Message(trouble)
	}
	return p.Desk.ShowStatus(w, r, status, titled(r.Context(), ui.Link{Label: v.Import.Name}), importBody(v, say))
}

// live is the part of the page that changes while a job is at work.
func (p *Pages) live(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r.Context(), r)
	if err != nil {
		return err
	}
	if !v.State.Runs() {
		w.Header().Set("HX-Refresh", "true")
	}
	return web.Render(w, r, progress(v))
}
