package datagouvtest

import (
	"net/http"
	"slices"
	"strings"
)

// fields are those of the form of a dataset; what a form leaves out is reset.
var fields = []string{"title", "acronym", "description", "description_short", "tags", "license", "frequency", "frequency_date", "temporal_coverage",
	"spatial", "contact_points", "extras", "schema", "access_type", "access_audiences", "private"}

var licences = []string{"lov2", "fr-lo", "odc-odbl", "notspecified"}

var frequencies = []string{"continuous", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannual", "annual", "punctual", "irregular", "never", "notPlanned", "other", "unknown"}

// checkDataset is the form's validation.
func checkDataset(o Object) *answer {
	title, _ := o["title"].(string)
	description, _ := o["description"].(string)
	switch {
	case title == "":
		return wrong("title", "This field is required.")
	case len([]rune(title)) > 350:
		return wrong("title", "Field cannot be longer than 350 characters.")
	case description == "":
		return wrong("description", "This field is required.")
	}
	if l, ok := o["license"].(string); ok && !slices.Contains(licences, l) {
		return wrong("license", "Unknown identifier: "+l)
	}
	if f, ok := o["frequency"].(string); ok && !slices.Contains(frequencies, f) {
		return wrong("frequency", "Not a valid choice.")
	}
	if tags, ok := o["tags"].([]any); ok {
		for _, t := range tags {
			s, _ := t.(string)
			if len(s) < 3 || len(s) > 96 {
				return wrong("tags", `Tag "`+s+`" must be between 3 and 96 characters long.`)
			}
		}
	}
	return nil
}

func (s *Server) create(who person, sent Object) *answer {
	if bad := checkDataset(sent); bad != nil {
		return bad
	}
	org, _ := sent["organization"].(string)
	if o := s.orgs[org]; o == nil {
		return wrong("organization", "Unknown identifier")
	}
	if !slices.Contains(who.orgs, org) {
		return &answer{http.StatusForbidden, Object{"message": "Permission denied for this organization"}}
	}
	d := keep(sent, fields...)
	d["id"], d["organization"] = s.id("d"), s.orgs[org]
	d["deleted"], d["archived"], d["harvest"] = nil, nil, nil
	d["resources"], d["community_resources"] = []any{}, []any{}
	d["quality"] = Object{"score": 0.5}
	reset(d)
	s.name(d)
	id := d["id"].(string)
	s.datasets[id] = &d
	s.order = append(s.order, id)
	return &answer{http.StatusCreated, clone(d)}
}

// reset gives a field that nobody set its first value.
func reset(d Object) {
	for key, value := range map[string]any{"private": false, "tags": []any{}, "extras": Object{}, "frequency": "unknown", "contact_points": []any{}} {
		if d[key] == nil {
			d[key] = value
		}
	}
}

// name gives a dataset its slug and page, which follow the title.
func (s *Server) name(d Object) {
	slug := strings.ToLower(strings.Join(strings.Fields(d["title"].(string)), "-"))
	for other := s.find(slug); other != nil && (*other)["id"] != d["id"]; other = s.find(slug) {
		slug += "-1"
	}
	d["slug"] = slug
	d["page"] = "https://demo.data.gouv.fr/datasets/" + slug + "/"
}

// put takes all fields of the form; what it does not find there is reset, and a
// list of resources replaces the one before.
func (s *Server) put(who person, d *Object, sent Object) *answer {
	if bad := checkDataset(sent); bad != nil {
		return bad
	}
	if org, ok := sent["organization"].(string); ok && !slices.Contains(who.orgs, org) {
		return &answer{http.StatusForbidden, Object{"message": "Permission denied for this organization"}}
	}
	merged(*d, sent, fields)
	reset(*d)
	if list, ok := sent["resources"].([]any); ok {
		var kept []any
		for _, one := range list {
			given, _ := one.(Object)
			for _, there := range (*d)["resources"].([]any) {
				if there.(Object)["id"] == given["id"] {
					merged(there.(Object), given, resourceFields)
					kept = append(kept, there)
				}
			}
		}
		(*d)["resources"] = kept
	} else {
		(*d)["resources"] = []any{}
	}
	s.name(*d)
	return &answer{http.StatusOK, clone(*d)}
}

var resourceFields = []string{"title", "description", "type", "filetype", "format", "url", "mime", "filesize", "checksum", "schema", "extras"}

func checkResource(o Object) *answer {
	for _, key := range []string{"title", "url", "type", "filetype", "format"} {
		if s, _ := o[key].(string); s == "" {
			return wrong(key, "This field is required.")
		}
	}
	if !slices.Contains([]string{"main", "documentation", "update", "api", "code", "other"}, o["type"].(string)) {
		return wrong("type", "Not a valid choice.")
	}
	if c, ok := o["checksum"].(Object); ok && !slices.Contains([]string{"sha1", "sha2", "sha256", "md5", "crc"}, c["type"].(string)) {
		return wrong("checksum", "Not a valid choice.")
	}
	return nil
}

func (s *Server) resources(r *http.Request, d *Object, rest []string, body any) *answer {
	list := (*d)["resources"].([]any)
	sent, _ := body.(Object)
	switch {
	case len(rest) == 0 && r.Method == http.MethodPost:
		if bad := checkResource(sent); bad != nil {
			return bad
		}
		made := keep(sent, resourceFields...)
		made["id"] = s.id("r")
		if made["extras"] == nil {
			made["extras"] = Object{}
		}
		(*d)["resources"] = append([]any{made}, list...) // the newest first
		return &answer{http.StatusCreated, made}
	case len(rest) == 0 && r.Method == http.MethodPut:
		return reorder(d, body)
	case len(rest) == 1:
		for i, one := range list {
			there := one.(Object)
			if there["id"] != rest[0] {
				continue
			}
			switch r.Method {
			case http.MethodPut:
				if bad := checkResource(sent); bad != nil {
					return bad
				}
				merged(there, sent, resourceFields)
				return &answer{http.StatusOK, there}
			case http.MethodDelete:
				(*d)["resources"] = slices.Delete(list, i, i+1)
				return &answer{http.StatusNoContent, nil}
			}
			return &answer{http.StatusOK, there}
		}
	}
	return missing
}

// reorder takes [{"id": …}] or ["…"], which must name all resources.
func reorder(d *Object, body any) *answer {
	list := (*d)["resources"].([]any)
	given, _ := body.([]any)
	if len(given) != len(list) {
		return &answer{http.StatusBadRequest, Object{"message": "All resources must be reordered, you provided " + string(rune('0'+len(given)))}}
	}
	var out []any
	for _, g := range given {
		id := g
		if o, ok := g.(Object); ok {
			id = o["id"]
		}
		for _, one := range list {
			if one.(Object)["id"] == id {
				out = append(out, one)
			}
		}
	}
	if len(out) != len(list) {
		return &answer{http.StatusBadRequest, Object{"message": "Unknown resource"}}
	}
	(*d)["resources"] = out
	return &answer{http.StatusOK, out}
}
