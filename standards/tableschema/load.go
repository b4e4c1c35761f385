package tableschema

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Limits of what a descriptor may hold: it may come from anywhere.
const (
	maxDescriptor = 16 << 20
	maxFields     = 4096
)

// descriptor is a Table Schema as it is written, loosely: real ones write
// numbers as strings, strings as numbers, and misplace keys.
type descriptor struct {
	Name          string             `json:"name"`
	Title         loose              `json:"title"`
	Description   loose              `json:"description"`
	Version       loose              `json:"version"`
	Fields        []*fieldDescriptor `json:"fields"`
	MissingValues []json.RawMessage  `json:"missingValues"`
	PrimaryKey    looseList          `json:"primaryKey"`
	UniqueKeys    []looseList        `json:"uniqueKeys"`
	ForeignKeys   []foreignJSON      `json:"foreignKeys"`
	Checks        []struct {
		Name   string                     `json:"name"`
		Params map[string]json.RawMessage `json:"params"`
	} `json:"custom_checks"`
}

type foreignJSON struct {
	Fields    looseList `json:"fields"`
	Reference struct {
		Resource loose     `json:"resource"`
		Fields   looseList `json:"fields"`
	} `json:"reference"`
}

func (k ForeignKey) json() foreignJSON {
	out := foreignJSON{Fields: k.Fields}
	out.Reference.Resource, out.Reference.Fields = loose(k.Resource), k.RefFields
	return out
}

type fieldDescriptor struct {
	Name        string          `json:"name"`
	Title       loose           `json:"title"`
	Description loose           `json:"description"`
	Type        loose           `json:"type"`
	Format      loose           `json:"format"`
	Example     json.RawMessage `json:"example"`
	Examples    json.RawMessage `json:"examples"`
	TrueValues  looseList       `json:"trueValues"`
	FalseValues looseList       `json:"falseValues"`
	DecimalChar string          `json:"decimalChar"`
	GroupChar   string          `json:"groupChar"`
	BareNumber  *bool           `json:"bareNumber"`
	Constraints constraintsJSON `json:"constraints"`
	ArrayItem   *struct {
		Constraints constraintsJSON `json:"constraints"`
	} `json:"arrayItem"`
	misplaced
}

type constraintsJSON struct {
	Required         looseBool       `json:"required"`
	Unique           looseBool       `json:"unique"`
	MinLength        *loose          `json:"minLength"`
	MaxLength        *loose          `json:"maxLength"`
	Minimum          loose           `json:"minimum"`
	Maximum          loose           `json:"maximum"`
	ExclusiveMinimum loose           `json:"exclusiveMinimum"`
	ExclusiveMaximum loose           `json:"exclusiveMaximum"`
	Pattern          string          `json:"pattern"`
	Enum             looseList       `json:"enum"`
	JSONSchema       json.RawMessage `json:"jsonSchema"`
}

// LoadJSON reads a Table Schema descriptor. It is tolerant: keys that are
// misspelt, misplaced or unknown become Warnings, as the tools that ignore
// them never say. It fails on what cannot be a schema, and on a pattern, a
// bound or a check that cannot be applied: nothing is skipped in silence.
func LoadJSON(data []byte) (*Schema, error) {
	if len(data) > maxDescriptor {
		return nil, fmt.Errorf("tableschema: the descriptor exceeds %d bytes", maxDescriptor)
	}
	data = []byte(strings.TrimPrefix(string(data), "\uFEFF"))
	var d descriptor
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("tableschema: not a descriptor: %w", err)
	}
	if len(d.Fields) == 0 || len(d.Fields) > maxFields {
		return nil, fmt.Errorf("tableschema: the descriptor has %d fields, 1 to %d are expected", len(d.Fields), maxFields)
	}
	s := &Schema{
		Name:        d.Name,
		Version:     TrimVersion(string(d.Version)),
		Title:       Text{Fr: string(d.Title)},
		Description: Text{Fr: string(d.Description)},
		PrimaryKey:  d.PrimaryKey,
	}
	for _, raw := range d.MissingValues {
		s.MissingValues = append(s.MissingValues, missingValue(raw))
	}
	if d.MissingValues == nil {
		s.MissingValues = []string{""}
	}
	for _, k := range d.UniqueKeys {
		s.UniqueKeys = append(s.UniqueKeys, k)
	}
	if len(d.ForeignKeys) > 0 {
		s.warn("foreignKeys: keys into other tables are checked within a package only")
	}
	for _, k := range d.ForeignKeys {
		s.ForeignKeys = append(s.ForeignKeys, ForeignKey{Fields: k.Fields, Resource: string(k.Reference.Resource), RefFields: k.Reference.Fields})
	}
	s.Fields = make([]Field, 0, len(d.Fields))
	for i, field := range d.Fields {
		if err := s.loadField(i, field); err != nil {
			return nil, err
		}
	}
	for _, c := range d.Checks {
		if err := s.loadCheck(c.Name, c.Params); err != nil {
			return nil, err
		}
	}
	if err := s.Prepare(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Schema) warn(format string, args ...any) {
	s.Warnings = append(s.Warnings, fmt.Sprintf(format, args...))
}

// TrimVersion gives a version without the "v" that some publish in front.
func TrimVersion(v string) string {
	if len(v) > 1 && (v[0] == 'v' || v[0] == 'V') && v[1] >= '0' && v[1] <= '9' {
		return v[1:]
	}
	return v
}

// loadField reads one field. Names must be there and differ.
func (s *Schema) loadField(i int, d *fieldDescriptor) error {
	if d == nil || d.Name == "" {
		return fmt.Errorf("tableschema: field %d has no name", i+1)
	}
	if s.index(d.Name) >= 0 {
		return fmt.Errorf("tableschema: two fields are called %q", d.Name)
	}
	f := Field{
		Name:        d.Name,
		Type:        Type(d.Type),
		Format:      string(d.Format),
		Title:       Text{Fr: string(d.Title)},
		Description: Text{Fr: string(d.Description)},
		Example:     example(d.Example, d.Examples),
		TrueValues:  d.TrueValues,
		FalseValues: d.FalseValues,
		DecimalChar: d.DecimalChar,
		GroupChar:   d.GroupChar,
		LooseNumber: d.BareNumber != nil && !*d.BareNumber,
	}
	if d.ArrayItem != nil {
		f.ItemEnum = d.ArrayItem.Constraints.Enum
	}
	if f.Type == "" {
		f.Type = String
	}
	if !knownType(f.Type) {
		s.warn("%s: the type %q is unknown, any value is accepted", f.Name, f.Type)
		f.Type = Any
	}
	if f.Format == "default" {
		f.Format = ""
	}
	c, err := d.Constraints.constraints()
	if err != nil {
		return fmt.Errorf("tableschema: field %s: %w", f.Name, err)
	}
	f.Constraints = c
	if len(d.Constraints.JSONSchema) > 0 {
		s.warn("%s: the constraint jsonSchema is not checked", f.Name)
	}
	s.warnKeys(d, f.Type == Array && len(f.ItemEnum) > 0)
	s.Fields = append(s.Fields, f)
	return nil
}

func (c constraintsJSON) constraints() (Constraints, error) {
	out := Constraints{
		Required: bool(c.Required), Unique: bool(c.Unique),
		Minimum: string(c.Minimum), Maximum: string(c.Maximum),
		ExclusiveMinimum: string(c.ExclusiveMinimum), ExclusiveMaximum: string(c.ExclusiveMaximum),
		Pattern: c.Pattern, Enum: c.Enum,
	}
	for _, l := range []struct {
		from *loose
		to   **int
		name string
	}{{c.MinLength, &out.MinLength, "minLength"}, {c.MaxLength, &out.MaxLength, "maxLength"}} {
		if l.from == nil {
			continue
		}
		n, err := strconv.Atoi(string(*l.from))
		if err != nil || n < 0 {
			return out, fmt.Errorf("%s is not a length: %q", l.name, *l.from)
		}
		*l.to = &n
	}
	return out, nil
}

// misplaced are keys of a field, seen in published schemas, that no tool obeys.
type misplaced struct {
	Contraints json.RawMessage `json:"contraints"`
	Constraint json.RawMessage `json:"constraint"`
	Exemple    json.RawMessage `json:"exemple"`
	Exemples   json.RawMessage `json:"exemples"`
	Enum       json.RawMessage `json:"enum"`
	Pattern    json.RawMessage `json:"pattern"`
	Required   json.RawMessage `json:"required"`
	Minimum    json.RawMessage `json:"minimum"`
	Maximum    json.RawMessage `json:"maximum"`
	MinLength  json.RawMessage `json:"minLength"`
	MaxLength  json.RawMessage `json:"maxLength"`
	Nullable   json.RawMessage `json:"nullable"`
}

// warnKeys tells of the keys of a field that will not be obeyed, and what their
// author meant; obeyed says that its arrayItem will be.
func (s *Schema) warnKeys(d *fieldDescriptor, obeyed bool) {
	for _, k := range [...]struct {
		there        bool
		wrong, right string
	}{
		{d.ArrayItem != nil && !obeyed, "arrayItem", "arrayItem.constraints"},
		{d.Constraint != nil, "constraint", "constraints"},
		{d.Contraints != nil, "contraints", "constraints"},
		{d.Enum != nil, "enum", "constraints.enum"},
		{d.Exemple != nil, "exemple", "example"},
		{d.Exemples != nil, "exemples", "examples"},
		{d.MaxLength != nil, "maxLength", "constraints.maxLength"},
		{d.Maximum != nil, "maximum", "constraints.maximum"},
		{d.MinLength != nil, "minLength", "constraints.minLength"},
		{d.Minimum != nil, "minimum", "constraints.minimum"},
		{d.Nullable != nil, "nullable", "constraints.required"},
		{d.Pattern != nil, "pattern", "constraints.pattern"},
		{d.Required != nil, "required", "constraints.required"},
	} {
		if k.there {
			s.warn("%s: the key %q is ignored, %s is meant", d.Name, k.wrong, k.right)
		}
	}
}

func knownType(t Type) bool {
	switch t {
	case String, Integer, Number, Boolean, Date, Time, Datetime, Year, YearMonth,
		Duration, Geopoint, Geojson, Object, Array, Any:
		return true
	}
	return false
}
