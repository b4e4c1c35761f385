package handover

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

const tab = "export"

// Pages are the pages of the exports of a member.
type Pages struct {
	service *Service
	desk    *console.Console
	queue   *jobs.Queue
}

// Pages returns the room's pages, with their tab beside a member's.
func (s *Service) Pages(desk *console.Console, queue *jobs.Queue) *Pages {
	desk.AddTab(console.Tab{Label: i18n.T("Export", "Export"), Path: tab, Manage: true})
	return &Pages{s, desk, queue}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	const one = console.MemberPattern + "/" + tab
	anyone := p.desk.SignedIn()
	routes.Add(web.Route{Method: http.MethodGet, Pattern: one, Kind: web.Page, Guard: anyone, Handler: p.show})
	routes.Add(web.Route{Method: http.MethodPost, Pattern: one, Kind: web.Page, Guard: anyone, Handler: p.ask})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: one + "/{id}/zip", Kind: web.Download, Guard: anyone, Handler: p.fetch})
}

type view struct {
	console.Face
	Orders []Order
}

func (p *Pages) load(r *http.Request) (v view, err error) {
	ctx := r.Context()
	err = p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v.Orders, err = Orders(ctx, tx, v.Member.ID)
		return err
	})
	return v, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, body(v))
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		_, err = p.service.Ask(ctx, tx, p.queue, v.Member.ID)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict):
		p.desk.Flash(ctx, ui.Info, fault.Message(err))
	case err != nil:
		return err
	default:
		p.desk.Flash(ctx, ui.Good, i18n.T("L’export se prépare. Vous pouvez quitter cette page\u202f: il sera ici.", "The export is being made. You may leave this page: it will be here."))
	}
	return web.Redirect(w, r, console.MemberPath(r.PathValue("siren"))+"/"+tab)
}

func (p *Pages) fetch(w http.ResponseWriter, r *http.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Orders, func(o Order) bool { return o.ID == r.PathValue("id") && o.State == "ready" })
	if i < 0 {
		return fault.Missing("handover.fetch")
	}
	file, err := p.service.p.Blobs.Open(r.Context(), v.Member.ID, v.Orders[i].Digest)
	if err != nil {
		return err
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Length", strconv.FormatInt(file.Size(), 10))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "export-" + v.Member.Siren + ".zip"}))
	_, err = io.Copy(w, file)
	return err
}
