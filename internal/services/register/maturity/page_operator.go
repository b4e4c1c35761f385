package maturity

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// standing is where a member stands.
type standing struct {
	Member organisation.Member
	Survey Survey // zero when it has none
}

type allView struct {
	Kind     Kind
	Form     *form.Form
	Versions []Issued
	Members  []standing
	Pages    ui.Pages
	With     int // members that have submitted one
	Total    int
}

const pageSize = 100

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	return p.showAll(w, r, http.StatusOK, nil)
}

func (p *Pages) showAll(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := allView{Kind: p.kind, Form: f}
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n = min(max(n, 1), 100_000)
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Versions, err = p.kind.versions(ctx, tx); err != nil {
			return err
		}
		if v.With, err = database.Value[int](ctx, tx, "maturity.all", `select count(distinct member_id) from register_survey where state = 'submitted' and subject = '' and `+covering("questionnaire", p.kind.Name)); err != nil {
			return err
		}
		v.Members, v.Total, err = standings(ctx, tx, p.kind.Name, pageSize, (n-1)*pageSize)
		return err
	})
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: n, Size: pageSize, Total: int64(v.Total)}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: i18n.Read(ctx, p.kind.All)}, allBody(v))
}

// standings lists the members that are served, those without a survey first,
// then the weakest.
func standings(ctx context.Context, tx access.Tx, questionnaire string, limit, offset int) ([]standing, int, error) {
	const op = "maturity.standings"
	total, err := database.Value[int](ctx, tx, op, `select count(*) from member where closed_at = 0`)
	if err != nil {
		return nil, 0, err
	}
	type row struct {
		member string
		s      Survey
	}
	rows, err := database.All(ctx, tx, op, func(r database.Row) (row, error) {
		var one row
		var submitted int64
		err := r.Scan(&one.member, &one.s.ID, &one.s.Version, &one.s.Short, &one.s.Total, &submitted)
		one.s.Submitted = clock.FromMicros(submitted)
		return one, err
	}, `select m.id, coalesce(s.id, ''), coalesce(s.version, 0), coalesce(s.is_short, 0), coalesce(s.total, -1), coalesce(s.submitted_at, 0)
		from member m left join register_survey s on s.id = (select l.id from register_survey l where l.member_id = m.id and l.state = 'submitted' and l.subject = '' and `+covering("l.questionnaire", questionnaire)+` order by l.submitted_at desc, l.id desc limit 1)
		where m.closed_at = 0 order by coalesce(s.total, -1), m.sort_key, m.id limit $1 offset $2`, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(rows))
	for i, one := range rows {
		ids[i] = one.member
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	out := make([]standing, len(rows))
	for i, one := range rows {
		out[i] = standing{members[one.member], one.s}
	}
	return out, total, err
}

func (p *Pages) issue(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	body := []byte(f.Raw("body"))
	if file, _, err := r.FormFile("file"); err == nil {
		body, err = io.ReadAll(io.LimitReader(file, MaxYAML+1))
		_ = file.Close()
		if err != nil {
			return err
		}
	}
	var q *Questionnaire
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		q, err = IssueOf(ctx, tx, p.kind.Name, body)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.TooLarge) {
		f.Fail("file", fault.Message(err))
		return p.showAll(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La version %d est publiée\u202f: les prochaines évaluations la suivent, les autres gardent la leur.", "Version %d is issued: the next surveys follow it, the others keep theirs.", q.Version))
	return web.Redirect(w, r, p.kind.Operator)
}

// yaml hands a version out, to begin one's own from.
func (p *Pages) yaml(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	name := r.URL.Query().Get("name")
	version, _ := strconv.Atoi(r.URL.Query().Get("version"))
	var list []Issued
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		list, err = p.kind.versions(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Name == name && one.Version == version {
			web.Attachment(w, name+"-"+strconv.Itoa(version)+".yaml", "application/yaml")
			_, err := io.WriteString(w, one.Body)
			return err
		}
	}
	return fault.Missing("maturity.yaml")
}

// export writes where every member stands.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []standing
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		list, _, err = standings(ctx, tx, p.kind.Name, 1_000_000, 0)
		return err
	})
	if err != nil {
		return err
	}
	web.Attachment(w, p.kind.File+".csv", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"siren", "nom", "type", "population", "date", "version", "forme", "note_sur_5"})
	for _, one := range list {
		row := []string{one.Member.Siren, one.Member.Name, string(one.Member.Kind), strconv.Itoa(one.Member.Population), "", "", "", ""}
		if s := one.Survey; s.ID != "" {
			row[4], row[5], row[6], row[7] = i18n.Local(s.Submitted).Format("2006-01-02"), strconv.Itoa(s.Version), "complete", strconv.FormatFloat(float64(s.Total)/10, 'f', 1, 64)
			if s.Short {
				row[6] = "courte"
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}
