package web

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/web/ui"
)

// readable turns the OpenAPI document into what its page shows.
func (a *Interface) readable() ui.APIDoc {
	o := a.OpenAPI()
	doc := ui.APIDoc{Title: o.Info.Title, Version: o.Info.Version, Description: o.Info.Description, Document: "/api/openapi.json"}
	server := ""
	if len(o.Servers) > 0 {
		server = o.Servers[0].URL
	}
	words := map[string]string{}
	var order []string
	for _, t := range o.Tags {
		words[t.Name] = t.Description
		order = append(order, t.Name)
	}
	groups := map[string][]ui.APIOperation{}
	for _, op := range operations(o) {
		tag := "API"
		if len(op.Tags) > 0 {
			tag = op.Tags[0]
		}
		if _, known := words[tag]; !known {
			words[tag] = ""
			order = append(order, tag)
		}
		groups[tag] = append(groups[tag], a.readableOperation(op, server))
	}
	for _, tag := range order {
		if len(groups[tag]) > 0 {
			doc.Groups = append(doc.Groups, ui.APIGroup{Name: tag, Description: words[tag], Operations: groups[tag]})
		}
	}
	return doc
}

// operations lists all operations by path, reading before writing.
func operations(o *huma.OpenAPI) []*huma.Operation {
	var paths []string
	for p := range o.Paths {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	var list []*huma.Operation
	for _, p := range paths {
		item := o.Paths[p]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil && !op.Hidden {
				list = append(list, op)
			}
		}
	}
	return list
}

// needsToken tells whether an operation is closed to callers without a token;
// some only show more to those who have one.
func needsToken(op *huma.Operation) bool {
	return len(op.Security) > 0 && !slices.ContainsFunc(op.Security, func(way map[string][]string) bool { return len(way) == 0 })
}

func (a *Interface) readableOperation(op *huma.Operation, server string) ui.APIOperation {
	out := ui.APIOperation{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary,
		Description: op.Description, Token: needsToken(op)}
	for _, p := range op.Parameters {
		f := ui.APIField{Name: p.Name, In: p.In, Required: p.Required, Description: p.Description}
		if p.Schema != nil {
			f.Type = typeOf(p.Schema)
			if f.Description == "" {
				f.Description = p.Schema.Description
			}
		}
		out.Params = append(out.Params, f)
	}
	if op.RequestBody != nil {
		for kind, media := range op.RequestBody.Content {
			out.BodyType = kind
			out.Body = a.fields(media.Schema, "", 0)
		}
	}
	for status, response := range op.Responses {
		if status == "default" || strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5") {
			continue
		}
		answer := ui.APIAnswer{Status: status, Description: response.Description}
		for kind, media := range response.Content {
			answer.Type = kind
			answer.Fields = a.fields(media.Schema, "", 0)
		}
		out.Answers = append(out.Answers, answer)
	}
	sort.Slice(out.Answers, func(i, j int) bool { return out.Answers[i].Status < out.Answers[j].Status })
	out.Curl = curl(op, out, server)
	return out
}

// maxDepth is how deep the page looks into nested objects.
const maxDepth = 3

// fields flattens a schema: "items[].siren".
func (a *Interface) fields(s *huma.Schema, prefix string, depth int) []ui.APIField {
	s = a.resolve(s)
	if s == nil || depth > maxDepth {
		return nil
	}
	if s.Type == huma.TypeArray {
		return a.fields(s.Items, strings.TrimSuffix(prefix, ".")+"[].", depth+1)
	}
	var names []string
	for n := range s.Properties {
		names = append(names, n)
	}
	sort.Strings(names)
	required := map[string]bool{}
	for _, r := range s.Required {
		required[r] = true
	}
	var out []ui.APIField
	for _, n := range names {
		p := a.resolve(s.Properties[n])
		if p == nil {
			continue
		}
		out = append(out, ui.APIField{Name: prefix + n, Type: typeOf(p), Description: p.Description, Required: required[n] && depth == 0})
		out = append(out, a.fields(p, prefix+n+".", depth+1)...)
	}
	return out
}

func (a *Interface) resolve(s *huma.Schema) *huma.Schema {
	if s != nil && s.Ref != "" {
		return a.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

func typeOf(s *huma.Schema) string {
	t := s.Type
	if s.Format != "" {
		t += " (" + s.Format + ")"
	}
	if len(s.Enum) > 0 {
		t = strings.Trim(strings.ReplaceAll(fmt.Sprint(s.Enum), " ", ", "), "[]")
	}
	return t
}

// curl writes a call that can be copied.
func curl(op *huma.Operation, o ui.APIOperation, server string) string {
	parts := []string{"curl"}
	if op.Method != http.MethodGet {
		parts = append(parts, "-X "+op.Method)
	}
	if o.Token {
		parts = append(parts, `-H "Authorization: Bearer $TOKEN"`)
	}
	for _, f := range o.Body {
		if !f.Required {
			continue
		}
		value := f.Name + "=…"
		if strings.Contains(f.Type, "binary") {
			value = f.Name + "=@data.csv"
		}
		if o.BodyType == "multipart/form-data" {
			parts = append(parts, `-F "`+value+`"`)
		}
	}
	if o.BodyType == "application/json" {
		parts = append(parts, `-H "Content-Type: application/json"`, "-d @body.json")
	}
	path := op.Path
	for _, p := range op.Parameters {
		if p.In != "path" {
			continue
		}
		example := p.Example
		if example == nil && p.Schema != nil && len(p.Schema.Examples) > 0 {
			example = p.Schema.Examples[0]
		}
		if example != nil {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", fmt.Sprint(example))
		}
	}
	parts = append(parts, `"`+server+path+`"`)
	if len(parts) < 3 {
		return strings.Join(parts, " ")
	}
	return parts[0] + " " + strings.Join(parts[1:], " \\\n  ")
}
