package remove

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"airial/privacy/anonymise"
	"airial/privacy/risk"
	"airial/standards/tabular"
)

var errEither = errors.New("either a plan or a suggestion")

func in(lang, fr, en string) string {
	if lang == "en" {
		return en
	}
	return fr
}

// say tells in words why something was not done, and what to do.
func say(lang string, err error) string {
	if words, ok := sayRedact(lang, err); ok {
		return words
	}
	var unreadable *tabular.UnreadableError
	var plan *anonymise.PlanError
	var changed *anonymise.ChangedError
	switch {
	case errors.Is(err, errEither):
		return in(lang, "donnez soit --suggest pour proposer un plan, soit --plan PLAN pour l’appliquer.", "give either --suggest to have a plan proposed, or --plan PLAN to apply it.")
	case errors.Is(err, anonymise.ErrNoKey):
		return in(lang, "le plan demande des pseudonymes : donnez leur clé par --key FICHIER (créée si elle n’existe pas).", "the plan asks for pseudonyms: give their key by --key FILE (made if there is none).")
	case errors.Is(err, errKeyForm):
		return in(lang, "la clé n’est pas faite de 64 chiffres hexadécimaux.", "the key is not made of 64 hexadecimal digits.")
	case errors.Is(err, fs.ErrNotExist):
		var path *fs.PathError
		errors.As(err, &path)
		return in(lang, "il n’y a pas de fichier de ce nom : ", "there is no file of that name: ") + path.Path
	case errors.As(err, &plan):
		return in(lang, "le plan : ", "the plan: ") + plan.In(lang)
	case errors.As(err, &changed):
		return changed.In(lang)
	case errors.As(err, &unreadable):
		return in(lang, "le fichier n’est pas un tableau lisible : ", "the file is no readable table: ") + unreadable.Error()
	}
	return err.Error()
}

func writeSuggestion(args Args, s *anonymise.Suggestion, w io.Writer) error {
	_, err := fmt.Fprintf(w, "# %s\n# %s\n%s", in(args.Lang, "Plan proposé par airial anonymise : relisez-le, puis appliquez-le par",
		"Plan proposed by airial anonymise: read it over, then apply it by"), "airial anonymise --plan PLAN "+in(args.Lang, "FICHIER", "FILE")+" -o OUT", s.Plan.YAML())
	return err
}

// doing says what was done with a column.
var doing = map[anonymise.Action][2]string{
	anonymise.Drop: {"retirée", "dropped"}, anonymise.Mask: {"masquée", "masked"}, anonymise.Generalise: {"généralisée", "generalised"},
	anonymise.Pseudonym: {"pseudonymisée", "pseudonymised"}, anonymise.Code: {"bornée", "bounded"}, anonymise.Redact: {"caviardée", "redacted"},
}

func writeReport(w io.Writer, lang string, r *anonymise.Report) {
	line := func(fr, en string, args ...any) { fmt.Fprintf(w, in(lang, fr, en)+"\n", args...) }
	for _, c := range r.Columns {
		if c.Do == anonymise.Keep {
			continue
		}
		words := doing[c.Do]
		text := in(lang, "« "+c.Name+" » : ", "“"+c.Name+"”: ") + in(lang, words[0], words[1])
		if c.Do != anonymise.Drop {
			text += fmt.Sprintf(in(lang, ", %d cellules", ", %d cells"), c.Changed)
		}
		if c.Unread > 0 {
			text += fmt.Sprintf(in(lang, ", dont %d illisibles, laissées vides", ", of which %d that could not be read and are left blank"), c.Unread)
		}
		line("%s", "%s", text)
	}
	if len(r.Missing) > 0 {
		line("Absentes du fichier : %s.", "Not in the file: %s.", strings.Join(r.Missing, ", "))
	}
	if r.Outside > 0 || r.Beyond > 0 {
		line("%d lignes au-dessus de l’en-tête et %d lignes débordantes n’ont pas été reprises.", "%d lines above the header and the ends of %d overlong rows were left out.", r.Outside, r.Beyond)
	}
	line("%d lignes lues, %d écrites, %d supprimées.", "%d rows read, %d written, %d suppressed.", r.RowsIn, r.RowsOut, r.Suppressed)
	if r.After != nil {
		line("Avant : %s", "Before: %s", measure(lang, r.Before))
		line("Après : %s", "After: %s", measure(lang, r.After))
	}
	for _, s := range r.Left {
		line("Reste : %s (%s), « %s », %d cellules, la première à la ligne %d.", "Left: %s (%s), “%s”, %d cells, the first at row %d.", s.Kind, s.Level, s.Field, s.Cells, s.FirstRow)
	}
}

func measure(lang string, m *risk.Measure) string {
	text := fmt.Sprintf(in(lang, "k = %d, %d lignes seules, risque moyen %.1f %%", "k = %d, %d rows that stand alone, average risk %.1f %%"), m.K, m.Unique, 100*m.Average)
	for _, d := range m.Sensitive {
		text += fmt.Sprintf(", l = %d, t = %.2f", d.Distinct, d.Closeness)
	}
	return text
}
