package decp

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// ErrDamaged says that a document cannot be read to its end.
var ErrDamaged = errors.New("decp: the document is damaged")

// ErrOther says that what looked like a document holds no contracts.
var ErrOther = errors.New("decp: no contracts are in it")

// Forms of documents.
const (
	JSON = "json"
	XML  = "xml"
)

var (
	jsonHead = regexp.MustCompile(`^\s*\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"marches"\s*:\s*([\[{])`)
	xmlHead  = regexp.MustCompile(`^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?s:.*?)-->\s*)?<marches[\s>]`)
)

// FormOf tells by the head of a file which form of a document it has, "" for none;
// current is false for JSON as it was before 2024, for which there is no schema
// here.
func FormOf(head []byte) (form string, current bool) {
	head = bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	if m := jsonHead.FindSubmatch(head); m != nil {
		return JSON, m[1][0] == '{'
	}
	if xmlHead.Match(head) {
		return XML, true
	}
	return "", false
}

// Read reads a document. It fails with ErrDamaged, or with ErrOther where
// something else is called like it ("marches" are street markets too).
func Read(raw []byte) (*Table, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	form, _ := FormOf(raw)
	var top any
	var err error
	switch form {
	case JSON:
		top, err = jsonTree(raw)
	case XML:
		top, err = xmlTree(raw)
	default:
		return nil, ErrOther
	}
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	book := object(top)
	contracts := objects(book["marches"], "marche", "contrat-concession")
	for _, c := range contracts {
		if !isContract(c) {
			return nil, ErrOther
		}
	}
	return tableOf(form, once(contracts)), nil
}

func isContract(c map[string]any) bool {
	for _, name := range []string{"acheteur", "acheteur.id", "autoriteConcedante", "codeCPV", "titulaires", "concessionnaires"} {
		if _, ok := c[name]; ok {
			return true
		}
	}
	return false
}

func jsonTree(raw []byte) (out any, err error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&out); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the document")
	}
	return out, nil
}

// deepest bounds elements within elements; the format has eight.
const deepest = 64

// xmlTree reads elements as the JSON form has them: texts, and objects whose
// members are lists where a name comes back.
func xmlTree(raw []byte) (any, error) {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		tok, err := dec.Token()
		if err != nil {
			return nil, err
		}
		if start, ok := tok.(xml.StartElement); ok {
			v, err := element(dec, 0)
			return map[string]any{start.Name.Local: v}, err
		}
	}
}

func element(dec *xml.Decoder, depth int) (any, error) {
	if depth > deepest {
		return nil, errors.New("elements stand too deep")
	}
	var text strings.Builder
	members := map[string]any{}
	for {
		tok, err := dec.Token()
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.CharData:
			text.Write(tok)
		case xml.StartElement:
			v, err := element(dec, depth+1)
			if err != nil {
				return nil, err
			}
			name := tok.Name.Local
			switch was := members[name].(type) {
			case nil:
				members[name] = v
			case []any:
				members[name] = append(was, v)
			default:
				members[name] = []any{was, v}
			}
		case xml.EndElement:
			if len(members) > 0 {
				return members, nil
			}
			return strings.TrimSpace(text.String()), nil
		}
	}
}

// object is v as an object; an empty one where it is none.
func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// objects gives the objects of a list that stand under one of some names, or
// plainly, however deep the list is: {"titulaires":[{"titulaire":{…}}]} today,
// {"titulaires":[{…}]} before, lists within lists in what was exported badly.
func objects(v any, names ...string) (out []map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, objects(x, names...)...)
		}
	case map[string]any:
		wrapped := false
		for _, name := range names {
			if x, ok := v[name]; ok {
				wrapped = true
				out = append(out, objects(x, names...)...)
			}
		}
		if !wrapped && len(v) > 0 {
			out = append(out, v)
		}
	}
	return out
}
