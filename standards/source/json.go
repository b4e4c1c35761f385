package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"airial/standards/tabular"
)

// jsonRows gives records of JSON: objects one after the other, in a list, or
// in a list which is a member of an object.
type jsonRows struct {
	dec     *json.Decoder
	geo     bool
	labels  map[string]int
	names   []string
	pending [][]jsonMember
}

// jsonMember is a name and its value.
type jsonMember struct {
	name  string
	value []byte
}

// Bounds of what is read to know all names, and of one record.
const (
	nameRecords = 2000
	nameBytes   = 16 << 20 // of all those records: they stand in memory
	recordMost  = 16 << 20
)

// geometryName is the column of the geometry of GeoJSON features.
const geometryName = "geometry"

func (t *Table) openJSON(src io.Reader, opts Options) error {
	j := &jsonRows{dec: json.NewDecoder(skipBOM(src)), labels: map[string]int{}}
	j.dec.UseNumber()
	if err := j.open(t); err != nil {
		return err
	}
	for held := 0; len(j.pending) < nameRecords && held < nameBytes; {
		rec, err := j.record()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		for _, m := range rec {
			held += len(m.name) + len(m.value)
		}
		j.pending = append(j.pending, rec)
	}
	for _, rec := range j.pending {
		for _, m := range rec {
			j.label(m.name)
		}
	}
	if len(j.names) == 0 {
		return &tabular.UnreadableError{Reason: tabular.NoTable}
	}
	if i, ok := j.labels[geometryName]; ok && j.geo && i != len(j.names)-1 { // the properties first
		j.names = append(slices.Delete(j.names, i, i+1), geometryName)
		for i, n := range j.names {
			j.labels[n] = i
		}
	}
	t.Source = &jsonTable{j: j, header: slices.Clone(j.names)}
	return nil
}

func skipBOM(src io.Reader) io.Reader {
	var head [3]byte
	n, _ := io.ReadFull(src, head[:])
	rest := bytes.TrimPrefix(head[:n], []byte("\xEF\xBB\xBF"))
	return io.MultiReader(bytes.NewReader(rest), src)
}

// open goes to the first record.
func (j *jsonRows) open(t *Table) error {
	unreadable := &tabular.UnreadableError{Reason: tabular.NoTable}
	tok, err := j.dec.Token()
	if err != nil {
		return unreadable
	}
	t.Format = JSON
	if tok == json.Delim('[') {
		return nil
	}
	if tok != json.Delim('{') {
		return unreadable
	}
	first, found, err := j.object(0)
	switch {
	case err != nil:
		return unreadable
	case found:
		if j.geo {
			t.Format = GeoJSON
		}
		return nil
	}
	t.Format = NDJSON
	j.pending = append(j.pending, first)
	return nil
}

// deepest is how many objects may stand around a list of records.
const deepest = 3

// object reads the members of an object whose brace is read; found tells that
// one of them is a list of records, before whose second record it stops.
func (j *jsonRows) object(depth int) (out []jsonMember, found bool, err error) {
	for j.dec.More() {
		key, err := j.dec.Token()
		if err != nil {
			return nil, false, err
		}
		name, _ := key.(string)
		value, found, err := j.value(name, depth)
		if err != nil || found {
			return nil, found, err
		}
		out = append(out, jsonMember{name, textOf(value)})
	}
	_, err = j.dec.Token()
	return out, false, err
}

// value reads the value of a member and gives it as JSON, unless it is or
// holds the list of records.
func (j *jsonRows) value(name string, depth int) (raw []byte, found bool, err error) {
	tok, err := j.dec.Token()
	if err != nil {
		return nil, false, err
	}
	switch tok {
	case json.Delim('['):
		raw = append(raw, '[')
		for j.dec.More() {
			var item json.RawMessage
			if err := j.dec.Decode(&item); err != nil {
				return nil, false, err
			}
			if len(raw) == 1 && len(item) > 0 && item[0] == '{' {
				j.geo = name == "features"
				rec, err := j.read(item)
				j.pending = append(j.pending, rec)
				return nil, true, err
			}
			if len(raw) > 1 {
				raw = append(raw, ',')
			}
			if raw = append(raw, item...); len(raw) > recordMost {
				return nil, false, ErrTooLarge
			}
		}
		_, err = j.dec.Token()
		return append(raw, ']'), false, err
	case json.Delim('{'):
		if depth >= deepest {
			return nil, false, ErrTooLarge
		}
		members, found, err := j.object(depth + 1)
		if err != nil || found {
			return nil, found, err
		}
		whole := map[string]string{}
		for _, m := range members {
			whole[m.name] = string(m.value)
		}
		raw, err = json.Marshal(whole)
		return raw, false, err
	}
	raw, err = json.Marshal(tok)
	return raw, false, err
}

// record reads one object; io.EOF after the last one.
func (j *jsonRows) record() ([]jsonMember, error) {
	if !j.dec.More() {
		return nil, io.EOF
	}
	var raw json.RawMessage
	if err := j.dec.Decode(&raw); err != nil {
		if err == io.EOF {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("source: json: %w", err)
	}
	if len(raw) > recordMost {
		return nil, ErrTooLarge
	}
	return j.read(raw)
}

func (j *jsonRows) read(raw []byte) ([]jsonMember, error) {
	if j.geo {
		return feature(raw)
	}
	return members(raw)
}

func members(raw []byte) ([]jsonMember, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	tok, err := dec.Token()
	if err != nil || tok != json.Delim('{') {
		return []jsonMember{{"valeur", textOf(raw)}}, nil
	}
	var out []jsonMember
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		out = append(out, jsonMember{key.(string), textOf(value)})
	}
	return out, nil
}

func feature(raw []byte) ([]jsonMember, error) {
	var f struct {
		Properties json.RawMessage `json:"properties"`
		Geometry   json.RawMessage `json:"geometry"`
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("source: geojson: %w", err)
	}
	var out []jsonMember
	if len(f.Properties) > 0 && f.Properties[0] == '{' {
		var err error
		if out, err = members(f.Properties); err != nil {
			return nil, err
		}
	}
	if len(f.Geometry) > 0 && string(f.Geometry) != "null" {
		out = append(out, jsonMember{geometryName, compact(f.Geometry)})
	}
	return out, nil
}

// textOf writes a value of JSON as the text of a cell.
func textOf(raw []byte) []byte {
	switch {
	case len(raw) == 0, string(raw) == "null":
		return nil
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return []byte(s)
		}
	case raw[0] == '[', raw[0] == '{':
		return compact(raw)
	case raw[0] == '-', raw[0]-'0' <= 9:
		return plainNumber(raw)
	}
	return append([]byte{}, raw...)
}

func compact(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}

func (j *jsonRows) label(name string) int {
	i, ok := j.labels[name]
	if !ok {
		i = len(j.names)
		j.labels[name] = i
		j.names = append(j.names, name)
	}
	return i
}

// jsonTable is the table of them. Names that come late make cells behind the
// last column.
type jsonTable struct {
	j      *jsonRows
	header []string
	rec    tabular.Record
	row    int
}

func (t *jsonTable) Header() []string           { return t.header }
func (t *jsonTable) HeaderFlags() tabular.Flags { return 0 }
func (t *jsonTable) Titles() [][]string         { return nil }
func (t *jsonTable) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, HeaderRow: 1}
}

// Sample gives the first records, as far as they were read to find the names.
func (t *jsonTable) Sample(most int) [][]string {
	var out [][]string
	for _, rec := range t.j.pending[:min(most, len(t.j.pending))] {
		cells := make([]string, len(t.header))
		for _, m := range rec {
			if i, ok := t.j.labels[m.name]; ok && i < len(cells) {
				cells[i] = string(m.value)
			}
		}
		out = append(out, cells)
	}
	return out
}

// Next gives the following record; an object without members is blank.
func (t *jsonTable) Next() (*tabular.Record, error) {
	var rec []jsonMember
	if p := t.j.pending; len(p) > 0 {
		rec, t.j.pending = p[0], p[1:]
	} else {
		var err error
		if rec, err = t.j.record(); err != nil {
			return nil, err
		}
	}
	cells := t.rec.Cells[:0]
	for range t.header {
		cells = append(cells, nil)
	}
	for _, m := range rec {
		i := t.j.label(m.name)
		for len(cells) <= i && len(m.value) > 0 {
			cells = append(cells, nil)
		}
		if i < len(cells) {
			cells[i] = m.value
		}
	}
	t.row++
	t.rec = tabular.Record{Row: t.row + 1, Cells: cells}
	return &t.rec, nil
}
