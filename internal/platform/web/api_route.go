package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// onRoutes is huma's adapter that writes operations into the list of routes.
type onRoutes struct{ routes *Routes }

func (o *onRoutes) Handle(op *huma.Operation, handler func(huma.Context)) {
	guard, ok := op.Metadata[guardKey].(Guard)
	if !ok {
		panic(fmt.Sprintf("web: operation %s %s has no guard", op.Method, op.Path))
	}
	o.routes.Add(Route{Method: op.Method, Pattern: op.Path, Kind: API, Guard: guard,
		Handler: func(w http.ResponseWriter, r *http.Request) error {
			f := &fall{}
			r = r.WithContext(context.WithValue(r.Context(), fallKey{}, f))
			handler(humago.NewContext(op, r, &muted{ResponseWriter: w, fall: f}))
			return f.err
		}})
}

func (o *onRoutes) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "served by the router", http.StatusNotImplemented)
}

// fall holds the error of an operation until the router answers with it, as it
// does for every other route; huma's own answer to it is not sent.
type fall struct{ err error }

type fallKey struct{}

func fellThrough(ctx context.Context, err error) {
	if f, ok := ctx.Value(fallKey{}).(*fall); ok {
		f.err = err
	}
}

// muted is a writer that says nothing once the operation has failed.
type muted struct {
	http.ResponseWriter
	fall *fall
}

func (m *muted) Header() http.Header {
	if m.fall.err != nil {
		return http.Header{}
	}
	return m.ResponseWriter.Header()
}

func (m *muted) WriteHeader(status int) {
	if m.fall.err == nil {
		m.ResponseWriter.WriteHeader(status)
	}
}

func (m *muted) Write(b []byte) (int, error) {
	if m.fall.err != nil {
		return len(b), nil
	}
	return m.ResponseWriter.Write(b)
}

func (m *muted) Unwrap() http.ResponseWriter { return m.ResponseWriter }

func init() {
	// huma has one way for the whole process to make its errors; this server
	// is its only user.
	huma.NewErrorWithContext = func(hc huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return problemFor(hc, status, msg, errs)
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return &Problem{Status: status, Title: http.StatusText(status), Detail: msg}
	}
}

// problemFor is what huma found wrong with a request before our function saw it.
func problemFor(hc huma.Context, status int, msg string, errs []error) huma.StatusError {
	r, _ := humago.Unwrap(hc)
	kind := fault.Invalid
	for k := range titles {
		if fault.Status(&fault.Error{Kind: k}) == status {
			kind = k
		}
	}
	p := ProblemOf(r, &fault.Error{Kind: kind})
	p.Status = status
	if kind == fault.Invalid && msg != "" {
		p.Detail = i18n.Say(r.Context(), "La demande ne suit pas la description de l’API", "The request does not follow the description of the API") + ": " + msg
	}
	for _, e := range errs {
		if d, ok := e.(huma.ErrorDetailer); ok {
			detail := d.ErrorDetail()
			p.Errors = append(p.Errors, ProblemDetail{Message: detail.Message, Location: detail.Location})
		}
	}
	return p
}
