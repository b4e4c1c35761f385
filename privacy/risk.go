package privacy

import (
	"hash/maphash"
	"math/bits"
)

// Risk is how far the rows of a table can be told apart by what others may know
// of a person (quasi-identifiers).
type Risk struct {
	// QuasiIdentifiers are the columns taken for such, by their headers.
	QuasiIdentifiers []string `json:"quasi_identifiers"`
	// K is the size of the smallest class of rows that look alike in these
	// columns (k-anonymity, Sweeney 2002); 0 without such columns or rows.
	K int `json:"k"`
	// UniqueRows is the number of rows that look like no other.
	UniqueRows int `json:"unique_rows"`
	// Classes is the number of classes.
	Classes int `json:"classes"`
}

// quasi are the header words of what others may know of somebody.
var quasi = map[string]bool{"age": true, "sexe": true, "genre": true, "civilite": true, "naissance": true, "ddn": true, "cp": true, "postal": true,
	"commune": true, "ville": true, "quartier": true, "profession": true, "metier": true, "csp": true, "pcs": true, "grade": true, "diplome": true,
	"nationalite": true, "situation": true, "matrimoniale": true, "enfants": true, "datenaissance": true, "gender": true, "zip": true,
	"anneenaissance": true, "tranche": true, "emploi": true, "employeur": true, "etablissement": true, "classe": true, "niveau": true}

// never are the header words of columns that others cannot know by heart.
var never = map[string]bool{"id": true, "siret": true, "siren": true, "montant": true, "objet": true, "nom": true, "prenom": true, "tel": true, "telephone": true}

// classes counts the rows that look alike.
type classes struct {
	columns []int
	names   []string
	seeds   [2]maphash.Seed
	sizes   map[[2]uint64]int
}

func newClasses(columns []column) *classes {
	c := &classes{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, sizes: map[[2]uint64]int{}}
	for i, col := range columns {
		if QuasiIdentifier(col.Name) {
			c.columns, c.names = append(c.columns, i), append(c.names, col.Name)
		}
	}
	return c
}

// row counts a row. Two hashes of 64 bits stand for its values: that two
// different rows share both is less likely than a fault of the machine.
func (c *classes) row(cells [][]byte) {
	if len(c.columns) == 0 {
		return
	}
	var sum [2]uint64
	for _, i := range c.columns {
		var v []byte
		if i < len(cells) {
			v = cells[i]
		}
		for k, seed := range c.seeds {
			// The order of the values tells: each step turns what came before.
			sum[k] = bits.RotateLeft64(sum[k], 23)*0x9e3779b97f4a7c15 ^ maphash.Bytes(seed, v)
		}
	}
	c.sizes[sum]++
}

// branch counts rows apart, to be added later.
func (c *classes) branch() *classes {
	if c == nil {
		return nil
	}
	b := *c
	b.sizes = map[[2]uint64]int{}
	return &b
}

// add takes over what a branch has counted, and empties it.
func (c *classes) add(b *classes) {
	if c == nil {
		return
	}
	for row, n := range b.sizes {
		c.sizes[row] += n
	}
	clear(b.sizes)
}

func (c *classes) risk() *Risk {
	r := &Risk{QuasiIdentifiers: c.names, Classes: len(c.sizes)}
	if r.QuasiIdentifiers == nil {
		r.QuasiIdentifiers = []string{}
	}
	for _, n := range c.sizes {
		if r.K == 0 || n < r.K {
			r.K = n
		}
		if n == 1 {
			r.UniqueRows++
		}
	}
	return r
}
