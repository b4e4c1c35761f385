// Package fault is the one form of error that crosses rooms: a kind, the
// operation that failed, the cause for the log, and what the user should read.
//
// The kind decides the HTTP status, in one table (Status). A log reads why; a
// user reads what to do next.
package fault

import (
	"errors"
	"net/http"

	"airial/internal/platform/i18n"
)

// Kind says what sort of failure it is.
type Kind string

// The kinds of failure. Other is for what nobody foresaw: its details are
// logged and never shown.
const (
	Other           Kind = "internal"
	Invalid         Kind = "invalid"         // the request does not make sense
	Unauthenticated Kind = "unauthenticated" // nobody is known behind it
	Forbidden       Kind = "forbidden"       // somebody is, and may not
	NotFound        Kind = "not-found"       // nothing is there, or not for this caller
	Conflict        Kind = "conflict"        // somebody else was there first
	Gone            Kind = "gone"            // something was there, and was withdrawn or erased
	TooLarge        Kind = "too-large"
	TooMany         Kind = "too-many"
	Unavailable     Kind = "unavailable" // try again later
)

var statuses = map[Kind]int{
	Other:           http.StatusInternalServerError,
	Invalid:         http.StatusUnprocessableEntity,
	Unauthenticated: http.StatusUnauthorized,
	Forbidden:       http.StatusForbidden,
	NotFound:        http.StatusNotFound,
	Conflict:        http.StatusConflict,
	Gone:            http.StatusGone,
	TooLarge:        http.StatusRequestEntityTooLarge,
	TooMany:         http.StatusTooManyRequests,
	Unavailable:     http.StatusServiceUnavailable,
}

// Error is a failure. Say is for the user: what happened and what to do.
type Error struct {
	Kind  Kind
	Op    string // "piece.Get"
	Say   i18n.Text
	Cause error
}

func (e *Error) Error() string {
	text := e.Op
	if text == "" {
		text = string(e.Kind)
	} else {
		text += ": " + string(e.Kind)
	}
	if e.Say.En != "" {
		text += ": " + e.Say.En
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind that the user can read.
func New(kind Kind, op, fr, en string, args ...any) *Error {
	return &Error{Kind: kind, Op: op, Say: i18n.T(fr, en, args...)}
}

// Wrap adds the operation to a cause and keeps its kind. It returns nil for a
// nil cause.
func Wrap(op string, cause error) error {
	if cause == nil {
		return nil
	}
	return &Error{Kind: KindOf(cause), Op: op, Cause: cause}
}

// Missing is the NotFound error of a lookup.
func Missing(op string) *Error {
	return New(NotFound, op, "Cette page ou cet élément n’existe pas, ou ne vous est pas ouvert.",
		"This page or item does not exist, or is not open to you.")
}

// KindOf returns the kind of an error: that of the first Error in its chain
// that has one of its own, or Other.
func KindOf(err error) Kind {
	var e *Error
	for errors.As(err, &e) {
		if e.Kind != "" && e.Kind != Other {
			return e.Kind
		}
		err = e.Cause
	}
	return Other
}

// Is tells whether an error is of a kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Status returns the HTTP status of an error.
func Status(err error) int { return statuses[KindOf(err)] }

// Message returns what the user may read of an error. Failures that nobody
// foresaw get a sentence that gives nothing away.
func Message(err error) i18n.Text {
	var e *Error
	for cur := err; errors.As(cur, &e); cur = e.Cause {
		if !e.Say.Empty() {
			return e.Say
		}
	}
	if text, ok := defaults[KindOf(err)]; ok {
		return text
	}
	return defaults[Other]
}

var defaults = map[Kind]i18n.Text{
	Other: i18n.T("Une erreur est survenue de notre côté. Réessayez dans un instant ; si elle revient, signalez-la avec le numéro ci-dessous.",
		"Something failed on our side. Try again in a moment; if it comes back, report it with the number below."),
	Invalid:         i18n.T("La demande n’est pas complète ou pas lisible.", "The request is incomplete or cannot be read."),
	Unauthenticated: i18n.T("Connectez-vous pour continuer.", "Log in to continue."),
	Forbidden:       i18n.T("Votre rôle ne permet pas cette action. Adressez-vous au gestionnaire de votre collectivité.", "Your role does not allow this. Ask the manager of your organisation."),
	NotFound:        i18n.T("Cette page ou cet élément n’existe pas, ou ne vous est pas ouvert.", "This page or item does not exist, or is not open to you."),
	Conflict:        i18n.T("Quelqu’un a modifié cet élément entre-temps. Rechargez la page pour voir où il en est.", "Somebody changed this item in the meantime. Reload the page to see how it stands."),
	Gone:            i18n.T("Cet élément a été retiré.", "This item was withdrawn."),
	TooLarge:        i18n.T("Le fichier dépasse la taille permise.", "The file exceeds the size allowed."),
	TooMany:         i18n.T("Trop de demandes à la fois. Patientez un instant, puis réessayez.", "Too many requests at once. Wait a moment, then try again."),
	Unavailable:     i18n.T("Le service est momentanément indisponible. Réessayez dans un instant.", "The service is unavailable for a moment. Try again shortly."),
}
