package chart

import (
	"encoding/json"
)

// scripted is what the script is told of a chart.
type scripted struct {
	Kind       Kind           `json:"kind"`
	Title      string         `json:"title"`
	Unit       string         `json:"unit,omitempty"`
	Axis       string         `json:"axis,omitempty"`
	Note       string         `json:"note,omitempty"`
	Stacked    bool           `json:"stacked,omitempty"`
	Categories []string       `json:"categories"`
	Series     []scriptSeries `json:"series"`
}

type scriptSeries struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values"` // null for “not known”
}

// data is the chart for its script, as a block that no browser runs.
func (c Chart) data() string {
	out := scripted{Kind: c.Kind, Title: c.Title, Unit: c.Unit, Axis: c.Axis, Note: c.Note, Stacked: c.Stacked, Categories: c.Categories}
	for _, s := range c.Series {
		one := scriptSeries{Name: s.Name, Values: make([]*float64, len(c.Categories))}
		for i := range c.Categories {
			if v := s.value(i); known(v) {
				one.Values[i] = &v
			}
		}
		out.Series = append(out.Series, one)
	}
	return block(out)
}

// block writes a value as JSON in an element that carries data. The encoder
// writes < as \u003c, so that no value ends the element.
func block(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // strings and numbers always encode
	}
	return `<script type="application/json" data-figure>` + string(text) + `</script>`
}
