package ods

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/standards/odsql"
)

// The codes of errors, as clients of the API know them.
const (
	codeQuery     = "ODSQLError"
	codeParameter = "InvalidRESTParameterError"
	codeMissing   = "UnknownResourceError"
	codeTooMany   = "TooManyRequestsError"
	codeOther     = "InternalError"
)

// problem is an error of the interface.
type problem struct {
	status  int
	Code    string `json:"error_code"`
	Message string `json:"message"`
	fr      string // the same in French, for the page
}

func (p *problem) Error() string { return p.Code + ": " + p.Message }

// Unwrap gives the fault, for whoever answers in another form.
func (p *problem) Unwrap() error {
	kind := fault.Invalid
	switch p.status {
	case http.StatusNotFound:
		kind = fault.NotFound
	case http.StatusGone:
		kind = fault.Gone
	case http.StatusTooManyRequests:
		kind = fault.TooMany
	}
	return &fault.Error{Kind: kind, Op: "ods", Say: i18n.Text{Fr: p.fr, En: p.Message}}
}

func badParameter(name, value, expected, expectedFr string) error {
	return &problem{http.StatusBadRequest, codeParameter,
		fmt.Sprintf("Invalid value for %s API parameter: %s was found but %s is expected.", name, value, expected),
		fmt.Sprintf("Le paramètre «\u00a0%s\u00a0» vaut %s\u202f; on attend %s.", name, value, expectedFr)}
}

// problemOf turns any error into one of the interface.
func problemOf(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	var q *odsql.Error
	if errors.As(err, &q) {
		return &problem{http.StatusBadRequest, codeQuery, q.Error(), q.French()}
	}
	var t *tables.QueryError
	say := fault.Message(err)
	if errors.As(err, &t) {
		return &problem{http.StatusBadRequest, codeQuery, "ODSQL query is malformed: " + say.En, say.Fr}
	}
	kind := fault.KindOf(err)
	p = &problem{fault.Status(err), codeOther, say.En, say.Fr}
	switch kind {
	case fault.Invalid:
		p.status, p.Code = http.StatusBadRequest, codeQuery
	case fault.NotFound, fault.Gone:
		p.Code = codeMissing
	case fault.TooMany:
		p.Code = codeTooMany
	}
	return p
}

// answering makes a handler of one that may fail: its errors go out in the
// shape of the interface. What nobody foresaw is left to the router, which logs
// it.
func answering(fn web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Link, Content-Disposition, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After")
		err := fn(w, r)
		if err == nil {
			return nil
		}
		p := problemOf(err)
		if p.status >= http.StatusInternalServerError && fault.KindOf(err) != fault.Unavailable {
			return err
		}
		if started(w) {
			return err // the router cuts the line
		}
		for _, name := range []string{"Etag", "Content-Disposition", "Content-Length"} {
			h.Del(name)
		}
		h.Set("Content-Type", "application/json; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(p.status)
		return json.NewEncoder(w).Encode(p)
	}
}

// started tells whether an answer has begun.
func started(w http.ResponseWriter) bool {
	s, ok := w.(interface{ Started() bool })
	return ok && s.Started()
}
