package story

import (
	"context"
	"math"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
)

func subsidies(ctx context.Context, v *view) error {
	a := &v.asker
	amount, count := tables.Must(tables.Sum, a.cell("montant")), tables.Must(tables.Count)
	sums, err := v.totals(ctx, amount, count, tables.Must(tables.CountDistinct, a.cell("nomBeneficiaire")))
	if err != nil {
		return err
	}
	v.Stats = []stat{{chart.Number(ctx, sums[0], "€"), i18n.Say(ctx, "versés ou promis", "paid or promised")},
		counted(ctx, sums[1], "subvention", "subventions", "subsidy", "subsidies"),
		counted(ctx, sums[2], "bénéficiaire", "bénéficiaires", "beneficiary", "beneficiaries")}
	if err := v.ranked(ctx, "story-who", i18n.Say(ctx, "Qui reçoit le plus", "Who receives most"), i18n.Say(ctx, "Bénéficiaire", "Beneficiary"), "€",
		a.cell("nomBeneficiaire"), amount, v.inYear()); err != nil {
		return err
	}
	if len(v.Chosen) != 1 {
		if err := v.ranked(ctx, "story-from", i18n.Say(ctx, "Qui donne le plus", "Who gives most"), i18n.Say(ctx, "Attribuant", "Giver"), "€",
			a.cell("nomAttribuant"), amount, v.inYear()); err != nil {
			return err
		}
	}
	if err := v.byYear(ctx, "story-years", i18n.Say(ctx, "Le total, année par année", "The total, year by year"), "€", amount); err != nil {
		return err
	}
	return v.list(ctx, i18n.Say(ctx, "Les subventions, la plus grosse d’abord", "The subsidies, the largest first"),
		[]head{{i18n.Say(ctx, "Bénéficiaire", "Beneficiary"), false}, {i18n.Say(ctx, "Montant", "Amount"), true}, {i18n.Say(ctx, "Objet", "Purpose"), false},
			{i18n.Say(ctx, "De", "From"), false}, {i18n.Say(ctx, "Date", "Date"), false}},
		[]string{"nomBeneficiaire", "montant", "objet", "nomAttribuant", "dateConvention"}, []func(context.Context, any) string{nil, money, nil, nil, day},
		tables.Order{By: a.cell("montant"), Desc: true}, v.inYear(), v.says("nomBeneficiaire", "objet", "idBeneficiaire", "rnaBeneficiaire"))
}

func decisions(ctx context.Context, v *view) error {
	a := &v.asker
	count := tables.Must(tables.Count)
	sums, err := v.totals(ctx, count, tables.Must(tables.CountDistinct, a.cell("COLL_NOM")), tables.Must(tables.CountDistinct, a.cell("DELIB_DATE")))
	if err != nil {
		return err
	}
	v.Stats = []stat{counted(ctx, sums[0], "délibération", "délibérations", "decision", "decisions"),
		counted(ctx, sums[1], "assemblée", "assemblées", "assembly", "assemblies"),
		counted(ctx, sums[2], "jour de séance", "jours de séance", "day of session", "days of session")}
	if err := v.ranked(ctx, "story-matter", i18n.Say(ctx, "De quoi il est question", "What it is about"), i18n.Say(ctx, "Matière", "Matter"), "",
		a.cell("DELIB_MATIERE_NOM"), count, v.inYear()); err != nil {
		return err
	}
	if err := v.byYear(ctx, "story-years", i18n.Say(ctx, "Le nombre de délibérations, année par année", "The number of decisions, year by year"), "", count); err != nil {
		return err
	}
	return v.list(ctx, i18n.Say(ctx, "Les délibérations, la plus récente d’abord", "The decisions, the latest first"),
		[]head{{i18n.Say(ctx, "Date", "Date"), false}, {i18n.Say(ctx, "Assemblée", "Assembly"), false}, {i18n.Say(ctx, "Objet", "Purpose"), false},
			{i18n.Say(ctx, "Matière", "Matter"), false}, {i18n.Say(ctx, "Pour", "For"), true}, {i18n.Say(ctx, "Contre", "Against"), true}},
		[]string{"DELIB_DATE", "COLL_NOM", "DELIB_OBJET", "DELIB_MATIERE_NOM", "VOTE_POUR", "VOTE_CONTRE"},
		[]func(context.Context, any) string{day, nil, nil, nil, nil, nil},
		tables.Order{By: a.cell("DELIB_DATE"), Desc: true}, v.inYear(), v.says("DELIB_OBJET", "DELIB_MATIERE_NOM", "COLL_NOM"))
}

func equipment(ctx context.Context, v *view) error {
	a := &v.asker
	count := tables.Must(tables.Count)
	sums, err := v.totals(ctx, count, tables.Must(tables.CountDistinct, a.cell("EQUIP_TYPE")))
	if err != nil {
		return err
	}
	v.Stats = []stat{counted(ctx, sums[0], "équipement", "équipements", "place", "places"),
		counted(ctx, sums[1], "sorte", "sortes", "kind", "kinds")}
	seek := v.says("EQUIP_NOM", "EQUIP_TYPE", "EQUIP_THEME", "ADR_COMMUNE")
	if err := v.places(ctx, seek); err != nil {
		return err
	}
	if err := v.ranked(ctx, "story-kind", i18n.Say(ctx, "Ce qu’il y a le plus", "What there is most of"), i18n.Say(ctx, "Sorte", "Kind"), "",
		a.cell("EQUIP_TYPE"), count); err != nil {
		return err
	}
	return v.list(ctx, i18n.Say(ctx, "Les équipements, par nom", "The places, by name"),
		[]head{{i18n.Say(ctx, "Nom", "Name"), false}, {i18n.Say(ctx, "Sorte", "Kind"), false}, {i18n.Say(ctx, "Voie", "Street"), false},
			{i18n.Say(ctx, "Commune", "Town"), false}, {i18n.Say(ctx, "Ouverture", "Opening hours"), false}},
		[]string{"EQUIP_NOM", "EQUIP_TYPE", "ADR_NOMVOIE", "ADR_COMMUNE", "EQUIP_OUVERTURE"}, make([]func(context.Context, any) string, 5),
		tables.Order{By: a.cell("EQUIP_NOM")}, seek)
}

// places puts what was found on a map.
func (v *view) places(ctx context.Context, seek *tables.Node) error {
	a := &v.asker
	var out []*tables.Node
	for _, c := range []string{"EQUIP_LONG", "EQUIP_LAT", "EQUIP_NOM", "EQUIP_TYPE", "ADR_COMMUNE"} {
		out = append(out, a.cell(c))
	}
	rows, total, err := a.ask(ctx, tables.Ask{Out: out, Limit: chart.MaxDrawn, Where: a.with(seek, tables.Must(tables.Not, tables.Must(tables.IsNull, out[0])),
		tables.Must(tables.Not, tables.Must(tables.IsNull, out[1])))})
	if err != nil || len(rows) == 0 {
		return err
	}
	m := chart.Map{ID: "story-map", Title: i18n.Say(ctx, "Où ils sont", "Where they are"), Note: v.note(),
		Columns: []string{i18n.Say(ctx, "Sorte", "Kind"), i18n.Say(ctx, "Commune", "Town")}}
	for _, r := range rows {
		if lon, lat := number(r[0]), number(r[1]); chart.On(lon, lat) {
			m.Places = append(m.Places, chart.Place{Lon: lon, Lat: lat, Name: word(r[2]), Cells: []string{word(r[3]), word(r[4])}, Value: math.NaN()})
		}
	}
	if total > int64(len(rows)) {
		m.Note = i18n.Sayf(ctx, "La carte montre les %[1]s premiers lieux sur %[2]s\u202f: cherchez ou choisissez une collectivité pour voir les autres. %[3]s",
			"The map shows the first %[1]s places of %[2]s: search or choose a body to see the others. %[3]s", i18n.Number(ctx, len(rows)), i18n.Number(ctx, total), m.Note)
	}
	return v.draw(ctx, m)
}

// draw keeps a map that has places, with the outlines of the communes beneath.
func (v *view) draw(ctx context.Context, m chart.Map) (err error) {
	if len(m.Places) == 0 {
		return nil
	}
	members := v.Chosen
	if len(members) == 0 {
		members = v.Members
	}
	var credit string
	m.Outline, credit, err = v.asker.data.UnderMaps(ctx, members)
	m.Note = strings.TrimSpace(m.Note + " " + credit)
	v.Map = &m
	return err
}

func firstNames(ctx context.Context, v *view) error {
	a := &v.asker
	born := tables.Must(tables.Sum, a.cell("NOMBRE_OCCURRENCES"))
	sums, err := v.totals(ctx, born, tables.Must(tables.CountDistinct, a.cell("ENFANT_PRENOM")))
	if err != nil {
		return err
	}
	v.Stats = []stat{counted(ctx, sums[0], "enfant dont le prénom est publié", "enfants dont le prénom est publié", "child whose first name is published", "children whose first name is published"),
		counted(ctx, sums[1], "prénom", "prénoms différents", "first name", "different first names")}
	if v.Query != "" {
		if err := v.byYear(ctx, "story-name", i18n.Sayf(ctx, "«\u00a0%s\u00a0», année par année", "“%s”, year by year", v.Query), "", born, v.says("ENFANT_PRENOM")); err != nil {
			return err
		}
	}
	for _, sex := range []struct{ code, id, title string }{
		{"F", "story-girls", i18n.Say(ctx, "Les prénoms de filles les plus donnés", "The first names most given to girls")},
		{"M", "story-boys", i18n.Say(ctx, "Les prénoms de garçons les plus donnés", "The first names most given to boys")}} {
		if err := v.ranked(ctx, sex.id, sex.title, i18n.Say(ctx, "Prénom", "First name"), "", a.cell("ENFANT_PRENOM"), born, v.inYear(),
			tables.Must(tables.Equal, a.cell("ENFANT_SEXE"), tables.Value(sex.code))); err != nil {
			return err
		}
	}
	return v.list(ctx, i18n.Say(ctx, "Les prénoms, le plus donné d’abord", "The first names, the most given first"),
		[]head{{i18n.Say(ctx, "Prénom", "First name"), false}, {i18n.Say(ctx, "Enfants", "Children"), true}, {i18n.Say(ctx, "Année", "Year"), false}, {i18n.Say(ctx, "Commune", "Town"), false}},
		[]string{"ENFANT_PRENOM", "NOMBRE_OCCURRENCES", "ANNEE", "COMMUNE_NOM"}, make([]func(context.Context, any) string, 4),
		tables.Order{By: a.cell("NOMBRE_OCCURRENCES"), Desc: true}, v.inYear(), v.says("ENFANT_PRENOM"))
}
