package label

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func (p *Pages) showAudits(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v, err := p.read(r, "accessibility", func(tx access.Tx, v *view) (err error) {
		v.Audits, err = audits(ctx, tx, v.Member.ID, mostVersions)
		var latest *Audit
		if len(v.Audits) > 0 {
			latest = &v.Audits[0]
		}
		v.State = StatementOf(latest, tx.Clock().Now())
		return err
	})
	if err != nil {
		return err
	}
	v.Form = f
	return p.desk.ShowMember(w, r, status, v.Face, editor(v, auditBody(v)))
}

func (p *Pages) audits(w http.ResponseWriter, r *http.Request) error {
	return p.showAudits(w, r, http.StatusOK, form.New())
}

func (p *Pages) recordAudit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	a := Audit{On: f.Raw("on"), Auditor: f.Text("auditor", maxLine), Report: f.Text("report", maxAddress), Exceptions: i18n.Text{Fr: f.Long("exceptions-fr", maxPage), En: f.Long("exceptions-en", maxPage)}}
	a.Applicable, _ = strconv.Atoi(f.Raw("applicable")) // 0 is refused below
	if a.Met, err = strconv.Atoi(f.Raw("met")); err != nil {
		a.Met = -1
	}
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.load(ctx, tx, r, "accessibility")
		if err == nil && f.OK() {
			a, err = p.RecordAudit(ctx, tx, v.Member, a)
		}
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	if !f.OK() {
		return p.showAudits(w, r, http.StatusUnprocessableEntity, f)
	}
	p.forget()
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("Audit enregistré\u202f: la déclaration le dit.", "Audit recorded: the statement says so."), back(r, "accessibility/"+a.ID+"/undo"))
	return web.Redirect(w, r, back(r, "accessibility"))
}

func (p *Pages) undoAudit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.onMember(r, func(tx access.Tx, m organisation.Member) error { return p.UndoAudit(ctx, tx, m, r.PathValue("id")) })
	if err != nil {
		return err
	}
	p.forget()
	p.desk.Flash(ctx, ui.Info, i18n.T("Audit retiré.", "Audit taken back."))
	return web.Redirect(w, r, back(r, "accessibility"))
}

// onMember does something to the member of the address.
func (p *Pages) onMember(r *http.Request, do func(tx access.Tx, m organisation.Member) error) error {
	ctx := r.Context()
	return p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		return do(tx, face.Member)
	})
}

func (p *Pages) showHosts(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v, err := p.read(r, "host", func(tx access.Tx, v *view) (err error) {
		v.Hosts, err = hosts(ctx, tx, v.Member.ID)
		v.Now = tx.Clock().Now()
		return err
	})
	if err != nil {
		return err
	}
	v.Form, v.OwnHosts, v.Public = f, p.p.OwnHosts, p.publicHost()
	v.Address = func(host string) string { return p.site(host, v.Member.Slug).Base }
	return p.desk.ShowMember(w, r, status, v.Face, editor(v, hostBody(v)))
}

func (p *Pages) hosts(w http.ResponseWriter, r *http.Request) error {
	return p.showHosts(w, r, http.StatusOK, form.New())
}

func (p *Pages) askHost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.onMember(r, func(tx access.Tx, m organisation.Member) error {
		_, err := p.Ask(ctx, tx, m, f.Raw("host"))
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("host", fault.Message(err))
		return p.showHosts(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Info, i18n.T("Créez maintenant les deux enregistrements DNS, puis vérifiez.", "Now make the two DNS records, then verify."))
	return web.Redirect(w, r, back(r, "host"))
}

func (p *Pages) verifyHost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.read(r, "host", nil)
	if err != nil {
		return err
	}
	h, err := p.Verify(ctx, access.From(ctx), v.Member, r.PathValue("id"))
	switch {
	case fault.Is(err, fault.Conflict):
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
	case err != nil:
		return err
	case h.Problem == "away" && h.Failing.IsZero():
		p.desk.Flash(ctx, ui.Wait, i18n.T("Le domaine est bien à vous. Il ne mène pas encore à ce serveur\u202f: voyez l’enregistrement CNAME.", "The domain is yours. It does not lead to this server yet: see the CNAME record."))
	case h.Problem != "":
		p.desk.Flash(ctx, ui.Wait, h.Trouble())
	default:
		p.desk.Flash(ctx, ui.Good, i18n.T("Vérifié\u202f: le portail répond à %s.", "Verified: the portal answers at %s.", h.Host))
	}
	return web.Redirect(w, r, back(r, "host"))
}

func (p *Pages) releaseHost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.onMember(r, func(tx access.Tx, m organisation.Member) error { return p.Release(ctx, tx, m, r.PathValue("id")) })
	if err != nil {
		return err
	}
	p.forget()
	p.desk.Flash(ctx, ui.Info, i18n.T("Le nom n’est plus servi. Le portail reste à son adresse ici.", "The name is served no more. The portal stays at its address here."))
	return web.Redirect(w, r, back(r, "host"))
}

// served tells whoever obtains certificates in front of this server which names
// are to have one: all of them, one a line, or whether one is ("domain", as Caddy
// asks).
func (p *Pages) served(w http.ResponseWriter, r *http.Request) error {
	ctx, h := r.Context(), w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	if name := strings.ToLower(r.URL.Query().Get("domain")); name != "" {
		if name != p.publicHost() && !p.Serves(ctx, name) {
			return fault.Missing("label.served")
		}
		_, err := io.WriteString(w, name+"\n")
		return err
	}
	var names []string
	if p.p.OwnHosts {
		names = slices.Sorted(maps.Keys(p.hostList(ctx).sites))
	}
	for _, name := range append([]string{p.publicHost()}, names...) {
		if _, err := io.WriteString(w, name+"\n"); err != nil {
			return err
		}
	}
	return nil
}
