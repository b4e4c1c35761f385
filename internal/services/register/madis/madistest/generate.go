package madistest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

// An Installation is one that was made up.
type Installation struct {
	SQL       string       // to fill an empty database
	Documents fstest.MapFS // the folder of documents
	Rows      map[string]int
	Sirens    []string // of the bodies, "" where one has none
}

type maker struct {
	r   *rand.Rand
	b   strings.Builder
	out Installation
}

// Sirens of invented bodies: valid by their check digit, of a range that is not
// in use.
func siren(n int) string {
	base := fmt.Sprintf("0%07d", 1000+n) // begins with a zero, which Madis loses
	for d := range 10 {
		if s := base + fmt.Sprint(d); luhn(s) {
			return s
		}
	}
	panic("no check digit")
}

func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// Make invents an installation with so many bodies: each has clones of the
// treatments of the first, some of its own, and odd data.
func Make(seed uint64, bodies int) Installation {
	m := &maker{r: rand.New(rand.NewPCG(seed, 1))}
	m.out = Installation{Documents: fstest.MapFS{}, Rows: map[string]int{}}
	m.library()
	var sources []string
	for n := range bodies {
		sources = m.body(n, sources)
	}
	m.row("login_attempt", "id", m.id(), "email", "x@example.org", "ip", "192.0.2.1", "attempts", 3)
	m.row("reporting_log_journal", "id", m.id(), "user_full_name", "Une agente", "date", "2024-02-01 10:00:00", "action", "login")
	m.row("registry_extra", "id", m.id(), "label", "table d’une extension", "payload", raw("\x00\xff'\\\x1a"))
	m.out.SQL = Schema() + m.b.String()
	return m.out
}

type raw string

func (m *maker) id() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(m.r.IntN(256))
	}
	return fmt.Sprintf("%x-%x-4%03x-a%03x-%x", b[:4], b[4:6], m.r.IntN(4096), m.r.IntN(4096), b[10:])
}

// row writes an insert: pairs of column and value; nil is NULL.
func (m *maker) row(table string, pairs ...any) {
	var columns, values []string
	for n := 0; n < len(pairs); n += 2 {
		columns = append(columns, "`"+pairs[n].(string)+"`")
		values = append(values, literal(pairs[n+1]))
	}
	fmt.Fprintf(&m.b, "INSERT INTO `%s` (%s) VALUES (%s);\n", table, strings.Join(columns, ","), strings.Join(values, ","))
	m.out.Rows[table]++
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case raw:
		return fmt.Sprintf("0x%X", string(v))
	case string:
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`).Replace(v) + "'"
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return fmt.Sprint(v)
}

func (m *maker) library() {
	m.studies()
	for n, c := range []string{"civility:État civil:0", "postal:Coordonnées postales:0", "email:Emails:0", "bank:Information bancaire:0", "health:Santé:1",
		"social-security-number:NIR:1", "picture:Photos-vidéos:0", "pets:Animaux de compagnie 🐕:0"} {
		p := strings.Split(c, ":")
		m.row("registry_treatment_data_category", "code", p[0], "name", p[1], "position", n, "sensible", p[2] == "1")
	}
	m.row("maturity_referentiel", "id", "11111111-0000-4000-a000-000000000001", "name", "Référentiel de l’opérateur", "created_at", "2021-01-05 09:00:00", "updated_at", "2022-03-01 12:00:00",
		"authorized_collectivity_types", `["commune"]`)
	for d := range 2 {
		domain := fmt.Sprintf("2222222%d-0000-4000-a000-000000000001", d)
		m.row("maturity_domain", "id", domain, "referentiel_id", "11111111-0000-4000-a000-000000000001", "name", []string{"Technique", "Juridique"}[d], "color", "info", "position", d)
		for q := range 3 {
			question := fmt.Sprintf("3333333%d-000%d-4000-a000-000000000001", d, q)
			m.row("maturity_question", "id", question, "domain_id", domain, "name", fmt.Sprintf("Question %d, l’une des « simples »\u202f?", q), "position", q, "optional", q == 2, "weight", q+1)
			for a := range 3 {
				m.row("maturity_answer", "id", fmt.Sprintf("4444444%d-000%d-400%d-a000-000000000001", d, q, a), "question_id", question, "name", []string{"Non", "En partie", "Oui"}[a],
					"position", a, "response", a, "recommendation", []any{"Commencez par écrire la règle.", "Appliquez-la partout.", nil}[a])
			}
		}
	}
	m.row("document", "id", m.id(), "name", "Guide de l’élu", "url", "//madis/documents/guide.pdf", "file", "guide-de-l-elu.pdf", "size", 12, "pinned", true, "is_link", false, "created_at", "2022-01-01 00:00:00")
	m.out.Documents["var/documents/files/guide-de-l-elu.pdf"] = &fstest.MapFile{Data: []byte("%PDF guide")}
	m.row("document", "id", m.id(), "name", "Site de la CNIL", "url", "https://www.cnil.fr", "file", "", "size", 0, "pinned", false, "is_link", true, "created_at", "2022-01-01 00:00:00")
}
