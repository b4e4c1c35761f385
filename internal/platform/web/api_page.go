package web

import (
	"encoding/json"
	"net/http"
	"sort"
	"sync"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// documentOnce keeps the OpenAPI document: it does not change once the server
// answers.
type documentOnce struct {
	once  sync.Once
	bytes []byte
	err   error
}

func (a *Interface) serveDocument(w http.ResponseWriter, r *http.Request) error {
	a.document.once.Do(func() { a.document.bytes, a.document.err = json.Marshal(a.OpenAPI()) })
	if a.document.err != nil {
		return fault.Wrap("web.OpenAPI", a.document.err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if Fresh(w, r, string(a.document.bytes)) {
		return nil
	}
	_, _ = w.Write(a.document.bytes)
	return nil
}

// servePage shows the interface to people, from the same document.
func (a *Interface) servePage(w http.ResponseWriter, r *http.Request) error {
	doc := a.readable()
	for _, kind := range problemKinds() {
		err := &fault.Error{Kind: kind}
		doc.Problems = append(doc.Problems, ui.APIProblem{Kind: string(kind), Status: fault.Status(err),
			Title: i18n.Read(r.Context(), titles[kind]), Message: i18n.Read(r.Context(), fault.Message(err))})
	}
	return Render(w, r, Framed(r.Context(), "API", ui.APIPage(doc)))
}

// problemKinds are the kinds of failure, by status.
func problemKinds() []fault.Kind {
	var kinds []fault.Kind
	for k := range titles {
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, j int) bool {
		a, b := fault.Status(&fault.Error{Kind: kinds[i]}), fault.Status(&fault.Error{Kind: kinds[j]})
		return a < b
	})
	return kinds
}
