package adhesion

import (
	"archive/zip"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

type statementView struct {
	Statement
	Simulated *Statement // with the scales of the year after
}

func (p *Pages) statement(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year := p.year(r.URL.Query().Get("year"))
	var v statementView
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Statement, err = Reckon(ctx, tx, "", year, year); err != nil {
			return err
		}
		next, err := Reckon(ctx, tx, "", year, year+1)
		for _, d := range next.Dues {
			if !d.NoScale {
				v.Simulated = &next
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "État des cotisations", "Statement of dues")}, statementBody(v))
}

// export writes the statement of a year (csv, xlsx), or all members' pages for
// their councils (council).
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year, format := p.year(r.PathValue("year")), r.PathValue("format")
	types := map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "council": "application/zip"}
	if types[format] == "" || strconv.Itoa(year) != r.PathValue("year") {
		return fault.Missing("adhesion.export")
	}
	var st Statement
	var sheets []Sheet
	var names []string
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if st, err = Reckon(ctx, tx, "", year, year); err != nil || format != "council" {
			return err
		}
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, d := range st.Dues {
			if seen[d.Member.ID] {
				continue
			}
			seen[d.Member.ID] = true
			s, err := SheetOf(ctx, tx, p.works, operator.Name, d.Member.ID, d.Member.Name, year)
			if err != nil {
				return err
			}
			sheets, names = append(sheets, s), append(names, s.FileName(d.Member.Siren))
		}
		return nil
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("cotisations-%d.%s", year, format)
	if format == "council" {
		name = fmt.Sprintf("conseils-%d.zip", year)
	}
	head(w, types[format], name)
	switch format {
	case "csv":
		return st.CSV(w)
	case "xlsx":
		return st.XLSX(w)
	}
	z := zip.NewWriter(w)
	for i, s := range sheets {
		f, err := z.Create(names[i])
		if err != nil {
			return err
		}
		if err := s.PDF(ctx, f); err != nil {
			return err
		}
	}
	return z.Close()
}

func head(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
