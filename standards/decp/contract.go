package decp

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// contract is a contract in its present state: the cells that all its rows have,
// and its holders.
type contract struct {
	cells   map[string]string
	holders []holder
}

type holder struct{ id, kind, name string }

// present applies the modifications of a contract in their order.
func present(c map[string]any) contract {
	out := contract{cells: map[string]string{}, holders: holdersOf(c)}
	set := func(column string, from ...any) {
		for _, v := range from {
			if text := textOf(v); text != "" {
				out.cells[column] = text
				return
			}
		}
	}
	buyer, given := object(c["acheteur"]), object(c["autoriteConcedante"])
	set("id", c["id"])
	set("acheteur_id", buyer["id"], given["id"], c["acheteur.id"])
	set("acheteur_nom", buyer["nom"], given["nom"])
	out.cells["uid"] = out.cells["acheteur_id"] + out.cells["id"]
	for _, name := range plain {
		set(name, c[name])
	}
	for _, name := range lists {
		set(name, strings.Join(texts(c[name]), ", "))
	}
	set("montant", c["montant"], c["valeurGlobale"])
	set("montantInitial", c["montant"], c["valeurGlobale"])
	set("dateNotification", day(c["dateNotification"]), day(c["dateSignature"]))
	set("datePublicationDonnees", day(c["datePublicationDonnees"]))
	set("dateDebutExecution", day(c["dateDebutExecution"]))
	place := object(c["lieuExecution"])
	set("lieuExecution_code", place["code"])
	set("lieuExecution_typeCode", place["typeCode"])
	for _, name := range booleans {
		out.cells[name] = yesNo(out.cells[name])
	}
	out.cells["codeCPV_division"], out.cells["type"] = division(out.cells["codeCPV"])
	out.subcontracts(c)
	changes := modifications(c)
	out.cells["modification_id"] = strconv.Itoa(len(changes))
	for _, m := range changes {
		set("montant", m["montant"], m["valeurGlobale"])
		set("dureeMois", m["dureeMois"])
		set("modification_id", m["id"])
		set("modification_dateNotification", day(m["dateNotificationModification"]), day(m["dateSignatureModification"]))
		if list := holdersOf(m); len(list) > 0 {
			out.holders = list
		}
	}
	return out
}

// modifications are those of a contract, in their order: by their numbers, or by
// their dates where one has no number.
func modifications(c map[string]any) []map[string]any {
	list := objects(c["modifications"], "modification")
	numbered := true
	for _, m := range list {
		numbered = numbered && number(m["id"]) > 0
	}
	slices.SortStableFunc(list, func(a, b map[string]any) int {
		if numbered {
			return cmp.Compare(number(a["id"]), number(b["id"]))
		}
		return cmp.Or(cmp.Compare(changed(a), changed(b)), cmp.Compare(published(a), published(b)))
	})
	return list
}

func changed(m map[string]any) string {
	return cmp.Or(day(m["dateNotificationModification"]), day(m["dateSignatureModification"]))
}

func published(m map[string]any) string {
	return cmp.Or(day(m["datePublicationDonneesModification"]), day(m["datePublicationDonnees"]))
}

// holdersOf are the holders that a contract or a modification names, each once.
func holdersOf(c map[string]any) (out []holder) {
	for _, name := range [][2]string{{"titulaires", "titulaire"}, {"concessionnaires", "concessionnaire"}} {
		for _, o := range objects(c[name[0]], name[1]) {
			h := holder{textOf(o["id"]), textOf(o["typeIdentifiant"]), textOf(o["denominationSociale"])}
			if h.id == "" && h.name == "" || slices.ContainsFunc(out, func(x holder) bool { return x.id == h.id && x.kind == h.kind && h.id != "" }) {
				continue
			}
			out = append(out, h)
		}
	}
	return out
}

// subcontracts counts the subcontracts and adds up their present amounts.
func (c *contract) subcontracts(of map[string]any) {
	acts := objects(of["actesSousTraitance"], "acteSousTraitance")
	if len(acts) == 0 {
		return
	}
	changes := objects(of["modificationsActesSousTraitance"], "modificationActeSousTraitance")
	slices.SortStableFunc(changes, func(a, b map[string]any) int {
		return cmp.Compare(day(a["dateNotificationModificationSousTraitance"]), day(b["dateNotificationModificationSousTraitance"]))
	})
	sum := 0.0
	for _, a := range acts {
		amount := number(a["montant"])
		for _, m := range changes {
			if x := number(m["montant"]); x > 0 && textOf(m["id"]) == textOf(a["id"]) {
				amount = x
			}
		}
		sum += amount
	}
	c.cells["actesSousTraitance_nombre"] = strconv.Itoa(len(acts))
	c.cells["actesSousTraitance_montant"] = strconv.FormatFloat(math.Round(sum*100)/100, 'f', -1, 64)
}

// once leaves out contracts that come again: of those with the same buyer,
// number, purpose and first holders the last to be published stays. Lots and the
// holders of one framework may share a number; they differ in one of the others.
func once(list []map[string]any) []contract {
	at := map[string]int{}
	var out []contract
	var latest []string
	for _, c := range list {
		made := present(c)
		key := made.cells["uid"] + "\x00" + strings.ToLower(made.cells["objet"])
		ids := []string{}
		for _, h := range holdersOf(c) {
			ids = append(ids, h.id)
		}
		slices.Sort(ids)
		key += "\x00" + strings.Join(ids, "\x00")
		day := made.cells["datePublicationDonnees"]
		for _, m := range modifications(c) {
			day = max(day, published(m))
		}
		i, again := at[key]
		switch {
		case !again:
			at[key] = len(out)
			out, latest = append(out, made), append(latest, day)
		case day >= latest[i]:
			out[i], latest[i] = made, day
		}
	}
	return out
}

// textOf writes a value as a cell.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.Join(strings.Fields(v), " ")
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return plainNumber(v.String())
	}
	return ""
}

// plainNumber writes out an exponent, where the number has a size that a document
// may have.
func plainNumber(text string) string {
	if !strings.ContainsAny(text, "eE") {
		return strings.TrimSuffix(text, ".0")
	}
	f, _, err := big.ParseFloat(text, 10, 128, big.ToNearestEven)
	if err != nil || f.MantExp(nil) > 200 || f.MantExp(nil) < -200 {
		return text // the check of the table says that it is no number
	}
	return f.Text('f', -1)
}

// texts are the texts in a value, however it is wrapped.
func texts(v any) (out []string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, texts(x)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, texts(v[name])...)
		}
	default:
		if text := textOf(v); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func number(v any) float64 {
	x, _ := strconv.ParseFloat(textOf(v), 64)
	return x
}

// day is the day of a date, which may have a time or a zone behind it.
func day(v any) string {
	text := textOf(v)
	if len(text) > 10 && strings.ContainsRune("TZ+ -", rune(text[10])) {
		return text[:10]
	}
	return text
}

func yesNo(text string) string {
	switch strings.ToLower(text) {
	case "oui", "true", "1":
		return "true"
	case "non", "false", "0":
		return "false"
	}
	return text
}
