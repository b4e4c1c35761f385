package datagouvtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Object is a JSON object.
type Object = map[string]any

// Server is data.gouv.fr, in memory.
type Server struct {
	*httptest.Server
	mu       sync.Mutex
	next     int
	people   map[string]person  // by token
	orgs     map[string]Object  // by identifier
	datasets map[string]*Object // by identifier
	order    []string           // of their making
	calls    []string           // "PUT /datasets/…/"

	// Fail, if set, is asked before each call; a status other than 0 is the
	// answer. After the call was carried out it is asked again with done set: a
	// status then is an answer that hides what was done.
	Fail func(method, path string, done bool) int
	// Quota is how many calls are answered until 429; negative for any number.
	Quota int
}

type person struct {
	id, name string
	orgs     []string
}

// New starts a server with one person ("jeton") who belongs to one organisation
// ("ychoux").
func New() *Server {
	s := &Server{people: map[string]person{}, orgs: map[string]Object{}, datasets: map[string]*Object{}, Quota: -1}
	s.AddOrganisation("ychoux", "Ville d’Ychoux")
	s.AddPerson("jeton", "Marie Dupin", "ychoux")
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// AddOrganisation makes one.
func (s *Server) AddOrganisation(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orgs[id] = Object{"id": id, "name": name, "slug": id, "page": "/organizations/" + id + "/"}
}

// AddPerson gives a token to somebody who belongs to organisations.
func (s *Server) AddPerson(token, name string, orgs ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[token] = person{"p-" + token, name, orgs}
}

// Calls lists what was asked since the last time, "GET /me/".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.calls
	s.calls = nil
	return out
}

// Datasets lists what stands, in the order of its making.
func (s *Server) Datasets() (out []Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range s.order {
		if d := *s.datasets[id]; d["deleted"] == nil {
			out = append(out, clone(d))
		}
	}
	return out
}

// Change edits a dataset as somebody there does, by hand.
func (s *Server) Change(id string, edit func(Object)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit(*s.datasets[id])
}

func (s *Server) id(kind string) string {
	s.next++
	return fmt.Sprintf("%s%04d", kind, s.next)
}

type answer struct {
	status int
	body   any
}

func wrong(field, message string) *answer {
	return &answer{http.StatusBadRequest, Object{"message": "Input payload validation failed", "errors": Object{field: []string{message}}}}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, ok := strings.CutPrefix(r.URL.Path, "/api/1")
	if !ok {
		http.NotFound(w, r)
		return
	}
	s.calls = append(s.calls, r.Method+" "+path)
	if s.Fail != nil {
		if status := s.Fail(r.Method, path, false); status != 0 {
			write(w, &answer{status, Object{"message": "panne"}})
			return
		}
	}
	if s.Quota == 0 {
		w.Header().Set("Retry-After", "30")
		write(w, &answer{http.StatusTooManyRequests, Object{"message": "Too many requests"}})
		return
	}
	s.Quota--
	who, known := s.people[r.Header.Get("X-API-KEY")]
	if !known {
		write(w, &answer{http.StatusUnauthorized, Object{"message": "Invalid API Key"}})
		return
	}
	a := s.route(who, r, strings.Split(strings.Trim(path, "/"), "/"))
	if s.Fail != nil {
		if status := s.Fail(r.Method, path, true); status != 0 {
			a = &answer{status, Object{"message": "panne"}}
		}
	}
	write(w, a)
}

func write(w http.ResponseWriter, a *answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	if a.body != nil {
		_ = json.NewEncoder(w).Encode(a.body)
	}
}

var missing = &answer{http.StatusNotFound, Object{"message": "Not found"}}

func (s *Server) route(who person, r *http.Request, parts []string) *answer {
	var body any
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return &answer{http.StatusBadRequest, Object{"message": err.Error()}}
		}
	}
	sent, _ := body.(Object)
	switch {
	case len(parts) == 1 && parts[0] == "me":
		var orgs []Object
		for _, id := range who.orgs {
			orgs = append(orgs, s.orgs[id])
		}
		return &answer{http.StatusOK, Object{"id": who.id, "first_name": who.name, "organizations": orgs}}
	case len(parts) >= 2 && parts[0] == "organizations":
		o := s.orgs[parts[1]]
		if o == nil {
			return missing
		}
		if len(parts) == 3 && parts[2] == "datasets" {
			return s.page(r, parts[1], slices.Contains(who.orgs, parts[1]))
		}
		return &answer{http.StatusOK, o}
	case len(parts) == 1 && parts[0] == "datasets" && r.Method == http.MethodPost:
		return s.create(who, sent)
	case len(parts) >= 2 && parts[0] == "datasets":
		d := s.find(parts[1])
		if d == nil {
			return missing
		}
		return s.of(who, r, d, parts[2:], body)
	}
	return missing
}

// find knows a dataset by its identifier and by its slug.
func (s *Server) find(key string) *Object {
	if d := s.datasets[key]; d != nil {
		return d
	}
	for _, d := range s.datasets {
		if (*d)["slug"] == key {
			return d
		}
	}
	return nil
}

func (s *Server) page(r *http.Request, org string, inside bool) *answer {
	number, size := 1, 20
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 {
		number = n
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("page_size")); err == nil && n > 0 {
		size = min(n, 100)
	}
	all := []Object{}
	for _, id := range s.order {
		d := *s.datasets[id]
		if d["deleted"] == nil && d["organization"].(Object)["id"] == org && (inside || d["private"] != true) {
			all = append(all, d)
		}
	}
	total := len(all)
	first := min((number-1)*size, total)
	last := min(first+size, total)
	var next any
	if last < total {
		next = fmt.Sprintf("%s/api/1/organizations/%s/datasets/?page=%d&page_size=%d", s.URL, org, number+1, size)
	}
	return &answer{http.StatusOK, Object{"data": all[first:last], "page": number, "page_size": size, "total": total, "next_page": next}}
}

func (s *Server) of(who person, r *http.Request, d *Object, rest []string, body any) *answer {
	if (*d)["deleted"] != nil {
		return &answer{http.StatusGone, Object{"message": "Dataset has been deleted"}}
	}
	org := (*d)["organization"].(Object)["id"].(string)
	inside := slices.Contains(who.orgs, org)
	if r.Method != http.MethodGet && !inside {
		return &answer{http.StatusForbidden, Object{"message": "You don't have the permission"}}
	}
	if !inside && (*d)["private"] == true {
		return missing
	}
	sent, _ := body.(Object)
	switch {
	case len(rest) == 0 && r.Method == http.MethodGet:
		return &answer{http.StatusOK, clone(*d)}
	case len(rest) == 0 && r.Method == http.MethodPut:
		return s.put(who, d, sent)
	case len(rest) == 0 && r.Method == http.MethodDelete:
		(*d)["deleted"] = "2026-10-05T08:00:00"
		return &answer{http.StatusNoContent, nil}
	case len(rest) >= 1 && rest[0] == "resources":
		return s.resources(r, d, rest[1:], body)
	}
	return missing
}

func clone(o Object) Object {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	var out Object
	if err := json.Unmarshal(b, &out); err != nil {
		panic(err)
	}
	return out
}

func merged(into, from Object, keys []string) {
	for _, k := range keys {
		if v, ok := from[k]; ok {
			into[k] = v
		} else {
			delete(into, k)
		}
	}
}

func keep(o Object, keys ...string) Object {
	out := Object{}
	for _, k := range keys {
		if v, ok := o[k]; ok {
			out[k] = v
		}
	}
	return maps.Clone(out)
}
