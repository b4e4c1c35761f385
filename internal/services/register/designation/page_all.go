package designation

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// failed puts what is wrong beside the field that it is about, and tells
// whether it was that.
func failed(f *form.Form, err error, room string) bool {
	e, ok := err.(*fault.Error)
	if !ok || !fault.Is(err, fault.Invalid) {
		return false
	}
	f.Fail(strings.TrimPrefix(e.Op, room), e.Say)
	return true
}

type allView struct {
	Filter  Filter
	Counts  Counts
	Members []organisation.Member
	Today   map[string]map[Post]Office
	Holders []Holder
	Pager   ui.Pages
}

func (v allView) filtered() bool { return v.Filter.Query != "" || v.Filter.Holder != "" }

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page, _ := strconv.Atoi(q.Get("page"))
	v := allView{Filter: Filter{View: View(q.Get("view")), Holder: q.Get("holder"), Query: q.Get("q")}, Pager: ui.Pages{Page: max(page, 1), Size: pageSize}}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Counts, err = CountAll(ctx, tx); err != nil {
			return err
		}
		if v.Holders, err = Holders(ctx, tx); err != nil {
			return err
		}
		var total int
		if v.Members, total, err = Members(ctx, tx, v.Filter, pageSize, (v.Pager.Page-1)*pageSize); err != nil {
			return err
		}
		v.Pager.Total = int64(total)
		v.Today, err = Today(ctx, tx, ids(v.Members))
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(r.Context(), "Désignations", "Designations")}, allBody(v))
}

func ids(list []organisation.Member) []string {
	out := make([]string, len(list))
	for n, m := range list {
		out[n] = m.ID
	}
	return out
}

// most is how many members an export holds.
const most = 100_000

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	var list []organisation.Member
	var held map[string]map[Post]Office
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if list, _, err = Members(ctx, tx, Filter{View: View(q.Get("view")), Holder: q.Get("holder"), Query: q.Get("q")}, most, 0); err != nil {
			return err
		}
		held = map[string]map[Post]Office{}
		for from := 0; from < len(list); from += 500 {
			part, err := Today(ctx, tx, ids(list[from:min(from+500, len(list))]))
			if err != nil {
				return err
			}
			for m, offices := range part {
				held[m] = offices
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	web.Attachment(w, "designations.csv", "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	_ = out.Write([]string{"siren", "collectivite", "delegue", "organisme", "forme", "courriel", "telephone", "depuis", "jusqu_au", "numero_cnil", "numero_le", "acte", "acte_le",
		"representant", "qualite", "representant_depuis", "referent", "referent_courriel", "referent_telephone"})
	for _, m := range list {
		d, c, f := held[m.ID][Officer], held[m.ID][Controller], held[m.ID][Referent]
		line := []string{m.Siren, m.Name, d.Holder, d.Body, d.Form.Label().Fr, d.Email, d.Phone, d.From, d.Until, d.Reference, d.ReferencedOn, d.Act, d.ActOn,
			c.Holder, c.Title, c.From, f.Holder, f.Email, f.Phone}
		for n := range line {
			line[n] = cell(line[n])
		}
		_ = out.Write(line)
	}
	out.Flush()
	return out.Error()
}

// cell keeps what somebody typed from being taken for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
