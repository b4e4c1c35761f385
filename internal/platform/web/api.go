package web

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Interface is the documented machine interface. Its operations stand in the one
// list of routes like all others.
type Interface struct {
	huma     huma.API
	routes   *Routes
	document documentOnce
	bodies   map[string]reflect.Type // those without a name, by the type that holds them
}

// NewAPI begins an interface on the list of routes, and adds its own two
// addresses: /api/openapi.json, and /api for people.
func NewAPI(routes *Routes, title, version, publicURL string) *Interface {
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: title, Version: version},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
	if publicURL != "" {
		config.Servers = []*huma.Server{{URL: strings.TrimSuffix(publicURL, "/")}}
	}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token made with `airial token create` or in the console. It acts for its own member only."},
	}
	a := &Interface{routes: routes, bodies: map[string]reflect.Type{}}
	a.huma = huma.NewAPI(config, &onRoutes{routes: routes})
	routes.Add(
		Route{Method: http.MethodGet, Pattern: "/api/openapi.json", Kind: Asset, Guard: Everyone, Handler: a.serveDocument},
		Route{Method: http.MethodGet, Pattern: "/api", Kind: Page, Guard: Everyone, Handler: a.servePage},
	)
	return a
}

// OpenAPI is the document itself, to describe tags or add schemas.
func (a *Interface) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// guardKey is where an operation carries its guard on its way to the routes.
const guardKey = "guard"

// Operation adds a documented operation whose input and output huma reads and
// writes. Errors of package fault become RFC 9457 problems.
func Operation[I, O any](a *Interface, guard Guard, op huma.Operation, fn func(context.Context, *I) (*O, error)) {
	a.describe(&op, guard)
	a.alone(reflect.TypeFor[I]())
	a.alone(reflect.TypeFor[O]())
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, in)
		if err != nil {
			fellThrough(ctx, err)
		}
		return out, err
	})
}

// alone panics where a body without a name of its own would get the schema of
// another: huma calls it after the type that holds it, whatever its package.
func (a *Interface) alone(holder reflect.Type) {
	body, found := holder.FieldByName("Body")
	if !found || body.Type.Kind() != reflect.Struct || body.Type.Name() != "" {
		return
	}
	if other, there := a.bodies[holder.Name()]; there && other != body.Type {
		panic("web: two bodies would be described as " + holder.Name() + "Body: give the type " + holder.String() + " another name")
	}
	a.bodies[holder.Name()] = body.Type
}

// Stream adds a route whose handler reads and writes the bytes itself (uploads,
// downloads, rows), with its words in the OpenAPI document.
func (a *Interface) Stream(guard Guard, op huma.Operation, maxBody int64, handler Handler) {
	a.routes.Add(Route{Method: op.Method, Pattern: op.Path, Kind: API, Guard: guard, Handler: handler, MaxBody: maxBody})
	a.Document(guard, op)
}

// Document writes an operation into the OpenAPI document without adding a
// route: for one that stands in the list already.
func (a *Interface) Document(guard Guard, op huma.Operation) {
	a.describe(&op, guard)
	op.Metadata = nil
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{"200": {Description: "OK"}}
	}
	a.problems(&op)
	a.OpenAPI().AddOperation(&op)
}

// Schema registers the schema of a Go value and returns a reference to it, for
// operations that are described by hand.
func (a *Interface) Schema(of any) *huma.Schema {
	return a.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(of), true, "")
}

func (a *Interface) describe(op *huma.Operation, guard Guard) {
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[guardKey] = guard
	if guard != Everyone && op.Security == nil {
		op.Security = []map[string][]string{{"token": {}}}
	}
	if op.OperationID == "" {
		op.OperationID = strings.ToLower(op.Method) + strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-").Replace(op.Path)
	}
	op.Path = strings.ReplaceAll(op.Path, "...}", "}")
}

// problems says that an operation may answer with a problem document.
func (a *Interface) problems(op *huma.Operation) {
	op.Responses["default"] = &huma.Response{Description: "Problem (RFC 9457)",
		Content: map[string]*huma.MediaType{"application/problem+json": {Schema: a.Schema(Problem{})}}}
}

// Undocumented returns the routes of kind API that the OpenAPI document does
// not describe, as "GET /api/v1/members". A test of the application wants none.
func Undocumented(routes *Routes, a *Interface) []string {
	var missing []string
	for _, route := range routes.All() {
		if route.Kind != API {
			continue
		}
		path := strings.ReplaceAll(strings.ReplaceAll(route.Pattern, "...}", "}"), "{$}", "")
		if !documents(a.OpenAPI().Paths[path], route.Method) {
			missing = append(missing, route.Method+" "+route.Pattern)
		}
	}
	return missing
}

func documents(item *huma.PathItem, method string) bool {
	if item == nil {
		return false
	}
	return map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
		http.MethodDelete: item.Delete, http.MethodPatch: item.Patch, http.MethodHead: item.Head}[method] != nil
}
