package draft

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Outcome is what became of a draft that was deposited.
type Outcome struct {
	Version piece.Version // of a correction
	Fresh   bool          // false when it was the latest version already
	Address string        // of a table begun from its schema: where to say what it is
}

// Deposit writes the draft as clean CSV and deposits it: as the next version of
// its dataset, with the list of what was changed as evidence, or among the
// files that wait for their sender's word. A draft in which errors are left, or
// whose dataset has had a later version since, is refused with a Conflict unless
// anyway is set.
func (s *Service) Deposit(ctx context.Context, scope access.Scope, id string, anyway bool) (Outcome, error) {
	const op = "draft.Deposit"
	var k *desk
	err := s.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if k, err = s.layOut(ctx, tx, id); err != nil {
			return err
		}
		if err = s.may(ctx, tx, k.MemberID); err != nil || anyway || !k.Corrects() {
			return err
		}
		return k.stillLatest(ctx, tx)
	})
	if err != nil {
		return Outcome{}, err
	}
	e, ref, err := s.write(ctx, k)
	if err == nil {
		err = e.refuse(op, anyway)
	}
	var out Outcome
	if err == nil {
		err = s.doors.Write(ctx, scope, func(tx access.Tx) error {
			out, err = s.hand(ctx, tx, k, e, ref)
			return err
		})
	}
	if err != nil && ref.Digest != "" {
		err = errors.Join(err, s.datasets.Abandon(context.WithoutCancel(ctx), k.MemberID, ref))
	}
	return out, err
}

func (e *Evidence) refuse(op string, anyway bool) error {
	switch {
	case e.After.Rows == 0:
		return fault.New(fault.Conflict, op, "Le tableau ne contient aucune ligne. Écrivez-en une, ou déclarez que vous n’avez rien à publier.",
			"The table has no row. Write one, or declare that you have nothing to publish.")
	case e.After.Errors > 0 && !anyway:
		return &fault.Error{Kind: fault.Conflict, Op: op, Cause: errLeft, Say: i18n.T(
			"Le tableau contient encore %[1]d erreurs\u202f: il serait refusé. Corrigez-les, ou déposez-le quand même.",
			"The table still has %[1]d errors: it would be refused. Correct them, or deposit it anyway.", e.After.Errors)}
	}
	return nil
}

// errLeft tells a deposit that was stopped by the errors that are left from
// other refusals; errLater one that was stopped by a later version.
var (
	errLeft  = errors.New("errors are left")
	errLater = errors.New("the dataset has a later version")
)

func (k *desk) stillLatest(ctx context.Context, tx access.Tx) error {
	p, err := piece.Get(ctx, tx, k.PieceID)
	if err != nil || p.Latest == k.base.Number {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Op: "draft.Deposit", Cause: errLater, Say: i18n.T(
		"Une version %[1]d a été déposée depuis. Cette correction part de la version %[2]d\u202f: la déposer la mettrait à la place de la plus récente.",
		"A version %[1]d was deposited since. This correction starts from version %[2]d: depositing it would put it in the place of the latest.",
		p.Latest, k.base.Number)}
}

// write streams the draft into the store, and counts what was changed on the
// way.
func (s *Service) write(ctx context.Context, k *desk) (*Evidence, blob.Ref, error) {
	e := k.evidence()
	o := k.options()
	laid := o.Edit
	o.Each = e.rule
	if laid != nil {
		o.Edit = func(n int, cells [][]byte) ([][]byte, bool) {
			before := make([][]byte, len(cells))
			copy(before, cells)
			after, keep := laid(n, cells)
			e.cells(n, before, after, keep)
			return after, keep
		}
	}
	r, err := s.read(ctx, k, o)
	if err != nil {
		return nil, blob.Ref{}, err
	}
	defer r.Close()
	e.header = r.Header()
	in, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		rep, err := s.pour(ctx, k, r, out)
		if err == nil {
			e.After = Counts{Errors: rep.Errors, Warnings: rep.Warnings, Rows: rep.Rows}
		}
		out.CloseWithError(err)
		ended <- err
	}()
	ref, err := s.datasets.Receive(ctx, k.MemberID, in)
	in.CloseWithError(io.ErrClosedPipe) // lets the writer end when the store has failed
	if poured := <-ended; err == nil {
		err = poured
	}
	e.To.Digest = ref.Digest
	return e, ref, err
}

// pour writes the rows while they are checked.
func (s *Service) pour(ctx context.Context, k *desk, r *reading, w io.Writer) (*tableschema.Report, error) {
	out := tabular.NewWriter(w, tabular.WriterOptions{})
	if err := out.WriteStrings(r.Header()); err != nil {
		return nil, err
	}
	rep, err := s.check(ctx, &written{r, out}, k.schema, func(*tableschema.Finding) {})
	return rep, errors.Join(err, out.Flush())
}

// written is a table that is written as it is read.
type written struct {
	*reading
	out *tabular.Writer
}

// Next reads a record and writes it.
func (w *written) Next() (*tabular.Record, error) {
	rec, err := w.reading.Next()
	if err == nil {
		err = w.out.Write(rec.Cells)
	}
	return rec, err
}

// hand deposits the file and ends the draft, if nobody has written since.
func (s *Service) hand(ctx context.Context, tx access.Tx, k *desk, e *Evidence, ref blob.Ref) (out Outcome, err error) {
	const op = "draft.Deposit"
	now, err := get(ctx, tx, k.ID)
	if err != nil {
		return out, err
	}
	if now.Revision != k.Revision {
		return out, fault.New(fault.Conflict, op, "Quelqu’un vient d’écrire dans ce tableau. Relisez, puis déposez.",
			"Somebody has just written in this table. Read it over, then deposit it.")
	}
	d := Deposit{MemberID: k.MemberID, PieceID: k.PieceID, FileName: k.fileName(), Schema: k.schemaName(), Title: k.Title, Key: "draft:" + k.ID}
	if !k.Corrects() {
		out.Address, err = s.datasets.Hand(ctx, tx, d, len(e.header), ref)
		return out, err
	}
	if out.Version, out.Fresh, err = s.datasets.Deposit(ctx, tx, d, ref); err != nil {
		return out, err
	}
	if out.Fresh {
		if err := e.save(ctx, tx, k, out.Version); err != nil {
			return out, err
		}
	}
	return out, remove(ctx, tx, `id = $1`, k.ID)
}

// schemaName names the schema with its version, as a depositor would.
func (k *desk) schemaName() string {
	if k.schema == nil {
		return tableschema.None
	}
	return k.Schema.Name
}

// fileName of what is deposited: that of the file that was corrected, as CSV.
func (k *desk) fileName() string {
	name := k.base.FileName
	if !k.Corrects() {
		_, short, _ := strings.Cut(k.Schema.Name, "/")
		name = short
	}
	if ext := path.Ext(name); len(ext) <= 5 {
		name = strings.TrimSuffix(name, ext)
	}
	return name + ".csv"
}

// equal tells whether two cells are the same; none is the same as an empty one.
func equal(a, b []byte) bool { return bytes.Equal(a, b) }
