package tableschema

import (
	"encoding/json"
	"fmt"
)

// Package is a data package: tables that belong together.
type Package struct {
	Name      string
	Resources []Resource
}

// Resource is a table of a package.
type Resource struct {
	Name string
	// Path is where its data are, within the package; "" when it says nothing.
	Path string
	// Schema is its schema when it is written out; SchemaPath where it is else.
	Schema     *Schema
	SchemaPath string
}

// LoadPackage reads the descriptor of a data package (Frictionless Data,
// version 1).
func LoadPackage(data []byte) (*Package, error) {
	if len(data) > maxDescriptor {
		return nil, fmt.Errorf("tableschema: the descriptor exceeds %d bytes", maxDescriptor)
	}
	var d struct {
		Name      string `json:"name"`
		Resources []struct {
			Name   string          `json:"name"`
			Path   loose           `json:"path"`
			Schema json.RawMessage `json:"schema"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(data, &d); err != nil || len(d.Resources) == 0 {
		return nil, fmt.Errorf("tableschema: not a data package: it lists no resources")
	}
	p := &Package{Name: d.Name}
	for i, r := range d.Resources {
		if r.Name == "" {
			return nil, fmt.Errorf("tableschema: resource %d has no name", i+1)
		}
		out := Resource{Name: r.Name, Path: string(r.Path)}
		if len(r.Schema) > 0 && r.Schema[0] == '{' {
			s, err := LoadJSON(r.Schema)
			if err != nil {
				return nil, fmt.Errorf("resource %s: %w", r.Name, err)
			}
			out.Schema = s
		} else {
			var where loose
			_ = where.UnmarshalJSON(r.Schema)
			out.SchemaPath = string(where)
		}
		p.Resources = append(p.Resources, out)
	}
	return p, nil
}
