package counter

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check"
	"airial/standards/catalogue"
)

type pageView struct {
	Form    *form.Form
	Limits  Limits
	Fetches bool
	API     string // absolute address of the operation
}

// page shows the form.
func (s *Service) page(w http.ResponseWriter, r *http.Request) error {
	f := form.New("quality", "1")
	if name := r.URL.Query().Get("schema"); name != "" {
		f.Set("schema", name)
	}
	return s.showPage(w, r, http.StatusOK, f)
}

func (s *Service) showPage(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	head := ui.Page{Title: i18n.Say(ctx, "Vérifier un fichier", "Check a file"), Description: i18n.Say(ctx,
		"Vérifiez un tableau de données publiques sous son schéma national\u202f: ce qui ne va pas, où, et comment le corriger. Sans compte.",
		"Check a table of public data under its national schema: what is wrong, where, and how to put it right. No account.")}
	v := pageView{Form: f, Limits: s.Limits, Fetches: s.Fetch != nil, API: web.URL(ctx, "/api/v1/check")}
	return web.RenderStatus(w, r, status, s.Frame(ctx, head, pageBody(v)))
}

// smallest and largest of what is kept for a moment to be mended.
const mendable = 4 << 20

// receive checks the file of a form and leads to its report.
func (s *Service) receive(w http.ResponseWriter, r *http.Request) error {
	q := request{Question: check.Question{Today: s.today(), Bounds: s.bounds()}}
	ctx, leave, err := s.enter(w, r)
	if err != nil {
		return s.refuse(w, r, &q, err)
	}
	defer leave()
	body, err := q.body(r)
	if err == nil && body == nil && q.address != "" {
		var fetched io.ReadCloser
		if fetched, q.File, err = s.fetch(ctx, q.address); err == nil {
			defer fetched.Close()
			body = fetched
		}
	}
	if err == nil && body == nil {
		err = fault.New(fault.Invalid, "counter.receive", "Choisissez un fichier à vérifier.", "Choose a file to check.")
	}
	if err != nil {
		return s.refuse(w, r, &q, err)
	}
	v, err := s.look(ctx, q.Question, s.intake(ctx, body))
	if err != nil {
		return s.refuse(w, r, &q, err)
	}
	token, err := s.keep(ctx, v)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, reportAddress(token, s.makerKey(token)))
}

// look checks a file and, when it is small and something can be mended, mends
// it.
func (s *Service) look(ctx context.Context, q check.Question, in *intake) (*visit, error) {
	in.copy, in.room = &bytes.Buffer{}, mendable
	a, err := check.Ask(ctx, q, in)
	if err != nil {
		return nil, s.explain(in, err)
	}
	v := &visit{Answer: *a, Made: s.Clock.Now()}
	if in.copy == nil || a.Report.Unreadable != "" || a.Document() {
		return v, nil
	}
	// The check of a packed file may end before its last byte.
	if _, err := io.Copy(io.Discard, in); err != nil || in.copy == nil {
		return v, nil
	}
	if q.Schema == "" {
		ref := a.Schema()
		q.Schema = ref.Name
		if ref.Version != "" {
			q.Schema += "@" + ref.Version
		}
	}
	var out bytes.Buffer
	done, err := check.Mend(ctx, q, bytes.NewReader(in.copy.Bytes()), &out)
	if err == nil && len(done.Counts) > 0 && out.Len() <= mendable {
		v.Mended, v.Changes = out.Bytes(), done.Counts
	}
	return v, nil
}

// refuse shows the form again with what is wrong; what no form can help is
// an error page.
func (s *Service) refuse(w http.ResponseWriter, r *http.Request, q *request, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge, fault.TooMany:
	default:
		return err
	}
	f := form.New("schema", q.Schema, "sheet", q.Sheet, "encoding", q.Encoding, "delimiter", q.Delimiter, "address", q.address)
	if q.Quality != nil {
		f.Set("quality", "1")
	}
	field := "files"
	if q.address != "" {
		field = "address"
	}
	f.Fail(field, fault.Message(err))
	w.Header().Set("Connection", "close") // what is left of the file is not read
	return s.showPage(w, r, fault.Status(err), f)
}

// mend answers with the mended table, for a file that was too large to be kept.
func (s *Service) mend(w http.ResponseWriter, r *http.Request) error {
	q := request{Question: check.Question{Today: s.today(), Bounds: s.bounds()}}
	ctx, leave, err := s.enter(w, r)
	if err != nil {
		return err
	}
	defer leave()
	body, err := q.body(r)
	if err != nil {
		return err
	}
	if body == nil {
		return fault.New(fault.Invalid, "counter.mend", "Choisissez le fichier à corriger.", "Choose the file to mend.")
	}
	return s.sendMended(w, r, s.intake(ctx, body), q.Question)
}

// schemaOptions are the schemas to choose from.
func schemaOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Le reconnaître d’après l’en-tête", "Recognise it from the header")},
		{Value: check.None, Label: i18n.Say(ctx, "Aucun\u202f: vérifier seulement la structure", "None: check the structure only")}}
	for _, d := range catalogue.Documents() {
		if _, table := catalogue.Lookup(d.Name); table { // it stands among the tables
			continue
		}
		out = append(out, ui.Option{Value: d.Name, Label: i18n.Read(ctx, i18n.Text(d.Title)) + " (" + d.Name + ")",
			Group: i18n.Say(ctx, "Documents JSON", "JSON documents")})
	}
	for _, subject := range catalogue.Subjects {
		for _, s := range catalogue.BuiltIn().All() {
			if of := catalogue.SubjectOf(s.Name); of != nil && of.Key == subject.Key {
				out = append(out, ui.Option{Value: s.Name, Label: i18n.Read(ctx, i18n.Text(s.Title)) + " (" + s.Name + ")",
					Group: i18n.Read(ctx, i18n.Text(subject.Title))})
			}
		}
	}
	return out
}

// encodings are those that a file may have beside what is detected.
func encodingOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Le reconnaître", "Detect it")}}
	for _, name := range []string{"utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "macintosh", "ibm850", "utf-16le"} {
		out = append(out, ui.Option{Value: name, Label: strings.ToUpper(name)})
	}
	return out
}

func delimiterOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Le reconnaître", "Detect it")},
		{Value: ";", Label: i18n.Say(ctx, "Point-virgule", "Semicolon")}, {Value: ",", Label: i18n.Say(ctx, "Virgule", "Comma")},
		{Value: "tab", Label: i18n.Say(ctx, "Tabulation", "Tab")}, {Value: "|", Label: i18n.Say(ctx, "Barre verticale", "Vertical bar")}}
}
