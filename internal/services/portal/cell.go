package portal

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// cell is a cell as a page shows it.
type cell struct {
	Text string
	Link string // address to which the whole cell leads, or ""
}

// longCell is how many characters of a cell are shown before one asks for the
// rest.
const longCell = 160

// beginning returns the first words of a long text; cutOff is false when the
// text is short enough to stand whole.
func beginning(s string) (head string, cutOff bool) {
	runes := []rune(s)
	if len(runes) <= longCell {
		return s, false
	}
	head = string(runes[:longCell-20])
	if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
		head = head[:i]
	}
	return head, true
}

// rendering is how the values of one column are written: decided once for all
// rows of a page, so that a column reads as one.
type rendering struct {
	kind     string
	plain    bool // digits that name something: no blanks between them
	decimals int
	width    string // class of the cells: "short", "wide" or ""
}

// Characters up to which a column is never broken over lines, and from which
// it gets more room.
const (
	shortColumn = 36
	wideColumn  = 60
)

// codes are the words in the name of a column whose digits are a name, not a
// number.
var codes = map[string]bool{"annee": true, "year": true, "code": true, "siret": true, "siren": true, "insee": true, "postal": true,
	"cp": true, "id": true, "uid": true, "identifiant": true, "numero": true, "num": true, "no": true, "tel": true, "telephone": true,
	"nature": true, "fonction": true, "compte": true, "article": true, "ref": true, "reference": true, "exercice": true}

// render decides how to write a column from the values of the page.
func render(f Field, values []string) rendering {
	r := rendering{kind: f.Type, width: width(values)}
	switch f.Type {
	case "integer":
		r.plain = namesSomething(f, values)
	case "number":
		for _, v := range values {
			if n, ok := parseNumber(v); ok {
				written := strconv.FormatFloat(n, 'f', -1, 64)
				if _, fraction, ok := strings.Cut(written, "."); ok {
					r.decimals = max(r.decimals, len(fraction))
				}
			}
		}
		// Amounts are written to the cent when one of them has cents.
		if r.decimals == 1 {
			r.decimals = 2
		}
		r.decimals = min(r.decimals, 8)
	}
	return r
}

func width(values []string) string {
	longest := 0
	for _, v := range values {
		longest = max(longest, utf8.RuneCountInString(v))
	}
	switch {
	case longest <= shortColumn:
		return "short"
	case longest >= wideColumn:
		return "wide"
	}
	return ""
}

func namesSomething(f Field, values []string) bool {
	for _, word := range strings.Fields(text.Fold(f.Name)) {
		if codes[word] {
			return true
		}
	}
	years := len(values) > 0
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if v != "" && (err != nil || n < 1500 || n > 2199) {
			years = false
		}
	}
	return years
}

// numeric tells whether the column stands at the right.
func (r rendering) numeric() bool { return r.kind == "number" || r.kind == "integer" && !r.plain }

func (r rendering) cell(ctx context.Context, value string) cell {
	if value == "" {
		return cell{}
	}
	switch r.kind {
	case "integer":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && !r.plain {
			return cell{Text: i18n.Number(ctx, n)}
		}
	case "number":
		if n, ok := parseNumber(value); ok {
			return cell{Text: decimal(ctx, n, r.decimals)}
		}
	case "boolean":
		return cell{Text: truth(ctx, value)}
	case "date":
		if t, err := time.Parse(time.DateOnly, value); err == nil {
			return cell{Text: shortDay(ctx, t)}
		}
	case "datetime":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return cell{Text: shortDay(ctx, t) + " " + t.Format("15:04")}
		}
	default:
		if u, err := url.Parse(value); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			return cell{Text: value, Link: value}
		}
	}
	return cell{Text: value}
}

// parseNumber reads a number as the tables have it, or with the comma that the
// depositor may have written.
func parseNumber(s string) (float64, bool) {
	s = unspaced.Replace(s)
	if !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && n == n && n-n == 0 // neither NaN nor infinite
}

// decimal writes a number with a fixed count of decimals: "1 234,50".
func decimal(ctx context.Context, n float64, decimals int) string {
	written := strconv.FormatFloat(n, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(written, ".")
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return written
	}
	out := i18n.Number(ctx, units)
	if units == 0 && strings.HasPrefix(whole, "-") {
		out = "−" + out
	}
	if fraction != "" {
		out += i18n.Say(ctx, ",", ".") + fraction
	}
	return out
}

func truth(ctx context.Context, value string) string {
	switch strings.ToLower(value) {
	case "true", "oui", "1", "vrai":
		return i18n.Say(ctx, "oui", "yes")
	case "false", "non", "0", "faux":
		return i18n.Say(ctx, "non", "no")
	}
	return value
}

// shortDay writes a day that belongs to no time zone.
func shortDay(ctx context.Context, t time.Time) string {
	return i18n.Say(ctx, t.Format("02/01/2006"), t.Format("2 Jan 2006"))
}

// textOf is a value that the engine gave, as text in the form of its type.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
