package check

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/catalogue"
	"airial/standards/decp"
	"airial/standards/jsonschema"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// openTable opens the table in a file of any format. A document of public
// procurement, which is a tree, is read as the table that is made of it, once heed
// has nothing against its bytes.
func openTable(file io.Reader, opts source.Options, most int64, heed func(raw []byte) error) (*source.Table, error) {
	first, file := peek(file)
	if form, _ := decp.FormOf(first); form == "" {
		return source.Open(file, opts)
	}
	raw, err := wholeDocument(file, most)
	if err != nil {
		return nil, err
	}
	t, err := decp.Read(raw)
	switch {
	case errors.Is(err, decp.ErrOther): // something else that is called "marches"
		return source.Open(bytes.NewReader(raw), opts)
	case err != nil:
		return nil, &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	if heed != nil {
		if err := heed(raw); err != nil {
			return nil, err
		}
	}
	return &source.Table{Source: t, Format: t.Form}, nil
}

// headBytes is how much of a file tells a document of a known schema.
const headBytes = 512

// peek gives the head of a file, and the file from its beginning.
func peek(file io.Reader) ([]byte, io.Reader) {
	if s, ok := file.(io.Seeker); ok {
		head := make([]byte, headBytes)
		n, _ := io.ReadFull(file, head) // a failure comes again when the file is read
		if _, err := s.Seek(-int64(n), io.SeekCurrent); err == nil {
			return head[:n], file
		}
		return head[:n], io.MultiReader(bytes.NewReader(head[:n]), file)
	}
	b := bufio.NewReaderSize(file, headBytes)
	head, _ := b.Peek(headBytes)
	return head, b
}

// isDocument tells whether a file whose schema is named is a JSON document, and not
// the table that is made of such documents, nor a document of another form.
func isDocument(head []byte) bool {
	if form, current := decp.FormOf(head); form != "" {
		return form == decp.JSON && current
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("{")) || bytes.HasPrefix(head, []byte("["))
}

// wholeDocument reads a document, which stands in memory.
func wholeDocument(file io.Reader, most int64) ([]byte, error) {
	if most <= 0 {
		most = jsonschema.Most
	}
	raw, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(raw)) > most {
		err = source.ErrTooLarge
	}
	return raw, err
}

// mostTold is how many faults of a document are told at once.
const mostTold = 3

// lawful holds a document against the official JSON Schema, which asks for more
// than the table that is made of it shows. A document with faults is not made a
// table: whoever has published the document owes a sound one, and a table mended
// here would say something else than the document.
func lawful(raw []byte) error {
	d, ok := catalogue.DocumentOf(raw)
	if !ok {
		return nil // XML, or the older format: its table is checked, and it alone
	}
	schema, err := d.Schema()
	if err != nil {
		return err
	}
	rep, err := schema.Check(bytes.NewReader(raw), tableschema.Options{Limit: mostTold})
	if err != nil || rep.Valid {
		return err
	}
	told := func(lang string) (out string) {
		for i := range rep.Findings {
			f := &rep.Findings[i]
			at := f.Field
			if f.Row > 1 {
				at = fmt.Sprintf("n°\u00a0%d, %s", f.Row-1, f.Field)
			}
			out += at + i18n.Text{Fr: "\u00a0: ", En: ": "}.In(i18n.Lang(lang)) + f.Message(lang) + " "
		}
		return out
	}
	return fault.New(fault.Invalid, "check.lawful",
		"Ce document ne suit pas le format officiel de la commande publique (erreurs\u202f: %[1]d). %[2]sCorrigez-le dans votre profil d’acheteur, puis déposez-le de nouveau. La page «\u00a0Vérifier un fichier\u00a0» les montre toutes.",
		"This document does not follow the official format of public procurement (errors: %[1]d). %[3]sCorrect it in your buyer’s platform, then deposit it again. The page “Check a file” shows them all.", rep.Errors, told("fr"), told("en"))
}
