package madis

import (
	"cmp"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
)

func both(fr string) i18n.Text { return i18n.Text{Fr: fr, En: fr} }

// dataOf reads the categories of data with their retention, which Madis keeps
// for the treatment as a whole.
func dataOf(b, library bundle, r *record, out *rows, short func(string, string) string) (terms []model.Term) {
	keep := retention(b, r, short)
	type category struct {
		code  string
		names []string
	}
	var list []category
	add := func(code, name string) {
		for n := range list {
			if list[n].code == code {
				if !slices.Contains(list[n].names, name) {
					list[n].names = append(list[n].names, name)
				}
				return
			}
		}
		list = append(list, category{code, []string{name}})
	}
	var codes []string
	for _, j := range b.where(tDataOf, "treatment_id", r.key) {
		codes = append(codes, j.values["treatment_data_category_code"])
	}
	codes = append(codes, r.list("data_category")...) // before 2019
	slices.Sort(codes)
	for _, code := range codes {
		name, sensitive := code, false
		if c := library.one(tData, code); c != nil {
			name, sensitive = or(c.get("name"), code), c.is("sensible")
		}
		ours := dataCodes[code]
		if ours == "" {
			ours = cutKey("madis-" + text.Slug(code))
			terms = append(terms, model.Term{Vocabulary: "data", Code: ours, Label: both(name), Sensitive: sensitive})
		}
		add(ours, name)
	}
	if other := r.get("data_category_other"); other != "" {
		terms = append(terms, model.Term{Vocabulary: "data", Code: "madis-autres", Label: both("Autres données")})
		add("madis-autres", other)
	}
	for _, c := range list {
		out.add(c.code, map[string]string{"category": c.code, "detail": cut(strings.Join(c.names, ", "), model.MaxLong), "active": keep.active,
			"intermediate": keep.later, "fate": keep.fate})
	}
	return terms
}

type kept struct{ active, later, fate string }

// retention reads how long data are kept: the list of v2, or the single delay
// of earlier versions.
func retention(b bundle, r *record, short func(string, string) string) (k kept) {
	var active, later []string
	list := b.where(tShelfLife, "treatment_id", r.key)
	// They have no order in Madis: archives come last, and their fate is final.
	slices.SortStableFunc(list, func(a, b *record) int {
		return cmp.Or(cmp.Compare(archive(a), archive(b)), strings.Compare(a.values["name"], b.values["name"]), strings.Compare(a.values["duration"], b.values["duration"]))
	})
	for _, s := range list {
		name, duration := oneLine(s.get("name")), oneLine(s.get("duration"))
		words := strings.Trim(name+"\u202f: "+duration, "\u202f: ")
		if f := fates[s.get("ultimate_fate")]; f != "" {
			k.fate = f
		}
		if words == "" {
			continue
		}
		if archive(s) == 1 {
			later = append(later, words)
		} else {
			active = append(active, words)
		}
	}
	number, period, words := r.get("delay_number"), r.get("delay_period"), r.get("delay_comment")
	r.skip("delay_other_delay")
	if f := fates[r.get("ultimate_fate")]; k.fate == "" {
		k.fate = f
	}
	if len(active) == 0 && len(later) == 0 {
		if number != "" && number != "0" {
			active = append(active, number+" "+map[string]string{"day": "jours", "month": "mois", "year": "ans"}[period])
		}
		if words != "" {
			active = append(active, words)
		}
	}
	if len(active) == 0 {
		active, later = later, nil
	}
	k.active, k.later = short("Durées de conservation", strings.Join(active, "\u202f; ")), short("Archivage intermédiaire", strings.Join(later, "\u202f; "))
	return k
}

// archive tells by its name whether a retention is that of an archive: 1, or 0.
func archive(s *record) int {
	if fold := text.Fold(s.values["name"]); strings.Contains(fold, "intermediaire") || strings.Contains(fold, "archiv") {
		return 1
	}
	return 0
}
