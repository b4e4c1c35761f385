package intake

import (
	"context"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
)

const tab = activity.Tab

// Path is the page of a member's imports.
func Path(siren string) string { return activity.Base(siren) + "/import" }

// Pages are the pages of the import of tables.
type Pages struct {
	*Service
	Desk *console.Console
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	base := console.MemberPattern + "/" + tab + "/import"
	const one = console.MemberPattern + "/" + tab + "/import/{table}"
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: base, Handler: p.list},
		{Method: post, Pattern: base, Handler: p.receive, MaxBody: MaxFile + 1<<20},
		{Method: get, Pattern: one, Handler: p.show},
		{Method: post, Pattern: one, Handler: p.choose},
		{Method: post, Pattern: one + "/undo", Handler: p.undo},
	} {
		r.Kind, r.Guard = web.Page, p.Desk.SignedIn()
		routes.Add(r)
	}
}

// faced is the member of the address, for those who keep its register.
func (p *Pages) faced(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, error) {
	face, err := p.Desk.FaceOf(ctx, tx, r, tab)
	if err == nil {
		err = tx.May(ctx, access.Register, face.Member.ID)
	}
	return face, err
}

type tablesView struct {
	console.Face
	Form    *form.Form
	Imports []Import
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, http.StatusOK, form.New())
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := tablesView{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.faced(ctx, tx, r); err == nil {
			v.Imports, err = List(ctx, tx, v.Member.ID, FromTable)
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, tablesBody(v))
}

// receive takes a file in.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var face console.Face
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) { face, err = p.faced(ctx, tx, r); return err }); err != nil {
		return err
	}
	refuse := func(say i18n.Text) error {
		f := form.New()
		f.Fail("file", say)
		return p.showList(w, r, http.StatusUnprocessableEntity, f)
	}
	name, file, err := uploaded(r)
	if err != nil {
		return err
	}
	if len(file) == 0 {
		return refuse(i18n.T("Choisissez un fichier.", "Choose a file."))
	}
	if len(file) > MaxFile {
		return refuse(i18n.T("Ce fichier dépasse 20\u00a0Mo.", "This file is larger than 20 MB."))
	}
	var i Import
	var ref blob.Ref
	if ref, err = p.Files.Put(ctx, face.Member.ID, strings.NewReader(string(file))); err != nil {
		return err
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		i, err = p.Receive(ctx, tx, face.Member.ID, name, ref, file)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return refuse(fault.Message(err))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(face.Member.Siren)+"/"+i.ID)
}

func uploaded(r *http.Request) (name string, file []byte, err error) {
	parts, err := r.MultipartReader()
	for range 10 {
		if err != nil {
			break
		}
		part, e := parts.NextPart()
		if e == io.EOF {
			return name, file, nil
		}
		if err = e; err == nil && part.FormName() == "file" {
			name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
			file, err = io.ReadAll(io.LimitReader(part, MaxFile+1))
		}
	}
	if err != nil {
		return name, nil, &fault.Error{Kind: fault.Invalid, Op: "intake.uploaded", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	return name, file, nil
}

type tableView struct {
	console.Face
	Import  Import
	Preview Preview
	Counts  Counts
	Kept    []Item
	Left    []Left
	Trouble i18n.Text
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showTable(w, r, http.StatusOK, nil)
}

func (p *Pages) showTable(w http.ResponseWriter, r *http.Request, status int, trouble error) error {
	ctx := r.Context()
	v := tableView{}
	if trouble != nil {
		v.Trouble = fault.Message(trouble)
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, v.Import, err = p.ofAddress(ctx, tx, r); err != nil {
			return err
		}
		v.Counts = Counts{}
		_ = jsonInto(v.Import.Counts, &v.Counts)
		if v.Kept, err = ItemsIn(ctx, tx, v.Import.ID, "kept", 200); err == nil {
			v.Left, _, err = Lefts(ctx, tx, v.Import.ID, v.Member.ID, 200, 0)
		}
		return err
	})
	if err != nil {
		return err
	}
	if v.Import.State == Ready {
		sheet, c, err := p.Sheet(ctx, v.Import)
		if err != nil {
			return err
		}
		if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			v.Preview, err = Look(ctx, tx, v.Member.ID, sheet, c)
			return err
		}); err != nil {
			return err
		}
	}
	return p.Desk.ShowMember(w, r, status, v.Face, tableBody(v))
}

func (p *Pages) ofAddress(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, Import, error) {
	face, err := p.faced(ctx, tx, r)
	if err != nil {
		return face, Import{}, err
	}
	i, err := Get(ctx, tx, r.PathValue("table"))
	if err == nil && (i.MemberID != face.Member.ID || i.Source != FromTable) {
		err = fault.Missing("intake.table")
	}
	return face, i, err
}

// choose writes how the table is read, and carries out what was pressed.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var face console.Face
	var i Import
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) { face, i, err = p.ofAddress(ctx, tx, r); return err }); err != nil {
		return err
	}
	home := Path(face.Member.Siren)
	if f.Raw("do") == "drop" {
		if err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Drop(ctx, tx, i.ID) }); err != nil {
			return err
		}
		if err := p.Free(ctx, i.ID); err != nil {
			return err
		}
		p.Desk.Flash(ctx, ui.Good, i18n.T("L’import est abandonné\u202f: rien n’a été écrit.", "The import is dropped: nothing was written."))
		return web.Redirect(w, r, home)
	}
	if i.State != Ready {
		return web.Redirect(w, r, home+"/"+i.ID)
	}
	sheet, c, err := p.Sheet(ctx, i)
	if err != nil {
		return err
	}
	if asked := f.Raw("sheet"); asked != "" && asked != c.Sheet { // another sheet has other columns
		c.Sheet = asked
		i.Choices = encoded(c)
		if sheet, _, err = p.Sheet(ctx, i); err == nil {
			c.Mapping = Propose(sheet)
		}
	} else {
		for n := range c.Mapping {
			if name := "col-" + strconv.Itoa(n); f.Values.Has(name) {
				c.Mapping[n] = f.Raw(name)
			}
		}
	}
	done := f.Raw("do") == "accept" || f.Raw("do") == "good"
	if err == nil {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			if err := p.Choose(ctx, tx, i, sheet, c); err != nil || !done {
				return err
			}
			_, err := p.Accept(ctx, tx, i.ID, sheet, f.Raw("do") == "good")
			return err
		})
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return p.showTable(w, r, http.StatusConflict, err)
	}
	if err == nil && done {
		err = p.Free(ctx, i.ID)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, home+"/"+i.ID)
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var face console.Face
	var i Import
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, i, err = p.ofAddress(ctx, tx, r); err == nil {
			_, err = p.Undo(ctx, tx, i.ID)
		}
		return err
	})
	if fault.Is(err, fault.Conflict) {
		return p.showTable(w, r, http.StatusConflict, err)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(face.Member.Siren)+"/"+i.ID)
}
