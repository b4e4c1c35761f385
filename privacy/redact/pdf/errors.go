package pdf

import "errors"

// Reason is why a file is refused.
type Reason string

// The reasons.
const (
	Encrypted  Reason = "encrypted"
	Damaged    Reason = "damaged"
	TooLarge   Reason = "too-large"
	Vertical   Reason = "vertical"   // text in vertical writing
	NoPages    Reason = "no-pages"   //
	Unverified Reason = "unverified" // something was left after writing
)

// RefusedError says why a file is not redacted.
type RefusedError struct {
	Reason Reason
	Cause  error
}

func (e *RefusedError) Error() string {
	s := "pdf: refused, " + string(e.Reason)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *RefusedError) Unwrap() error { return e.Cause }

func refused(r Reason, cause error) error {
	var already *RefusedError
	if errors.As(cause, &already) {
		return already
	}
	return &RefusedError{r, cause}
}

var (
	errContent  = errors.New("a content stream cannot be read")
	errDepth    = errors.New("forms stand within forms too deep")
	errTooMuch  = errors.New("there is too much on the pages")
	errVertical = &RefusedError{Reason: Vertical}
)
