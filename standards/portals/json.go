package portals

import (
	"encoding/json"
	"strings"
)

// loose is a text that some write as a number, as null, as a list, or by
// language.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*l = loose(said(v))
	return nil
}

func said(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return ""
	case float64:
		b, _ := json.Marshal(v)
		return string(b)
	case map[string]any:
		for _, lang := range []string{"fr", "FR", "fr_FR", "value", "name", "title"} {
			if s := said(v[lang]); s != "" {
				return s
			}
		}
		for _, x := range v {
			if s, ok := x.(string); ok && len(v) == 1 {
				return s
			}
		}
	case []any:
		if len(v) > 0 {
			return said(v[0])
		}
	}
	return ""
}

// several is a list of texts that some write as one, with commas.
type several []string

func (l *several) UnmarshalJSON(b []byte) error {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ';' }) {
			*l = append(*l, strings.TrimSpace(part))
		}
	case []any:
		for _, x := range v {
			if s := said(x); s != "" {
				*l = append(*l, s)
			}
		}
	}
	return nil
}

// decode reads JSON; what is no JSON says what it is instead.
func decode(what string, body []byte, into any) error {
	if head := strings.ToLower(strings.TrimSpace(string(body[:min(len(body), 300)]))); strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") {
		return shape(what, errPage)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return shape(what, err)
	}
	return nil
}

var errPage = errText("the answer is a web page")

type errText string

func (e errText) Error() string { return string(e) }

// number is a number that some write as a text.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	var f float64
	if json.Unmarshal([]byte(strings.Trim(string(b), `"`)), &f) == nil && f > 0 && f < 1e15 {
		*n = number(f)
	}
	return nil
}
