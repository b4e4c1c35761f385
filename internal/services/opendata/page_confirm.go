package opendata

import (
	"context"
	"net/http"
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

// confirmBlock is one received file, with what is proposed for it.
type confirmBlock struct {
	Upload
	Member     organisation.Member
	Title      string
	Schema     string // chosen beforehand
	Schemas    []ui.Option
	Guess      string // what was recognised, in a sentence
	Existing   []ui.Option
	Activities []ui.Option // none where there is no register
	Activity   string      // chosen beforehand
	Proposed   bool        // it is
	Same       string      // the dataset of which it is likely a version; "" for a new one
}

type confirmView struct {
	Form   *form.Form
	Blocks []confirmBlock
	Piece  piece.Piece // whose new version it is; zero where that is to be said
}

// confirm asks what the received files are. Its address names them, so that
// the page can be left and come back to.
func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.showConfirm(w, r, http.StatusOK, form.New(), q["upload"], q.Get("piece"))
}

func (p *Pages) showConfirm(w http.ResponseWriter, r *http.Request, status int, f *form.Form, ids []string, target string) error {
	ctx := r.Context()
	v := confirmView{Form: f}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if target != "" {
			if v.Piece, err = p.target(ctx, tx, target); err != nil {
				return err
			}
		}
		uploads, err := Uploads(ctx, tx, valid(ids))
		if err != nil {
			return err
		}
		v.Blocks, err = p.blocks(ctx, tx, uploads, v.Piece)
		if schema := r.URL.Query().Get("schema"); p.knows(schema) {
			for i := range v.Blocks { // what she came for, where the file does not say another thing
				if v.Blocks[i].Schema == "none" {
					v.Blocks[i].Schema = schema
				}
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Blocks) == 0 {
		p.desk.Flash(ctx, ui.Info, i18n.T("Aucun fichier reçu n’attend vos précisions\u202f: ils sont déposés, ou à déposer de nouveau.",
			"No received file waits for your word: they are deposited, or to be deposited again."))
		return web.Redirect(w, r, listPath)
	}
	title := i18n.Say(ctx, "Préciser", "Say what they are")
	way := crumbs(ctx, ui.Link{Label: i18n.Say(ctx, "Déposer des fichiers", "Deposit files"), Href: depositPath}, ui.Link{Label: title})
	return p.desk.ShowStatus(w, r, status, console.Page{Title: confirmTitle(ctx, v), Crumbs: way}, confirmBody(v))
}

func valid(ids []string) []string {
	var out []string
	for _, id := range ids {
		if ident.Valid(id) && len(out) < maxFiles {
			out = append(out, id)
		}
	}
	return out
}

// blocks gathers what the page proposes for each file.
func (p *Pages) blocks(ctx context.Context, tx access.Tx, uploads []Upload, target piece.Piece) ([]confirmBlock, error) {
	ids := make([]string, len(uploads))
	for i, u := range uploads {
		ids[i] = u.MemberID
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	existing := map[string][]Line{}
	activities := map[string][]Activity{}
	out := make([]confirmBlock, 0, len(uploads))
	for _, u := range uploads {
		if target.ID != "" && u.MemberID != target.MemberID {
			continue
		}
		lines, known := existing[u.MemberID]
		if !known {
			if lines, _, err = List(ctx, tx, Listing{MemberID: u.MemberID, Sort: "title", Limit: maxMembers}); err != nil {
				return nil, err
			}
			existing[u.MemberID] = lines
			if activities[u.MemberID], err = p.activitiesOf(ctx, tx, u.MemberID); err != nil {
				return nil, err
			}
		}
		b := confirmBlock{Upload: u, Member: members[u.MemberID], Title: TitleOf(u.FileName)}
		b.Schema, b.Schemas, b.Guess = p.proposal(ctx, u.Guess)
		if u.Guess.Best.Schema == "" && target.ID != "" {
			b.Schema = schemaBefore(lines, target.ID)
		}
		if err := p.proposeActivity(ctx, tx, &b, activities[u.MemberID]); err != nil {
			return nil, err
		}
		b.Existing, b.Same = versionOptions(ctx, lines, b)
		out = append(out, b)
	}
	return out, nil
}

// deposit makes deposits of the received files: all of them, or none when
// something has to be corrected.
func (p *Pages) deposit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	ids, target := valid(f.All("upload")), f.Raw("piece")
	if dropped := f.Raw("drop"); dropped != "" {
		return p.dropOne(w, r, f, ids, dropped, target)
	}
	requests := map[string]Request{}
	for _, id := range ids {
		requests[id] = p.readBlock(f, id, target)
	}
	var versions []piece.Version
	var again int
	for _, id := range ids {
		if !f.OK() {
			break
		}
		q := requests[id]
		if err := p.TabulateUpload(ctx, access.From(ctx), id, &q); err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
				return err
			}
			f.Fail("sheet-"+id, fault.Message(err))
		}
		requests[id] = q
	}
	if f.OK() && len(ids) > 0 {
		err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			versions, again = nil, 0
			for _, id := range ids {
				v, fresh, err := p.DepositUpload(ctx, tx, id, requests[id])
				if err != nil {
					return refuseBlock(f, id, err)
				}
				if !fresh {
					again++
				}
				versions = append(versions, v)
			}
			return nil
		})
		if err != nil && f.OK() {
			return err
		}
	}
	if !f.OK() || len(ids) == 0 {
		return p.showConfirm(w, r, http.StatusUnprocessableEntity, f, ids, target)
	}
	return p.deposited(w, r, versions, again)
}

// refuseBlock puts what the domain refuses beside the title of the file.
func refuseBlock(f *form.Form, id string, err error) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("title-"+id, fault.Message(err))
	}
	return err
}

func (p *Pages) readBlock(f *form.Form, id, target string) Request {
	q := Request{PieceID: target, Schema: f.Raw("schema-" + id), Sheet: f.Raw("sheet-" + id)}
	if target == "" {
		q.PieceID = f.Raw("same-" + id)
	}
	if q.PieceID != "" {
		if !ident.Valid(q.PieceID) {
			f.Fail("same-"+id, i18n.T("Choisissez dans la liste.", "Choose from the list."))
		}
		return q
	}
	q.Title = f.Required("title-"+id, piece.MaxTitle, i18n.T("Donnez un titre, que le public lira.", "Give a title, which the public will read."))
	q.Description = f.Long("description-"+id, MaxDescription)
	q.Activity = f.Raw("activity-" + id)
	for _, field := range []string{"title-" + id, "description-" + id} {
		if say, found := p.findings.Personal(f.Raw(field)); found {
			f.Fail(field, say)
		}
	}
	return q
}

// dropOne gives one of the received files up and shows the others again, with
// what was typed.
func (p *Pages) dropOne(w http.ResponseWriter, r *http.Request, f *form.Form, ids []string, dropped, target string) error {
	ctx := r.Context()
	if ident.Valid(dropped) {
		err := p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.DropUpload(ctx, tx, dropped) })
		if err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == dropped })
	if len(ids) == 0 {
		return web.Redirect(w, r, depositPath)
	}
	return p.showConfirm(w, r, http.StatusOK, f, ids, target)
}

// deposited leads to what was deposited, and says so.
func (p *Pages) deposited(w http.ResponseWriter, r *http.Request, versions []piece.Version, again int) error {
	ctx := r.Context()
	switch {
	case len(versions) == 1 && again == 1:
		p.desk.Flash(ctx, ui.Info, i18n.T("Ce fichier est déjà la dernière version de ce jeu de données\u202f: rien n’a changé.",
			"This file is the latest version of this dataset already: nothing has changed."))
		return web.Redirect(w, r, piecePath(versions[0].PieceID))
	case len(versions) == 1:
		p.desk.Flash(ctx, ui.Good, i18n.T("Fichier déposé. Les vérifications commencent.", "File deposited. The checks begin."))
		return web.Redirect(w, r, piecePath(versions[0].PieceID))
	case again > 0:
		p.desk.Flash(ctx, ui.Good, i18n.T("%[1]d fichiers déposés, dont %[2]d l’étaient déjà. Suivez leurs vérifications ici.",
			"%[1]d files deposited, %[2]d of which were already. Follow their checks here.", len(versions), again))
	default:
		p.desk.Flash(ctx, ui.Good, i18n.T("%[1]d fichiers déposés. Suivez leurs vérifications ici.",
			"%[1]d files deposited. Follow their checks here.", len(versions)))
	}
	return web.Redirect(w, r, listPath)
}
