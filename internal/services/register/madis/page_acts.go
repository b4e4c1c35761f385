package madis

import (
	"archive/zip"
	"context"
	"encoding/json"
	"net/http"
	"strings"

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

func decoded[T any](s string) (v T) {
	_ = json.Unmarshal([]byte(s), &v)
	return v
}

func (p *Pages) isZip(ctx context.Context, member string, ref blob.Ref) error {
	b, err := p.Files.Open(ctx, member, ref.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	_, err = zip.NewReader(b, b.Size())
	return err
}

// act runs one deed on the import of the address and shows its page again.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, tx access.Tx, id string) error, said i18n.Text) error {
	ctx, id := r.Context(), r.PathValue("import")
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return do(ctx, tx, id) })
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return p.showImport(w, r, http.StatusConflict, err)
	}
	if err != nil {
		return err
	}
	if !said.Empty() {
		p.Desk.Flash(ctx, ui.Good, said)
	}
	return web.Redirect(w, r, Path+"/"+id)
}

func (p *Pages) accept(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, p.Accept, i18n.Text{})
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, p.Undo, i18n.Text{})
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("import")
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Drop(ctx, tx, id) })
	if fault.Is(err, fault.Conflict) {
		return p.showImport(w, r, http.StatusConflict, err)
	}
	if err == nil {
		err = p.Free(ctx, id)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La reprise est abandonnée\u202f: rien n’a été écrit, les fichiers envoyés sont effacés.", "The import is dropped: nothing was written, the files that were sent are erased."))
	return web.Redirect(w, r, Path)
}

// clear erases the originals of what could not be carried.
func (p *Pages) clear(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, id string) error {
		if _, err := p.mine(ctx, tx, id); err != nil {
			return err
		}
		_, err := intake.ClearLefts(ctx, tx, id, "")
		return err
	}, i18n.T("Les originaux sont effacés. La liste de ce qui n’a pas été repris reste.", "The originals are erased. The list of what was not taken over stays."))
}

func (p *Pages) mine(ctx context.Context, tx access.Tx, id string) (intake.Import, error) {
	if err := May(tx); err != nil {
		return intake.Import{}, err
	}
	return intake.Get(ctx, tx, id)
}

// decideAll decides for all bodies of a kind at once.
func (p *Pages) decideAll(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	return p.act(w, r, func(ctx context.Context, tx access.Tx, id string) error {
		parts, err := intake.Parts(ctx, tx, id)
		if err != nil {
			return err
		}
		var list []Decision
		for _, part := range parts {
			if part.Key == "" || part.Decision != intake.Choose {
				continue
			}
			switch do := f.Raw("do"); {
			case do == intake.Make && part.Siren != "":
				list = append(list, Decision{Part: part.Key, Decide: intake.Make})
			case do == intake.Skip:
				list = append(list, Decision{Part: part.Key, Decide: intake.Skip})
			}
		}
		return p.Decide(ctx, tx, id, list)
	}, i18n.Text{})
}

// bodyView is one body of an import, with what becomes of all that it has.
type bodyView struct {
	Import  intake.Import
	Part    intake.Part
	Member  organisation.Member
	Form    *form.Form
	Names   []string // of activities that are to come
	Made    []madeKind
	Left    []intake.Left
	More    int
	Account []account
}

func (p *Pages) body(w http.ResponseWriter, r *http.Request) error {
	return p.showBody(w, r, http.StatusOK, nil)
}

const maxShown = 200

func (p *Pages) showBody(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := bodyView{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Import, err = p.mine(ctx, tx, r.PathValue("import")); err != nil {
			return err
		}
		if v.Part, err = partNamed(ctx, tx, v.Import.ID, r.PathValue("body")); err != nil {
			return err
		}
		if v.Part.TargetID != "" {
			if v.Member, err = organisation.Get(ctx, tx, v.Part.TargetID); err != nil {
				return err
			}
		}
		if v.Import.State == intake.Ready || v.Import.State == intake.Accepting {
			return v.foresee(ctx, tx)
		}
		var total int
		if v.Part.TargetID != "" {
			if v.Made, err = p.madeOf(ctx, tx, v.Part, v.Import.ID); err != nil {
				return err
			}
			v.Left, total, err = intake.Lefts(ctx, tx, v.Import.ID, v.Part.TargetID, maxShown, 0)
			v.More = total - len(v.Left)
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, titled(ctx, ui.Link{Label: v.Import.Name, Href: Path + "/" + v.Import.ID}, ui.Link{Label: v.Part.Name}), bodyBody(v))
}

// foresee shows what is to come.
func (v *bodyView) foresee(ctx context.Context, tx access.Tx) error {
	b, err := bundleOf(ctx, tx, v.Import.ID, v.Part.Key)
	if err != nil {
		return err
	}
	library, err := bundleOf(ctx, tx, v.Import.ID, "")
	if err != nil {
		return err
	}
	foreseen := planOf(b, library, questionnaires(library))
	for _, a := range foreseen.activities {
		v.Names = append(v.Names, a.name)
	}
	for _, l := range foreseen.left {
		if len(v.Left) == maxShown {
			v.More++
			continue
		}
		v.Left = append(v.Left, intake.Left{Table: l.table, Title: l.title, Reason: l.reason})
	}
	v.Account = foreseen.accounts
	return nil
}

func partNamed(ctx context.Context, tx access.Tx, id, key string) (intake.Part, error) {
	parts, err := intake.Parts(ctx, tx, id)
	if err != nil {
		return intake.Part{}, err
	}
	for _, p := range parts {
		if p.Key == key && key != "" {
			return p, nil
		}
	}
	return intake.Part{}, fault.Missing("madis.body")
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("import")
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	d := Decision{Part: r.PathValue("body"), Decide: f.Raw("decide")}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		if d.Decide == intake.Match {
			m, err := organisation.BySiren(ctx, tx, strings.Join(strings.Fields(f.Raw("siren")), ""))
			if fault.Is(err, fault.NotFound) || err == nil && !m.Closed.IsZero() {
				return fault.New(fault.Invalid, "madis.decide", "Aucun adhérent n’a ce SIREN.", "No member has this SIREN.")
			}
			if err != nil {
				return err
			}
			d.Member = m.ID
		}
		return p.Decide(ctx, tx, id, []Decision{d})
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("siren", fault.Message(err))
		return p.showBody(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path+"/"+id)
}

// originals hands out what could not be carried, as JSON.
func (p *Pages) originals(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var i intake.Import
	var list []intake.Left
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if i, err = p.mine(ctx, tx, r.PathValue("import")); err == nil {
			list, _, err = intake.Lefts(ctx, tx, i.ID, "", 1_000_000, 0)
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendOriginals(w, "madis-"+i.Made.Format("2006-01-02")+".json", list)
}

type original struct {
	Body   string          `json:"body"`
	Table  string          `json:"table"`
	ID     string          `json:"id"`
	Title  string          `json:"title,omitempty"`
	Reason string          `json:"reason"`
	Record json.RawMessage `json:"record"`
}

func sendOriginals(w http.ResponseWriter, name string, list []intake.Left) error {
	out := []original{}
	for _, l := range list {
		out = append(out, original{l.Part, l.Table, l.SourceKey, l.Title, l.Reason.Fr, json.RawMessage(l.Body)})
	}
	web.Attachment(w, name, "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

// memberView is what came to a member.
type memberView struct {
	console.Face
	Imports []intake.Import
	Files   []intake.File
	Left    []intake.Left
	More    int
	Officer bool
}

// reads tells whether the scope keeps the member's register or watches over it:
// originals may name people.
func reads(ctx context.Context, tx access.Tx, member string) error {
	if tx.Scope().Has(access.ProtectionOfficer, access.Administrator) {
		return tx.Sees("madis.reads", member)
	}
	return tx.May(ctx, access.Register, member)
}

func (p *Pages) ofMember(ctx context.Context, tx access.Tx, r *http.Request) (v memberView, err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, memberTab); err != nil {
		return v, err
	}
	m := v.Face.Member.ID
	if err := reads(ctx, tx, m); err != nil {
		return v, err
	}
	inside := tx.Elevated("register-import")
	if v.Imports, err = intake.Touching(ctx, inside, m, Name); err != nil {
		return v, err
	}
	if v.Files, err = intake.Files(ctx, tx, m); err != nil {
		return v, err
	}
	for _, i := range v.Imports {
		list, total, err := intake.Lefts(ctx, tx, i.ID, m, maxShown, 0)
		if err != nil {
			return v, err
		}
		v.Left, v.More = append(v.Left, list...), v.More+total-len(list)
	}
	return v, nil
}

func (p *Pages) member(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v memberView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) { v, err = p.ofMember(ctx, tx, r); return err })
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, memberBody(v))
}

func (p *Pages) memberOriginals(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v memberView
	var list []intake.Left
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.ofMember(ctx, tx, r); err != nil {
			return err
		}
		for _, i := range v.Imports {
			more, _, err := intake.Lefts(ctx, tx, i.ID, v.Face.Member.ID, 1_000_000, 0)
			if err != nil {
				return err
			}
			list = append(list, more...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return sendOriginals(w, "madis-"+v.Face.Member.Siren+".json", list)
}

func (p *Pages) proof(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var f intake.File
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		face, err := p.Desk.FaceOf(ctx, tx, r, memberTab)
		if err != nil {
			return err
		}
		if err := reads(ctx, tx, face.Member.ID); err != nil {
			return err
		}
		f, err = intake.FileOf(ctx, tx, r.PathValue("proof"))
		if err == nil && (f.MemberID != face.Member.ID || f.Digest == "") {
			err = fault.Missing("madis.proof")
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := p.Files.Open(ctx, f.MemberID, f.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, f.FileName, "application/octet-stream")
	http.ServeContent(w, r, "", f.At, b)
	return nil
}
