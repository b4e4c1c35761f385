package ods

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
)

// Limits of the interface, as it is documented.
const (
	byDefault    = 10     // rows of an answer
	mostRows     = 100    // of them
	mostGroups   = 20_000 // groups of an answer
	mostReached  = 10_000 // offset + limit of rows
	groupsWithin = 30_000 // offset + limit of groups
)

// request is what an address asks for, beside the dataset.
type request struct {
	clauses
	limit, offset int
	limited       bool // a limit was given
	links         bool // include_links
	metas         bool // include_app_metas
	labels        bool // use_labels
	values        url.Values
}

func joined(values []string) string {
	kept := values[:0:0]
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			kept = append(kept, v)
		}
	}
	return strings.Join(kept, ", ")
}

func readRequest(r *http.Request) (q request, err error) {
	v := r.URL.Query()
	q.values = v
	q.clauses = clauses{sel: joined(v["select"]), group: joined(v["group_by"]), order: joined(v["order_by"]),
		where: v["where"], refine: v["refine"], exclude: v["exclude"]}
	for name, to := range map[string]*bool{"include_links": &q.links, "include_app_metas": &q.metas, "use_labels": &q.labels} {
		if *to, err = flag(v, name, false); err != nil {
			return q, err
		}
	}
	q.limited = v.Get("limit") != ""
	return q, nil
}

func flag(v url.Values, name string, byDefault bool) (bool, error) {
	switch text := v.Get(name); strings.ToLower(text) {
	case "":
		return byDefault, nil
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	default:
		return false, badParameter(name, strconv.Quote(text), "true or false", "true ou false")
	}
}

// window reads limit and offset of an answer.
func (q *request) window(grouped bool) error {
	most, reach := mostRows, mostReached
	if grouped {
		most, reach = mostGroups, groupsWithin
	}
	var err error
	if q.limit, err = integer(q.values, "limit", byDefault, -1, most); err != nil {
		return err
	}
	if q.limit == -1 {
		q.limit = mostRows
	}
	if q.offset, err = integer(q.values, "offset", 0, 0, reach); err != nil {
		return err
	}
	if q.offset+q.limit > reach {
		return badParameter("offset", strconv.Itoa(q.offset)+" with limit "+strconv.Itoa(q.limit), "offset + limit <= "+strconv.Itoa(reach)+" (exports have no limit)",
			"offset + limit <= "+strconv.Itoa(reach)+" (les exports n’ont pas de limite)")
	}
	return nil
}

func integer(v url.Values, name string, byDefault, least, most int) (int, error) {
	text := v.Get(name)
	if text == "" {
		return byDefault, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		bounds := strconv.Itoa(least) + " <= " + name + " <= " + strconv.Itoa(most)
		shown := text
		if len(shown) > 40 {
			shown = shown[:40] + "…"
		}
		return 0, badParameter(name, strings.ToValidUTF8(shown, "?"), bounds, bounds)
	}
	return n, nil
}

// setting is what the queries of a request are read in.
func (s *Service) setting(r *http.Request, d explore.Dataset) (*setting, error) {
	v := r.URL.Query()
	set := &setting{columns: d.Table.Columns, fields: d.Fields(), zone: time.UTC, now: s.p.Clock.Now(), lang: i18n.From(r.Context()).Lang}
	if l := v.Get("lang"); l != "" {
		set.lang = i18n.French
		if !strings.HasPrefix(l, "fr") {
			set.lang = i18n.English
		}
	}
	if name := v.Get("timezone"); name != "" && name != "UTC" {
		if !tables.IsZone(name) {
			return nil, badParameter("timezone", strconv.Quote(name), "a time zone such as Europe/Paris", "un fuseau comme Europe/Paris")
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil, err
		}
		set.zone = zone
	}
	return set, nil
}

// timeless tells whether the answer to a query is always the same.
func (q request) timeless() bool {
	all := strings.ToLower(q.sel + " " + q.order + " " + q.group + " " + strings.Join(q.where, " "))
	return !strings.Contains(all, "now") && !strings.Contains(all, "random")
}

// fresh tells whether the caller has the answer already, which depends on parts
// and on the address alone.
func (q request) fresh(w http.ResponseWriter, r *http.Request, parts ...string) bool {
	return q.timeless() && web.Fresh(w, r, parts...)
}
