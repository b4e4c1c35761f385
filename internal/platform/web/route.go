package web

import (
	"net/http"
)

// Handler answers a request or says why it cannot. The error's kind decides
// the status; the router renders it as a page or as a problem document.
type Handler func(w http.ResponseWriter, r *http.Request) error

// A Guard decides who may pass. It returns the request to hand on (with what
// it has learnt in its context) or an error of kind Unauthenticated,
// Forbidden or NotFound.
type Guard interface {
	// Name says in a word who may pass, for the list of routes and the access
	// tests: "everyone", "signed in", "token: depositor".
	Name() string
	Admit(r *http.Request) (*http.Request, error)
}

// Kind tells pages, machine interfaces and downloads apart: it decides how an
// error is shown and which headers go out.
type Kind string

// The kinds of route.
const (
	Page     Kind = "page"
	API      Kind = "api"
	Download Kind = "download"
	Asset    Kind = "asset"
)

// A Route is one line of the list from which the mux, the OpenAPI check and
// the access tests are made.
type Route struct {
	Method  string
	Pattern string // as net/http's mux has it, without method: "/p/{member}/datasets"
	Kind    Kind
	Guard   Guard
	Handler Handler
	// MaxBody is the most bytes that a request may carry: 0 for the router's
	// default, -1 for no limit but the handler's own. A route that says more
	// than 0 takes files, and gets as much time as they need.
	MaxBody int64
}

// Routes is the one list of routes.
type Routes struct {
	// Hold keeps a form that was sent by somebody who must log in again, and
	// returns the page that shows it to her afterwards; "" for nothing kept.
	// It may be nil.
	Hold func(r *http.Request) string

	list []Route
}

// Add appends routes to the list.
func (rs *Routes) Add(routes ...Route) { rs.list = append(rs.list, routes...) }

// All returns the routes in the order in which they were added.
func (rs *Routes) All() []Route { return rs.list }
