package demo

import (
	"fmt"
	"io"
	"text/tabwriter"

	"airial/internal/platform/i18n"
)

// Guide is one account worth trying first, and why.
type Guide struct {
	Login string
	Who   i18n.Text
}

// Tour lists the accounts to begin with; every other one of the demonstration
// has the same password.
var Tour = []Guide{
	{"marie-helene.dubosq", i18n.T("secrétaire de mairie d’Escourbac, de Cournegan et du CCAS", "town-hall secretary of Escourbac, Cournegan and the CCAS")},
	{"chantal.puyo", i18n.T("maire de Labarthole, 120 habitants, se connecte une fois l’an", "mayor of Labarthole, 120 people, logs in once a year")},
	{"remi.hargous", i18n.T("valideur de Castelarrouy, la ville-centre", "approver of Castelarrouy, the main town")},
	{"amandine.larrieu", i18n.T("chargée des données ouvertes chez l’opérateur", "the operator’s open-data officer")},
	{"sylvie.castaing", i18n.T("déléguée à la protection des données", "the operator’s data-protection officer")},
	{"nicolas.etcheverry", i18n.T("administrateur de l’opérateur", "the operator’s administrator")},
}

// Show writes where to log in as whom.
func Show(w io.Writer, lang i18n.Lang, address string) error {
	fmt.Fprintln(w, i18n.T("Une démonstration, entièrement inventée : la Garluche et ses adhérents.",
		"A demonstration, all made up: the Garluche and its members.").In(lang))
	out := tabwriter.NewWriter(w, 0, 4, 3, ' ', 0)
	fmt.Fprintf(out, "%s\t%s/\n", i18n.T("portail public", "public portal").In(lang), address)
	fmt.Fprintf(out, "%s\t%s/console\n", i18n.T("console", "console").In(lang), address)
	fmt.Fprintf(out, "%s\t%s\n", i18n.T("mot de passe de tous", "everybody’s password").In(lang), Password)
	for _, g := range Tour {
		fmt.Fprintf(out, "%s\t%s\n", g.Login, g.Who.In(lang))
	}
	return out.Flush()
}
