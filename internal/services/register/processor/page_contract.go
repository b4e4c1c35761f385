package processor

import (
	"context"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func (p *Pages) askClauses(w http.ResponseWriter, r *http.Request) error {
	return p.showClauses(w, r, http.StatusOK, nil)
}

func (p *Pages) showClauses(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	var v oneView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.readOne(ctx, tx, r); err != nil {
			return err
		}
		if v.Form = f; f == nil {
			v.Form = form.New("rev", strconv.Itoa(v.Full.Rev))
			for _, c := range v.Clauses {
				v.Form.Set("state-"+c.Code, c.State)
				v.Form.Set("where-"+c.Code, c.Where)
			}
		}
		return tx.May(ctx, access.Register, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, clausesBody(v))
}

func (p *Pages) saveClauses(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	list, _ := CheckClauses(model.Record{})
	for n, c := range list {
		list[n].State, list[n].Where = f.Raw("state-"+c.Code), f.Text("where-"+c.Code, model.MaxLine)
	}
	var v view
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		full, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		_, err = model.Edit(ctx, tx, Spec, full.ID, rev, withClauses(full.Record, list))
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		status := http.StatusUnprocessableEntity
		if fault.Is(err, fault.Conflict) {
			status = http.StatusConflict
		}
		return p.showClauses(w, r, status, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Les clauses sont enregistrées.", "The clauses are saved."))
	return web.Redirect(w, r, v.one(r.PathValue("processor")))
}

func (p *Pages) askContract(w http.ResponseWriter, r *http.Request) error {
	return p.showContract(w, r, http.StatusOK, nil)
}

func (p *Pages) showContract(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	var v oneView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.readOne(ctx, tx, r); err != nil {
			return err
		}
		if v.Form = f; f == nil {
			c := v.Contract
			v.Form = form.New("reference", c.Reference, "starts", c.Starts, "ends", c.Ends, "annex", string(c.Annex), "annex_on", c.AnnexOn, "remarks", c.Remarks,
				"rev", strconv.Itoa(c.Rev))
			if c.NoticeDays > 0 {
				v.Form.Set("notice", strconv.Itoa(c.NoticeDays))
			}
			if c.Renewed {
				v.Form.Set("renewed", "1")
			}
		}
		return tx.May(ctx, access.Register, v.Member.ID)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, contractBody(v))
}

func (p *Pages) saveContract(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	c := Contract{Reference: f.Text("reference", 200), Starts: f.Text("starts", 10), Ends: f.Text("ends", 10), Renewed: f.Checked("renewed"), Annex: Annex(f.Raw("annex")),
		AnnexOn: f.Text("annex_on", 10), Remarks: f.Long("remarks", 2000)}
	if s := f.Text("notice", 5); s != "" {
		if c.NoticeDays, err = strconv.Atoi(s); err != nil {
			f.Fail("notice", i18n.T("Donnez un nombre de jours.", "Give a number of days."))
		}
	}
	status := http.StatusUnprocessableEntity
	var v view
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
			if v, err = p.view(ctx, tx, r); err != nil {
				return err
			}
			full, err := v.found(ctx, tx, r)
			if err == nil {
				_, err = SaveContract(ctx, tx, full.ID, rev, c)
			}
			return err
		})
		if fault.Is(err, fault.Conflict) {
			f.Fail("", fault.Message(err))
			status = http.StatusConflict
		} else if err != nil && !told(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showContract(w, r, status, f)
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Le contrat est enregistré.", "The contract is saved."))
	return web.Redirect(w, r, v.one(r.PathValue("processor")))
}

// told puts what is wrong beside the field that it is about, and tells whether
// it was that.
func told(f *form.Form, err error) bool {
	e, ok := err.(*fault.Error)
	if !ok || !fault.Is(err, fault.Invalid) {
		return false
	}
	f.Fail(strings.TrimPrefix(e.Op, "processor."), e.Say)
	return true
}

// keepSigned takes the signed annex in.
func (p *Pages) keepSigned(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	var full model.Full
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		return tx.May(ctx, access.Register, v.Member.ID)
	})
	if err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "processor.keepSigned", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	f := form.New()
	name, digest, size := "", "", int64(0)
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		if part.FileName() == "" {
			continue
		}
		ref, err := p.Files.Put(ctx, v.Member.ID, &io.LimitedReader{R: part, N: maxFile + 1})
		if err != nil {
			return err
		}
		if ref.Size > maxFile {
			f.Fail("file", i18n.T("Ce fichier dépasse 20\u00a0Mo.", "This file is larger than 20 MB."))
			break
		}
		name, digest, size = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")), ref.Digest, ref.Size
	}
	if f.OK() && size == 0 {
		f.Fail("file", i18n.T("Joignez le fichier signé.", "Add the signed file."))
	}
	if !f.OK() {
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	replaced := ""
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		replaced, err = p.Keep(ctx, tx, full.ID, name, digest, size)
		return err
	})
	if err == nil && replaced != "" {
		err = p.Files.Destroy(ctx, v.Member.ID, []string{replaced})
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("L’annexe signée est gardée.", "The signed annex is kept."))
	return web.Redirect(w, r, v.one(full.ID))
}

func (p *Pages) signed(w http.ResponseWriter, r *http.Request) error {
	var v oneView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.readOne(ctx, tx, r); err == nil && v.Contract.Digest == "" {
			err = fault.Missing("processor.signed")
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := p.Files.Open(r.Context(), v.Member.ID, v.Contract.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, v.Contract.FileName, "application/octet-stream")
	http.ServeContent(w, r, "", v.Contract.Changed, b)
	return nil
}
