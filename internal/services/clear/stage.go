package clear

import (
	"context"
	"io"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/privacy"
)

// Tables is what this room needs of whoever understands a version's table.
type Tables interface {
	Open(ctx context.Context, v piece.Version) (Table, error)
}

// Table is the content of a version, row by row.
type Table interface {
	io.Closer
	Columns() []privacy.Column
	// Next returns the number of the next row, as a spreadsheet shows it, and
	// its cells as the depositor wrote them; io.EOF at the end.
	Next() (row int, cells [][]byte, err error)
	// Outside returns the texts of the file that stand outside its rows.
	Outside() []string
}

// Service is the room, put together.
type Service struct{ tables Tables }

// New puts the room together.
func New(tables Tables) *Service { return &Service{tables: tables} }

// Stage returns the gate as a stage for any life of tables.
func (s *Service) Stage() life.Handler { return stage{s} }

// The verbs of the decisions that the gate waits for.
const (
	VerbAllow  = "allow"  // publish all the same, for the reason given
	VerbRefuse = "refuse" // do not publish
)

type stage struct{ s *Service }

func (h stage) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	if v.Answer != nil {
		said := i18n.Text{Fr: v.Answer.Reason, En: v.Answer.Reason}
		switch v.Answer.Verb {
		case VerbAllow:
			return life.Pass(map[string]any{"decision": VerbAllow}).Because(said), nil
		case VerbRefuse:
			return life.Refuse(said, map[string]any{"decision": VerbRefuse}), nil
		}
	}
	result, err := h.s.scan(ctx, v)
	if err != nil {
		return life.Verdict{}, fault.Wrap("clear.Visit", err)
	}
	counts := map[string]int{}
	for _, s := range result.Summary {
		if s.Level >= privacy.Review {
			counts[string(s.Kind)] += s.Count
		}
	}
	evidence := map[string]any{"rows": result.Rows, "found": counts}
	verdict := life.Pass(evidence)
	switch {
	case result.Verdict == privacy.Stop:
		verdict = life.Hold(life.Wait{Right: access.Decide, Why: why(result)}, evidence)
	case v.Answer != nil && v.Answer.Verb == life.Undo:
		// A person said no and took it back: that is not yet a yes, whatever
		// this program's version of the gate finds.
		verdict = life.Hold(life.Wait{Right: access.Decide, Why: i18n.T(
			"La décision précédente a été annulée\u202f: une nouvelle décision est attendue.",
			"The earlier decision was undone: a new one is awaited.")}, evidence)
	}
	return verdict.With(func(ctx context.Context, tx access.Tx) error { return save(ctx, tx, v.Version, result) }), nil
}

// Accept refuses a decision without a reason: it is what the data-protection
// officer will read.
func (h stage) Accept(_ context.Context, _ access.Tx, _ life.Visit, a life.Answer) error {
	const op = "clear.Accept"
	switch a.Verb {
	case VerbAllow, VerbRefuse:
	default:
		return fault.New(fault.Invalid, op, "La décision « %[1]s » n’a pas cours ici : autorisez la publication, ou refusez-la.",
			"The decision “%[1]s” has no place here: allow publication, or refuse it.", a.Verb)
	}
	if strings.TrimSpace(a.Reason) == "" {
		return fault.New(fault.Invalid, op, "Dites pourquoi : votre raison est gardée avec la décision.",
			"Say why: your reason is kept with the decision.")
	}
	return nil
}

// Undo does nothing: a decision taken back is a new step, and the scan stands.
func (h stage) Undo(context.Context, access.Tx, life.Visit) error { return nil }

func (s *Service) scan(ctx context.Context, v life.Visit) (privacy.Result, error) {
	table, err := s.tables.Open(ctx, v.Version)
	if err != nil {
		return privacy.Result{}, err
	}
	defer table.Close()
	scanner := privacy.NewScanner(table.Columns(), privacy.Options{})
	for {
		row, cells, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return privacy.Result{}, err
		}
		if row&0xfff == 0 && ctx.Err() != nil {
			return privacy.Result{}, ctx.Err()
		}
		scanner.Row(row, cells)
	}
	// The original goes out too, under its name and with what stands above its
	// header.
	scanner.Text("title", []byte(v.Piece.Title))
	scanner.Text("file", []byte(v.Version.FileName))
	// A file without a header has its first row taken for one.
	for _, c := range table.Columns() {
		scanner.Text("header", []byte(c.Name))
	}
	for _, text := range table.Outside() {
		scanner.Text("above", []byte(text))
	}
	return scanner.Result(), nil
}

func why(r privacy.Result) i18n.Text {
	fr, en := kinds(r)
	return i18n.T("Le fichier contient des données personnelles : %[1]s. Retirez-les et déposez une nouvelle version, ou décidez de la publication avec une raison.",
		"The file holds personal data: %[2]s. Remove them and deposit a new version, or decide on publication with a reason.",
		strings.Join(fr, ", "), strings.Join(en, ", "))
}

var labels = map[privacy.Kind]i18n.Text{
	privacy.NIR:   i18n.T("numéro de sécurité sociale", "social-security number"),
	privacy.IBAN:  i18n.T("coordonnées bancaires", "bank account"),
	privacy.Email: i18n.T("adresse électronique", "e-mail address"),
	privacy.Phone: i18n.T("numéro de téléphone", "telephone number"),
}

func label(k privacy.Kind) i18n.Text {
	if t, ok := labels[k]; ok {
		return t
	}
	return i18n.Text{Fr: string(k), En: string(k)}
}
