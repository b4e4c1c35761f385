package check

import (
	"context"
	"errors"
	"io"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/source"
	"airial/standards/tabular"
)

// Looked is what the head of a file says of it.
type Looked struct {
	// Problem says, to people, why the file is no table; empty for a table.
	Problem i18n.Text
	Header  []string
	Guess   Guess
	Form    Form
	Sheets  []string // all sheets of a workbook
}

// Form is what kind of file a table came in.
type Form struct {
	Format string // as in standards/source; "" for a CSV that is not packed
	Sheet  string // of a workbook
}

func formOf(t *source.Table) Form {
	if t.Format == source.CSV && t.Packed == "" {
		return Form{}
	}
	f := Form{Format: t.Format, Sheet: t.Sheet}
	if t.Packed != "" {
		f.Format += "+" + t.Packed
	}
	return f
}

// Look looks at the head of a file of any format.
func Look(file io.Reader, bounds Bounds) (Looked, error) {
	t, err := openTable(file, sourceOptions(bounds, ""), bounds.Document, nil)
	if err != nil {
		why, ok := Unreadable(err)
		if !ok {
			return Looked{}, err
		}
		return Looked{Problem: why}, nil
	}
	defer t.Close()
	out := Looked{Header: t.Header(), Form: formOf(t), Sheets: t.Sheets}
	_, out.Guess = Recognise(t)
	return out, nil
}

func sourceOptions(bounds Bounds, sheet string) source.Options {
	return source.Options{Text: tabular.Options{Limits: bounds.Text}, Sheet: sheet, Spill: Room{},
		Limits: source.Limits{Unpacked: bounds.Unpacked}}
}

// Tabulate is Tabulate within the limits of the room.
func (s *Service) Tabulate(ctx context.Context, file io.Reader, sheet string, w io.Writer) (Form, error) {
	return Tabulate(ctx, file, sheet, Bounds{Text: s.limits}, w)
}

// Tabulate writes the table in a file as CSV, row for row: what is in row 12 of
// the sheet is in row 12 of the CSV, title lines included. A document of public
// procurement becomes the table of standards/decp; one that breaks its official
// format is a fault of kind Invalid. The form is empty,
// and nothing is to be kept of what was written, for a CSV (which needs no
// other form) and for what is no table (of which the check says why). An
// unknown sheet is a fault of kind Invalid.
func Tabulate(ctx context.Context, file io.Reader, sheet string, bounds Bounds, w io.Writer) (Form, error) {
	const op = "check.Tabulate"
	t, err := openTable(file, sourceOptions(bounds, sheet), bounds.Document, lawful)
	if errors.Is(err, source.ErrNoSheet) {
		return Form{}, fault.New(fault.Invalid, op, "Le classeur n’a pas de feuille «\u00a0%[1]s\u00a0». Donnez son nom exact, ou son numéro.",
			"The workbook has no sheet “%[1]s”. Give its exact name, or its number.", sheet)
	}
	if _, ok := tabular.Unreadable(err); ok {
		return Form{}, nil
	}
	if err != nil {
		return Form{}, fault.Wrap(op, err)
	}
	defer t.Close()
	form := formOf(t)
	if form.Format == "" {
		return Form{}, nil
	}
	err = tabulate(ctx, t, tabular.NewWriter(w, tabular.WriterOptions{}))
	if _, ok := tabular.Unreadable(err); ok {
		return Form{}, nil
	}
	return form, fault.Wrap(op, err)
}

func tabulate(ctx context.Context, t *source.Table, out *tabular.Writer) error {
	const op = "check.Tabulate"
	header := t.Dialect().HeaderRow
	for _, title := range t.Titles() {
		if out.Rows() >= header-1 {
			break
		}
		if err := out.WriteStrings(title); err != nil {
			return err
		}
	}
	for out.Rows() < header-1 {
		if err := out.WriteStrings(nil); err != nil {
			return err
		}
	}
	if err := out.WriteStrings(t.Header()); err != nil {
		return err
	}
	for {
		if out.Rows()%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		rec, err := t.Next()
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
		if rec.Flags != 0 {
			// Cells would not be what they were: the file itself says more.
			return fault.New(fault.Invalid, op, "La ligne %[1]d du fichier contenu dans l’archive est abîmée. Déposez ce fichier lui-même, sans archive\u202f: la vérification dira ce qu’il faut corriger.",
				"Row %[1]d of the file in the archive is damaged. Deposit that file itself, without an archive: the check will say what to correct.", rec.Row)
		}
		if rec.Blank() {
			err = out.WriteStrings(nil)
		} else {
			err = out.Write(rec.Cells)
		}
		if err != nil {
			return err
		}
	}
}
