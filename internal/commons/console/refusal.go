package console

import (
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
)

// refusal is what a rule says of one field of a form, inside a transaction.
type refusal struct {
	field string
	say   i18n.Text
}

func (e *refusal) Error() string { return e.field + ": " + e.say.En }

// refused puts what a rule refuses into the form: beside the field that it
// names, or the one given. Other errors come back.
func refused(f *form.Form, err error, field string) error {
	if r, ok := err.(*refusal); ok {
		f.Fail(r.field, r.say)
		return nil
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail(field, fault.Message(err))
		return nil
	}
	return err
}
