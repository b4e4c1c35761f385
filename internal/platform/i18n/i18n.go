// Package i18n holds what a user reads in two languages, French first.
//
// Both wordings of a phrase stand side by side where it is used, so that
// neither can be forgotten: Say(ctx, "Déposer", "Deposit").
package i18n

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language of the interface: French or English.
type Lang string

// The two languages of the interface.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Other returns the other language.
func (l Lang) Other() Lang {
	if l == English {
		return French
	}
	return English
}

// Text is a phrase in both languages.
type Text struct {
	Fr string `json:"fr"`
	En string `json:"en"`
}

// In returns the wording in the given language.
func (t Text) In(l Lang) string {
	if l == English {
		return t.En
	}
	return t.Fr
}

// Empty tells whether the phrase has no wording.
func (t Text) Empty() bool { return t.Fr == "" && t.En == "" }

// T is short for a Text whose two wordings may hold verbs of fmt.
func T(fr, en string, args ...any) Text {
	if len(args) > 0 {
		fr, en = fmt.Sprintf(fr, args...), fmt.Sprintf(en, args...)
	}
	return Text{Fr: fr, En: en}
}

// A Locale is the language of one request, and whether the address fixes it.
type Locale struct {
	Lang Lang
	// Fixed is true under /fr/ and /en/; links then keep the prefix.
	Fixed bool
}

type localeKey struct{}

// With returns a context that carries the locale.
func With(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// From returns the locale of the context, French when there is none.
func From(ctx context.Context) Locale {
	if l, ok := ctx.Value(localeKey{}).(Locale); ok {
		return l
	}
	return Locale{Lang: French}
}

// Say returns the wording for the language of the context.
func Say(ctx context.Context, fr, en string) string {
	if From(ctx).Lang == English {
		return en
	}
	return fr
}

// Sayf is Say with the verbs of fmt.
func Sayf(ctx context.Context, fr, en string, args ...any) string {
	return fmt.Sprintf(Say(ctx, fr, en), args...)
}

// Read returns the wording of a Text for the language of the context.
func Read(ctx context.Context, t Text) string { return t.In(From(ctx).Lang) }

// Path returns an address inside the site as a link of the current page must
// write it: with the language prefix when the current address has one.
func Path(ctx context.Context, path string) string {
	if l := From(ctx); l.Fixed {
		return "/" + string(l.Lang) + path
	}
	return path
}

var matcher = language.NewMatcher([]language.Tag{language.French, language.English})

// Negotiate chooses the language of a request whose address does not fix one,
// from its Accept-Language header (RFC 9110 §12.5.4). French is the default.
func Negotiate(r *http.Request) Lang {
	header := r.Header.Get("Accept-Language")
	if header == "" {
		return French
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return French
	}
	if _, i, confidence := matcher.Match(tags...); confidence != language.No && i == 1 {
		return English
	}
	return French
}

// CutPrefix splits "/fr/x" into French and "/x". ok is false when the path
// fixes no language.
func CutPrefix(path string) (lang Lang, rest string, ok bool) {
	for _, l := range []Lang{French, English} {
		prefix := "/" + string(l)
		if path == prefix {
			return l, "/", true
		}
		if strings.HasPrefix(path, prefix+"/") {
			return l, path[len(prefix):], true
		}
	}
	return "", path, false
}
