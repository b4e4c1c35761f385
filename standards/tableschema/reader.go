package tableschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// readFunc reads a cell that is not missing. It is false when the cell is not
// of the type. It keeps no bytes.
type readFunc func(cell []byte, v *Value) bool

// readerOf gives the reader for the type and format of a field.
func readerOf(f *Field) (readFunc, error) {
	switch f.Type {
	case Integer:
		return integerReader(f), nil
	case Number:
		return numberReader(f), nil
	case Boolean:
		return booleanReader(f), nil
	case Date:
		return dateReader(f)
	case Datetime:
		return datetimeReader(f)
	case Time:
		return timeReader(f)
	case Year:
		return readYear, nil
	case YearMonth:
		return readYearMonth, nil
	case Duration:
		return readDuration, nil
	case Geopoint:
		return geopointReader(f), nil
	case Geojson:
		return readGeojson(f), nil
	case Object:
		return readObject, nil
	case Array:
		return readArray, nil
	case Any:
		return readAny, nil
	case String:
		return stringReader(f)
	}
	return nil, fmt.Errorf("the type %q is unknown", f.Type)
}

func readAny(_ []byte, v *Value) bool {
	v.kind = kindText
	return true
}

// trimSpace cuts the blanks around a number, as the reference does. Cells
// without any, nearly all of them, cost two comparisons.
func trimSpace(b []byte) []byte {
	if len(b) > 0 && b[0] > ' ' && b[0] < utf8.RuneSelf && b[len(b)-1] > ' ' && b[len(b)-1] < utf8.RuneSelf {
		return b
	}
	return bytes.TrimSpace(b)
}

func integerReader(f *Field) readFunc {
	return func(cell []byte, v *Value) bool {
		cell = trimSpace(cell)
		if f.LooseNumber {
			cell = bareNumber(cell)
		}
		if f.GroupChar != "" {
			cell = bytes.ReplaceAll(cell, []byte(f.GroupChar), nil)
		}
		n, ok := parseInt(cell)
		v.kind, v.Int = kindInt, n
		return ok
	}
}

func numberReader(f *Field) readFunc {
	plain := (f.DecimalChar == "" || f.DecimalChar == ".") && f.GroupChar == "" && !f.LooseNumber
	return func(cell []byte, v *Value) bool {
		cell = trimSpace(cell)
		if !plain {
			var ok bool
			if cell, ok = normalNumber(f, cell); !ok {
				return false
			}
		}
		d, ok := parseDecimal(cell)
		v.kind, v.dec = kindNumber, d
		return ok
	}
}

// normalNumber writes a number with a full stop and without groups.
func normalNumber(f *Field, cell []byte) ([]byte, bool) {
	if f.LooseNumber {
		cell = bareNumber(cell)
	}
	if f.GroupChar != "" {
		cell = bytes.ReplaceAll(cell, []byte(f.GroupChar), nil)
	}
	if f.DecimalChar != "" && f.DecimalChar != "." {
		if bytes.IndexByte(cell, '.') >= 0 {
			return nil, false
		}
		cell = bytes.ReplaceAll(cell, []byte(f.DecimalChar), []byte{'.'})
	}
	return cell, true
}

// bareNumber cuts currency signs, percent signs and the like before and after
// a number.
func bareNumber(cell []byte) []byte {
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	start := bytes.IndexFunc(cell, func(r rune) bool { return isDigit(r) || r == '-' })
	end := bytes.LastIndexFunc(cell, isDigit)
	if start < 0 || end < start {
		return cell
	}
	return cell[start : end+1]
}

func booleanReader(f *Field) readFunc {
	yes, no := f.TrueValues, f.FalseValues
	if yes == nil {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if no == nil {
		no = []string{"false", "False", "FALSE", "0"}
	}
	return func(cell []byte, v *Value) bool {
		v.kind = kindBool
		for _, s := range yes {
			if string(cell) == s {
				v.Int = 1
				return true
			}
		}
		for _, s := range no {
			if string(cell) == s {
				v.Int = 0
				return true
			}
		}
		return false
	}
}

func readArray(cell []byte, v *Value) bool {
	v.kind = kindItems
	if c := bytes.TrimSpace(cell); len(c) == 0 || c[0] != '[' {
		return false
	}
	var items []json.RawMessage
	if json.Unmarshal(cell, &items) != nil {
		return false
	}
	v.items = len(items)
	return true
}

func readObject(cell []byte, v *Value) bool {
	v.kind = kindItems
	if c := bytes.TrimSpace(cell); len(c) == 0 || c[0] != '{' {
		return false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(cell, &members) != nil {
		return false
	}
	v.items = len(members)
	return true
}
