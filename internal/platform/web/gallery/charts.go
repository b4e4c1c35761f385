package gallery

import (
	"context"
	"math"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
)

// charts are samples of each kind, with what is hard to draw: gaps, debts, long
// names, a single value, nothing.
func charts(ctx context.Context) []chart.Chart {
	say := func(fr, en string) string { return i18n.Say(ctx, fr, en) }
	years := []string{"2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"}
	none := chart.None()
	return []chart.Chart{
		{Kind: chart.Bar, Title: say("Qui reçoit le plus", "Who receives most"), Unit: "€", Axis: say("Bénéficiaire", "Recipient"),
			Categories: []string{"Comité des fêtes", "Association sportive de Saint-Airial-des-Pins et de Luxeyrotte, section pelote", "Amicale laïque", "Les Amis de la forêt", "École de musique"},
			Series:     []chart.Series{{Name: say("Montant", "Amount"), Values: []float64{48000, 32500.5, 18250, 9000, 1200}}},
			Note:       say("Subventions versées en 2025. Quinze bénéficiaires de plus reçoivent moins de 1 000 €.", "Grants paid in 2025. Fifteen more recipients receive less than €1,000.")},
		{Kind: chart.Column, Title: say("Subventions par année", "Grants by year"), Unit: "€", Axis: say("Année", "Year"), Categories: years,
			Series: []chart.Series{{Name: say("Montant", "Amount"), Values: []float64{182000, 190500, 177000, 201000, 214500, 98000, 143000, 225000, 241000, 238500, 252300}}}},
		{Kind: chart.Line, Title: say("Trois prénoms au fil des ans", "Three first names over the years"), Unit: "", Axis: say("Année", "Year"), Categories: years,
			Series: []chart.Series{{Name: "Maylis", Values: []float64{4, 6, 9, 12, 11, 15, 14, 18, 17, 16, 19}}, {Name: "Jean", Values: []float64{22, 19, 18, none, none, 14, 11, 12, 9, 9, 8}},
				{Name: "Léa", Values: []float64{12, 12, 10, 11, 9, 8, 9, 7, 6, 6, 5}}}},
		{Kind: chart.Area, Title: say("Dépenses par chapitre", "Spending by chapter"), Unit: "€", Axis: say("Année", "Year"), Categories: years[4:],
			Series: []chart.Series{{Name: say("Personnel", "Staff"), Values: []float64{1.20e6, 1.22e6, 1.25e6, 1.31e6, 1.36e6, 1.40e6, 1.42e6}}, {Name: say("Charges générales", "General costs"), Values: []float64{8.1e5, 7.4e5, 7.9e5, 9.3e5, 9.9e5, 9.7e5, 9.5e5}},
				{Name: say("Subventions", "Grants"), Values: []float64{2.1e5, 1e5, 1.4e5, 2.3e5, 2.4e5, 2.4e5, 2.5e5}}}},
		{Kind: chart.Share, Title: say("Où va l’argent", "Where the money goes"), Unit: "€", Axis: say("Fonction", "Function"),
			Categories: []string{say("Enseignement", "Education"), say("Culture", "Culture"), say("Voirie", "Roads"), say("Autres", "Others")}, Series: []chart.Series{{Values: []float64{420000, 130000, 610000, 88000}}}},
		{Kind: chart.Column, Title: say("Recettes et dépenses", "Receipts and spending"), Unit: "€", Axis: say("Année", "Year"), Categories: years[6:],
			Series: []chart.Series{{Name: say("Recettes", "Receipts"), Values: []float64{3.1e6, 3.2e6, 3.25e6, 3.4e6, 3.5e6}}, {Name: say("Dépenses", "Spending"), Values: []float64{2.9e6, 3.1e6, 3.3e6, 3.2e6, 3.4e6}},
				{Name: say("Résultat", "Result"), Values: []float64{2e5, 1e5, -5e4, 2e5, 1e5}}}},
		{Kind: chart.Scatter, Title: say("Population et subventions", "Population and grants"), Unit: "€", Axis: say("Commune", "Town"), Categories: towns(),
			Series: []chart.Series{{Name: say("Habitants", "Inhabitants"), Values: spread(900, 40)}, {Name: say("Subventions", "Grants"), Values: spread(21000, 7)}}},
		{Kind: chart.Line, Title: say("Rien à dessiner", "Nothing to draw"), Axis: "x", Categories: []string{"a"}, Series: []chart.Series{{Name: "b", Values: []float64{none}}}},
	}
}

func towns() []string {
	out := make([]string, 24)
	for i := range out {
		out[i] = "Airial " + string(rune('A'+i))
	}
	return out
}

func spread(size, turn float64) []float64 {
	out := make([]float64, 24)
	for i := range out {
		out[i] = math.Round(size * (1 + float64(i)/4 + math.Sin(float64(i)*turn)))
	}
	return out
}

func maps(ctx context.Context) []chart.Map {
	say := func(fr, en string) string { return i18n.Say(ctx, fr, en) }
	outline := []chart.Shape{{Areas: [][]chart.Path{{{{-1.2, 43.9}, {-0.6, 43.75}, {-0.2, 44.0}, {-0.35, 44.4}, {-0.9, 44.45}, {-1.25, 44.3}, {-1.2, 43.9}}}}}}
	points := chart.Map{Title: say("Équipements", "Facilities"), Outline: outline, Columns: []string{say("Famille", "Family")}}
	shapes := chart.Map{Title: say("Subventions par habitant", "Grants by inhabitant"), Unit: "€"}
	for i := range 90 {
		a := float64(i)
		points.Places = append(points.Places, chart.Place{Lon: -0.75 + 0.3*math.Sin(a*1.7)*math.Cos(a), Lat: 44.1 + 0.2*math.Cos(a*2.3), Name: say("Équipement ", "Facility ") + string(rune('A'+i%26)), Cells: []string{say("Sports", "Sports")}, Value: chart.None()})
	}
	for i := range 12 {
		x, y := -1.2+0.25*float64(i%4), 43.8+0.18*float64(i/4)
		shapes.Places = append(shapes.Places, chart.Place{Name: "Airial " + string(rune('A'+i)), Value: 3 + float64(i*i%17),
			Shape: chart.Shape{Areas: [][]chart.Path{{{{x, y}, {x + 0.24, y}, {x + 0.24, y + 0.17}, {x, y + 0.17}, {x, y}}}}}})
	}
	return []chart.Map{points, shapes}
}
