package dcat

// HighValue is a category of high-value datasets: a code of the EU vocabulary
// of the Annex of the implementing regulation (EU) 2023/138.
type HighValue string

// The categories (data.europa.eu/bna).
const (
	Geospatial     HighValue = "c_ac64a52d"
	EarthAndNature HighValue = "c_dd313021"
	Meteorological HighValue = "c_164e0bf5"
	Statistics     HighValue = "c_e1da4e07"
	Companies      HighValue = "c_a9135398"
	Mobility       HighValue = "c_b79e35eb"
)

// HighValueLegislation is the address of the regulation.
const HighValueLegislation = "http://data.europa.eu/eli/reg_impl/2023/138/oj"

const (
	highValueSpace  = "http://data.europa.eu/bna/"
	highValueScheme = "http://data.europa.eu/bna/asd487ae75"
)

var highValueLabels = map[HighValue]Texts{
	Geospatial:     label("Géospatiales", "Geospatial"),
	EarthAndNature: label("Observation de la terre et environnement", "Earth observation and environment"),
	Meteorological: label("Météorologiques", "Meteorological"),
	Statistics:     label("Statistiques", "Statistics"),
	Companies:      label("Entreprises et propriété d’entreprises", "Companies and company ownership"),
	Mobility:       label("Mobilité", "Mobility"),
}

// Labels are the category's names, nil for a code that is not in the vocabulary.
func (c HighValue) Labels() Texts { return highValueLabels[c] }
