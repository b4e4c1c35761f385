package web

import "net/http"

type everyone struct{}

func (everyone) Name() string                                 { return "everyone" }
func (everyone) Admit(r *http.Request) (*http.Request, error) { return r, nil }

// Everyone is the guard of what is public.
var Everyone Guard = everyone{}

type guardFunc struct {
	name  string
	admit func(r *http.Request) (*http.Request, error)
}

func (g guardFunc) Name() string                                 { return g.name }
func (g guardFunc) Admit(r *http.Request) (*http.Request, error) { return g.admit(r) }

// GuardFunc makes a guard of a function.
func GuardFunc(name string, admit func(r *http.Request) (*http.Request, error)) Guard {
	return guardFunc{name: name, admit: admit}
}
