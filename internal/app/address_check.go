package app

import (
	"fmt"
	"io"
	"time"

	"airial/internal/platform/i18n"
	"airial/standards/bal"
)

// CheckAddresses checks a Base Adresse Locale by the official rules and says on
// out what it found; mended, if any, takes the addresses with what surely can be
// mended. It is false when the national base would refuse the file.
func CheckAddresses(out io.Writer, data []byte, profile string, mended io.Writer, today time.Time, lang i18n.Lang) (bool, error) {
	f, err := bal.Read(data)
	if err != nil {
		return false, err
	}
	report, rows := f.Check(profile, today)
	writeFound(out, report, lang)
	if mended != nil {
		if err := bal.Write(mended, rows); err != nil {
			return false, err
		}
	}
	return report.Valid(), nil
}

// writeFound says on out what a check found, by the official codes.
func writeFound(out io.Writer, report *bal.Report, lang i18n.Lang) {
	fmt.Fprintf(out, i18n.T("BAL %s\u202f: %d lignes\n", "BAL %s: %d rows\n").In(lang), report.Profile, report.Rows)
	first := map[string]int{}
	for _, one := range report.Findings {
		if first[one.Code] == 0 {
			first[one.Code] = one.Line
		}
	}
	for _, code := range report.Codes() {
		fmt.Fprintf(out, "%s  %6d  %s  %s", bal.LevelOf(report.Profile, code), report.Counts[code], code, i18n.Text(bal.Words(code)).In(lang))
		if line := first[code]; line > 0 {
			fmt.Fprintf(out, i18n.T(" (ligne %d)", " (line %d)").In(lang), line)
		}
		fmt.Fprintln(out)
	}
}
