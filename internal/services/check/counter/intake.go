package counter

import (
	"bytes"
	"context"
	"errors"
	"io"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/tableschema"
)

// intake is a file as it comes in: within its size and its time. A small one is
// remembered while it is read, so that it can be mended afterwards.
type intake struct {
	ctx    context.Context
	src    io.Reader
	left   int64
	over   bool
	broken error // the sender, or the line, failed
	done   bool  // all of it has come
	copy   *bytes.Buffer
	room   int // bytes that the copy may have; it is given up beyond
}

func (s *Service) intake(ctx context.Context, src io.Reader) *intake {
	return &intake{ctx: ctx, src: src, left: s.Limits.Size}
}

var errOver = errors.New("the file is larger than the limit")

func (in *intake) Read(p []byte) (int, error) {
	if err := in.ctx.Err(); err != nil {
		return 0, err
	}
	if in.left < int64(len(p)) {
		p = p[:in.left+1] // one more byte tells a file at the limit from one above
	}
	n, err := in.src.Read(p)
	if in.left -= int64(n); in.left < 0 {
		in.over = true
		return 0, errOver
	}
	if in.copy != nil {
		if in.copy.Len()+n > in.room {
			in.copy = nil
		} else {
			in.copy.Write(p[:n])
		}
	}
	switch {
	case err == io.EOF:
		in.done = true
	case err != nil:
		in.broken = err
	}
	return n, err
}

// explain says of an error during the check what the sender can do.
func (s *Service) explain(in *intake, err error) error {
	const op = "counter.check"
	switch {
	case in.over:
		return &fault.Error{Kind: fault.TooLarge, Op: op, Say: i18n.T(
			"Le fichier dépasse la taille permise ici (%[1]d\u00a0Mo). Découpez-le, ou vérifiez-le sur votre ordinateur avec la commande airial check, qui n’a pas de limite.",
			"The file exceeds the size allowed here (%[1]d MB). Split it, or check it on your computer with the command airial check, which has no limit.", s.Limits.Size/1_000_000)}
	case errors.Is(err, tableschema.ErrTooManyRows):
		return &fault.Error{Kind: fault.TooLarge, Op: op, Say: i18n.T(
			"Le tableau a plus de %[1]d lignes, la limite de ce service. Découpez-le, ou vérifiez-le sur votre ordinateur avec la commande airial check, qui n’a pas de limite.",
			"The table has more than %[1]d rows, the limit of this service. Split it, or check it on your computer with the command airial check, which has no limit.", s.Limits.Rows)}
	case errors.Is(in.ctx.Err(), context.DeadlineExceeded):
		return &fault.Error{Kind: fault.TooLarge, Op: op, Cause: err, Say: i18n.T(
			"La vérification a pris plus de %[1]d minutes, la limite de ce service. Découpez le fichier, ou vérifiez-le sur votre ordinateur avec la commande airial check.",
			"The check took more than %[1]d minutes, the limit of this service. Split the file, or check it on your computer with the command airial check.", minutes(s.Limits.Time))}
	case in.broken != nil:
		return &fault.Error{Kind: fault.Invalid, Op: op, Cause: in.broken, Say: i18n.T(
			"L’envoi s’est interrompu avant la fin du fichier. Recommencez.", "The file stopped coming before its end. Send it again.")}
	}
	return fault.Wrap(op, err)
}
