package template

import "airial/standards/tableschema"

// Own is the body that fills a template in. Each part may be "".
type Own struct {
	Name  string
	SIRET string // 14 digits, or the 9 of the SIREN
	INSEE string // of a commune
}

// The fields of the catalogue that mean the body whose table it is, as
// tabular.Fold writes their names. Read in the 60 schemas on 2026-11-28; others
// that look alike mean somebody else (a beneficiary, a manager).
var ownFields = map[string]func(Own) string{
	"coll_nom": Own.name, "bgt_nom": Own.name, "producteur_nom": Own.name, "menucollnom": Own.name, "platcollnom": Own.name,
	"commune_nom": Own.name, "nomattribuant": Own.name,
	"coll_siret": Own.siret, "bgt_siret": Own.siret, "producteur_siret": Own.siret, "menucollsiret": Own.siret,
	"platcollsiret": Own.siret, "idattribuant": Own.siret, "siretacheteur": Own.siret,
	"sirendeclarant": Own.siren,
	"coll_insee":     Own.insee,
}

// Cell gives what a field holds in every row of the body's tables, "" for
// nothing.
func (o Own) Cell(f *tableschema.Field) string {
	if get := ownFields[bare(f.Name)]; get != nil {
		return get(o)
	}
	return ""
}

// Asks tells whether a schema has room for a SIRET, so that it is worth asking
// for.
func Asks(s *tableschema.Schema) bool {
	for i := range s.Fields {
		if (Own{SIRET: "x"}).Cell(&s.Fields[i]) == "" && (Own{SIRET: "00000000000000"}).Cell(&s.Fields[i]) != "" {
			return true
		}
	}
	return false
}

func (o Own) name() string  { return o.Name }
func (o Own) insee() string { return o.INSEE }

// siret is the whole number, or nothing: the five digits of an establishment
// cannot be guessed.
func (o Own) siret() string {
	if len(o.SIRET) == 14 {
		return o.SIRET
	}
	return ""
}

func (o Own) siren() string {
	if len(o.SIRET) == 14 || len(o.SIRET) == 9 {
		return o.SIRET[:9]
	}
	return ""
}
