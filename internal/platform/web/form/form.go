// Package form reads what a person typed, keeps it, and gathers what is wrong
// with it, so that a refused form comes back filled in, with each error beside
// its field and all of them in the summary.
package form

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// An Error is what is wrong with one field; Field "" is the form as a whole.
type Error struct {
	Field string
	Say   i18n.Text
}

// A Form is what was typed and what is wrong with it. The zero Form is an
// empty one, and so is a nil one.
type Form struct {
	Values url.Values
	Errors []Error
}

// New returns a form filled with the given values, as pairs of name and value.
func New(pairs ...string) *Form {
	f := &Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Parse reads the form of a request: urlencoded, or the plain fields of a
// multipart body of at most 1 MiB in memory. Handlers that stream files read
// the multipart parts themselves.
func Parse(r *http.Request) (*Form, error) {
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		err = r.ParseMultipartForm(1 << 20)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return nil, &fault.Error{Kind: kindOf(err), Op: "form.Parse", Cause: err}
	}
	return &Form{Values: r.Form}, nil
}

func kindOf(err error) fault.Kind {
	if strings.Contains(err.Error(), "too large") {
		return fault.TooLarge
	}
	return fault.Invalid
}

// Raw returns a value exactly as typed, for showing it again.
func (f *Form) Raw(name string) string {
	if f == nil {
		return ""
	}
	return f.Values.Get(name)
}

// Text returns a value of one line: valid UTF-8, without control characters,
// without blanks around it. More than max characters is an error of the field.
func (f *Form) Text(name string, max int) string {
	return f.clean(name, max, func(r rune) bool { return unicode.IsControl(r) })
}

// Long returns a value of several lines, cleaned like Text.
func (f *Form) Long(name string, max int) string {
	return f.clean(name, max, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
}

func (f *Form) clean(name string, max int, drop func(rune) bool) string {
	s := strings.ToValidUTF8(f.Raw(name), "")
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if drop(r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n")))
	if n := utf8.RuneCountInString(s); max > 0 && n > max {
		f.Fail(name, i18n.T("Ce texte compte %d caractères\u202f; la limite est de %d. Raccourcissez-le.",
			"This text has %d characters; the limit is %d. Shorten it.", n, max))
	}
	return s
}

// Required is Text whose absence is an error that says what to write.
func (f *Form) Required(name string, max int, say i18n.Text) string {
	s := f.Text(name, max)
	if s == "" {
		f.Fail(name, say)
	}
	return s
}

// Checked tells whether a box was ticked.
func (f *Form) Checked(name string) bool { return f.Raw(name) != "" }

// All returns all values of a name, such as those of rows chosen in a table.
func (f *Form) All(name string) []string {
	if f == nil {
		return nil
	}
	return f.Values[name]
}

// Set replaces a value.
func (f *Form) Set(name, value string) {
	if f.Values == nil {
		f.Values = url.Values{}
	}
	f.Values.Set(name, value)
}

// Fail notes what is wrong with a field; "" is the form as a whole.
func (f *Form) Fail(field string, say i18n.Text) {
	f.Errors = append(f.Errors, Error{Field: field, Say: say})
}

// OK tells whether nothing is wrong.
func (f *Form) OK() bool { return f == nil || len(f.Errors) == 0 }

// Error returns the first thing that is wrong with a field, in the language of
// the context, or "".
func (f *Form) Error(ctx context.Context, field string) string {
	if f == nil {
		return ""
	}
	for _, e := range f.Errors {
		if e.Field == field {
			return i18n.Read(ctx, e.Say)
		}
	}
	return ""
}
