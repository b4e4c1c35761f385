package counter

import (
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/check"
)

// maxField is the longest field of a form, in bytes.
const maxField = 4 << 10

// maxFields is how many fields may stand before the file.
const maxFields = 20

// request is what somebody asks: a question, and where its file comes from.
type request struct {
	check.Question
	address string // to fetch the file from, "" for none
}

// set takes one field of a form or a query.
func (q *request) set(name, value string) {
	value = strings.TrimSpace(strings.ToValidUTF8(value, ""))
	switch name {
	case "schema":
		q.Schema = value
	case "sheet":
		q.Sheet = value
	case "encoding":
		q.Encoding = value
	case "delimiter":
		q.Delimiter = value
	case "file":
		q.File = fileName(value)
	case "address":
		q.address = value
	case "quality":
		q.Quality = qualityOf(value)
	}
}

// qualityOf reads which rules of quality are wanted: none, all, or some.
func qualityOf(value string) []string {
	switch strings.ToLower(value) {
	case "", "0", "off", "false", "none":
		return nil
	case "1", "on", "true", "all":
		return []string{"all"}
	}
	var rules []string
	for rule := range strings.SplitSeq(value, ",") {
		if rule = strings.TrimSpace(rule); rule != "" {
			rules = append(rules, rule)
		}
	}
	return rules
}

// fileName keeps the name of a file, without its folder.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return ""
	}
	return clip(name, 200)
}

// readQuery takes what the address of a request says.
func (q *request) readQuery(r *http.Request) error {
	for name, values := range r.URL.Query() {
		if len(values) > 0 {
			q.set(name, values[0])
		}
	}
	text := r.URL.Query().Get("limit")
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return fault.New(fault.Invalid, "counter.query", "La limite est un nombre, 0 pour toutes les remarques.", "The limit is a number, 0 for all findings.")
	}
	if q.Limit = n; n == 0 {
		q.Limit = -1
	}
	return nil
}

// body gives the file of a request: the body itself, or the first file of a
// form, whose fields before it are taken too. It is nil when a form holds none.
func (q *request) body(r *http.Request) (io.Reader, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return r.Body, nil
	}
	cut := func(err error) error {
		return &fault.Error{Kind: fault.Invalid, Op: "counter.body", Cause: err, Say: i18n.T(
			"Le formulaire envoyé n’est pas lisible. Recommencez.", "The form that was sent cannot be read. Send it again.")}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, cut(err)
	}
	for range maxFields {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, cut(err)
		}
		if name := part.FileName(); name != "" {
			q.File = fileName(name)
			return part, nil
		}
		if part.FormName() == "files" || part.FormName() == "file" {
			continue // a file field that was left empty
		}
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		if err != nil {
			return nil, cut(err)
		}
		q.set(part.FormName(), string(value))
	}
	return nil, fault.New(fault.TooLarge, "counter.body", "Le formulaire a trop de champs avant le fichier.", "The form has too many fields before its file.")
}
