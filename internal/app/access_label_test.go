package app

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/portal/label"
)

// accessLabels is what addresses of portals' faces name.
type accessLabels struct{ audit, host, logo string }

// labelOf gives a member's portal a face, an audit and a host that it asks for.
func (w *accessWorld) labelOf(p *accessPlace) {
	ctx, room := w.t.Context(), w.app.labels()
	picture, err := label.ReadLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><title>` + p.member.Siren + `</title></svg>`))
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(access.System("test"), func(tx access.Tx) error {
		if err := room.AddLogo(ctx, tx, p.member, picture); err != nil {
			return err
		}
		if _, err := room.Publish(ctx, tx, p.member, label.OfSite, label.Label{Logo: picture.Digest, Colours: label.Colours{Main: "#7a1f3d"}}); err != nil {
			return err
		}
		a, err := room.RecordAudit(ctx, tx, p.member, label.Audit{On: "2026-01-05", Auditor: "Un cabinet", Applicable: 70, Met: 60})
		if err != nil {
			return err
		}
		p.audit, p.host, p.logo = a.ID, tx.NewID(), picture.Digest
		_, err = tx.Exec(ctx, `insert into portal_host (id, member_id, origin_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem)
			values ($1,$2,$2,$3,'x','system','test','',0,0,0,'')`, p.host, p.member.ID, p.member.Siren+".example")
		return err
	})
}

func init() {
	theme := strings.Split((label.Colours{Main: "#7a1f3d"}).ThemePath(), "/")
	accessParams["/themes/{name}"] = func(*accessPlace) string { return theme[2] }
	accessParams["{file}"] = func(*accessPlace) string { return theme[3] }
	accessParams["{digest}"] = func(p *accessPlace) string { return p.logo }
	accessParams["/host/{id}"] = func(p *accessPlace) string { return p.host }
	accessParams["/accessibility/{id}"] = func(p *accessPlace) string { return p.audit }
	const one = "/console/members/{siren}/portal"
	conflict := []int{http.StatusConflict, http.StatusUnprocessableEntity}
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + one:                              {{form: values("title-fr", "Un portail")}},
		"POST " + one + "/home":                    {{form: values("blocks", "0")}},
		"POST " + one + "/pages":                   {{form: values("contact", "mairie@exemple.fr")}},
		"POST " + one + "/logo":                    {{form: values("remove", "1")}},
		"POST " + one + "/publish":                 {{}},
		"POST " + one + "/discard":                 {{}},
		"POST " + one + "/history/{number}":        {{}},
		"POST " + one + "/accessibility":           {{form: values("on", "2026-01-05", "auditor", "Un cabinet", "applicable", "70", "met", "60")}},
		"POST " + one + "/host":                    {{form: values("host", "donnees.ville.example"), want: conflict}},
		"POST " + one + "/host/{id}/verify":        {{want: conflict}},
		"POST " + one + "/host/{id}/release":       {{}},
		"POST " + one + "/accessibility/{id}/undo": {{}},
		"PUT /api/v1/members/{siren}/portal": {{json: `{"title":{"fr":"Un portail","en":""},"heading":{"fr":"","en":""},"welcome":{"fr":"","en":""},"logo":"","logoAlone":false,
			"colours":{"main":"","mainDark":"","accent":"","accentDark":""},"band":false,"menu":[],"blocks":[],"contact":"","frames":[],
			"pages":{"notice":{"fr":"","en":""},"licence":{"fr":"","en":""},"personal":{"fr":"","en":""}}}`}},
		"POST /api/v1/members/{siren}/portal/logos": {{json: `{"content":"PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxwYXRoIGQ9Ik0wIDBoMSIvPjwvc3ZnPg=="}`}},
		"GET " + one: {{}, {as: "for all members", query: func(*accessPlace) url.Values { return url.Values{"for": {"members"}} }, want: []int{http.StatusNotFound}}},
	})
}
