package outline

import (
	"context"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const pagePath = "/console/operator/outlines"

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
	// operator returns the operator.
	operator func(ctx context.Context, tx access.Tx) (organisation.Member, error)
}

// Register adds the room's pages.
func (s *Service) Register(routes *web.Routes, desk *console.Console, operator func(context.Context, access.Tx) (organisation.Member, error)) {
	p := &Pages{s, desk, operator}
	desk.Add(console.Entry{Icon: ui.IconEye, Label: i18n.T("Contours des cartes", "Outlines of maps"), Href: pagePath, Order: 848, Visible: access.Scope.OfOperator})
	staff := desk.OperatorOnly()
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: pagePath, Handler: p.get, Guard: staff},
		{Method: http.MethodPost, Pattern: pagePath, Handler: p.bring, Guard: desk.OperatorOnly(access.Administrator), MaxBody: MaxFile + (1 << 20)},
		{Method: http.MethodPost, Pattern: pagePath + "/remove", Handler: p.remove, Guard: desk.OperatorOnly(access.Administrator)},
		{Method: http.MethodPost, Pattern: pagePath + "/restore/{number}", Handler: p.restore, Guard: desk.OperatorOnly(access.Administrator)},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

type view struct {
	Form   *form.Form
	States []State
	Writes bool
}

// now is what maps show; false for what is built in alone.
func (v view) now() (State, bool) {
	if len(v.States) == 0 {
		return State{}, false
	}
	return v.States[0], v.States[0].Areas > 0
}

func (p *Pages) get(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, http.StatusOK, form.New())
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := view{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Writes = tx.Scope().Has(access.Administrator)
		v.States, err = States(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Contours des cartes", "Outlines of maps")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, body(v))
}

// uploaded reads the parts of the form: the file, and the words about it.
func uploaded(r *http.Request) (name string, file []byte, words map[string]string, err error) {
	words = map[string]string{}
	parts, err := r.MultipartReader()
	for range 10 {
		if err != nil {
			break
		}
		part, e := parts.NextPart()
		if e == io.EOF {
			return name, file, words, nil
		}
		if err = e; err != nil {
			break
		}
		if part.FormName() == "file" {
			name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
			file, err = io.ReadAll(io.LimitReader(part, MaxFile+1))
			continue
		}
		var text []byte
		text, err = io.ReadAll(io.LimitReader(part, 4096))
		words[part.FormName()] = string(text)
	}
	if err != nil {
		err = &fault.Error{Kind: fault.Invalid, Op: "outline.uploaded", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	return name, file, words, err
}

func (p *Pages) bring(w http.ResponseWriter, r *http.Request) error {
	name, file, words, err := uploaded(r)
	if err != nil {
		return err
	}
	f := form.New("source", words["source"], "licence", words["licence"])
	if len(file) == 0 {
		f.Fail("file", i18n.T("Choisissez un fichier.", "Choose a file."))
		return p.show(w, r, http.StatusUnprocessableEntity, f)
	}
	var st State
	err = p.write(r, func(ctx context.Context, tx access.Tx, operator string) (err error) {
		st, err = p.Bring(ctx, tx, operator, file, name, words["source"], words["licence"])
		return err
	})
	if fault.Is(err, fault.Invalid) {
		field := "file"
		if strings.TrimSpace(words["source"]) == "" {
			field = "source"
		} else if strings.TrimSpace(words["licence"]) == "" {
			field = "licence"
		}
		f.Fail(field, fault.Message(err))
		return p.show(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Ces contours sont maintenant sous les cartes\u202f: %[1]d surfaces.", "These outlines now lie under the maps: %[1]d areas.", st.Areas))
	return web.Redirect(w, r, pagePath)
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	err := p.write(r, func(ctx context.Context, tx access.Tx, operator string) error {
		_, err := p.Remove(ctx, tx, operator)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Les cartes montrent de nouveau les contours fournis avec le logiciel.", "Maps show again the outlines that come with the software."))
	return web.Redirect(w, r, pagePath)
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return fault.Missing("outline.restore")
	}
	err = p.write(r, func(ctx context.Context, tx access.Tx, operator string) error {
		_, err := p.Restore(ctx, tx, operator, n)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Cet état est rétabli.", "That state is back."))
	return web.Redirect(w, r, pagePath)
}

func (p *Pages) write(r *http.Request, fn func(context.Context, access.Tx, string) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		o, err := p.operator(ctx, tx)
		if err != nil {
			return err
		}
		return fn(ctx, tx, o.ID)
	})
}
