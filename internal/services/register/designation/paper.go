package designation

import (
	"context"
	"embed"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

//go:embed data
var data embed.FS

// A Paper is an act that is printed and signed.
type Paper struct {
	Code string
	Name i18n.Text
	File string // in data/, without its ending
}

// Papers are the acts of a designation. Their words are templates; the law that
// they name is that of the GDPR (art. 37 to 39) and of the law of 1978, read on
// 2026-11-28 and still to be verified by the officer who uses them.
var Papers = []Paper{
	{Code: "deliberation", Name: i18n.T("Délibération", "Resolution"), File: "deliberation"},
	{Code: "mission", Name: i18n.T("Lettre de mission", "Letter of engagement"), File: "lettre-mission"},
}

// Template is the text of a paper as the program brings it.
func (p Paper) Template() (string, error) {
	b, err := data.ReadFile("data/" + p.File + ".md")
	return string(b), err
}

// blank is what is filled in by hand.
const blank = "………………………………"

// Fields are what the papers of a member are filled with.
func Fields(ctx context.Context, tx access.Tx, m organisation.Member) (document.Data, error) {
	var who [3]Office
	for n, post := range Posts {
		o, _, err := Of(ctx, tx, m.ID, post)
		if err != nil {
			return nil, err
		}
		who[n] = o
	}
	return fields(m, who[0], who[1], who[2]), nil
}

// Sample are fields that a template can be checked with.
func Sample() document.Data {
	return fields(organisation.Member{Name: "Castelarrouy", Siren: "219600202"},
		Office{Holder: "Mme Exemple", Body: "Syndicat", Form: Shared, From: "2026-01-01", Act: "délibération 12", Email: "dpo@exemple.fr"},
		Office{Holder: "M. Exemple", Title: "maire"}, Office{Holder: "Mme Modèle"})
}

func fields(m organisation.Member, officer, controller, referent Office) document.Data {
	or := func(s string) string {
		if s == "" {
			return blank
		}
		return s
	}
	return document.Data{
		"collectivite": m.Name, "siren": m.Siren, "seance": or(french(officer.ActOn)), "delegue": or(officer.Holder), "organisme": officer.Body,
		"mutualise": officer.Form == Shared, "debut": or(french(officer.From)), "acte": officer.Act, "coordonnees": or(officer.Contact()),
		"numero": or(officer.Reference), "representant": or(controller.Holder), "qualite": controller.Title, "referent": referent.Holder,
	}
}

func french(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.Format("02/01/2006")
}

// WritePaper writes a paper of a member. Papers of French bodies are in French.
func WritePaper(w io.Writer, p Paper, template string, fields document.Data, f document.Format) error {
	t, err := document.Parse(template)
	if err != nil {
		return err
	}
	text, err := t.Fill(fields)
	if err != nil {
		return err
	}
	d := document.Document{Title: p.Name.Fr, Lang: "fr", Footer: p.Name.Fr, Blocks: document.Read(text)}
	return d.Write(w, f)
}

func paperOf(code string) (Paper, error) {
	for _, p := range Papers {
		if p.Code == code {
			return p, nil
		}
	}
	return Paper{}, fault.Missing("designation.paper")
}
