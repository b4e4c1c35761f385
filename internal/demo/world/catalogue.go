package world

import (
	"strconv"
	"strings"
)

var catalogueLabels = []string{"COLL_NOM", "COLL_SIRET", "ID", "TITRE", "DESCRIPTION", "THEME", "PRODUCTEUR_NOM",
	"PRODUCTEUR_SIRET", "COUV_SPAT_MAILLE", "COUV_SPAT_NOM", "COUV_TEMP_DEBUT", "COUV_TEMP_FIN", "DATE_PUBL", "FREQ_MAJ",
	"DATE_MAJ", "MOTS_CLES", "LICENCE", "NOMBRE_RESSOURCES", "FORMAT_RESSOURCES", "URL"}

// catalogue lists what the member had published at a date, and itself.
func (g *generator) catalogue(m *Member, asOf Date, others []Deposit) *table {
	t := &table{labels: catalogueLabels}
	for i := range others {
		d := &others[i]
		first, last := Date{}, Date{}
		for _, v := range d.Versions {
			at := DateOf(v.At)
			if (v.Ending == Published || v.Ending == Superseded) && !at.After(asOf) {
				if first.IsZero() {
					first = at
				}
				last = at
			}
		}
		if !first.IsZero() {
			m.entry(t, d, first, last)
		}
	}
	itself := g.describe(m, catalogue, season{year: asOf.Year})
	m.entry(t, &itself, asOf, asOf)
	return t
}

func (m *Member) entry(t *table, d *Deposit, first, last Date) {
	scale, name := "Communale", m.Town
	if !m.isTown() && m.Kind != KindCCAS {
		scale, name = "Intercommunale", m.Name
	}
	id := d.Key[strings.IndexByte(d.Key, '/')+1:]
	year := first.Year
	if i := strings.LastIndexByte(id, '-'); i > 0 && len(id)-i == 5 {
		if y, err := strconv.Atoi(id[i+1:]); err == nil {
			year = y
		}
	}
	t.add(m.LongName, m.SIRET, id, d.Title, d.Description, d.Theme, m.LongName, m.SIRET, scale, name,
		Date{year, 1, 1}.String(), Date{year, 12, 31}.String(), first.String(), d.Frequency, last.String(),
		strings.Join(d.Keywords, ";"), "Licence Ouverte-LO", "1", "csv", m.Website+"/donnees/"+id)
}
