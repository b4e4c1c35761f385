package opendata

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"airial/internal/commons/piece"
)

// copyMark is what browsers and desktops add to the name of a file that was
// there already: " (2)", " - Copie", "-copy".
var copyMark = regexp.MustCompile(`(?i)[\s_-]*(\(\d{1,3}\)|[-_ ]copi[ea]r?|[-_ ]copy)$`)

// TitleOf makes a title in plain words of a file's name, as a proposal:
// "export_mandats_2025 (2).csv" gives "Export mandats 2025". It is "" when the
// name says nothing.
func TitleOf(fileName string) string {
	name := norm.NFC.String(piece.CleanFileName(fileName))
	if plain, err := url.PathUnescape(name); err == nil && strings.Contains(name, "%20") {
		name = plain
	}
	for range 2 { // "table.csv.csv"
		if ext := path.Ext(name); len(ext) > 1 && len(ext) <= 5 && !strings.ContainsFunc(ext[1:], unicode.IsSpace) {
			name = strings.TrimSuffix(name, ext)
		}
	}
	for copyMark.MatchString(name) {
		name = copyMark.ReplaceAllString(name, "")
	}
	words := strings.FieldsFunc(apart(name), func(r rune) bool { return unicode.IsSpace(r) || r == '_' })
	title := strings.Trim(strings.Join(words, " "), " .-")
	if !strings.ContainsFunc(title, unicode.IsLetter) {
		return ""
	}
	if strings.ToUpper(title) == title {
		title = quiet(title)
	}
	if r := []rune(title); len(r) > piece.MaxTitle {
		title = string(r[:piece.MaxTitle])
	}
	first, rest := []rune(title)[0], string([]rune(title)[1:])
	return string(unicode.ToUpper(first)) + rest
}

// apart sets blanks where a name without any separates its words otherwise: by
// hyphens (but not within "2024-2025"), or by capitals.
func apart(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '_' }) {
		return name
	}
	runes := []rune(name)
	hyphens := strings.ContainsRune(name, '-')
	var b strings.Builder
	for i, r := range runes {
		switch {
		case hyphens && r == '-' && !(between(runes, i, unicode.IsDigit)):
			b.WriteByte(' ')
			continue
		case !hyphens && i > 0 && unicode.IsLower(runes[i-1]) && unicode.IsUpper(r):
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		case !hyphens && i > 0 && unicode.IsLetter(runes[i-1]) && unicode.IsDigit(r):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func between(runes []rune, i int, is func(rune) bool) bool {
	return i > 0 && i+1 < len(runes) && is(runes[i-1]) && is(runes[i+1])
}

// quiet writes in lower case a name that is all capitals; short words may be
// acronyms and stay.
func quiet(title string) string {
	words := strings.Fields(title)
	for i, w := range words {
		if len([]rune(w)) > 4 {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}
