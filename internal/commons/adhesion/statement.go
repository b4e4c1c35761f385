package adhesion

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Due is what a member owes for one prestation in a year.
type Due struct {
	Member       organisation.Member
	Prestation   Prestation
	Convention   Convention
	Subscription Subscription
	Basis        Basis
	Amount       Amount
	NoScale      bool // the year has no scale: nothing can be reckoned
}

// Reference names the due in the operator's accounts.
func (d Due) Reference() string {
	return fmt.Sprintf("%d-%s-%s", d.Basis.Year, d.Convention.Number, d.Member.Siren)
}

// Statement is what members owe in a year.
type Statement struct {
	Year  int
	Scale int // the year of the scales: another one in a simulation
	Dues  []Due
	Total int64
}

// Problems lists what keeps the statement from becoming titres de recettes.
func (s Statement) Problems() (out []Due) {
	for _, d := range s.Dues {
		if d.NoScale || d.Convention.Siret == "" {
			out = append(out, d)
		}
	}
	return out
}

// Reckon makes the statement of a year, for a member or for all (""), with the
// scales of a year: the same one, or another for a simulation. Who sees a
// member sees what it owes.
func Reckon(ctx context.Context, tx access.Tx, member string, year, scaleYear int) (Statement, error) {
	st := Statement{Year: year, Scale: scaleYear}
	subscriptions, err := Subscriptions(ctx, tx, member)
	if err != nil {
		return st, err
	}
	catalogue, err := Prestations(ctx, tx)
	if err != nil {
		return st, err
	}
	scales, err := Scales(ctx, tx, "")
	if err != nil {
		return st, err
	}
	conventions, err := Conventions(ctx, tx, member)
	if err != nil {
		return st, err
	}
	first, last := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	var ids []string
	for _, s := range subscriptions {
		ids = append(ids, s.MemberID)
	}
	slices.Sort(ids)
	members := map[string]organisation.Member{}
	for part := range slices.Chunk(slices.Compact(ids), 500) {
		some, err := organisation.ByIDs(ctx, tx, part)
		if err != nil {
			return st, err
		}
		for id, m := range some {
			members[id] = m
		}
	}
	for _, s := range subscriptions {
		// A member that merged or left owes nothing for the days after.
		if m := members[s.MemberID]; !m.Closed.IsZero() {
			if day := i18n.Local(m.Closed).Format(time.DateOnly); s.Until == "" || s.Until > day {
				s.Until = day
			}
		}
		if s.From > last || s.Until != "" && s.Until < first {
			continue
		}
		then, err := organisation.AsOf(ctx, tx, s.MemberID, first)
		if err != nil {
			return st, err
		}
		d := Due{Member: members[s.MemberID], Subscription: s, NoScale: true,
			Basis: Basis{Inhabitants: then.Population, Agents: then.Staff, Year: year, From: s.From, Until: s.Until}}
		for _, p := range catalogue {
			if p.ID == s.PrestationID {
				d.Prestation = p
			}
		}
		for _, c := range conventions {
			if c.ID == s.ConventionID {
				d.Convention = c
			}
		}
		for _, dated := range scales[s.PrestationID] {
			if dated.Year == scaleYear {
				d.NoScale, d.Amount = false, dated.Scale.Reckon(d.Basis)
			}
		}
		st.Dues = append(st.Dues, d)
		st.Total += d.Amount.Cents
	}
	slices.SortStableFunc(st.Dues, func(a, b Due) int {
		if c := strings.Compare(a.Member.SortKey(), b.Member.SortKey()); c != 0 {
			return c
		}
		return strings.Compare(a.Prestation.Name, b.Prestation.Name)
	})
	return st, nil
}

var header = []string{"SIREN", "SIRET du débiteur", "Débiteur", "Objet", "Habitants", "Agents", "Du", "Au", "Montant", "Référence"}

// cells are the columns of a due; the amount comes apart.
func (d Due) cells() []string {
	return []string{d.Member.Siren, d.Convention.Siret, d.Member.Name, fmt.Sprintf("%s %d", d.Prestation.Name, d.Basis.Year),
		fmt.Sprint(d.Basis.Inhabitants), fmt.Sprint(d.Basis.Agents), d.Basis.First(), d.Basis.Last()}
}

// First returns the first day in the year that is charged.
func (b Basis) First() string { return max(b.From, fmt.Sprintf("%04d-01-01", b.Year)) }

// Last returns the last day in the year that is charged.
func (b Basis) Last() string {
	last := fmt.Sprintf("%04d-12-31", b.Year)
	if b.Until != "" {
		last = min(b.Until, last)
	}
	return last
}

// Euros writes cents as 1234.56, for machines.
func Euros(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// CSV writes the statement with a semicolon and a decimal comma, as French
// accounting software reads it; the last line is the total.
func (s Statement) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	lines := [][]string{header}
	for _, d := range s.Dues {
		lines = append(lines, append(d.cells(), comma(Euros(d.Amount.Cents)), d.Reference()))
	}
	lines = append(lines, []string{"", "", "", "Total", "", "", "", "", comma(Euros(s.Total)), ""})
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	return out.Error()
}

// comma writes a number with the decimal comma.
func comma(number string) string { return strings.Replace(number, ".", ",", 1) }

// XLSX writes the statement as a workbook: amounts are numbers, the total a
// formula that the accountant can check.
func (s Statement) XLSX(w io.Writer) error {
	const op, sheet = "adhesion.XLSX", "Titres"
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return fault.Wrap(op, err)
	}
	rows := [][]any{anys(header)}
	for _, d := range s.Dues {
		row := anys(d.cells())
		row[4], row[5] = d.Basis.Inhabitants, d.Basis.Agents
		rows = append(rows, append(row, float64(d.Amount.Cents)/100, d.Reference()))
	}
	for i, row := range rows {
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return fault.Wrap(op, err)
		}
	}
	total := len(rows) + 1
	if err := book.SetCellValue(sheet, fmt.Sprintf("D%d", total), "Total"); err != nil {
		return fault.Wrap(op, err)
	}
	if len(s.Dues) > 0 {
		if err := book.SetCellFormula(sheet, fmt.Sprintf("I%d", total), fmt.Sprintf("SUM(I2:I%d)", total-1)); err != nil {
			return fault.Wrap(op, err)
		}
	}
	style, err := book.NewStyle(&excelize.Style{NumFmt: 4})
	if err == nil {
		err = book.SetCellStyle(sheet, "I2", fmt.Sprintf("I%d", total), style)
	}
	if err == nil {
		err = book.SetColWidth(sheet, "B", "D", 28)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = book.WriteTo(w)
	return fault.Wrap(op, err)
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
