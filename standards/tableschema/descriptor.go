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
	Required         bool    `json:"required,omitempty"`
	Unique           bool    `json:"unique,omitempty"`
	MinLength        *int    `json:"minLength,omitempty"`
	MaxLength        *int    `json:"maxLength,omitempty"`
	Minimum          literal `json:"minimum,omitempty"`
	Maximum          literal `json:"maximum,omitempty"`
	ExclusiveMinimum literal `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum literal `json:"exclusiveMaximum,omitempty"`
	Pattern          string  `json:"pattern,omitempty"`
	Enum             literal `json:"enum,omitempty"`
}

// literal is a value as JSON: a number for a field of numbers, as other tools
// want it.
type literal json.RawMessage

// MarshalJSON gives the value.
func (l literal) MarshalJSON() ([]byte, error) { return l, nil }

func (f *Field) literal(text string) literal {
	if text == "" {
		return nil
	}
	if isNumeric(f.Type) || f.Type == Year || f.Type == Boolean && (text == "true" || text == "false") {
		if json.Valid([]byte(text)) {
			return literal(text)
		}
	}
	raw, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return raw
}

func (f *Field) literals(texts []string) literal {
	if texts == nil {
		return nil
	}
	out := make([]json.RawMessage, len(texts))
	for i, t := range texts {
		if out[i] = json.RawMessage(f.literal(t)); t == "" {
			out[i] = json.RawMessage(`""`)
		}
	}
	raw, err := marshalPlain(out)
	if err != nil {
		return nil
	}
	return raw
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
		out.ArrayItem = &compactItem{compactConstraints{Enum: f.literals(f.ItemEnum)}}
	}
	c := &f.Constraints
	cc := compactConstraints{Required: c.Required, Unique: c.Unique, MinLength: c.MinLength, MaxLength: c.MaxLength,
		Minimum: f.literal(c.Minimum), Maximum: f.literal(c.Maximum), ExclusiveMinimum: f.literal(c.ExclusiveMinimum),
		ExclusiveMaximum: f.literal(c.ExclusiveMaximum), Pattern: c.Pattern, Enum: f.literals(c.Enum)}
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
		if len(c.Columns) == 2 { // as the published schemas write it
			delete(out.Params, "column")
			out.Params["column1"], out.Params["column2"] = c.Columns[0], c.Columns[1]
		} else {
			out.Params["columns"] = c.Columns[1:]
		}
	case CheckCohesive:
		out.Params["othercolumns"] = c.Columns[1:]
	case CheckSum:
		out.Params["columns"] = c.Columns[1:]
	case CheckYearInterval:
		if c.AllowYearOnly {
			out.Params["allow-year-only"] = "yes"
		}
	}
	return out
}
