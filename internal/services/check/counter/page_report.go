package counter

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check/report"
	"airial/standards/tableschema"
)

// pageSize is how many findings a page shows.
const pageSize = 50

type reportView struct {
	*visit
	Key     string
	Shared  string // absolute address for others, "" before it is shared
	Expires string
	Page    ui.Pages
	Shown   []tableschema.Finding
	Total   int
	Kept    int // findings that can be seen, of Total
}

func reportAddress(token, key string) string { return reportPath + "?" + reportQuery(token, key) }

func reportQuery(token, key string) string {
	q := url.Values{"r": {token}}
	if key != "" {
		q.Set("k", key)
	}
	return q.Encode()
}

// asked opens the visit that an address names. The token stands in the query,
// which no log of ours has.
func (s *Service) asked(w http.ResponseWriter, r *http.Request) (*visit, string, error) {
	h := w.Header()
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	q := r.URL.Query()
	v, err := s.visit(r.Context(), q.Get("r"), q.Get("k"))
	return v, q.Get("k"), err
}

// report shows what a check has found.
func (s *Service) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, key, err := s.asked(w, r)
	if err != nil {
		return err
	}
	view := reportView{visit: v, Kept: len(v.Report.Findings), Expires: i18n.DateTime(ctx, v.expires)}
	if v.own {
		view.Key = key
	}
	if v.shared {
		view.Shared = web.URL(ctx, reportAddress(v.token, ""))
	}
	for _, sum := range v.Report.Summary {
		view.Total += sum.Count
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	last := max(1, (view.Kept+pageSize-1)/pageSize)
	page = min(max(page, 1), last)
	view.Page = ui.Pages{Page: page, Size: pageSize, Total: int64(view.Kept)}
	view.Shown = v.Report.Findings[min((page-1)*pageSize, view.Kept):min(page*pageSize, view.Kept)]
	title := i18n.Say(ctx, "Rapport de vérification", "Report of a check")
	return web.Render(w, r, s.Frame(ctx, ui.Page{Title: title, NoIndex: true}, reportBody(view)))
}

// act shares a report, or erases it: its maker alone may.
func (s *Service) act(w http.ResponseWriter, r *http.Request) error {
	const op = "counter.act"
	ctx := r.Context()
	v, key, err := s.asked(w, r)
	if err != nil {
		return err
	}
	if !v.own {
		return fault.Missing(op)
	}
	switch r.PostFormValue("do") {
	case "share":
		if !v.shared {
			if err := s.share(ctx, v); err != nil {
				return err
			}
		}
		return web.Redirect(w, r, reportAddress(v.token, key))
	case "erase":
		if err := s.erase(ctx, v.token); err != nil {
			return err
		}
		return web.Redirect(w, r, pagePath)
	}
	return fault.New(fault.Invalid, op, "Cette action n’existe pas.", "There is no such action.")
}

// download sends a report in one of its forms, or the mended table.
func (s *Service) download(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, _, err := s.asked(w, r)
	if err != nil {
		return err
	}
	form := report.Format(r.PathValue("form"))
	if form == mended {
		if v.Mended == nil {
			return fault.Missing("counter.download")
		}
		web.Attachment(w, mendedName(v.Report.File, i18n.From(ctx).Lang), mediaTypes[mended])
		_, _ = w.Write(v.Mended)
		return nil
	}
	kind, known := mediaTypes[form]
	if !known {
		return fault.Missing("counter.download")
	}
	web.Attachment(w, i18n.Say(ctx, "rapport", "report")+"."+string(form), kind)
	return report.Write(w, v.Report, form, report.Options{Lang: langOf(ctx), Recognised: recognised(&v.Answer)})
}

// structure are the findings about the shape of the table: the rest may follow
// from them.
func structure(list []tableschema.Summary) (shape, rest []tableschema.Summary) {
	for _, s := range list {
		if tableschema.Structural(s.Code) && s.Level != tableschema.Info {
			shape = append(shape, s)
		} else {
			rest = append(rest, s)
		}
	}
	return shape, rest
}

// verdict says in a sentence what came out.
func verdict(ctx context.Context, r *tableschema.Report) (ui.Tone, string) {
	warnings := ""
	if r.Warnings > 0 {
		warnings = " " + i18n.Count(ctx, r.Warnings, "avertissement est à lire.", "avertissements sont à lire.", "warning is to be read.", "warnings are to be read.")
	}
	switch {
	case r.Unreadable != "":
		return ui.Bad, i18n.Say(ctx, "Ce fichier ne se lit pas comme un tableau.", "This file cannot be read as a table.")
	case r.Valid && r.Warnings == 0:
		return ui.Good, i18n.Say(ctx, "Le fichier est valide.", "The file is valid.")
	case r.Valid:
		return ui.Good, i18n.Say(ctx, "Le fichier est valide.", "The file is valid.") + warnings
	}
	return ui.Bad, i18n.Count(ctx, r.Errors, "erreur à corriger.", "erreurs à corriger.", "error to correct.", "errors to correct.") + warnings
}

// changeLines say what the mended table has changed, the most frequent first.
func changeLines(ctx context.Context, changes map[string]int) []string {
	codes := make([]string, 0, len(changes))
	for code := range changes {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int {
		if changes[a] != changes[b] {
			return changes[b] - changes[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	for i, code := range codes {
		name := tableschema.Title(code, langOf(ctx))
		if t, ok := changeNames[code]; ok {
			name = i18n.Read(ctx, t)
		}
		codes[i] = name + i18n.Say(ctx, "\u202f: ", ": ") + i18n.Number(ctx, changes[code])
	}
	return codes
}

// changeNames says what was changed for the whole file.
var changeNames = map[string]i18n.Text{
	"encoding": i18n.T("Encodage", "Encoding"), "delimiter": i18n.T("Séparateur", "Delimiter"), "format": i18n.T("Format du fichier", "Format of the file"),
	"title-lines": i18n.T("Lignes de titre retirées", "Title lines removed"), "label": i18n.T("Noms de colonnes", "Column names"),
	"blank-row": i18n.T("Lignes vides retirées", "Blank rows removed"), "extra-cell": i18n.T("Cellules vides en trop retirées", "Empty extra cells removed"),
}
