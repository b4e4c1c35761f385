package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// citePath is where a citation of the version shown can be had, as a file.
func (d Shown) citePath(form string) string {
	return "/datasets/" + d.ID + "/versions/" + strconv.Itoa(d.Version.Number) + "/citation/" + form
}

// lasting is the latest version before the one shown that stays at its address.
func (d Shown) lasting() (Version, bool) {
	for _, old := range d.History {
		if old.Number < d.Version.Number {
			return old, true
		}
	}
	return Version{}, false
}

// citationFile answers with a citation for reference managers.
func (s *Service) citationFile(w http.ResponseWriter, r *http.Request) error {
	const op = "portal.citation"
	number, err := versionNumber(r)
	if err != nil {
		return err
	}
	if !ident.Valid(r.PathValue("id")) {
		return fault.Missing(op)
	}
	d, err := s.p.Catalogue.Dataset(r.Context(), "", r.PathValue("id"), number)
	if err != nil {
		return err
	}
	if d.Hidden != nil {
		return fault.Missing(op)
	}
	name := shellName(d.Slug) + "-v" + strconv.Itoa(number)
	switch r.PathValue("form") {
	case "bib":
		web.Attachment(w, name+".bib", "application/x-bibtex; charset=utf-8")
		_, err = w.Write([]byte(d.bibTeX(r.Context()) + "\n"))
	case "csl.json":
		web.Attachment(w, name+".csl.json", "application/vnd.citationstyles.csl+json")
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		err = out.Encode([]cslItem{d.csl(r.Context())})
	default:
		err = fault.Missing(op)
	}
	return err
}

// bibTeX is the version as an entry of BibTeX. Values stand in braces twice, so
// that styles leave their capitals alone.
func (d Shown) bibTeX(ctx context.Context) string {
	issued := i18n.Local(d.Version.Issued)
	var b strings.Builder
	b.WriteString("@misc{" + shellName(d.Slug) + "-v" + strconv.Itoa(d.Version.Number))
	for _, field := range [][2]string{
		{"author", "{" + tex(d.Body.Name) + "}"}, {"title", "{" + tex(d.Title) + "}"},
		{"year", issued.Format("2006")}, {"month", strconv.Itoa(int(issued.Month()))},
		{"version", strconv.Itoa(d.Version.Number)}, {"url", d.stable(ctx)},
		{"note", tex(i18n.Read(ctx, d.Licence.Label)) + ", SHA-256 " + d.Version.CSV.Digest + d.passing(ctx)},
	} {
		b.WriteString(",\n  " + field[0] + " = {" + field[1] + "}")
	}
	return b.String() + "\n}"
}

// passing says in a citation that what it names will not stay.
func (d Shown) passing(ctx context.Context) string {
	if !d.Passing {
		return ""
	}
	return i18n.Say(ctx, " (état passager, remplacé à la publication suivante)", " (passing state, replaced by the next publication)")
}

var texEscapes = strings.NewReplacer("\\", "", "{", "", "}", "", "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`, "~", " ", "^", "", "\n", " ")

// tex writes text as BibTeX reads it; what would end a field is left out.
func tex(s string) string { return texEscapes.Replace(s) }

// cslItem is an item of the Citation Style Language, 1.0.2.
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Author    []cslName `json:"author"`
	Issued    cslDate   `json:"issued"`
	Version   string    `json:"version"`
	URL       string    `json:"URL"`
	Publisher string    `json:"publisher"`
	Language  string    `json:"language"`
	Note      string    `json:"note"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][3]int `json:"date-parts"`
}

func (d Shown) csl(ctx context.Context) cslItem {
	t := i18n.Local(d.Version.Issued)
	return cslItem{ID: d.ID + "-v" + strconv.Itoa(d.Version.Number), Type: "dataset", Title: d.Title, Author: []cslName{{d.Body.Name}},
		Issued: cslDate{[][3]int{{t.Year(), int(t.Month()), t.Day()}}}, Version: strconv.Itoa(d.Version.Number), URL: d.stable(ctx),
		Publisher: d.Body.Name, Language: "fr", Note: i18n.Read(ctx, d.Licence.Label) + ", SHA-256 " + d.Version.CSV.Digest + d.passing(ctx)}
}
