package activity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

// A Notice is a text for people whose data are collected (GDPR, art. 13 and
// 14), in one of its forms.
type Notice struct {
	Form    string
	Kind    string // of paper
	Label   i18n.Text
	Paper   paper.Made // in the reader's language
	Content string     // its words in French, without its title: what is compared
	French  paper.Made
	Placed  Placed
	// Outdated is that it was taken with another text than this.
	Outdated bool
}

// Placed says when a notice was taken, and how it read.
type Placed struct {
	Content  string
	By       string
	At       string // a day
	Rev      int    // of the record
	Template int    // version of the template
	Way      string // how: see ways
}

// ways are how a notice is taken.
var ways = map[string]i18n.Text{
	"":      i18n.T("mise en place", "put up"),
	"print": i18n.T("imprimée", "printed"),
	"odt":   i18n.T("emportée en ODT", "taken as ODT"),
	"docx":  i18n.T("emportée en DOCX", "taken as DOCX"),
	"pdf":   i18n.T("emportée en PDF", "taken as PDF"),
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

// place keeps that a notice was taken, with the text that it has now.
func place(ctx context.Context, tx access.Tx, f model.Full, n Notice, way string) error {
	const op = "activity.place"
	if err := tx.May(ctx, access.Register, f.MemberID); err != nil {
		return err
	}
	if _, ok := ways[way]; !ok {
		return fault.New(fault.Invalid, op, "Cette façon de prendre la mention n’existe pas.", "There is no such way of taking a notice.")
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_notice (instance_id, form, member_id, content, placed_at, by_id, by_name, rev, template, way)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) on conflict (instance_id, form) do update set content = excluded.content, placed_at = excluded.placed_at,
			by_id = excluded.by_id, by_name = excluded.by_name, rev = excluded.rev, template = excluded.template, way = excluded.way`,
		f.ID, n.Form, f.MemberID, n.Content, tx.Micros(), by.ID, by.Name, f.Rev, n.French.Version, way); err != nil {
		return err
	}
	return tx.Record(ctx, EventNotice, f.MemberID, f.ID, map[string]any{"form": n.Form, "revision": f.Rev, "way": way})
}

// EventNotice is what the journal says when a notice was taken.
const EventNotice = "register.notice-placed"

type placedRow struct {
	instance, form, member string
	Placed
}

func scanPlaced(r database.Row) (p placedRow, err error) {
	var at int64
	err = r.Scan(&p.instance, &p.form, &p.member, &p.Content, &p.By, &at, &p.Rev, &p.Template, &p.Way)
	p.At = access.Day(clock.FromMicros(at))
	return p, err
}

const placedColumns = `n.instance_id, n.form, n.member_id, n.content, n.by_name, n.placed_at, n.rev, n.template, n.way`

// placed lists the notices that a member has taken.
func placed(ctx context.Context, tx access.Tx, member string) ([]placedRow, error) {
	return database.All(ctx, tx, "activity.placed", scanPlaced, `select `+placedColumns+` from register_notice n where n.member_id = $1 order by n.instance_id, n.form`, member)
}

// noticeOf makes a notice of an activity, and says whether it was taken with
// another text. Notices are public papers of a French body: their text is
// compared in French.
func noticeOf(ctx context.Context, tx access.Tx, set *paper.Set, terms model.Terms, m organisation.Member, f model.Full, form noticeForm, up []placedRow) (n Notice, err error) {
	n = Notice{Form: form.Form, Kind: form.Name, Label: form.Label}
	in := func(l i18n.Lang) (paper.Made, error) {
		data := noticeData(i18n.With(ctx, i18n.Locale{Lang: l}), terms, f)
		return set.From(ctx, tx, form.Kind, paper.Ask{Member: m, Subject: f.ID, Lang: l}, data)
	}
	if n.French, err = in(i18n.French); err != nil {
		return n, err
	}
	n.Content, n.Paper = contentOf(n.French), n.French
	if l := lang(ctx); l != i18n.French {
		if n.Paper, err = in(l); err != nil {
			return n, err
		}
	}
	for _, p := range up {
		if p.instance == f.ID && p.form == n.Form {
			n.Placed, n.Outdated = p.Placed, p.Content != n.Content
		}
	}
	return n, nil
}

// contentOf are the words of a notice, a line a paragraph, without its title.
func contentOf(m paper.Made) string {
	blocks := document.Read(m.Markdown)
	if len(blocks) > 0 && blocks[0].Kind == document.Heading {
		blocks = blocks[1:]
	}
	return document.Words(blocks)
}

// noticesOf makes the notices that go with an activity, and those that were
// taken of it.
func noticesOf(ctx context.Context, tx access.Tx, set *paper.Set, terms model.Terms, m organisation.Member, f model.Full, up []placedRow) ([]Notice, error) {
	var out []Notice
	for _, form := range noticeForms {
		taken := slices.ContainsFunc(up, func(p placedRow) bool { return p.instance == f.ID && p.form == form.Form })
		if form.Fits != nil && !form.Fits(f) && !taken {
			continue
		}
		n, err := noticeOf(ctx, tx, set, terms, m, f, form, up)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// suspectNotices are the notices of all members whose record or template changed
// after they were taken, and how many were taken at all.
func suspectNotices(ctx context.Context, tx access.Tx) ([]placedRow, int, error) {
	const op = "activity.suspectNotices"
	only, args := tx.Only("n.member_id", nil)
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_notice n where `+only, args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	changed := "i.rev <> n.rev"
	for _, form := range noticeForms {
		args = append(args, form.Form, form.Name)
		changed += fmt.Sprintf(` or n.form = $%d and n.template <> coalesce((select max(t.number) from register_paper_template t where t.kind = $%d and t.lang = 'fr'), 0)`, len(args)-1, len(args))
	}
	args = append(args, maxLooked+1)
	list, err := database.All(ctx, tx, op, scanPlaced, `select `+placedColumns+` from register_notice n join register_instance i on i.id = n.instance_id
		where i.retired_at = 0 and `+only+` and (`+changed+fmt.Sprintf(`) order by n.member_id, n.instance_id, n.form limit $%d`, len(args)), args...)
	return list, total, err
}
