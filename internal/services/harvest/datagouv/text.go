package datagouv

import (
	"encoding/json"
	"path"
	"strconv"
	"strings"
)

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

func extension(name string) string { return strings.TrimPrefix(path.Ext(name), ".") }

func numberText(n int64) string { return strconv.FormatInt(n, 10) }

// flat writes any value of theirs as one line.
func flat(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []any:
		var parts []string
		for _, one := range x {
			parts = append(parts, flat(one))
		}
		return strings.Join(parts, ", ")
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
