package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

// errMethod is the one error whose status no fault.Kind has: 405.
var errMethod = errors.New("web: method not allowed")

// Problem is an error as machines read it (RFC 9457).
type Problem struct {
	Type     string          `json:"type" doc:"Address that explains this kind of problem"`
	Title    string          `json:"title" doc:"The kind of problem, in a few words"`
	Status   int             `json:"status" doc:"The HTTP status"`
	Detail   string          `json:"detail,omitempty" doc:"What happened here, and what to do"`
	Instance string          `json:"instance" doc:"The number of the request, as urn:uuid"`
	Errors   []ProblemDetail `json:"errors,omitempty" doc:"What is wrong, place by place"`
}

// ProblemDetail is one thing that is wrong with a request.
type ProblemDetail struct {
	Message  string `json:"message"`
	Location string `json:"location,omitempty" doc:"Where: path.siren, query.limit, body.title"`
}

// Error makes a Problem an error, as huma wants it.
func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// GetStatus is the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457, for huma.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var titles = map[fault.Kind]i18n.Text{
	fault.Other:           i18n.T("Une erreur est survenue", "Something failed"),
	fault.Invalid:         i18n.T("Demande incomplète ou illisible", "Incomplete or unreadable request"),
	fault.Unauthenticated: i18n.T("Connexion nécessaire", "Log-in needed"),
	fault.Forbidden:       i18n.T("Action non permise", "Not allowed"),
	fault.NotFound:        i18n.T("Introuvable", "Not found"),
	fault.Conflict:        i18n.T("Modifié entre-temps", "Changed in the meantime"),
	fault.Gone:            i18n.T("Retiré de la publication", "Withdrawn from publication"),
	fault.TooLarge:        i18n.T("Envoi trop volumineux", "Too large"),
	fault.TooMany:         i18n.T("Trop de demandes", "Too many requests"),
	fault.Unavailable:     i18n.T("Momentanément indisponible", "Unavailable for a moment"),
}

// outcome is what is known of an error: kind, status, and what the user reads.
func outcome(err error) (kind fault.Kind, status int, title, message i18n.Text) {
	if errors.Is(err, errMethod) {
		return fault.Invalid, http.StatusMethodNotAllowed,
			i18n.T("Action impossible à cette adresse", "Not possible at this address"),
			i18n.T("Cette adresse existe, mais n’accepte pas ce type de demande.", "This address exists, but does not take this kind of request.")
	}
	var wrong *misdirected
	if errors.As(err, &wrong) {
		title, message = wrong.words()
		return fault.NotFound, http.StatusMisdirectedRequest, title, message
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		err = &fault.Error{Kind: fault.TooLarge, Cause: err}
	}
	kind = fault.KindOf(err)
	return kind, fault.Status(err), titles[kind], fault.Message(err)
}

// ProblemOf makes the problem document of an error, in the language of the
// request.
func ProblemOf(r *http.Request, err error) *Problem {
	ctx := r.Context()
	kind, status, title, message := outcome(err)
	return &Problem{
		Type:   URL(ctx, "/api#problem-"+string(kind)),
		Title:  i18n.Read(ctx, title),
		Status: status, Detail: i18n.Read(ctx, message),
		Instance: "urn:uuid:" + here.From(ctx).RequestID,
	}
}

// fail answers with an error, in the form that the kind of route promises.
func (rt *router) fail(w http.ResponseWriter, r *http.Request, kind Kind, err error) {
	ctx := r.Context()
	_, status, title, message := outcome(err)
	rt.logFailure(r, status, err)
	if rw, ok := w.(*response); ok && rw.status != 0 {
		panic(http.ErrAbortHandler) // it began to answer: cut the line, so that nobody takes the half for the whole
	}
	h := w.Header()
	for _, name := range []string{"Etag", "Last-Modified", "Content-Disposition", "Content-Length", "Content-Encoding", "Accept-Ranges", "Content-Range"} {
		h.Del(name)
	}
	h.Set("Content-Security-Policy", rt.policy(r))
	h.Set("Cache-Control", "no-store")
	if status == http.StatusUnauthorized && kind != Page {
		h.Set("WWW-Authenticate", `Bearer realm="airial"`)
	}
	if kind != Page {
		h.Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(ProblemOf(r, err))
		return
	}
	if status == http.StatusUnauthorized && kind == Page && rt.Login != "" {
		rt.toLogin(w, r)
		return
	}
	trouble := ui.Trouble{Status: status, Title: i18n.Read(ctx, title), Message: i18n.Read(ctx, message),
		RequestID: here.From(ctx).RequestID, Withdrawn: status == http.StatusGone}
	h.Set("Content-Type", "text/html; charset=utf-8")
	if IsFragment(r) {
		h.Set("HX-Retarget", "#notice")
		h.Set("HX-Reswap", "innerHTML")
		w.WriteHeader(status)
		_ = ui.TroubleLine(trouble).Render(ctx, w)
		return
	}
	trouble.Acts = []ui.Action{{Label: i18n.Say(ctx, "Revenir à l’accueil", "Go to the home page"), Href: "/"}}
	if rt.Help != nil {
		if href := rt.Help(ctx); href != "" {
			trouble.Acts = append(trouble.Acts, ui.Action{Label: i18n.Say(ctx, "Demander de l’aide", "Ask for help"), Icon: ui.IconHelp, Href: href})
		}
	}
	w.WriteHeader(status)
	_ = Framed(ctx, trouble.Title, ui.TroubleBody(trouble)).Render(ctx, w)
}

// toLogin leads to the log-in page and from there back: to the page asked for,
// or to the one whose form was sent, where what was typed is kept.
func (rt *router) toLogin(w http.ResponseWriter, r *http.Request) {
	next := here.Href(r.Context(), here.From(r.Context()).Path)
	if q := here.From(r.Context()).Query; q != "" {
		next += "?" + q
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead || IsFragment(r) {
		next = ""
		if from, err := url.Parse(r.Referer()); err == nil {
			next = from.RequestURI()
		}
	}
	if rt.hold != nil {
		if page := rt.hold(r); page != "" {
			next = here.Href(r.Context(), page)
		}
	}
	to := rt.Login
	if next != "" {
		to += "?next=" + url.QueryEscape(next)
	}
	_ = Redirect(w, r, to)
}

// logFailure notes why: what nobody foresaw as an error, the rest quietly. A
// request that its client has given up (the reader went on to another page) fails
// wherever it stood, and nobody waits for its answer.
func (rt *router) logFailure(r *http.Request, status int, err error) {
	args := []any{"path", r.URL.Path, "status", status, "error", err.Error()}
	if r.Context().Err() != nil {
		rt.Logger.DebugContext(r.Context(), "request given up", args...)
		return
	}
	if status >= http.StatusInternalServerError {
		rt.Logger.ErrorContext(r.Context(), "request failed", args...)
		return
	}
	rt.Logger.DebugContext(r.Context(), "request refused", args...)
}
