package app

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/succession"
)

// accessPlace is what one member has: the things that addresses name.
type accessPlace struct {
	member                           organisation.Member
	published                        piece.Version // a dataset that all may read
	waiting                          piece.Version // checked, waits for somebody to press “Publier”
	withdrawn                        piece.Version
	mandate                          string
	act                              string // that it will leave
	export                           string // that can be fetched
	record                           string // the day of a record in the member's history
	token                            string
	hook                             string
	delivery                         string
	source, sourceRun                string
	harvested                        string
	job                              string
	draft                            string // the correction of what waits
	nothing                          string // a declaration that there is nothing to publish
	redaction                        string // a document to redact
	survey                           string // of maturity, begun
	prepared                         string // a paper, a draft
	taken, proof, table              string // an import of the operator's, and what came of it
	prestation, subscription         string
	request, requestFile, breachFile string // about rights
	breach, asked                    string
	letter, letterFile               string // to the officer
	opinion, document                string // of the officer
	accessPeople
	accessActivities
	accessProcessors
	accessPlans
	accessCockpit
	accessPush
	accessLabels
	assessment, organisationSurvey string
	said                           string // to be published elsewhere
	addressChange                  string
}

func (w *accessWorld) place(m organisation.Member) *accessPlace {
	p := &accessPlace{member: m}
	p.published = published(w.office, m, "Subventions publiées")
	p.waiting = checked(w.office, m, secretTitle(m))
	p.withdrawn = withdrawn(w.office, m, "Subventions retirées")
	w.settle()
	t, _ := w.token(m, access.Depositor)
	p.token = t.ID
	p.accessPeople = w.peopleOf(m)
	w.write(access.System("test"), func(tx access.Tx) error {
		list, err := access.Mandates(w.t.Context(), tx, m.ID)
		if err == nil && len(list) == 0 { // one that is yet to come gives nothing, and has a page all the same
			var later access.Mandate
			later, err = access.AddMandate(w.t.Context(), tx, access.Mandate{MemberID: m.ID, From: "2027-01-01", Signatory: "Un maire"})
			list = append(list, later)
		}
		if err != nil {
			return err
		}
		p.mandate = list[0].ID
		history, err := organisation.History(w.t.Context(), tx, m.ID)
		if err != nil {
			return err
		}
		p.record = history[0].From
		act, err := w.app.succession().Record(w.t.Context(), tx, succession.Leaving,
			succession.Plan{Members: []string{m.ID}, EraseAfter: 90}, "2030-01-01", "")
		if err != nil {
			return err
		}
		p.act = act.ID
		if _, err = w.app.Outlines.Remove(w.t.Context(), tx, w.operator.ID); err != nil { // a state to bring back
			return err
		}
		return w.exportOf(tx, p)
	})
	w.hooksOf(p)
	w.sourcesOf(p)
	w.pushOf(p)
	w.placeOf(p)
	w.voiceOf(p)
	w.jobsOf(p)
	w.draftOf(p)
	w.registerOf(p)
	w.activitiesOf(p)
	w.assessmentOf(p)
	w.surveyOf(p)
	w.paperOf(p)
	w.officesOf(p)
	w.processorsOf(p)
	w.actionsOf(p)
	w.lettersOf(p)
	w.takenOf(p)
	w.visitsOf(p)
	w.tableOf(p)
	w.dutyOf(p)
	w.labelOf(p)
	w.addressesOf(p)
	return p
}

// exportOf makes an export that can be fetched, and what the member
// subscribes to.
func (w *accessWorld) exportOf(tx access.Tx, p *accessPlace) error {
	ctx := w.t.Context()
	q, err := adhesion.SavePrestation(ctx, tx, adhesion.Prestation{Name: "Données ouvertes", Service: adhesion.OpenData})
	if err == nil {
		_, err = adhesion.Agree(ctx, tx, adhesion.Convention{MemberID: p.member.ID, Number: "C", SignedOn: "2026-01-01"})
	}
	var s adhesion.Subscription
	if err == nil {
		s, err = adhesion.Subscribe(ctx, tx, adhesion.Subscription{MemberID: p.member.ID, PrestationID: q.ID, From: "2026-01-01", Until: "2026-12-31"})
	}
	if err != nil {
		return err
	}
	p.prestation, p.subscription = q.ID, s.ID
	p.export = tx.NewID()
	_, err = tx.Exec(ctx, `insert into handover (id, member_id, state, asked_by, asked_at, ready_at, expires_at, digest, size, problem)
		values ($1,$2,'ready','',0,0,0,$3,$4,'')`, p.export, p.member.ID, p.published.Digest, p.published.Size)
	return err
}

// secretTitle is that of a dataset which only those who see the member's things
// may read, wherever it stands.
func secretTitle(m organisation.Member) string { return "Brouillon de " + m.Siren }

// accessParams fills the names in braces of the addresses. A name that means
// different things at different addresses is given with what stands before it.
var accessParams = map[string]func(p *accessPlace) string{
	"{siren}":                   func(p *accessPlace) string { return p.member.Siren },
	"/p/{member}":               func(p *accessPlace) string { return p.member.Slug },
	"{slug}":                    func(*accessPlace) string { return "subventions-publiees" },
	"{piece}":                   func(p *accessPlace) string { return p.published.PieceID },
	"{number}":                  func(*accessPlace) string { return "1" },
	"{step}":                    func(*accessPlace) string { return "1" },
	"/alerts/{token}":           func(*accessPlace) string { return "none" },
	"/datasets/{id}":            func(p *accessPlace) string { return p.published.PieceID },
	"/deposits/{id}":            func(p *accessPlace) string { return p.published.ID },
	"/tokens/{id}":              func(p *accessPlace) string { return p.token },
	"/mandates/{id}":            func(p *accessPlace) string { return p.mandate },
	"/schema/{schema...}":       func(*accessPlace) string { return "scdl/subventions" },
	"/schemas/{name...}":        func(*accessPlace) string { return "scdl/subventions" },
	"/sitemaps/{page}":          func(*accessPlace) string { return "1.xml" },
	"{kind}":                    func(*accessPlace) string { return "leaving" },
	"/acts/{id}":                func(p *accessPlace) string { return p.act },
	"/export/{id}":              func(p *accessPlace) string { return p.export },
	"{prestation}":              func(p *accessPlace) string { return p.prestation },
	"{year}":                    func(*accessPlace) string { return "2026" },
	"{format}":                  func(*accessPlace) string { return "csv" },
	"/collections/{collection}": func(p *accessPlace) string { return p.published.PieceID },
	"{feature}":                 func(*accessPlace) string { return "1" },
	"/resources/{resource}":     func(p *accessPlace) string { return p.published.PieceID },
	"{record}":                  func(*accessPlace) string { return "1-1" },
	"/history/{from}":           func(p *accessPlace) string { return p.record },
	"/tile/{path...}":           func(*accessPlace) string { return "entries/000.p/1" },
	"{$}":                       func(*accessPlace) string { return "" },
	"/citation/{form}":          func(*accessPlace) string { return "bib" },
	"/report/{form}":            func(*accessPlace) string { return "csv" },
}

// accessSample is a request that a route answers well when it comes from
// somebody who may send it.
type accessSample struct {
	// as is added to the route's name where there are several.
	as string
	// fill overrides accessParams.
	fill map[string]func(p *accessPlace) string
	// query is added to the address.
	query func(p *accessPlace) url.Values
	form  func(p *accessPlace) url.Values // urlencoded
	json  string
	// file is sent as a form of files, with the fields of form.
	file string
	// want are statuses beside success that are right for those who may: a
	// form that is refused for what it says was read.
	want []int
}

func values(pairs ...string) func(*accessPlace) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return func(*accessPlace) url.Values { return v }
}

func ofWaiting(p *accessPlace) string   { return p.waiting.PieceID }
func ofWithdrawn(p *accessPlace) string { return p.withdrawn.PieceID }

// accessSamples are the routes for which an empty request is not enough: what
// changes something, and addresses that answer differently as things stand.
// Routes to read need no line when accessParams fills their address.
var accessSamples = map[string][]accessSample{
	"POST /console/members/{siren}/edit": {{form: func(p *accessPlace) url.Values {
		return url.Values{"siren": {p.member.Siren}, "name": {"Un autre nom"}, "kind": {string(p.member.Kind)}, "from": {"2026-01-01"}}
	}}},
	"POST /console/members/{siren}/history/{from}/correct": {{form: func(p *accessPlace) url.Values {
		return url.Values{"siren": {p.member.Siren}, "name": {"Un autre nom"}, "kind": {string(p.member.Kind)}, "why": {"faute"}}
	}}},
	"POST /console/members/{siren}/history/{from}/cancel": {{}},

	"POST /console/operator/successions/new/{kind}": {{form: func(p *accessPlace) url.Values {
		return url.Values{"members": {p.member.Siren}, "day": {"2027-01-01"}, "erase_after": {"90"}}
	}, want: []int{http.StatusUnprocessableEntity}}}, // it is to leave already
	"POST /console/operator/backups/now":   {{}},
	"POST /console/operator/backups/drill": {{}},

	"POST /console/operator/successions/acts/{id}/cancel": {{}},
	"POST /console/operator/successions/acts/{id}/return": {{}},

	"POST /console/members/{siren}/export": {{}},

	"POST /console/operator/prestations":                {{form: values("name", "Hébergement", "service", "")}},
	"POST /console/operator/prestations/{prestation}":   {{form: values("year", "2027", "flat", "120")}},
	"POST /console/members/{siren}/adhesion/convention": {{form: values("number", "C-1", "signed_on", "2026-01-01")}},
	"POST /console/members/{siren}/adhesion/subscribe": {{form: func(p *accessPlace) url.Values {
		return url.Values{"prestation": {p.prestation}, "from": {"2027-01-01"}}
	}}},
	"POST /console/members/{siren}/adhesion/end": {{form: func(p *accessPlace) url.Values {
		return url.Values{"subscription": {p.subscription}, "last": {"2026-12-31"}}
	}}},

	"POST /console/login":            {{form: values("login", "manager", "password", accessPassword)}},
	"POST /console/logout":           {{}},
	"POST /console/account":          {{form: values("name", "Une autre", "email", "", "locale", "fr")}},
	"POST /console/account/password": {{form: values("present", accessPassword, "fresh", "une phrase bien assez longue", "again", "une phrase bien assez longue")}},
	"POST /console/account/sessions": {{}},

	"POST /api/v1/members/{siren}/deposits": {{file: "file", form: values("title", "Subventions du logiciel", "schema", "scdl/subventions")}},
	"GET /api/v1/deposits/{id}":             {{}},
	"POST /api/v1/deposits/{id}/decisions": {{json: `{"decision":"publish"}`,
		fill: map[string]func(*accessPlace) string{"{id}": func(p *accessPlace) string { return p.waiting.ID }}}},
	"GET /api/v1/datasets/{id}": {{}, {as: "waiting", fill: map[string]func(*accessPlace) string{"{id}": ofWaiting}},
		{as: "withdrawn", fill: map[string]func(*accessPlace) string{"{id}": ofWithdrawn}}},
	"DELETE /api/v1/datasets/{id}":        {{query: values("reason", "error")}},
	"PUT /api/v1/datasets/{id}/period":    {{json: `{"from":"2025-01-01","until":"2025-12-31"}`}},
	"PUT /api/v1/datasets/{id}/charts":    {{json: `{"version":0,"automatic":true}`}},
	"POST /api/v1/datasets/{id}/restore":  {{fill: map[string]func(*accessPlace) string{"{id}": ofWithdrawn}}},
	"GET /datasets/{id}/data.csv":         {{}, {as: "waiting", fill: map[string]func(*accessPlace) string{"{id}": ofWaiting}}, {as: "withdrawn", fill: map[string]func(*accessPlace) string{"{id}": ofWithdrawn}}},
	"GET /p/{member}/datasets/{slug}":     {{}, {as: "withdrawn", fill: map[string]func(*accessPlace) string{"{slug}": func(*accessPlace) string { return "subventions-retirees" }}}},
	"GET /console/deposits":               {{}, {as: "of a member", query: func(p *accessPlace) url.Values { return url.Values{"member": {p.member.Siren}} }}},
	"GET /console/deposits/export":        {{}, {as: "of a member", query: func(p *accessPlace) url.Values { return url.Values{"member": {p.member.Siren}} }}},
	"GET /console/deposits/new":           {{}, {as: "for a member", query: func(p *accessPlace) url.Values { return url.Values{"member": {p.member.Siren}} }}},
	"GET /console/rules":                  {{query: func(p *accessPlace) url.Values { return url.Values{"member": {p.member.Siren}} }}},
	"GET /console/members/{siren}/tokens": {{}},

	"GET /stories/schema/{schema...}":       {{want: []int{http.StatusPermanentRedirect}}}, // it has a story of its own
	"GET /embed/stories/schema/{schema...}": {{want: []int{http.StatusNotFound}}},

	"POST /console/operator/outlines":                  {{file: "file", form: values("source", "IGN", "licence", "LO 2.0"), want: []int{422}}}, // a table is no map
	"POST /console/operator/outlines/remove":           {{}},
	"POST /console/operator/outlines/restore/{number}": {{}},

	// A report opens to who has its address: the tests of its room show that.
	"GET /check/report":        {{want: []int{http.StatusNotFound}}},
	"GET /check/report/{form}": {{want: []int{http.StatusNotFound}}},
	"POST /check/report":       {{want: []int{http.StatusNotFound}}},
	"POST /check":              {{file: "files", form: values("schema", "scdl/subventions")}},
	"POST /check/mend":         {{file: "files", form: values("schema", "scdl/subventions")}},
	"POST /api/v1/check":       {{file: "file", query: values("schema", "scdl/subventions")}},

	"GET /api/v1/journal/proof":       {{query: values("entry", "0")}},
	"GET /api/v1/journal/consistency": {{query: values("from", "1")}},

	"POST /console/deposits/bulk": {{form: func(p *accessPlace) url.Values {
		return url.Values{"act": {"withdraw"}, "said": {"1"}, "reason": {"error"}, "id": {p.published.PieceID}}
	}}},
	"POST /console/deposits/new":                                {{file: "files", form: func(p *accessPlace) url.Values { return url.Values{"member": {p.member.Siren}} }}},
	"POST /console/deposits/confirm":                            {{form: values("upload", "019a0000-0000-7000-8000-000000000000", "title-x", "Rien")}},
	"POST /console/deposits/{piece}/edit":                       {{form: values("title", "Subventions publiées", "licence", "odbl", "frequency", "ANNUAL")}},
	"POST /console/deposits/{piece}/charts":                     {{form: values("base", "0", "do", "automatic")}},
	"POST /console/deposits/{piece}/charts/history/{number}":    {{fill: map[string]func(*accessPlace) string{"{number}": func(*accessPlace) string { return "0" }}}},
	"POST /console/deposits/{piece}/withdraw":                   {{form: values("reason", "error")}},
	"POST /console/deposits/{piece}/restore":                    {{fill: map[string]func(*accessPlace) string{"{piece}": ofWithdrawn}}},
	"POST /console/deposits/{piece}/erase":                      {{form: values("title", "Subventions publiées")}},
	"POST /console/deposits/{piece}/versions/{number}/decision": {{form: values("verb", "publish"), fill: map[string]func(*accessPlace) string{"{piece}": ofWaiting}}},
	"POST /console/deposits/{piece}/versions/{number}/undo":     {{}},
	"POST /console/deposits/{piece}/versions/{number}/retry":    {{want: []int{http.StatusConflict}}}, // it has not failed
	"POST /console/rules": {{form: func(p *accessPlace) url.Values {
		return url.Values{"member": {p.member.Siren}, "schema": {"scdl/subventions"}}
	}}},
	"POST /console/members/new":                        {{form: values("siren", "214000036", "name", "Une commune", "kind", "commune")}},
	"POST /console/members/{siren}/mandates":           {{form: values("from", "2029-01-01", "signatory", "Une maire"), want: []int{422}}},
	"POST /console/members/{siren}/mandates/{id}/end":  {{form: values("until", "2027-12-31")}},
	"POST /console/members/{siren}/tokens":             {{form: values("name", "logiciel", "right", "deposit", "days", "30"), want: []int{422}}},
	"POST /console/members/{siren}/tokens/{id}/revoke": {{}},
}

// request makes the request of a sample. problem says what is not known of it.
func (s accessSample) request(method, pattern string, p *accessPlace) (r *http.Request, problem string) {
	path, before := "", ""
	for rest := pattern; rest != ""; {
		i, end := strings.IndexByte(rest, '{'), strings.IndexByte(rest, '}')
		if i < 0 {
			path += rest
			break
		}
		before, path = rest[:i], path+rest[:i]
		name := rest[i : end+1]
		fill := s.fill[name]
		if fill == nil {
			fill = accessParams[before[max(0, strings.LastIndexByte(strings.TrimSuffix(before, "/"), '/')):]+name]
		}
		if fill == nil {
			fill = accessParams[name]
		}
		if fill == nil {
			return nil, "what stands for " + name + " after " + before + " is not known: add it to accessParams"
		}
		path, rest = path+fill(p), rest[end+1:]
	}
	if s.query != nil {
		path += "?" + s.query(p).Encode()
	}
	form := url.Values{}
	if s.form != nil {
		form = s.form(p)
	}
	switch {
	case s.json != "":
		r = httptest.NewRequest(method, path, strings.NewReader(s.json))
		r.Header.Set("Content-Type", "application/json")
	case s.file != "":
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		for name, list := range form {
			_ = m.WriteField(name, list[0])
		}
		part, _ := m.CreateFormFile(s.file, "subventions.csv")
		_, _ = io.WriteString(part, grants("Judo", "Tournoi", "900"))
		_ = m.Close()
		r = httptest.NewRequest(method, path, &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
	case method == http.MethodGet:
		r = httptest.NewRequest(method, path, nil)
	default:
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, ""
}
