package ui

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/platform/web/form"
)

// Control is a field of a form: what it is called, what helps, what was typed
// and what is wrong with it. Form may be nil.
type Control struct {
	Form     *form.Form
	Name     string
	Label    string
	Help     string // a sentence under the label
	Type     string // of an input: "text" when empty
	Value    string // shown when the form holds no such name
	Required bool
	Optional string // the words "(facultatif)", when most fields are required
	Auto     string // autocomplete
	Max      int    // characters
	Rows     int    // of a text area
	Mode     string // inputmode: "numeric"
	Narrow   bool   // as wide as a date or a code
	Disabled bool
	Attrs    templ.Attributes
}

// Option is one choice of a Select or of Radios.
type Option struct {
	Value, Label, Help string
	Disabled           bool
	// Group is the heading under which a Select shows it, with those beside it
	// of the same; "" for none.
	Group string
}

// optionRun are options of a Select that stand under one heading.
type optionRun struct {
	label   string
	options []Option
}

func optionRuns(options []Option) (runs []optionRun) {
	for i, o := range options {
		if i == 0 || o.Group != options[i-1].Group {
			runs = append(runs, optionRun{label: o.Group})
		}
		last := &runs[len(runs)-1]
		last.options = append(last.options, o)
	}
	return runs
}

func (c Control) id() string { return "f-" + c.Name }

func (c Control) value() string {
	if c.Form != nil && c.Form.Values.Has(c.Name) {
		return c.Form.Raw(c.Name)
	}
	return c.Value
}

func (c Control) kind() string {
	if c.Type == "" {
		return "text"
	}
	return c.Type
}

func (c Control) err(ctx context.Context) string { return c.Form.Error(ctx, c.Name) }

// attrs are those that input, select and textarea share.
func (c Control) attrs(ctx context.Context) templ.Attributes {
	a := templ.Attributes{"id": c.id(), "name": c.Name}
	var described []string
	if c.Help != "" {
		described = append(described, c.id()+"-help")
	}
	if c.err(ctx) != "" {
		described = append(described, c.id()+"-error")
		a["aria-invalid"] = "true"
	}
	if len(described) > 0 {
		a["aria-describedby"] = strings.Join(described, " ")
	}
	if c.Required {
		a["required"] = true
	}
	if c.Disabled {
		a["disabled"] = true
	}
	if c.Auto != "" {
		a["autocomplete"] = c.Auto
	}
	if c.Mode != "" {
		a["inputmode"] = c.Mode
	}
	for k, v := range c.Attrs {
		a[k] = v
	}
	return a
}

func (c Control) rows() int {
	if c.Rows == 0 {
		return 4
	}
	return c.Rows
}
