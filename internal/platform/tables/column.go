package tables

import "fmt"

// Type is the logical type of a column. It decides the physical type in
// Parquet, which operators a filter may use, and what a Page holds.
type Type string

// The types of columns, the Parquet type that holds them, and the Go type of
// their values in a Page.
const (
	Text     Type = "text"     // UTF-8 STRING; string
	Integer  Type = "integer"  // INT64; int64
	Number   Type = "number"   // DOUBLE; float64, or text when not finite (NaN, INF, -INF)
	Boolean  Type = "boolean"  // BOOLEAN; bool
	Date     Type = "date"     // DATE; string, 2006-01-02
	DateTime Type = "datetime" // TIMESTAMP(micros, UTC); string, 2006-01-02T15:04:05Z
	Time     Type = "time"     // UTF-8 STRING as given; string
	Year     Type = "year"     // INT64; int64
)

// Column is one column of a table.
type Column struct {
	Name  string `json:"name"` // as published, any text but the empty one
	Type  Type   `json:"type"`
	Label string `json:"label,omitempty"` // what people read; kept with the table, never used to find the column
}

// kind is the way in which values of a type are held and compared.
type kind uint8

const (
	kindText  kind = iota // string, with its folded form
	kindInt               // int64
	kindFloat             // float64
	kindBool              // 0 or 1
	kindDate              // days since 1970-01-01
	kindStamp             // microseconds since 1970-01-01T00:00:00Z
)

func (t Type) kind() (kind, error) {
	switch t {
	case Text, Time:
		return kindText, nil
	case Integer, Year:
		return kindInt, nil
	case Number:
		return kindFloat, nil
	case Boolean:
		return kindBool, nil
	case Date:
		return kindDate, nil
	case DateTime:
		return kindStamp, nil
	}
	return 0, fmt.Errorf("tables: unknown column type %q", string(t))
}

// kindsOf returns the kinds of columns after checking that each has a name
// that no other has, and a known type.
func kindsOf(columns []Column) ([]kind, error) {
	if len(columns) == 0 {
		return nil, fmt.Errorf("tables: a table needs a column")
	}
	kinds := make([]kind, len(columns))
	seen := make(map[string]bool, len(columns))
	for i, c := range columns {
		k, err := c.Type.kind()
		if err != nil {
			return nil, err
		}
		if c.Name == "" || !storable([]byte(c.Name)) {
			return nil, fmt.Errorf("tables: column %d has no usable name", i+1)
		}
		if seen[c.Name] {
			return nil, fmt.Errorf("tables: two columns are named %q", c.Name)
		}
		seen[c.Name] = true
		kinds[i] = k
	}
	return kinds, nil
}
