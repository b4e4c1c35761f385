package designation

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/standards/sirene"
)

// A Line of a pasted list, read: which member, and what is said of it. Wrong
// says why it cannot be taken.
type Line struct {
	Number int // from 1
	Raw    string
	Member organisation.Member
	Cells  []string // after the member
	Office Office   // of a list of controllers
	On     string   // the day of a CNIL number
	Wrong  i18n.Text
}

// OK tells whether the line can be taken.
func (l Line) OK() bool { return l.Wrong.Empty() }

// maxLines is how many lines a list may have.
const maxLines = 5000

// lines cuts a list that was pasted out of a spreadsheet or a CSV file: cells
// by tabulators or semicolons, a heading is passed over. The first cell is a
// SIREN, or the name of a member.
func lines(ctx context.Context, tx access.Tx, pasted string) ([]Line, error) {
	members, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	if err != nil {
		return nil, err
	}
	bySiren, byName := map[string]organisation.Member{}, map[string][]organisation.Member{}
	for _, m := range members {
		bySiren[m.Siren] = m
		key := text.Fold(m.Name)
		byName[key] = append(byName[key], m)
	}
	var out []Line
	seen := map[string]int{}
	for n, raw := range strings.Split(strings.ReplaceAll(pasted, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(raw) == "" {
			continue
		}
		if len(out) == maxLines {
			return nil, wrong("lines", "La liste dépasse %[1]d lignes. Collez-la en plusieurs fois.", "The list has more than %[1]d lines. Paste it in parts.", maxLines)
		}
		l := Line{Number: n + 1, Raw: strings.TrimSpace(raw)}
		sep := ";"
		if strings.Contains(raw, "\t") {
			sep = "\t"
		}
		cells := strings.Split(raw, sep)
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
		}
		if len(out) == 0 && strings.EqualFold(cells[0], "siren") {
			continue
		}
		siren, _ := sirene.Compact(cells[0])
		l.Cells = cells[1:]
		m, ok := bySiren[siren]
		if same := byName[text.Fold(cells[0])]; !ok && len(same) == 1 {
			m, ok = same[0], true
		} else if !ok && len(same) > 1 {
			l.Wrong = i18n.T("plusieurs collectivités portent ce nom\u202f: donnez le SIREN", "several bodies have this name: give the SIREN")
		}
		switch {
		case !ok && l.Wrong.Empty():
			l.Wrong = i18n.T("aucune collectivité n’a ce SIREN ni ce nom", "no body has this SIREN or this name")
		case ok && seen[m.ID] > 0:
			l.Wrong = i18n.T("cette collectivité est déjà à la ligne %[1]d", "this body is on line %[1]d already", seen[m.ID])
		case ok:
			l.Member, seen[m.ID] = m, n+1
		}
		out = append(out, l)
	}
	if len(out) == 0 {
		return nil, wrong("lines", "Collez au moins une ligne.", "Paste at least one line.")
	}
	return out, nil
}

// ReadControllers reads a list of new mayors and presidents: member, name,
// title, first day. A title or a day that is left out is the one given for all.
func ReadControllers(ctx context.Context, tx access.Tx, pasted, title, from, act string) ([]Line, error) {
	list, err := lines(ctx, tx, pasted)
	for i := range list {
		l := &list[i]
		if !l.OK() {
			continue
		}
		cell := func(n int, otherwise string) string {
			if n < len(l.Cells) && l.Cells[n] != "" {
				return l.Cells[n]
			}
			return otherwise
		}
		day, ok := readDay(cell(2, from))
		l.Office = Office{MemberID: l.Member.ID, Post: Controller, Holder: cell(0, ""), Title: cell(1, title), From: day, Act: act}
		err := l.Office.check()
		if ok && err == nil {
			err = l.Office.free(ctx, tx)
		}
		switch {
		case !ok:
			l.Wrong = i18n.T("ce jour ne se lit pas\u202f: écrivez 2026-03-22 ou 22/03/2026", "this day cannot be read: write 2026-03-22 or 22/03/2026")
		case err != nil && !fault.Is(err, fault.Invalid):
			return nil, err
		case err != nil:
			l.Wrong = fault.Message(err)
		}
	}
	return list, err
}

// ReadNumbers reads a list of the CNIL's numbers: member, number, day.
func ReadNumbers(ctx context.Context, tx access.Tx, pasted string) ([]Line, error) {
	list, err := lines(ctx, tx, pasted)
	for i := range list {
		l := &list[i]
		if !l.OK() {
			continue
		}
		if len(l.Cells) == 0 || l.Cells[0] == "" {
			l.Wrong = i18n.T("le numéro manque", "the number is missing")
			continue
		}
		if len(l.Cells) > 1 && l.Cells[1] != "" {
			day, ok := readDay(l.Cells[1])
			if !ok {
				l.Wrong = i18n.T("ce jour ne se lit pas\u202f: écrivez 2026-03-22 ou 22/03/2026", "this day cannot be read: write 2026-03-22 or 22/03/2026")
			}
			l.On = day
		}
		_, ok, e := Of(ctx, tx, l.Member.ID, Officer)
		if e != nil {
			return nil, e
		}
		if !ok && l.OK() {
			l.Wrong = i18n.T("cette collectivité n’a pas de délégué", "this body has no officer")
		}
	}
	return list, err
}

// readDay reads a day as people write it.
func readDay(s string) (string, bool) {
	for _, layout := range []string{time.DateOnly, "02/01/2006", "2/1/2006", "02.01.2006", "02-01-2006"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return s, false
}
