package copies

import (
	_ "embed"
	"strings"
	"time"

	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
)

//go:embed data/letter.md
var letterText string

var letter = func() *document.Template {
	t, err := document.Parse(letterText)
	if err != nil {
		panic("copies: data/letter.md: " + err.Error())
	}
	return t
}()

// Letter asks a platform to erase its copy, in Markdown. It names neither what
// stood in the dataset nor, once it is erased, its title.
func Letter(d Dataset, p Place, publicURL string, day time.Time) (string, error) {
	data := document.Data{"collectivite": d.Member.Name, "siren": d.Member.Siren, "plateforme": p.Name, "titre": d.Title, "identifiant": d.ID,
		"adresse": publicURL + "/datasets/" + d.ID, "jour": i18n.Local(day).Format("02/01/2006"), "retire": "", "motif": d.Why.Fr, "efface": d.Erased}
	if !d.Hidden.IsZero() {
		data["retire"] = i18n.Local(d.Hidden).Format("02/01/2006")
	}
	return letter.Fill(data)
}

// Plain is a letter as the text of a mail.
func Plain(markdown string) string {
	return strings.TrimSpace(document.Words(document.Read(markdown))) + "\n"
}
