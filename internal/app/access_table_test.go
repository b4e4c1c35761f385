package app

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/web"
)

const accessIntro = `# Who gets what answer, from a real request of everybody to every route, on SQLite and on PostgreSQL.
# Made by: go test ./internal/app -run RouteAccess -update. Look at what changed: each cell is a door.
#
# ok     answered (2xx, or led on to a page)        login  led to the log-in page, or 401
# 403    seen, and not allowed                      404    as if it did not exist
# Other numbers are HTTP statuses. “ok/404” is two answers: for the town where the person or the token has its role,
# or that gave the operator a mandate; and for the village, where it has none and that gave no mandate.
#
# lent       the role of another, by a delegation: for today, until yesterday (over), from tomorrow on (later)
# acts       an administrator who acts for a manager: of the town, under its mandate; of the village, without one, which
#            is then the first of the two answers, and the town the second
# ended      of a member whose service has ended (the first answer; the village the second)
# left       of a member that has left, logged in before (the first answer; the village the second)
# there      of the operator, for the member whose service has ended, which gave a mandate, and for the one that has
#            left today, which had given one
`

// TestRouteAccess holds every answer to every actor against one table. A new
// route is in it by construction: one for which no request is known fails. With
// the race detector, and on PostgreSQL but for the long form, only a sample of the
// cells is asked, of each route and of each actor.
func TestRouteAccess(t *testing.T) {
	golden := filepath.Join("testdata", "access.txt")
	hold := func(t *testing.T, db *database.DB) {
		if *update && oneIn == 1 {
			if err := os.WriteFile(golden, []byte(newAccessWorld(t, db).table(nil)), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		w := newAccessWorld(t, db)
		if db.Dialect() == database.Postgres && os.Getenv("AIRIAL_SOAK") == "" {
			w.oneIn = max(oneIn, 3)
		}
		got := w.table(want)
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("somebody finds another door open or shut than before; if that is meant, run go test ./internal/app -run RouteAccess -update (-want +got):\n%s", diff)
		}
	}
	if testing.Short() { // the long form runs both
		hold(t, databasetest.SQLite(t, Schemas()))
		return
	}
	databasetest.Each(t, Schemas(), hold)
}

// table asks every route in every actor's name; of the cells that are not in
// the sample it takes what is known of them.
func (w *accessWorld) table(known []byte) string {
	before := map[string][]string{} // the cells of a line, by its name
	for line := range strings.Lines(string(known)) {
		if words := strings.Fields(line); w.oneIn > 1 && len(words) > len(w.actors) {
			cut := len(words) - len(w.actors)
			before[strings.Join(words[:cut], " ")] = words[cut:]
		}
	}
	head := []string{""}
	for _, a := range w.actors {
		head = append(head, a.name)
	}
	lines := [][]string{head}
	for _, route := range w.app.Routes.All() {
		name := route.Method + " " + route.Pattern
		samples, there := accessSamples[name]
		if !there {
			if route.Method != http.MethodGet {
				w.t.Errorf("%s: no request is known for it: add one to accessSamples (access_samples_test.go)", name)
				continue
			}
			samples = []accessSample{{}}
		}
		for _, s := range samples {
			line := []string{strings.TrimSpace(name + " " + s.as)}
			for i, a := range w.actors {
				cells := before[line[0]]
				if (len(lines)+i)%w.oneIn != 0 && cells != nil {
					line = append(line, cells[i])
					continue
				}
				line = append(line, w.cell(a, route, s))
			}
			if !slices.ContainsFunc(line[1:], func(cell string) bool { return strings.HasPrefix(cell, "ok") || slices.Contains(s.want, status(cell)) }) &&
				!slices.Contains([]string{"waiting", "withdrawn"}, s.as) {
				w.t.Errorf("%s is refused to everybody: its request in accessSamples is not right: %v", line[0], line[1:])
			}
			lines = append(lines, line)
		}
	}
	if !w.shown {
		w.t.Error("nobody was shown what is not published: the look for it finds nothing")
	}
	w.unused()
	return accessIntro + columns(lines)
}

// unused finds samples of routes that are no more.
func (w *accessWorld) unused() {
	for name := range accessSamples {
		if !slices.ContainsFunc(w.app.Routes.All(), func(r web.Route) bool { return r.Method+" "+r.Pattern == name }) {
			w.t.Errorf("accessSamples has %s, which is no route", name)
		}
	}
}

func status(cell string) int {
	n, _ := strconv.Atoi(strings.SplitN(cell, "/", 2)[0])
	return n
}

// cell is an actor's answer for the town and for the village, written once
// where they are the same.
func (w *accessWorld) cell(a *accessActor, route web.Route, s accessSample) string {
	var answers [2]string
	for i, p := range w.where(a) {
		r, problem := s.request(route.Method, route.Pattern, p)
		if problem != "" {
			w.t.Errorf("%s %s: %s (access_samples_test.go)", route.Method, route.Pattern, problem)
			return "?"
		}
		answers[i] = w.ask(a, r, route, s)
	}
	if answers[0] == answers[1] {
		return answers[0]
	}
	return answers[0] + "/" + answers[1]
}

func (w *accessWorld) ask(a *accessActor, r *http.Request, route web.Route, s accessSample) string {
	if a.cookie != "" {
		r.Header.Set("Cookie", a.cookie)
	}
	if a.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+a.bearer)
	}
	// Each from an address of its own: what one address may try is little.
	r.RemoteAddr = fmt.Sprintf("198.51.100.%d:4321", slices.Index(w.actors, a))
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	for _, p := range []*accessPlace{w.places[0], w.places[1], w.ended, w.left} {
		shown := bytes.Contains(answer.Body.Bytes(), []byte(secretTitle(p.member)))
		w.shown = w.shown || shown
		if shown && !w.maySee(a, p) {
			w.t.Errorf("%s %s shows %s a dataset of %s that is not published", route.Method, route.Pattern, a.name, p.member.Name)
		}
	}
	code := answer.Code
	switch {
	case code == http.StatusUnauthorized, code == http.StatusSeeOther && strings.Contains(answer.Header().Get("Location"), "/console/login") &&
		route.Pattern != "/console/logout":
		return "login"
	case code < 400:
		return "ok"
	case code == http.StatusForbidden, code == http.StatusNotFound, code == http.StatusGone, slices.Contains(s.want, code):
		return strconv.Itoa(code)
	}
	w.t.Errorf("%s %s as %s: status %d: the request in accessSamples is not right\n%s", route.Method, route.Pattern, a.name, code, reply{answer, w.t}.text())
	return strconv.Itoa(code)
}

// columns lays lines out in columns, names of two words one over the other.
func columns(lines [][]string) string {
	width := make([]int, len(lines[0]))
	over := make([]string, len(lines[0]))
	for i, name := range lines[0] {
		over[i], lines[0][i] = "", name
		if cut := strings.LastIndexAny(name, " -"); cut > 0 {
			over[i], lines[0][i] = name[:cut+1], name[cut+1:]
		}
	}
	lines = append([][]string{over}, lines...)
	for _, line := range lines {
		for i, cell := range line {
			width[i] = max(width[i], len(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var one strings.Builder
		for i, cell := range line {
			fmt.Fprintf(&one, "%-*s  ", width[i], cell)
		}
		b.WriteString(strings.TrimRight(one.String(), " ") + "\n")
	}
	return b.String()
}
