package app

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/services/opendata"
)

// anAct is something that a page offers, with the right it asks for.
type anAct struct {
	name    string
	right   access.Right
	prepare func(o *office, m organisation.Member, title string) piece.Version
	sign    string // what the page holds for who may; "" where it offers nothing of its own
	do      func(o *office, v piece.Version, title string) reply
}

func checked(o *office, m organisation.Member, title string) piece.Version {
	return o.deposit(access.System("test"), m, title, grants("Judo", "Tournoi", "800"), false)
}

func published(o *office, m organisation.Member, title string) piece.Version {
	return o.deposit(access.System("test"), m, title, grants("Judo", "Tournoi", "800"), true)
}

func personal(o *office, m organisation.Member, title string) piece.Version {
	return o.deposit(access.System("test"), m, title, grants("Judo", "Appeler 06 12 34 56 78", "800"), false)
}

// ruled waits for a second person.
func ruled(o *office, m organisation.Member, title string) piece.Version {
	o.write(access.System("test"), func(tx access.Tx) error {
		return opendata.SetRule(o.t.Context(), tx, opendata.Rule{MemberID: m.ID}, true)
	})
	return published(o, m, title)
}

func withdrawn(o *office, m organisation.Member, title string) piece.Version {
	v := published(o, m, title)
	o.write(access.System("test"), func(tx access.Tx) error {
		return o.app.OpenData.Withdraw(o.t.Context(), tx, v.PieceID, "error", "")
	})
	return v
}

func verb(verb, reason string) func(o *office, v piece.Version, title string) reply {
	return func(o *office, v piece.Version, _ string) reply {
		return o.post(decisionOf(v), url.Values{"verb": {verb}, "reason": {reason}})
	}
}

func send(path string, values url.Values) func(o *office, v piece.Version, title string) reply {
	return func(o *office, v piece.Version, title string) reply {
		if values.Has("title") {
			values.Set("title", title)
		}
		return o.post(pageOf(v)+path, values)
	}
}

var acts = []anAct{
	{"publish", access.Publish, checked, `value="publish"`, verb("publish", "")},
	{"give up", access.Publish, checked, `value="abandon"`, verb("abandon", "")},
	{"approve", access.Approve, ruled, `value="approve"`, verb("approve", "")},
	{"refuse", access.Approve, ruled, `value="refuse"`, verb("refuse", "Le titre est faux")},
	{"allow", access.Decide, personal, `value="allow"`, verb("allow", "Numéro d’un service")},
	{"refuse personal data", access.Decide, personal, `value="refuse"`, verb("refuse", "Données privées")},
	{"undo", access.Approve, published, `/versions/1/undo"`, send("/versions/1/undo", nil)},
	{"edit", access.Deposit, published, `/edit"`, send("/edit", url.Values{"title": {""}, "licence": {"odbl"}, "frequency": {"ANNUAL"}})},
	{"withdraw", access.Withdraw, published, `/withdraw"`, send("/withdraw", url.Values{"reason": {"error"}})},
	{"restore", access.Withdraw, withdrawn, `/restore"`, send("/restore", nil)},
	{"erase", access.Erase, published, `/erase"`, send("/erase", url.Values{"title": {""}})},
	{"new version", access.Deposit, published, `/deposits/new?piece=`, func(o *office, v piece.Version, _ string) reply {
		return o.send("/fr/console/deposits/new?piece="+v.PieceID, url.Values{"piece": {v.PieceID}}, file{"b.csv", grants("B", "B", "2")})
	}},
}

func TestWhoMayDoWhat(t *testing.T) {
	member := map[access.Role][]access.Right{
		access.Reader:    {},
		access.Depositor: {access.Deposit, access.Publish, access.Withdraw},
		access.Approver:  {access.Deposit, access.Publish, access.Decide, access.Approve, access.Withdraw, access.Erase},
		access.Manager:   {access.Deposit, access.Publish, access.Decide, access.Approve, access.Withdraw, access.Erase},
		access.Official:  {access.Decide, access.Approve, access.Withdraw},
	}
	operator := map[access.Role][]access.Right{ // under a mandate
		access.OpenDataOfficer:   {access.Deposit, access.Publish, access.Decide, access.Approve, access.Withdraw, access.Erase},
		access.ProtectionOfficer: {access.Decide, access.Withdraw, access.Erase},
		access.Administrator:     {},
		access.Support:           {},
	}
	for _, act := range acts {
		t.Run(act.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			for role, rights := range member {
				o.try(act, string(role), o.person(string(role), "Une "+string(role), o.town, role), o.town, slices.Contains(rights, act.right))
			}
			for role, rights := range operator {
				s := o.person(string(role), "Une "+string(role), o.operator, role)
				o.try(act, string(role)+" with a mandate", s, o.town, slices.Contains(rights, act.right))
				if len(rights) > 0 {
					o.try(act, string(role)+" without", s, o.village, false)
				}
			}
			o.stranger(act)
		})
	}
}

// try lets somebody do an act, and compares what the page offers and what
// becomes of it.
func (o *office) try(act anAct, who string, s access.Scope, m organisation.Member, may bool) {
	o.t.Helper()
	title := "Subventions vues par " + who
	v := act.prepare(o, m, title)
	page := o.as(s).get(pageOf(v)).is(http.StatusOK)
	if offered := strings.Contains(page.Body.String(), act.sign); offered != may {
		o.t.Errorf("%s, %s: offered %v, want %v", act.name, who, offered, may)
	}
	answer := act.do(o, v, title)
	if may && answer.Code != http.StatusSeeOther || !may && answer.Code != http.StatusForbidden {
		o.t.Errorf("%s, %s: status %d, allowed should be %v: %s", act.name, who, answer.Code, may, answer.text())
	}
}

// stranger is somebody of another member: to her there is nothing there.
func (o *office) stranger(act anAct) {
	o.t.Helper()
	v := act.prepare(o, o.village, "Subventions d’ailleurs")
	o.as(o.person("stranger", "Une étrangère", o.other, access.Manager))
	if code := act.do(o, v, "Subventions d’ailleurs").Code; code != http.StatusNotFound {
		o.t.Errorf("%s by a stranger: status %d", act.name, code)
	}
}

func TestOthersPiecesAreNotThere(t *testing.T) {
	o := newOffice(t)
	const title = "Subventions d’ailleurs"
	v := published(o, o.village, title)
	o.as(o.person("stranger", "Une étrangère", o.other, access.Manager))
	for _, path := range []string{"", "/live", "/edit", "/withdraw", "/erase", "/versions/1", "/versions/1/steps/1",
		"/versions/1/original", "/versions/1/report.csv", "/versions/1/report.json"} {
		o.get(pageOf(v) + path).is(http.StatusNotFound)
	}
	o.get("/fr/console/deposits?member=" + o.village.Siren).is(http.StatusNotFound)
	o.get("/fr/console/deposits").is(http.StatusOK).silent(title)
	o.get("/fr/console/deposits/export").is(http.StatusOK).silent(title)
	o.post("/fr/console/deposits/bulk", url.Values{"act": {"withdraw"}, "said": {"1"}, "reason": {"error"}, "id": {v.PieceID}}).
		is(http.StatusOK).silent(title)
	o.as(access.Public()).get(pageOf(v)).is(http.StatusUnauthorized)
}
