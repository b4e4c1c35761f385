package assessment

import (
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// FromActivity is what the register says already of what an assessment asks: an
// answer is given once.
func FromActivity(r model.Record, terms model.Terms) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	write := func(question string, lines ...string) {
		if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
			out.Fields["q"+question] = model.V(text)
		}
	}
	spec := activity.Spec
	cell := func(list, name string, row model.Row) string {
		l, _ := spec.List(list)
		f, _ := l.Cell(name)
		return spec.Show(i18n.French, f, row.Cells[name], terms)
	}
	each := func(list string, line func(row model.Row) string) (out []string) {
		for _, row := range r.Lists[list] {
			if s := strings.TrimSpace(line(row)); s != "" {
				out = append(out, "- "+s)
			}
		}
		return out
	}
	join := func(before string, lines []string) []string {
		if len(lines) == 0 {
			return nil
		}
		return append([]string{before}, lines...)
	}
	purposes := each(activity.ListPurposes, func(row model.Row) string { return row.Cells["name"].Fr })
	write("111", append([]string{r.Get(activity.FieldAbout).Fr}, purposes...)...)
	write("112", append(join("Responsables conjoints\u00a0:", each(activity.ListJoint, func(row model.Row) string {
		return parts(row.Cells["name"].Fr, row.Cells["role"].Fr)
	})), join("Sous-traitants\u00a0:", each(activity.ListRecipients, func(row model.Row) string {
		if row.Cells["kind"].Fr != "processor" {
			return ""
		}
		return parts(row.Cells["name"].Fr, row.Cells["why"].Fr)
	}))...)...)
	write("121", append(each(activity.ListData, func(row model.Row) string {
		return parts(cell(activity.ListData, "category", row), row.Cells["detail"].Fr)
	}), join("Destinataires\u00a0:", each(activity.ListRecipients, func(row model.Row) string { return row.Cells["name"].Fr }))...)...)
	write("123", each(activity.ListSoftware, func(row model.Row) string {
		return parts(row.Cells["name"].Fr, row.Cells["publisher"].Fr, row.Cells["hosting"].Fr)
	})...)
	write("211", purposes...)
	write("212", each(activity.ListPurposes, func(row model.Row) string {
		return parts(cell(activity.ListPurposes, "basis", row), row.Cells["law"].Fr)
	})...)
	write("215", each(activity.ListData, func(row model.Row) string {
		return parts(cell(activity.ListData, "category", row), row.Cells["active"].Fr, row.Cells["intermediate"].Fr, cell(activity.ListData, "fate", row), row.Cells["source"].Fr)
	})...)
	transfers := each(activity.ListTransfers, func(row model.Row) string {
		return parts(row.Cells["recipient"].Fr, row.Cells["country"].Fr, cell(activity.ListTransfers, "safeguard", row))
	})
	if len(transfers) == 0 {
		transfers = []string{"Le registre ne note aucun transfert hors de l’Union européenne."}
	}
	write("227", transfers...)
	for n, row := range r.Lists[activity.ListMeasures] {
		if detail := row.Cells["detail"].Fr; detail != "" {
			title := cell(activity.ListMeasures, "kind", row)
			out.Lists[lMeasures] = append(out.Lists[lMeasures], model.Row{Key: measureKey(n + 1), Cells: map[string]model.Value{cTitle: model.V(title), cContent: model.V(detail)}})
		}
	}
	return out
}

func parts(list ...string) string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\u00a0: ")
}
