package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// openapi is the document of the interface for machines.
type openapi struct {
	OpenAPI    string
	Info       struct{ Title, Version string }
	Servers    []struct{ URL string }
	Paths      map[string]map[string]operation
	Components struct {
		Schemas         map[string]any
		SecuritySchemes map[string]any
	}
	raw any
}

type operation struct {
	OperationID string
	Summary     string
	Parameters  []struct {
		Name, In string
		Required bool
	}
	RequestBody any
	Responses   map[string]struct {
		Description string
		Content     map[string]struct{ Schema map[string]any }
	}
	Security []map[string][]string
}

// contract lists what scripts rely on.
var contract = []string{"GET /api/v1/members", "POST /api/v1/members/{siren}/deposits", "GET /api/v1/deposits/{id}",
	"GET /api/v1/datasets", "GET /api/v1/datasets/{id}", "GET /api/v1/datasets/{id}/rows", "DELETE /api/v1/datasets/{id}"}

// heldElsewhere tells the operations whose answers the tests of their rooms hold
// against what is documented: what a webhook sends takes one that listens, a plan a
// dataset that somebody anonymised, others the id of a record or of a paper; and
// the shapes of other products' interfaces are theirs, and files are files. What is
// pushed, harvested and gathered has nothing to answer here, and no test holds those
// four answers against the document yet: they belong in the tests of their rooms.
func heldElsewhere(path string) bool {
	for _, part := range []string{"/webhooks", "/api/v1/datasets/{id}/plan", "/api/v1/members/{siren}/activities/{id}", "/api/v1/models/{id}/versions",
		"/papers/{paper}", "/assessments/{assessment}", "/actions/{id}", "/processors/{id}", "/api/explore/", "/api/resources/", "/api/features",
		"/datagouv", "/consolidations/sources", "/api/v1/sources/{id}",
		"/rows/{format}", "/addresses/file", "/breaches/{breach}/files/{file}"} {
		if strings.Contains(path, part) && path != "/api/v1/datasets/{id}/plan/suggestion" {
			return true
		}
	}
	return false
}

// TestInterfaceIsDocumented compares the document with what the server does.
func TestInterfaceIsDocumented(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "approver"))
	l := c.publish(firstSiren, form{title: "Décrit", description: "Ce que c’est.", content: table("décrit")})
	var opened struct{ ID string }
	entered := c.do(http.MethodPost, "/api/v1/members/"+firstSiren+"/breaches", strings.NewReader(fmt.Sprintf(`{"title":"Clé perdue","aware_at":%q}`, time.Now().UTC().Format(time.RFC3339))), "application/json")
	entered.wants(t, http.StatusCreated)
	entered.decode(t, &opened)
	var doc openapi
	nobody := s.public(t)
	nobody.read("/api/openapi.json", &doc)
	nobody.read("/api/openapi.json", &doc.raw)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Info.Title == "" || doc.Info.Version == "" || len(doc.Servers) != 1 || doc.Servers[0].URL != s.URL {
		t.Errorf("the document is of %q, %+v, %+v", doc.OpenAPI, doc.Info, doc.Servers)
	}
	doc.checkRefs(t, doc.raw)
	doc.checkOperations(t)
	for _, want := range contract {
		method, path, _ := strings.Cut(want, " ")
		if _, ok := doc.Paths[path][strings.ToLower(method)]; !ok {
			t.Errorf("%s is not documented", want)
		}
	}
	for path, methods := range doc.Paths {
		address := strings.ReplaceAll(strings.ReplaceAll(path, "{siren}", firstSiren), "{id}", l.Piece)
		address = strings.ReplaceAll(address, "/rows/{format}", "/rows/json")
		address = strings.ReplaceAll(address, "/schemas/{name}", "/schemas/scdl/prenoms")
		address = strings.ReplaceAll(address, "{breach}", opened.ID)
		if strings.HasPrefix(path, "/api/v1/deposits/") {
			address = strings.ReplaceAll(strings.ReplaceAll(path, "{siren}", firstSiren), "{id}", l.ID)
		}
		switch path { // what these ask of a caller
		case "/api/v1/journal/consistency":
			address += "?from=1"
		case "/api/v1/journal/proof":
			address += "?entry=0"
		case "/api/v1/coverage":
			address += "?schema=scdl/prenoms"
		}
		// What the router allows at an address is what is documented there.
		refused := c.do("TRACE", address, nil, "")
		refused.wants(t, http.StatusMethodNotAllowed)
		if got, want := allowed(refused), documented(methods); !slices.Equal(got, want) {
			t.Errorf("%s allows %v, and %v is documented", path, got, want)
		}
		if op, ok := methods["get"]; ok && !heldElsewhere(path) {
			who := c
			if path == "/api/v1/alerts" { // the operator's alone
				who = s.as(t, s.token(t, operatorSiren, "approver"))
			}
			doc.checkAnswer(t, path, op, who.get(address))
		}
		if path == "/api/v1/deposits/{id}" {
			bad := c.await(c.deposit(firstSiren, form{title: "Refusé", content: []byte("a,a\n1,2\n")}).Life)
			doc.checkAnswer(t, path, methods["get"], c.get("/api/v1/deposits/"+bad.ID))
		}
		for method, op := range methods {
			anonymous := nobody.do(strings.ToUpper(method), address, nil, "")
			// An operation open to all names the token as one way among others,
			// or not at all.
			if guarded := len(op.Security) > 0 && !slices.ContainsFunc(op.Security, func(m map[string][]string) bool { return len(m) == 0 }); guarded != (anonymous.status == http.StatusUnauthorized) {
				t.Errorf("%s %s asks for a token: %t; without one it answers %d", method, path, guarded, anonymous.status)
			}
		}
	}
	if p := nobody.page("/api", http.StatusOK); !p.says("/api/v1/datasets/{id}/rows") || !p.leads("/api/openapi.json") {
		t.Error("the readable description lacks an operation or the document")
	}
}

func allowed(a answer) []string {
	var out []string
	for m := range strings.SplitSeq(a.header.Get("Allow"), ",") {
		if m = strings.TrimSpace(m); m != "" && m != "HEAD" {
			out = append(out, m)
		}
	}
	sort.Strings(out)
	return out
}

func documented(methods map[string]operation) []string {
	var out []string
	for m := range methods {
		if m != "head" {
			out = append(out, strings.ToUpper(m))
		}
	}
	sort.Strings(out)
	return out
}

func (d openapi) checkOperations(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			name := method + " " + path
			if op.OperationID == "" || seen[op.OperationID] || op.Summary == "" || len(op.Responses) == 0 {
				t.Errorf("%s lacks an identifier of its own, a summary or its answers", name)
			}
			seen[op.OperationID] = true
			for part := range strings.SplitSeq(path, "/") {
				param, ok := strings.CutPrefix(part, "{")
				if !ok {
					continue
				}
				param = strings.TrimSuffix(param, "}")
				if !slices.ContainsFunc(op.Parameters, func(p struct {
					Name, In string
					Required bool
				}) bool {
					return p.Name == param && p.In == "path" && p.Required
				}) {
					t.Errorf("%s does not declare its parameter %s", name, param)
				}
			}
			if (method == "post" && strings.HasSuffix(path, "deposits")) && op.RequestBody == nil {
				t.Errorf("%s does not declare its body", name)
			}
		}
	}
}

// checkRefs fails the test where a reference leads nowhere.
func (d openapi) checkRefs(t *testing.T, at any) {
	t.Helper()
	switch v := at.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && d.schema(ref) == nil {
			t.Errorf("%s leads nowhere", ref)
		}
		for _, one := range v {
			d.checkRefs(t, one)
		}
	case []any:
		for _, one := range v {
			d.checkRefs(t, one)
		}
	}
}

func (d openapi) schema(ref string) map[string]any {
	m, _ := d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any)
	return m
}

// checkAnswer fails the test where an answer is not what its schema says.
func (d openapi) checkAnswer(t *testing.T, path string, op operation, a answer) {
	t.Helper()
	a.wants(t, http.StatusOK)
	media, ok := op.Responses["200"].Content["application/json"]
	if !ok {
		t.Errorf("%s: no answer is described", path)
		return
	}
	var value any
	a.decode(t, &value)
	for _, problem := range d.fits(media.Schema, value, "") {
		t.Errorf("%s: the answer does not fit its schema: %s", path, problem)
	}
	if problem, ok := op.Responses["default"].Content["application/problem+json"]; !ok || len(problem.Schema) == 0 {
		t.Errorf("%s: no problem is described", path)
	}
}

// fits compares a value with a schema: types, required keys, keys there are
// none of, elements.
func (d openapi) fits(schema map[string]any, value any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		return d.fits(d.schema(ref), value, at)
	}
	if ways, ok := schema["anyOf"].([]any); ok {
		var out []string
		for _, way := range ways {
			sub, _ := way.(map[string]any)
			if out = d.fits(sub, value, at); len(out) == 0 {
				return nil
			}
		}
		return out
	}
	if types := typesOf(schema); len(types) > 0 && !slices.Contains(types, typeOf(value)) &&
		!(typeOf(value) == "integer" && slices.Contains(types, "number")) {
		return []string{fmt.Sprintf("%s is %s, not %v", at, typeOf(value), types)}
	}
	var out []string
	properties, _ := schema["properties"].(map[string]any)
	switch v := value.(type) {
	case map[string]any:
		for _, name := range list(schema["required"]) {
			if _, ok := v[name]; !ok {
				out = append(out, at+"."+name+" is missing")
			}
		}
		for name, one := range v {
			sub, known := properties[name].(map[string]any)
			if !known && schema["additionalProperties"] == false {
				out = append(out, at+"."+name+" is not described")
			}
			if known {
				out = append(out, d.fits(sub, one, at+"."+name)...)
			}
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, one := range v {
			out = append(out, d.fits(items, one, fmt.Sprint(at, "[", i, "]"))...)
		}
	}
	return out
}

func typesOf(schema map[string]any) []string {
	if one, ok := schema["type"].(string); ok {
		return []string{one}
	}
	return list(schema["type"])
}

func list(v any) []string {
	var out []string
	all, _ := v.([]any)
	for _, one := range all {
		if s, ok := one.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	case map[string]any, json.RawMessage:
		return "object"
	}
	return "unknown"
}
