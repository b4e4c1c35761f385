package tableschema

import (
	"encoding/json"
	"slices"
)

// compact is a descriptor that holds what a checker obeys, and nothing else.
type compact struct {
	Name          string         `json:"name"`
	Version       string         `json:"version,omitempty"`
	Title         string         `json:"title,omitempty"`
	Fields        []compactField `json:"fields"`
	MissingValues []string       `json:"missingValues,omitempty"`
	PrimaryKey    []string       `json:"primaryKey,omitempty"`
	UniqueKeys    [][]string     `json:"uniqueKeys,omitempty"`
	ForeignKeys   []foreignJSON  `json:"foreignKeys,omitempty"`
	Checks        []compactCheck `json:"custom_checks,omitempty"`
}

type compactField struct {
	Name        string              `json:"name"`
	Type        Type                `json:"type"`
	Format      string              `json:"format,omitempty"`
	Constraints *compactConstraints `json:"constraints,omitempty"`
	TrueValues  []string            `json:"trueValues,omitempty"`
	FalseValues []string            `json:"falseValues,omitempty"`
	DecimalChar string              `json:"decimalChar,omitempty"`
	GroupChar   string              `json:"groupChar,omitempty"`
	BareNumber  *bool               `json:"bareNumber,omitempty"`
	ArrayItem   *compactItem        `json:"arrayItem,omitempty"`
}

type compactItem struct {
	Constraints compactConstraints `json:"constraints"`
}

type compactConstraints struct {
	Required         bool     `json:"required,omitempty"`
	Unique           bool     `json:"unique,omitempty"`
	MinLength        *int     `json:"minLength,omitempty"`
	MaxLength        *int     `json:"maxLength,omitempty"`
	Minimum          string   `json:"minimum,omitempty"`
	Maximum          string   `json:"maximum,omitempty"`
	ExclusiveMinimum string   `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum string   `json:"exclusiveMaximum,omitempty"`
	Pattern          string   `json:"pattern,omitempty"`
	Enum             []string `json:"enum,omitempty"`
}

type compactCheck struct {
	Name   string         `json:"name"`
	Params map[string]any `json:"params,omitempty"`
}

// Descriptor writes the schema as a Table Schema descriptor of the facts that a
// checker obeys: names, types, rules, lists of values, checks. Labels,
// descriptions and examples are left out. [LoadJSON] reads it back.
func (s *Schema) Descriptor() ([]byte, error) {
	c := compact{Name: s.Name, Version: s.Version, Title: s.Title.Fr, PrimaryKey: s.PrimaryKey, UniqueKeys: s.UniqueKeys}
	if !slices.Equal(s.MissingValues, []string{""}) {
		c.MissingValues = s.MissingValues
	}
	for i := range s.Fields {
		c.Fields = append(c.Fields, s.Fields[i].compact())
	}
	for _, k := range s.ForeignKeys {
		c.ForeignKeys = append(c.ForeignKeys, k.json())
	}
	for _, check := range s.Checks {
		c.Checks = append(c.Checks, check.compact())
	}
	return marshalPlain(c)
}

func (f *Field) compact() compactField {
	out := compactField{Name: f.Name, Type: f.Type, Format: f.Format, TrueValues: f.TrueValues, FalseValues: f.FalseValues,
		DecimalChar: f.DecimalChar, GroupChar: f.GroupChar}
	if f.LooseNumber {
		no := false
		out.BareNumber = &no
	}
	if len(f.ItemEnum) > 0 {
		out.ArrayItem = &compactItem{compactConstraints{Enum: f.ItemEnum}}
	}
	limits := f.Constraints
	cc := compactConstraints(limits)
	if raw, err := json.Marshal(cc); err == nil && string(raw) != "{}" {
		out.Constraints = &cc
	}
	return out
}

func (c CustomCheck) compact() compactCheck {
	out := compactCheck{Name: c.Name, Params: map[string]any{}}
	if len(c.Columns) == 0 {
		return out
	}
	out.Params["column"] = c.Columns[0]
	switch c.Name {
	case CheckCompare:
		out.Params["op"], out.Params["column2"] = c.Op, c.Columns[1]
	case CheckOneOfRequired:
		if len(c.Columns) == 2 {
			out.Params["column2"] = c.Columns[1]
		} else {
			out.Params["columns"] = c.Columns[1:]
		}
	case CheckCohesive, CheckSum:
		out.Params["columns"] = c.Columns[1:]
	case CheckYearInterval:
		if c.AllowYearOnly {
			out.Params["allow-year-only"] = "yes"
		}
	}
	return out
}
