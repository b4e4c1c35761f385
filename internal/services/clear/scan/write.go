package scan

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"airial/privacy"
	"airial/privacy/redact/pdf"
	"airial/standards/tabular"
)

func writeCSV(w io.Writer, r outcome) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"kind", "level", "role", "score", "column", "row", "start", "end", "text", "why", "page"}}
	for i, f := range r.Findings {
		rows = append(rows, []string{string(f.Kind), f.Level.String(), string(f.Role), strconv.FormatFloat(f.Score, 'f', 2, 64), f.Field,
			strconv.Itoa(f.Row), strconv.Itoa(f.Start), strconv.Itoa(f.End), f.Text, f.Why, pageWord(r.page(i))})
	}
	return c.WriteAll(rows)
}

// writeText tells a person: first what each column holds, then each finding,
// then how far the rows can be told apart.
func writeText(w io.Writer, r outcome, args Args) error {
	p := printer{w: w, en: args.Lang == "en"}
	if r.Total == 0 {
		p.line(p.say("Aucune donnée personnelle trouvée.", "No personal data found."))
	} else {
		p.line(p.say("%d données trouvées : %d bloquantes, %d à vérifier, %d pour information.",
			"%d found: %d that block, %d to review, %d for information."), r.Total, r.Count(privacy.Block), r.Count(privacy.Review), r.Count(privacy.Info))
	}
	for _, c := range r.Columns {
		p.line(p.say("Colonne « %s » : %s (%s), %.0f %% des cellules", "Column “%s”: %s (%s), %.0f %% of the cells"), c.Name, c.Kind, c.Level, 100*c.Ratio)
	}
	for i, f := range r.Findings {
		place := p.say("octets %d à %d", "bytes %d to %d")
		where := fmt.Sprintf(place, f.Start, f.End)
		if f.Row > 0 {
			where = fmt.Sprintf(p.say("ligne %d, « %s », ", "row %d, “%s”, "), f.Row, f.Field) + where
		}
		if n := r.page(i); n > 0 {
			where = fmt.Sprintf(p.say("page %d, ", "page %d, "), n) + where
		}
		role := ""
		if f.Role != privacy.Unknown {
			role = ", " + string(f.Role)
		}
		p.line("%-7s %-12s %s (%s%s, %.2f, %s)", f.Level, f.Kind, f.Text, where, role, f.Score, f.Why)
	}
	if more := r.Total - len(r.Findings); more > 0 {
		p.line(p.say("… et %d autres (--limit).", "… and %d more (--limit)."), more)
	}
	if k := r.Risk; k != nil && len(k.QuasiIdentifiers) > 0 {
		p.line(p.say("Risque : d’après %v, %d classes de lignes semblables, la plus petite de %d ; %d lignes seules.",
			"Risk: by %v, %d classes of rows alike, the smallest of %d; %d rows that stand alone."), k.QuasiIdentifiers, k.Classes, k.K, k.UniqueRows)
	}
	return p.err
}

type printer struct {
	w   io.Writer
	en  bool
	err error
}

func (p *printer) say(fr, en string) string {
	if p.en {
		return en
	}
	return fr
}

func (p *printer) line(format string, args ...any) {
	_, err := fmt.Fprintf(p.w, format+"\n", args...)
	p.err = errors.Join(p.err, err)
}

// say tells in words why a file could not be read, and what to do.
func say(lang string, err error) string {
	p := printer{en: lang == "en"}
	var unreadable *tabular.UnreadableError
	var refused *pdf.RefusedError
	switch {
	case errors.As(err, &refused):
		if refused.Reason == pdf.Encrypted {
			return p.say("le PDF est protégé (mot de passe ou restrictions) : enregistrez-le sans protection.", "the PDF is protected (by a password or restrictions): save it without protection.")
		}
		return p.say("le PDF ne peut pas être lu : imprimez-le en PDF et recommencez.", "the PDF cannot be read: print it to PDF and try again.") + " (" + string(refused.Reason) + ")"
	case errors.Is(err, errScanned):
		return p.say("le document est une image : sans reconnaissance des caractères, son texte ne peut pas être lu. Installez tesseract, avec sa langue « fra ».",
			"the document is a picture: without character recognition its text cannot be read. Install tesseract, with its language “fra”.")
	case errors.Is(err, errTooLarge):
		return p.say("le document est trop grand.", "the document is too large.")
	case errors.Is(err, errNoText):
		return p.say("le fichier ne contient aucun texte.", "the file holds no text.")
	case errors.Is(err, fs.ErrNotExist):
		return p.say("il n’y a pas de fichier de ce nom.", "there is no file of that name.")
	case errors.As(err, &unreadable):
		return p.say("le fichier n’est pas un tableau lisible : ", "the file is no readable table: ") + unreadable.Error()
	}
	return err.Error()
}

func pageWord(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sayUnread tells which pages nobody has read.
func sayUnread(lang string, pages []int) string {
	p := printer{en: lang == "en"}
	return fmt.Sprintf(p.say("les pages %v sont des images dont le texte n’a pas été lu : vérifiez-les vous-même, ou installez tesseract.",
		"the pages %v are pictures whose text was not read: look at them yourself, or install tesseract."), pages)
}
