package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"airial/standards/tableschema"
)

// writeText writes the report for a person: the verdict, a summary by code and
// column, then the findings with what to do.
func writeText(w io.Writer, rep *tableschema.Report, opts Options) error {
	t := &text{w: bufio.NewWriter(w), rep: rep, opts: opts}
	t.head()
	if rep.Unreadable == "" {
		t.summary()
	}
	t.findings()
	t.verdict()
	return t.w.Flush()
}

// WriteFindings writes findings alone, as the text of a report has them.
func WriteFindings(w io.Writer, findings []tableschema.Finding, opts Options) error {
	t := &text{w: bufio.NewWriter(w), rep: &tableschema.Report{Findings: findings}, opts: opts}
	t.findings()
	return t.w.Flush()
}

type text struct {
	w    *bufio.Writer
	rep  *tableschema.Report
	opts Options
}

func (t *text) say(fr, en string, args ...any) {
	fmt.Fprintf(t.w, pick(t.opts.Lang, fr, en), args...)
}

// Colours of a terminal (ECMA-48).
const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
	grey   = "2"
)

func (t *text) paint(style, s string) string {
	if !t.opts.Color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (t *text) head() {
	rep := t.rep
	if rep.File != "" {
		fmt.Fprintln(t.w, t.paint(bold, safe(rep.File)))
	}
	switch {
	case rep.Schema.Name == tableschema.None:
		t.say("Schéma\u202f: aucun (structure seule)\n", "Schema: none (structure only)\n")
	default:
		name := safe(rep.Schema.Name)
		if rep.Schema.Version != "" {
			name += " " + safe(rep.Schema.Version)
		}
		t.say("Schéma\u202f: %s", "Schema: %s", name)
		if t.opts.Recognised {
			t.say(" (reconnu d’après l’en-tête)", " (recognised from the header)")
		}
		fmt.Fprintln(t.w)
	}
	if reading := t.reading(); reading != "" {
		fmt.Fprintln(t.w, reading)
	}
	fmt.Fprintln(t.w)
}

// reading says how the file was read: "" when it was not.
func (t *text) reading() string {
	d := t.rep.Dialect
	if d.Encoding == "" {
		return ""
	}
	var how []string
	if d.Packed != "" {
		how = append(how, d.Packed)
	}
	if d.Format != "" {
		how = append(how, strings.ToUpper(d.Format))
	} else {
		how = append(how, d.Encoding, pick(t.opts.Lang, "séparateur ", "delimiter ")+delimiterName(d.Delimiter, t.opts.Lang))
	}
	if d.Sheet != "" {
		how = append(how, pick(t.opts.Lang, "feuille «\u202f"+safe(d.Sheet)+"\u202f»", "sheet “"+safe(d.Sheet)+"”"))
	}
	how = append(how, pick(t.opts.Lang, "en-tête à la ligne ", "header in row ")+strconv.Itoa(d.HeaderRow),
		t.count(t.rep.Rows, "ligne", "lignes", "row", "rows"))
	return pick(t.opts.Lang, "Lecture\u202f: ", "Reading: ") + strings.Join(how, ", ")
}

func (t *text) verdict() {
	rep := t.rep
	switch {
	case rep.Unreadable != "":
		t.say("%s\n", "%s\n", t.paint(red, pick(t.opts.Lang, "Ce fichier n’est pas un tableau lisible.", "This file is not a readable table.")))
	case rep.Valid:
		t.say("%s %s\n", "%s %s\n", t.paint(green, pick(t.opts.Lang, "Le fichier est valide.", "The file is valid.")),
			t.brackets(rep.Warnings))
	default:
		t.say("%s %s\n", "%s %s\n", t.paint(red, pick(t.opts.Lang, "Le fichier n’est pas valide\u202f: ", "The file is not valid: ")+
			t.count(rep.Errors, "erreur", "erreurs", "error", "errors")+"."), t.brackets(rep.Warnings))
	}
}

func (t *text) brackets(warnings int) string {
	if warnings == 0 {
		return ""
	}
	return "(" + t.count(warnings, "avertissement", "avertissements", "warning", "warnings") + ")"
}

func (t *text) count(n int, oneFr, manyFr, oneEn, manyEn string) string {
	digits := group(n, t.opts.Lang)
	if t.opts.Lang == "en" {
		if n == 1 {
			return digits + " " + oneEn
		}
		return digits + " " + manyEn
	}
	if n < 2 {
		return digits + "\u00a0" + oneFr
	}
	return digits + "\u00a0" + manyFr
}

func (t *text) summary() {
	for _, s := range t.rep.Summary {
		where := ""
		if s.HasField && s.Field != "" {
			where = " · " + safe(s.Field)
		}
		line := fmt.Sprintf("%6s  %s%s", group(s.Count, t.opts.Lang), tableschema.Title(s.Code, t.opts.Lang), where)
		fmt.Fprint(t.w, t.paint(levelColor(s.Level), line))
		if len(s.Examples) > 0 {
			shown := make([]string, len(s.Examples))
			for i, e := range s.Examples {
				shown[i] = clip(safe(e), 40)
			}
			t.say("  ex.\u202f: %s", "  e.g. %s", strings.Join(shown, " | "))
		}
		fmt.Fprintln(t.w)
	}
	if len(t.rep.Summary) > 0 {
		fmt.Fprintln(t.w)
	}
}

func (t *text) findings() {
	for i := range t.rep.Findings {
		f := &t.rep.Findings[i]
		var place []string
		message := f.Message(t.opts.Lang)
		if f.Row > 0 && (f.HasField || !strings.Contains(message, strconv.Itoa(f.Row))) {
			place = append(place, pick(t.opts.Lang, "ligne ", "row ")+strconv.Itoa(f.Row))
		}
		if f.HasField && f.Field != "" {
			place = append(place, safe(f.Field))
		}
		if len(place) > 0 {
			fmt.Fprint(t.w, t.paint(bold, strings.Join(place, ", ")), pick(t.opts.Lang, "\u202f: ", ": "))
		}
		fmt.Fprintf(t.w, "%s %s\n", t.paint(levelColor(f.Level), safe(message)), t.paint(grey, "["+f.Code+"]"))
		if advice := f.Advice(t.opts.Lang); advice != "" {
			fmt.Fprintf(t.w, "    → %s\n", safe(advice))
		}
	}
	total := 0
	for _, s := range t.rep.Summary {
		total += s.Count
	}
	if rest := total - len(t.rep.Findings); rest > 0 {
		t.say("… et %s, à voir avec --limit 0.\n", "… and %s, to be seen with --limit 0.\n",
			t.count(rest, "autre remarque", "autres remarques", "more finding", "more findings"))
	}
	if total > 0 {
		fmt.Fprintln(t.w)
	}
}

func levelColor(l tableschema.Level) string {
	switch l {
	case tableschema.Error:
		return red
	case tableschema.Warning:
		return yellow
	}
	return grey
}

// safe takes the control characters out of what comes from the file, so that
// it cannot act on a terminal.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, s)
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// group writes 12345 as "12 345" or "12,345".
func group(n int, lang string) string {
	digits := strconv.Itoa(n)
	sep := pick(lang, "\u202f", ",")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + sep + digits[i:]
	}
	return digits
}

func delimiterName(d, lang string) string {
	switch d {
	case "\t":
		return pick(lang, "tabulation", "tab")
	case " ":
		return pick(lang, "espace", "space")
	}
	return pick(lang, "«\u202f"+d+"\u202f»", "“"+d+"”")
}
