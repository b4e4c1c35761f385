package duty

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// pageSize is how many members the operator's page shows at once.
const pageSize = 100

type allView struct {
	Filter Filter
	Board  Board
	Pages  ui.Pages
	Book   *Book
	Query  string // of the present filter, encoded
}

func (v allView) filtered() bool {
	return v.Filter.Query != "" || v.Filter.Kind != "" || v.Filter.Rule != "" || v.Filter.Status != ""
}

// filterOf reads a filter from the address; what it does not know is no filter.
func (s *Service) filterOf(q url.Values) Filter {
	f := Filter{Query: q.Get("q"), Sort: "-late"}
	if k := organisation.Kind(q.Get("kind")); k.Known() {
		f.Kind = k
	}
	if s.book.Rule(q.Get("rule")) != nil {
		f.Rule = q.Get("rule")
	}
	if st := Status(q.Get("status")); st.Known() {
		f.Status = st
	}
	if q.Get("sort") == "name" {
		f.Sort = ""
	}
	return f
}

func (f Filter) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "kind": string(f.Kind), "rule": f.Rule, "status": string(f.Status)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	v := allView{Filter: p.filterOf(q), Book: p.book}
	v.Query = v.Filter.values().Encode()
	n, _ := strconv.Atoi(q.Get("page"))
	n = min(max(n, 1), 100_000)
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Board, err = p.Look(ctx, tx, v.Filter, pageSize, (n-1)*pageSize)
		return err
	})
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: n, Size: pageSize, Total: int64(v.Board.Total)}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Obligations de publication", "Duties to publish")}, allBody(v))
}

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var b Board
	f := p.filterOf(r.URL.Query())
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		b, err = p.Look(ctx, tx, f, 0, 0)
		return err
	})
	if err != nil {
		return err
	}
	web.Attachment(w, "obligations.csv", "text/csv; charset=utf-8")
	return Export(ctx, w, b.Lines, f)
}

// Export writes a row for each member and duty, in CSV. The filter's rule and
// status choose duties, too.
func Export(ctx context.Context, w io.Writer, lines []Line, f Filter) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"siren", "nom", "type", "population", "agents", "obligation", "intitule", "periode", "etat", "echeance", "reponse", "detail", "pourquoi", "texte"})
	for _, l := range lines {
		for _, d := range l.Duties {
			if f.Rule != "" && d.Rule.ID != f.Rule || f.Status != "" && d.Status != f.Status {
				continue
			}
			m := l.Member
			_ = out.Write([]string{m.Siren, m.Name, string(m.Kind), strconv.Itoa(m.Population), strconv.Itoa(m.Staff), d.Rule.ID, d.Rule.Title.Fr, d.Period,
				string(d.Status), d.Due, d.How, harmless(d.What), d.Verdict.Why.Fr, d.Rule.Law})
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a title for a formula.
func harmless(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
