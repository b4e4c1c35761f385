package bal

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

func itoa(n int) string { return strconv.Itoa(n) }

// parser reads one row, and says what is wrong with it.
type parser struct {
	report  *Report
	header  []string
	cells   []string
	line    int
	today   time.Time
	profile string
	has     map[string]string // what is there, without blanks around it
}

func (p *parser) say(column, code, value string) {
	p.report.add(Finding{Code: column + "." + code, Line: p.line, Column: column, Value: value})
}

func (p *parser) wrong(code string) { p.report.add(Finding{Code: "row." + code, Line: p.line}) }

var required = set("cle_interop numero commune_insee commune_nom source date_der_maj")

var (
	insee   = regexp.MustCompile(`^(?:[013-9]\d|2[AB1-9])\d{3}$`)
	number  = regexp.MustCompile(`^\d+$`)
	float   = regexp.MustCompile(`^-?(?:0|[1-9]\d*)(?:[.,]\d+)?$`)
	uuid4   = regexp.MustCompile(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	isoDay  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	suffixy = regexp.MustCompile(`^[0-9A-Za-zÀ-ÖØ-öø-ÿ\s]+$`)
)

func (p *parser) row() (Row, mark) {
	p.has = map[string]string{}
	for i, column := range p.header {
		base, lang, local := localised(column)
		known := isField(base)
		if !known || !inProfile(base, p.profile) {
			if !known || p.cells[i] == "" || strings.TrimSpace(p.cells[i]) == "" {
				continue
			}
		}
		v := strings.TrimSpace(p.cells[i])
		quiet := !inProfile(base, p.profile)
		if v != p.cells[i] && !quiet {
			p.say(column, "espaces_debut_fin", p.cells[i])
		}
		if v == "" {
			if required[column] && !quiet || column == "voie_nom" && p.profile != "1.5" {
				p.say(column, "valeur_manquante", "")
			}
			continue
		}
		p.has[column] = v
		if local && lang != "" && (base == "voie_nom" || base == "toponyme") {
			p.name(column, v)
		}
	}
	r := Row{Line: p.line, Complement: p.has["lieudit_complement_nom"], Commune: p.has["commune_nom"], FormerCommune: p.has["commune_deleguee_nom"],
		Source: p.has["source"], Names: p.languages("voie_nom", "toponyme"), Complements: p.languages("lieudit_complement_nom")}
	numbered := p.number(&r)
	p.key(&r, numbered)
	p.street(&r)
	p.commune(&r)
	p.identifiers(&r)
	p.suffix(&r)
	p.position(&r, numbered)
	p.place(&r, numbered)
	p.parcels(&r)
	p.day(&r)
	switch v := p.has["certification_commune"]; v {
	case "1":
		r.Certified = true
	case "0", "":
	default:
		p.say("certification_commune", "valeur_invalide", v)
	}
	if !numbered || r.Name == "" {
		p.wrong("adresse_incomplete")
	}
	if r.Name != "" && r.Complement != "" && fold(r.Name) == fold(r.Complement) {
		p.wrong("voie_nom_have_same_lieudit_complement_nom")
	}
	return r, mark{numbered}
}

func isField(name string) bool {
	for _, f := range fields {
		if f == name {
			return true
		}
	}
	return false
}

func (p *parser) languages(columns ...string) map[string]string {
	var out map[string]string
	for column, v := range p.has {
		base, lang, ok := localised(column)
		if !ok || lang == "" {
			continue
		}
		for _, c := range columns {
			if c == base {
				if out == nil {
					out = map[string]string{}
				}
				out[lang] = v
			}
		}
	}
	return out
}

func (p *parser) number(r *Row) bool {
	v := p.has["numero"]
	if v == "" {
		return false
	}
	n, err := strconv.Atoi(v)
	switch {
	case !number.MatchString(v) || err != nil && len(v) < 6:
		p.say("numero", "type_invalide", v)
		return false
	case err != nil || n > Place:
		p.say("numero", "trop_grand", v)
		return false
	case n == 0:
		p.say("numero", "not_to_be_zero", v)
	case v[0] == '0':
		p.say("numero", "contient_prefixe", v)
	}
	r.Number = n
	return true
}

// key reads the interoperability key for what it knows and nobody else says:
// the commune and the street's code.
func (p *parser) key(r *Row, numbered bool) {
	v := p.has["cle_interop"]
	if v == "" || p.profile == "1.5" {
		return
	}
	if strings.ToLower(v) != v {
		p.say("cle_interop", "casse_invalide", v)
	}
	parts := strings.Split(v, "_")
	if len(parts) < 3 || strings.Contains("_"+v+"_", "__") {
		p.say("cle_interop", "structure_invalide", v)
		return
	}
	if code := strings.ToUpper(parts[0]); insee.MatchString(code) {
		r.Insee = code
	} else {
		p.say("cle_interop", "commune_invalide", v)
	}
	switch street := strings.ToUpper(parts[1]); {
	case len(street) != 4:
		p.say("cle_interop", "voie_invalide", v)
	case street == "XXXX" || street == "0000":
		p.say("cle_interop", "voie_non_renseignee", v)
	default:
		r.StreetCode = street
	}
	if !number.MatchString(parts[2]) {
		p.say("cle_interop", "numero_invalide", v)
		return
	}
	if len(parts[2]) != 5 {
		p.say("cle_interop", "numero_prefixe_manquant", v)
	}
	if n, err := strconv.Atoi(parts[2]); numbered && r.Number != 0 && (err != nil || n != r.Number) {
		p.wrong("incoherence_numero")
	}
}

// name checks how a street or place is written; false drops it.
func (p *parser) name(column, v string) (string, bool) {
	switch n := len([]rune(v)); {
	case n < 3:
		p.say(column, "trop_court", v)
		return "", false
	case n > 200:
		p.say(column, "trop_long", v)
		return "", false
	case strings.ContainsRune(v, unicode.ReplacementChar):
		p.say(column, "caractere_invalide", v)
		return "", false
	}
	if strings.Contains(v, "_") {
		p.say(column, "contient_tiret_bas", v)
		v = strings.ReplaceAll(v, "_", " ")
	}
	if strings.ToUpper(v) == v {
		p.say(column, "casse_incorrecte", v)
	}
	return v, true
}

func (p *parser) street(r *Row) {
	column := "voie_nom"
	if p.profile == "1.5" {
		column = "toponyme"
	}
	v := p.has[column]
	if v == "" { // a column of the other version says it all the same
		if v = p.has["voie_nom"] + p.has["toponyme"]; v != "" {
			r.Name = v
		}
		return
	}
	r.Name, _ = p.name(column, v)
}

func (p *parser) commune(r *Row) {
	if v := strings.ToUpper(p.has["commune_insee"]); v != "" {
		if insee.MatchString(v) {
			r.Insee = v
		} else {
			p.say("commune_insee", "commune_invalide", v)
		}
	}
	if r.Insee == "" {
		p.wrong("commune_manquante")
	}
	if v := p.has["commune_nom"]; v != "" && (strings.ToLower(v) == v || strings.ToUpper(v) == v) {
		p.say("commune_nom", "casse_incorrecte", v)
	}
	if v := strings.ToUpper(p.has["commune_deleguee_insee"]); v != "" {
		if insee.MatchString(v) {
			r.FormerInsee = v
		} else {
			p.say("commune_deleguee_insee", "commune_invalide", v)
		}
	}
}

func (p *parser) identifiers(r *Row) {
	for _, one := range []struct {
		column string
		into   *string
	}{{"id_ban_commune", &r.CommuneID}, {"id_ban_toponyme", &r.StreetID}, {"id_ban_adresse", &r.AddressID}} {
		v := p.has[one.column]
		switch {
		case v == "":
		case uuid4.MatchString(v):
			*one.into = strings.ToLower(v)
		default:
			p.say(one.column, "type_invalide", v)
		}
	}
	p.oldIdentifiers(r)
	if r.CommuneID != "" || r.StreetID != "" || r.AddressID != "" {
		if r.CommuneID == "" || r.StreetID == "" || r.AddressID == "" && r.Number != Place {
			p.wrong("lack_of_id_ban")
		}
	}
}

// oldIdentifiers reads those of version 1.3, all in one cell: @c: @v: @a:.
func (p *parser) oldIdentifiers(r *Row) {
	for word := range strings.FieldsSeq(p.has["uid_adresse"]) {
		kind, id, ok := strings.Cut(strings.TrimPrefix(word, "@"), ":")
		if !ok || !strings.HasPrefix(word, "@") {
			continue
		}
		into := map[string]*string{"c": &r.CommuneID, "v": &r.StreetID, "a": &r.AddressID}[strings.ToLower(kind)]
		switch {
		case into == nil:
		case uuid4.MatchString(id):
			if *into == "" {
				*into = strings.ToLower(id)
			}
		default:
			p.say("uid_adresse", "type_invalide", p.has["uid_adresse"])
			return
		}
	}
}

func (p *parser) suffix(r *Row) {
	v := p.has["suffixe"]
	if v == "" {
		return
	}
	first := v[0]
	switch {
	case !(first >= '0' && first <= '9' || first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z'):
		p.say("suffixe", "debut_invalide", v)
		return
	case len([]rune(v)) > 9:
		p.say("suffixe", "trop_long", v)
		return
	case !suffixy.MatchString(v):
		p.say("suffixe", "caractere_invalide", v)
	}
	r.Suffix = v
}

// PositionOf gives the kind of position that a text means, whatever its
// accents, case and apostrophes; "" for none.
func PositionOf(v string) string {
	for _, one := range Positions {
		if fold(one) == fold(v) {
			return one
		}
	}
	return ""
}

func (p *parser) position(r *Row, numbered bool) {
	v := p.has["position"]
	if v == "" {
		if numbered && r.Number != Place {
			p.wrong("position_manquante")
		}
		return
	}
	r.Position = PositionOf(v)
	switch {
	case r.Position == "":
		p.say("position", "valeur_invalide", v)
	case r.Position != v:
		p.say("position", "enum_fuzzy", v)
	}
}

func (p *parser) float(column string) (float64, bool) {
	v := p.has[column]
	if v == "" {
		return 0, false
	}
	if !float.MatchString(v) {
		p.say(column, "valeur_invalide", v)
		return 0, false
	}
	if strings.Contains(v, ",") {
		p.say(column, "separateur_decimal_invalide", v)
		v = strings.Replace(v, ",", ".", 1)
	}
	n, err := strconv.ParseFloat(v, 64)
	return n, err == nil
}

func (p *parser) place(r *Row, numbered bool) {
	lon, lonOK := p.float("long")
	lat, latOK := p.float("lat")
	x, xOK := p.float("x")
	y, yOK := p.float("y")
	if numbered && r.Number != Place && (p.has["long"] == "" || p.has["lat"] == "") {
		p.wrong("longlat_vides")
		return
	}
	switch {
	case !lonOK || !latOK || !InFrance(lon, lat):
		if r.Number != Place {
			p.wrong("longlat_invalides")
		}
		return
	case xOK && yOK && InMainland(lon, lat):
		if px, py := Lambert93(lon, lat); apart(x, y, px, py) {
			p.wrong("longlat_xy_incoherents")
		}
	}
	r.Lon, r.Lat, r.Located = lon, lat, true
}

func (p *parser) parcels(r *Row) {
	v := p.has["cad_parcelles"]
	if v == "" {
		return
	}
	bare := strings.Trim(v, "|")
	if bare != v {
		p.say("cad_parcelles", "pipe_debut_fin", v)
	}
	list := strings.Split(bare, "|")
	for i, one := range list {
		switch len(one) {
		case 14:
		case 15: // an old form, with a sign more
			list[i] = one[:2] + one[3:]
		default:
			p.say("cad_parcelles", "valeur_invalide", v)
			return
		}
	}
	r.Parcels = list
}

// dayForms are the dates that people write, and that can surely be read.
var dayForms = []string{"02/01/2006", "02/01/06", "2006/01/02", "02-01-2006", "2006.01.02", "02.01.2006", "2006-01-02 15:04", "2006-01-02T15:04:05Z", "02 01 2006", "2006 01 02"}

func (p *parser) day(r *Row) {
	v := p.has["date_der_maj"]
	if v == "" {
		return
	}
	at, err := time.Parse(time.DateOnly, v)
	if err != nil || !isoDay.MatchString(v) {
		p.say("date_der_maj", "date_invalide", v)
		for _, form := range dayForms {
			if at, err := time.Parse(form, v); err == nil && at.Year() >= 2010 && !at.After(p.today) {
				r.Changed = at.Format(time.DateOnly)
				return
			}
		}
		return
	}
	if at.Year() < 2010 {
		p.say("date_der_maj", "date_ancienne", v)
	}
	if at.After(p.today) {
		p.say("date_der_maj", "date_future", v)
		return
	}
	r.Changed = v
}
