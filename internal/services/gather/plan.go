package gather

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
)

// Parts is how many parts a consolidated dataset has at most.
const Parts = 16

// The columns that every consolidated dataset has besides those of its schema.
// last_modified is that of data.gouv.fr's consolidations, whose other columns
// (datagouv_dataset_id, …) name things of that site.
const (
	ColumnSiren    = "producteur_siren"
	ColumnName     = "producteur_nom"
	ColumnSource   = "source_url"
	ColumnVersion  = "source_version"
	ColumnModified = "last_modified"
)

// added are these columns.
func added() []Column {
	return []Column{
		{Name: ColumnSiren, Type: tables.Text, Required: true, Title: i18n.T("SIREN du producteur", "SIREN of the publisher"),
			Description: i18n.T("SIREN de la collectivité qui a publié la ligne.", "SIREN of the body that published the row.")},
		{Name: ColumnName, Type: tables.Text, Required: true, Title: i18n.T("Producteur", "Publisher"),
			Description: i18n.T("Nom de la collectivité qui a publié la ligne.", "Name of the body that published the row.")},
		{Name: ColumnSource, Type: tables.Text, Required: true, Title: i18n.T("Jeu de données d’origine", "Original dataset"),
			Description: i18n.T("Adresse durable du jeu de données d’où vient la ligne.", "Lasting address of the dataset that the row comes from.")},
		{Name: ColumnVersion, Type: tables.Integer, Required: true, Title: i18n.T("Version d’origine", "Original version"),
			Description: i18n.T("Numéro de la version du jeu de données d’origine.", "Number of the version of the original dataset.")},
		{Name: ColumnModified, Type: tables.DateTime, Required: true, Title: i18n.T("Publié le", "Published on"),
			Description: i18n.T("Date de publication de cette version.", "When that version was published.")},
	}
}

// columnsOf are the columns of a consolidated dataset. A column of the schema that
// has one of the names above keeps it, and ours gives way.
func columnsOf(m Model) []Column {
	out := slices.Clone(m.Columns)
	taken := map[string]bool{}
	for _, c := range out {
		taken[c.Name] = true
	}
	for _, c := range added() {
		for taken[c.Name] {
			c.Name += "_"
		}
		taken[c.Name] = true
		out = append(out, c)
	}
	return out
}

func queried(columns []Column) []tables.Column {
	out := make([]tables.Column, len(columns))
	for i, c := range columns {
		out[i] = tables.Column{Name: c.Name, Type: c.Type, Label: c.Title.Fr}
	}
	return out
}

// The last bigParts of the parts are for the datasets of bigRows rows and more: a
// part is written anew as a whole, and a small dataset should not have to wait
// until a million rows of somebody else were.
const (
	bigParts = 4
	bigRows  = 50_000
)

// partOf deals a member's datasets into a part, and each big one into one by itself.
func partOf(s Source) int {
	h := fnv.New32a()
	if s.Rows >= bigRows {
		h.Write([]byte(s.Dataset))
		return Parts - bigParts + int(h.Sum32()%bigParts)
	}
	h.Write([]byte(s.Member))
	return int(h.Sum32() % (Parts - bigParts))
}

// deal deals sources into parts, each in the order of the members' names, then of
// the datasets' titles.
func deal(sources []Source) (parts [Parts][]Source) {
	for _, s := range sources {
		n := partOf(s)
		parts[n] = append(parts[n], s)
	}
	for _, list := range parts {
		slices.SortFunc(list, func(a, b Source) int {
			return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.Siren, b.Siren), cmp.Compare(a.Dataset, b.Dataset))
		})
	}
	return parts
}

// partForm changes when parts have to be written anew though their sources are the
// same.
const partForm = "1"

// recipe is the digest of all that a part is made of.
func recipe(columns []Column, address string, list []Source) string {
	h := sha256.New()
	out := json.NewEncoder(h)
	_ = out.Encode([]any{partForm, address, queried(columns)})
	for _, s := range list {
		_ = out.Encode([]any{s.Dataset, s.Version, s.Number, s.Issued.UnixMicro(), s.Parquet, s.Siren, s.Name})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// licenceOf is the licence of what is made of sources: that of a share-alike
// database passes to what contains it.
func licenceOf(sources []Source) string {
	for _, s := range sources {
		if s.Licence == "odbl" {
			return "odbl"
		}
	}
	return "lov2"
}

// mapping tells for each column of the consolidation where a file has it, -1 for
// nowhere, and which of the file's columns are left out. Names are compared
// exactly, then without case.
func mapping(columns []Column, of []tables.Column) (at []int, left []string) {
	at = make([]int, len(columns))
	used := make([]bool, len(of))
	find := func(same func(a, b string) bool) {
		for i, c := range columns {
			if at[i] >= 0 {
				continue
			}
			for k, f := range of {
				if !used[k] && same(c.Name, f.Name) {
					at[i], used[k] = k, true
					break
				}
			}
		}
	}
	for i := range at {
		at[i] = -1
	}
	find(func(a, b string) bool { return a == b })
	find(strings.EqualFold)
	for k, f := range of {
		if !used[k] {
			left = append(left, f.Name)
		}
	}
	return at, left
}
