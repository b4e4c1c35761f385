package remove

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"airial/privacy/redact"
	"airial/privacy/redact/pdf"
)

// sayRedact tells why a document is not redacted; false for other errors.
func sayRedact(lang string, err error) (string, bool) {
	var refused *pdf.RefusedError
	fr, en := "", ""
	switch {
	case errors.As(err, &refused):
		fr, en = refusals(refused.Reason)
	case errors.Is(err, redact.ErrFormat):
		fr, en = "ce n’est ni un PDF, ni un DOCX, ni un ODT, ni une image PNG ou JPEG.", "it is no PDF, DOCX, ODT, PNG or JPEG."
	case errors.Is(err, redact.ErrEncrypted):
		fr, en = "le document est protégé par un mot de passe, ou dans un ancien format (DOC) : enregistrez-le sans mot de passe, en DOCX ou ODT.", "the document has a password, or an old format (DOC): save it without one, as DOCX or ODT."
	case errors.Is(err, redact.ErrDamaged):
		fr, en = "le document est abîmé : ouvrez-le dans votre traitement de texte et enregistrez-le à nouveau.", "the document is damaged: open it in your word processor and save it again."
	case errors.Is(err, redact.ErrTooLarge):
		fr, en = "le document est trop grand.", "the document is too large."
	case errors.Is(err, redact.ErrUnverified):
		fr, en = "une partie de ce qui devait disparaître serait restée : aucune copie n’est donnée.", "a part of what was to go would have stayed: no copy is given."
	case errors.Is(err, errOutput):
		fr, en = "dites où écrire la copie : -o FICHIER.", "say where the copy goes: -o FILE."
	case errors.Is(err, errBox):
		fr, en = "un cadre s’écrit PAGE:GAUCHE,HAUT,DROITE,BAS, en pour cent de la page, par exemple 1:10,20,60,25.", "a box is written PAGE:LEFT,TOP,RIGHT,BOTTOM in percent of the page, for instance 1:10,20,60,25."
	case errors.Is(err, errMark):
		fr, en = "il n’y a pas de marque de ce numéro : --list les donne.", "there is no mark of that number: --list gives them."
	default:
		return "", false
	}
	return in(lang, fr, en), true
}

func refusals(r pdf.Reason) (fr, en string) {
	switch r {
	case pdf.Encrypted:
		return "le PDF est protégé (mot de passe ou restrictions) : enregistrez-le sans protection.", "the PDF is protected (by a password or restrictions): save it without protection."
	case pdf.TooLarge:
		return "le PDF est trop grand.", "the PDF is too large."
	case pdf.Vertical:
		return "le PDF contient du texte en écriture verticale, qui n’est pas traité.", "the PDF has text in vertical writing, which is not dealt with."
	case pdf.NoPages:
		return "le PDF n’a aucune page lisible.", "the PDF has no page that can be read."
	case pdf.Unverified:
		return "une partie de ce qui devait disparaître serait restée : aucune copie n’est donnée. Imprimez le document en PDF et recommencez.", "a part of what was to go would have stayed: no copy is given. Print the document to PDF and try again."
	}
	return "le PDF est abîmé ou utilise une forme qui n’est pas comprise : imprimez-le en PDF et recommencez.", "the PDF is damaged, or has a form that is not understood: print it to PDF and try again."
}

func listMarks(w io.Writer, lang string, d *redact.Document) {
	for _, m := range d.Marks {
		on := " "
		if m.On {
			on = "x"
		}
		text := strings.Join(strings.Fields(m.Text), " ")
		if m.Page > 0 {
			text += fmt.Sprintf(in(lang, " (page %d)", " (page %d)"), m.Page)
		}
		fmt.Fprintf(w, "%4d [%s] %-12s %s\n", m.ID, on, m.Kind, text)
	}
	warn(w, lang, d)
}

func warn(w io.Writer, lang string, d *redact.Document) {
	line := func(fr, en string, args ...any) { fmt.Fprintf(w, in(lang, fr, en)+"\n", args...) }
	if n := unread(d); n > 0 {
		line("%d pages sont des images dont le texte n’a pas été lu (tesseract n’est pas installé) : tracez-y des cadres (--box).",
			"%d pages are pictures whose text was not read (tesseract is not installed): draw boxes on them (--box).", n)
	}
	unknown := 0
	for _, p := range d.Pages {
		unknown += p.Unknown
	}
	if unknown > 0 {
		line("%d caractères ne se laissent pas lire : relisez ces pages.", "%d characters cannot be read: look these pages over.", unknown)
	}
	if d.Pictures > 0 {
		line("%d images n’ont pas été examinées.", "%d pictures were not looked at.", d.Pictures)
	}
}

func tellRedacted(w io.Writer, lang string, d *redact.Document, done redact.Done) {
	line := func(fr, en string, args ...any) { fmt.Fprintf(w, in(lang, fr, en)+"\n", args...) }
	line("%d passages et %d cadres retirés.", "%d passages and %d boxes taken out.", done.Marks, done.Boxes)
	if len(done.NotFound) > 0 {
		line("Introuvables : %s.", "Not found: %s.", strings.Join(done.NotFound, ", "))
	}
	warn(w, lang, d)
}
