package tableschema

import (
	"slices"
	"sync"
)

// Text is a text in the two languages of the product.
type Text struct {
	Fr string `json:"fr,omitempty"`
	En string `json:"en,omitempty"`
}

// In gives the text in lang ("fr" or "en"), or in the other language when it
// has none.
func (t Text) In(lang string) string {
	if lang == "en" && t.En != "" || t.Fr == "" {
		return t.En
	}
	return t.Fr
}

// Type is the type of a field, under its name in Table Schema.
type Type string

// The types of Table Schema.
const (
	String    Type = "string"
	Integer   Type = "integer"
	Number    Type = "number"
	Boolean   Type = "boolean"
	Date      Type = "date"
	Time      Type = "time"
	Datetime  Type = "datetime"
	Year      Type = "year"
	YearMonth Type = "yearmonth"
	Duration  Type = "duration"
	Geopoint  Type = "geopoint"
	Geojson   Type = "geojson"
	Object    Type = "object"
	Array     Type = "array"
	Any       Type = "any"
)

// Schema describes the columns of a table. It must not change once it has been
// used to check.
type Schema struct {
	Name        string // as in the catalogue: "scdl/subventions"
	Version     string // without a "v" in front
	Title       Text
	Description Text
	Fields      []Field
	// MissingValues are the cells that mean "no value"; [""] by default.
	MissingValues []string
	PrimaryKey    []string
	UniqueKeys    [][]string
	ForeignKeys   []ForeignKey
	Checks        []CustomCheck
	// Warnings tell the schema's author what was not understood.
	Warnings []string

	validata bool // patterns as Validata reads them
	once     sync.Once
	prog     *program
	err      error
}

// ForeignKey asks the values of some fields to be those of fields of another
// table of the same package.
type ForeignKey struct {
	Fields    []string
	Resource  string // name of the other table; "" for this one
	RefFields []string
}

// Field describes one column.
type Field struct {
	Name        string
	Type        Type
	Format      string // "" for the default one
	Title       Text
	Description Text
	Example     string
	Constraints Constraints
	TrueValues  []string // default true, True, TRUE, 1
	FalseValues []string // default false, False, FALSE, 0
	DecimalChar string   // default "."
	GroupChar   string   // default none
	// LooseNumber is bareNumber: false. Signs and units around the number are
	// ignored.
	LooseNumber bool
	// ItemEnum are the values which the items of an Array may have, under
	// arrayItem: no key of the standard, but the reference enforces it.
	ItemEnum []string
}

// Constraints limit the values of a field. The zero value limits nothing.
type Constraints struct {
	Required         bool
	Unique           bool
	MinLength        *int // characters, or items of an array
	MaxLength        *int
	Minimum          string // written as a cell of the field; "" for none
	Maximum          string
	ExclusiveMinimum string
	ExclusiveMaximum string
	Pattern          string   // matches the whole cell
	Enum             []string // written as cells of the field
}

// Names of the custom checks, which are also the codes of their findings.
const (
	CheckSIRET         = "siret"
	CheckSIREN         = "siren"
	CheckNomenclature  = "nomenclature-actes"
	CheckCompare       = "compare"
	CheckCohesive      = "cohesive"
	CheckSum           = "sum"
	CheckOneOfRequired = "one-of-required"
	CheckYearInterval  = "year-interval"
	CheckOpeningHours  = "opening-hours"
	CheckPhoneNumber   = "phone-number"
	CheckGPS           = "french-gps-coordinates"
)

// CustomCheck is a custom check of Validata over one or several columns.
type CustomCheck struct {
	Name    string   // one of the names above
	Columns []string // the first one is where the finding is put
	// Op is the operator of CheckCompare between the first and the second
	// column: > >= == != <= <.
	Op string
	// AllowYearOnly lets CheckYearInterval accept a single year.
	AllowYearOnly bool
}

// Field gives the field called name, or nil.
func (s *Schema) Field(name string) *Field {
	if i := s.index(name); i >= 0 {
		return &s.Fields[i]
	}
	return nil
}

func (s *Schema) index(name string) int {
	return slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == name })
}

// Labels gives the names of the fields in order.
func (s *Schema) Labels() []string {
	labels := make([]string, len(s.Fields))
	for i := range s.Fields {
		labels[i] = s.Fields[i].Name
	}
	return labels
}

// Prepare compiles the schema, once. It returns an error when a pattern, a
// bound or a check makes no sense; Check calls it.
func (s *Schema) Prepare() error {
	s.once.Do(func() { s.prog, s.err = compile(s) })
	return s.err
}
