package tableschema

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// loose is a string which a descriptor may also write as a number or a
// boolean.
type loose string

// UnmarshalJSON accepts any scalar; anything else is empty.
func (l *loose) UnmarshalJSON(b []byte) error {
	if len(b) >= 2 && b[0] == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) { // nearly always
		*l = loose(b[1 : len(b)-1])
		return nil
	}
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = loose(s)
		return nil
	}
	switch t := strings.TrimSpace(string(b)); {
	case t == "null", strings.HasPrefix(t, "{"), strings.HasPrefix(t, "["):
		*l = ""
	default:
		*l = loose(t)
	}
	return nil
}

// looseBool is a boolean which a descriptor may also write as a string.
type looseBool bool

// UnmarshalJSON accepts true and "true".
func (l *looseBool) UnmarshalJSON(b []byte) error {
	*l = looseBool(strings.EqualFold(strings.Trim(string(b), `" `), "true"))
	return nil
}

// looseList is a list of strings, which may be written as one scalar.
type looseList []string

// UnmarshalJSON accepts a list of scalars or a scalar alone.
func (l *looseList) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if plain, ok := plainList(b); ok { // nearly always, and there are long ones
		*l = append(*l, plain...)
		return nil
	}
	var many []loose
	if json.Unmarshal(b, &many) != nil {
		var one loose
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		many = []loose{one}
	}
	for _, v := range many {
		*l = append(*l, string(v))
	}
	return nil
}

// plainList reads a list of strings without escapes, which is known to be JSON;
// ok is false for anything else.
func plainList(b []byte) (list []string, ok bool) {
	if len(b) < 2 || b[0] != '[' || bytes.IndexByte(b, '\\') >= 0 || !utf8.Valid(b) {
		return nil, false
	}
	list = make([]string, 0, bytes.Count(b, []byte{'"'})/2)
	for rest := b[1:]; ; {
		rest = bytes.TrimLeft(rest, " \t\r\n,")
		if rest[0] != '"' {
			return list, rest[0] == ']'
		}
		end := 1 + bytes.IndexByte(rest[1:], '"')
		list = append(list, string(rest[1:end]))
		rest = rest[end+1:]
	}
}

// missingValue reads one item of missingValues: a string, or since version 2
// an object with a value and a label.
func missingValue(raw json.RawMessage) string {
	var labelled struct {
		Value loose `json:"value"`
	}
	if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &labelled) == nil {
		return string(labelled.Value)
	}
	var v loose
	_ = v.UnmarshalJSON(raw)
	return string(v)
}

// example gives the first example that a field shows.
func example(one, many json.RawMessage) string {
	for _, raw := range []json.RawMessage{one, many} {
		var l looseList
		if len(raw) > 0 && l.UnmarshalJSON(raw) == nil && len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
