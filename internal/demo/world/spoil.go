package world

import (
	"bytes"
	"strconv"
	"strings"
)

// dated, amount and number columns of the schemas, where mistakes are made.
var (
	dateColumns   = []string{"dateConvention", "DELIB_DATE", "menuDate", "DATE_PUBL"}
	amountColumns = []string{"montant", "BGT_MTPREV"}
	siretColumns  = []string{"idAttribuant", "COLL_SIRET", "BGT_SIRET", "menuCollSiret", "platCollSiret"}
	keyColumns    = []string{"dateConvention", "ANNEE", "DELIB_OBJET", "BGT_NATURE", "EQUIP_NOM", "menuDate"}
)

// spoil makes the intended fault, writes the table, and says what is wrong.
func (g *generator) spoil(m *Member, s *slot, t *table, kind FaultKind, title string) ([]byte, []Fault) {
	fault := Fault{Kind: kind}
	switch kind {
	case FaultPDF:
		return []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"), []Fault{fault}
	case FaultEmpty:
		return []byte("\ufeff"), []Fault{fault}
	case FaultMissingColumn:
		fault.Field = present(t, keyColumns)
		t.drop(fault.Field)
	case FaultDuplicateColumn:
		fault.Field = present(t, keyColumns)
		t.labels = append(append([]string(nil), t.labels...), fault.Field)
		for i, row := range t.rows {
			t.rows[i] = append(row[:len(row):len(row)], row[t.column(fault.Field)])
		}
	case FaultSlashedDates:
		fault = t.each(kind, dateColumns, func(cell string) string {
			p := strings.Split(cell, "-")
			return p[2] + "/" + p[1] + "/" + p[0]
		})
	case FaultEuroAmounts:
		fault = t.each(kind, amountColumns, spacedEuros)
	case FaultScientific:
		fault = t.each(kind, siretColumns, scientific)
	case FaultCapitals:
		fault = t.each(kind, []string{"BGT_NATDEC"}, func(cell string) string { return strings.ToUpper(cell[:1]) + cell[1:] })
	case FaultVotes:
		fault = t.wrongVotes()
	case FaultNamedPerson:
		fault = m.namePerson(t)
	case FaultIBAN:
		fault = m.leaveAccounts(t)
	case FaultContacts:
		fault = m.leaveContacts(t)
	case FaultNamedAgent, FaultOwnerNamed:
		fault = m.slipName(t, kind)
	}
	out := s.form.encode(t, title)
	if kind == FaultUnclosedQuote {
		middle := bytes.IndexByte(out[len(out)/2:], s.form.delimiter) + len(out)/2 + 1
		out = append(out[:middle:middle], append([]byte{'"'}, out[middle:]...)...)
	}
	if kind == "" {
		return out, nil
	}
	return out, []Fault{fault}
}

// present is the first of the labels that the table has, else its second one.
func present(t *table, labels []string) string {
	for _, l := range labels {
		if t.column(l) >= 0 {
			return l
		}
	}
	return t.labels[1]
}

func (t *table) drop(label string) {
	c := t.column(label)
	t.labels = append(append([]string(nil), t.labels[:c]...), t.labels[c+1:]...)
	for i, row := range t.rows {
		t.rows[i] = append(append([]string(nil), row[:c]...), row[c+1:]...)
	}
}

// each changes all filled cells of a column.
func (t *table) each(kind FaultKind, columns []string, change func(string) string) Fault {
	f := Fault{Kind: kind, Field: present(t, columns)}
	c := t.column(f.Field)
	for _, row := range t.rows {
		if row[c] != "" {
			row[c] = change(row[c])
			f.Cells++
		}
	}
	return f
}

// scientific is a SIRET after a spreadsheet took it for a number: 8,03E+13.
func scientific(cell string) string {
	return cell[:1] + "," + cell[1:3] + "E+" + strconv.Itoa(len(cell)-1)
}

// wrongVotes forgets one vote on every fourth row.
func (t *table) wrongVotes() Fault {
	f := Fault{Kind: FaultVotes, Field: "VOTE_REEL"}
	c := t.column("VOTE_POUR")
	for i := 1; i < len(t.rows); i += 4 {
		n, _ := strconv.Atoi(t.rows[i][c])
		t.rows[i][c] = strconv.Itoa(n - 1)
		f.Cells++
	}
	return f
}

// namePerson adds a secours whose object names the person helped, with her
// telephone. Form is right: only the gate of personal data can see it.
func (m *Member) namePerson(t *table) Fault {
	r := m.draw("secours")
	p := someone(r)
	row := append([]string(nil), t.rows[len(t.rows)/2]...)
	set := func(label, value string) { row[t.column(label)] = value }
	set("nomBeneficiaire", "Bénéficiaire du CCAS")
	set("idBeneficiaire", m.SIRET)
	set("rnaBeneficiaire", "")
	set("objet", "Secours d'urgence à Mme "+strings.ToUpper(p.last)+" "+pick(r, adultWomen)+", loyer impayé, tél. "+spaced(mobilePhone(r)))
	set("montant", "180.00")
	at := len(t.rows) * 2 / 3
	t.rows = append(t.rows[:at:at], append([][]string{row}, t.rows[at:]...)...)
	return Fault{Kind: FaultNamedPerson, Field: "objet", Cells: 1}
}

// leaveAccounts leaves a column that the export should not have had.
func (m *Member) leaveAccounts(t *table) Fault {
	r := m.draw("iban")
	t.labels = append(append([]string(nil), t.labels...), "IBAN")
	for i, row := range t.rows {
		t.rows[i] = append(row[:len(row):len(row)], iban(r))
	}
	return Fault{Kind: FaultIBAN, Field: "IBAN", Cells: len(t.rows)}
}

// leaveContacts leaves presidents' own telephones and mailboxes in a directory.
func (m *Member) leaveContacts(t *table) Fault {
	r := m.draw("contacts")
	t.labels = append(append([]string(nil), t.labels...), "Président", "Portable", "Courriel")
	for i, row := range t.rows {
		p := someone(r)
		t.rows[i] = append(row[:len(row):len(row)], p.name(), spaced(mobilePhone(r)), p.dotted()+"@courriel.example")
	}
	return Fault{Kind: FaultContacts, Field: "Portable", Cells: len(t.rows)}
}

// slipName writes a person's name where only a reader notices it.
func (m *Member) slipName(t *table, kind FaultKind) Fault {
	r := m.draw("slip")
	f := Fault{Kind: kind, Field: "DELIB_OBJET", Cells: 1}
	text := "Reclassement pour raison de santé de Mme " + pick(r, familyNames) + ", adjointe technique"
	if kind == FaultOwnerNamed {
		f.Field, text = "EQUIP_NOM", "Gîte de Mme "+pick(r, adultWomen)+" "+pick(r, familyNames)
	}
	t.rows[len(t.rows)/2][t.column(f.Field)] = text
	return f
}
