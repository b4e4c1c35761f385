package activity

import (
	"context"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/model"
)

// A Notice is a text for people whose data are collected (GDPR, art. 13 and
// 14), in one of its forms.
type Notice struct {
	Form   string
	Label  i18n.Text
	Title  string
	Text   []string // paragraphs
	Placed Placed
	// Outdated is that it was put up with another text than this.
	Outdated bool
}

// Placed says when a notice was put up, and how it read.
type Placed struct {
	Content string
	By      string
	At      string // a day
}

// The forms of a notice.
var noticeForms = []model.Option{
	option("form", "Formulaire (court)", "Form (short)"),
	option("page", "Page internet (complète)", "Web page (full)"),
	option("poster", "Affiche", "Poster"),
}

type rightsFile struct {
	Rights []struct {
		Code, Label string
		Bases       []string
	}
}

var lawfulRights = func() (f rightsFile) {
	b, err := data.ReadFile("data/rights.yaml")
	if err == nil {
		err = yaml.Unmarshal(b, &f)
	}
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	return f
}()

// Rights are what people may ask for, by the legal bases of an activity's
// purposes, in words of the second person. A right counts when one of the
// purposes gives it.
func Rights(r model.Record) (codes []string, words []i18n.Text) {
	for _, right := range lawfulRights.Rights {
		if slices.ContainsFunc(r.Lists[lPurposes], func(row model.Row) bool { return slices.Contains(right.Bases, row.Cells["basis"].Fr) }) {
			codes, words = append(codes, right.Code), append(words, say(right.Label))
		}
	}
	return codes, words
}

// write makes the notices of an activity, in French or English.
func writeNotices(l i18n.Lang, terms model.Terms, m organisation.Member, officer string, r model.Record) []Notice {
	t := func(fr, en string, args ...any) string { return i18n.T(fr, en, args...).In(l) }
	name := r.Get(fName).In(l)
	var purposes, bases, data, sources, kept []string
	for _, row := range r.Lists[lPurposes] {
		purposes = append(purposes, lowered(row.Cells["name"].In(l)))
		basis := showCell(l, lPurposes, "basis", row, nil)
		if law := row.Cells["law"].In(l); law != "" {
			basis += " – " + law
		}
		if !slices.Contains(bases, basis) {
			bases = append(bases, basis)
		}
	}
	for _, row := range r.Lists[lData] {
		category := lowered(showCell(l, lData, "category", row, terms))
		if detail := row.Cells["detail"].In(l); detail != "" {
			category += " (" + lowered(detail) + ")"
		}
		data = append(data, category)
		kept = append(kept, lowered(showCell(l, lData, "category", row, terms))+t("\u202f: ", ": ")+lowered(row.Cells["active"].In(l)))
	}
	var recipients []string
	for _, row := range r.Lists[lRecipients] {
		recipients = append(recipients, lowered(row.Cells["name"].In(l)))
	}
	for _, row := range r.Lists[lTransfers] {
		sources = append(sources, row.Cells["recipient"].In(l)+" ("+row.Cells["country"].In(l)+", "+lowered(showCell(l, lTransfers, "safeguard", row, nil))+")")
	}
	_, rights := Rights(r)
	var may []string
	for _, w := range rights {
		may = append(may, w.In(l))
	}
	join := func(list []string) string { return strings.Join(list, t("\u202f; ", "; ")) }
	who := t("%[1]s traite vos données pour\u202f: %[2]s.", "%[1]s uses your data to: %[2]s.", m.Name, join(purposes))
	ask := t("Vous pouvez %[1]s. Adressez-vous à %[2]s, ou au délégué à la protection des données\u202f: %[3]s.",
		"You may %[1]s. Write to %[2]s, or to the data-protection officer: %[3]s.", strings.Join(may, ", "), m.Name, officer)
	complain := t("Si vous estimez que vos droits ne sont pas respectés, vous pouvez adresser une réclamation à la CNIL (www.cnil.fr).",
		"If you think that your rights are not respected, you may complain to the CNIL (www.cnil.fr).")
	full := []string{
		who,
		t("Base légale\u202f: %[1]s.", "Legal basis: %[1]s.", join(bases)),
		t("Données\u202f: %[1]s.", "Data: %[1]s.", join(data)),
		t("Destinataires\u202f: %[1]s.", "Recipients: %[1]s.", join(recipients)),
		t("Durées de conservation\u202f: %[1]s.", "Retention: %[1]s.", join(kept)),
	}
	if origin := r.Get(fOrigin).Fr; origin == "other" || origin == "both" {
		full = append(full, t("Une partie de ces données nous vient d’autres organismes.", "Some of these data come to us from other bodies."))
	}
	if len(sources) > 0 {
		full = append(full, t("Transferts hors de l’Union européenne\u202f: %[1]s.", "Transfers outside the European Union: %[1]s.", join(sources)))
	}
	full = append(full, ask, complain)
	out := []Notice{
		{Form: "form", Text: []string{who, t("Base légale\u202f: %[1]s.", "Legal basis: %[1]s.", join(bases)), ask}},
		{Form: "page", Text: full},
		{Form: "poster", Text: []string{who, t("Vos données sont gardées\u202f: %[1]s.", "Your data are kept: %[1]s.", join(kept)), ask, complain}},
	}
	for n := range out {
		out[n].Title, out[n].Label = name, noticeForms[n].Label
	}
	return out
}

func showCell(l i18n.Lang, list, cell string, row model.Row, terms model.Terms) string {
	spec, _ := Spec.List(list)
	f, _ := spec.Cell(cell)
	return Spec.Show(l, f, row.Cells[cell], terms)
}

// lowered begins a phrase within another, unless it begins with a name of
// capitals.
func lowered(s string) string {
	r := []rune(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if len(r) > 1 && r[0] >= 'A' && strings.ToUpper(string(r[:2])) != string(r[:2]) {
		return strings.ToLower(string(r[:1])) + string(r[1:])
	}
	return string(r)
}

// place keeps that a notice was put up, with the text that it has now.
func place(ctx context.Context, tx access.Tx, f model.Full, n Notice) error {
	const op = "activity.place"
	if err := tx.May(ctx, access.Register, f.MemberID); err != nil {
		return err
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_notice (instance_id, form, member_id, content, placed_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7) on conflict (instance_id, form) do update set content = excluded.content, placed_at = excluded.placed_at,
			by_id = excluded.by_id, by_name = excluded.by_name`, f.ID, n.Form, f.MemberID, strings.Join(n.Text, "\n"), tx.Micros(), by.ID, by.Name); err != nil {
		return err
	}
	return tx.Record(ctx, EventNotice, f.MemberID, f.ID, map[string]any{"form": n.Form})
}

// EventNotice is what the journal says when a notice was put up.
const EventNotice = "register.notice-placed"

type placedRow struct {
	instance, form string
	Placed
}

// placed lists the notices that a member has put up.
func placed(ctx context.Context, tx access.Tx, member string) ([]placedRow, error) {
	return database.All(ctx, tx, "activity.placed", func(r database.Row) (p placedRow, err error) {
		var at int64
		err = r.Scan(&p.instance, &p.form, &p.Content, &p.By, &at)
		p.At = access.Day(clock.FromMicros(at))
		return p, err
	}, `select instance_id, form, content, by_name, placed_at from register_notice where member_id = $1 order by instance_id, form`, member)
}

// officerOf is who answers for the protection of a member's data, as notices
// name her: its designated officer, or else the operator.
func officerOf(ctx context.Context, tx access.Tx, member string) (string, error) {
	who, err := designation.ContactOf(ctx, tx, member)
	if err != nil || who != "" {
		return who, err
	}
	o, err := organisation.Operator(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return o.Name, err
}

// noticesOf makes the notices of an activity, and says which were put up with
// another text. Notices are public papers of a French body: their text is
// compared in French.
func noticesOf(ctx context.Context, tx access.Tx, terms model.Terms, m organisation.Member, f model.Full, up []placedRow) ([]Notice, error) {
	officer, err := officerOf(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	french := writeNotices(i18n.French, terms, m, officer, f.Record)
	out := writeNotices(lang(ctx), terms, m, officer, f.Record)
	for n := range out {
		for _, p := range up {
			if p.instance == f.ID && p.form == out[n].Form {
				out[n].Placed = p.Placed
				out[n].Outdated = p.Content != strings.Join(french[n].Text, "\n")
			}
		}
	}
	return out, nil
}

// outdated counts the notices of a member that no longer say what its register
// says.
func outdated(ctx context.Context, tx access.Tx, member string) (int, error) {
	up, err := placed(ctx, tx, member)
	if err != nil || len(up) == 0 {
		return 0, err
	}
	m, err := organisation.Get(ctx, tx, member)
	if err != nil {
		return 0, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return 0, err
	}
	ids := []string{}
	for _, p := range up {
		if !slices.Contains(ids, p.instance) {
			ids = append(ids, p.instance)
		}
	}
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member, IDs: ids})
	if err != nil {
		return 0, err
	}
	count := 0
	for _, f := range list {
		notices, err := noticesOf(ctx, tx, terms, m, f, up)
		if err != nil {
			return 0, err
		}
		for _, n := range notices {
			if n.Outdated {
				count++
			}
		}
	}
	return count, nil
}
