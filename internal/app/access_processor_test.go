package app

import (
	"maps"

	"airial/internal/commons/access"
	"airial/internal/services/register/designation"
)

// accessProcessors is who answers for a member's data.
type accessProcessors struct{ office, officeAct string }

// officesOf designates an officer at a member, and in one act again.
func (w *accessWorld) officesOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		o, err := designation.Appoint(ctx, tx, designation.Office{MemberID: p.member.ID, Post: designation.Officer, Holder: "Une déléguée", Form: designation.Shared, From: "2020-01-01"})
		if err != nil {
			return err
		}
		b, err := designation.Replace(ctx, tx, designation.Office{Holder: "Un autre", Form: designation.Shared, From: "2021-01-01"}, []string{p.member.ID}, "")
		p.office, p.officeAct = o.ID, b.ID
		return err
	})
}

func init() {
	accessParams["/new/{post}"] = func(*accessPlace) string { return "referent" }
	accessParams["{office}"] = func(p *accessPlace) string { return p.office }
	accessParams["/acts/{act}"] = func(p *accessPlace) string { return p.officeAct }
	accessParams["/papers/{paper}"] = func(*accessPlace) string { return "mission" }
	const base, all = "/console/members/{siren}/rgpd/designation", "/console/operator/rgpd/designations"
	held := values("holder", "Une personne", "form", "shared", "from", "2020-01-01", "until", "2020-12-31", "rev", "2")
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + base + "/new/{post}":             {{form: values("holder", "Une personne", "from", "2026-01-01")}},
		"POST " + base + "/line/{office}":          {{form: held}},
		"POST " + base + "/line/{office}/remove":   {{}},
		"GET " + base + "/papers/{paper}/{format}": {{fill: map[string]func(*accessPlace) string{"{format}": func(*accessPlace) string { return "odt" }}}},
		"POST " + all + "/replace":                 {{form: values("whom", "all", "holder", "Une personne", "form", "shared", "from", "2026-11-01")}},
		"POST " + all + "/renew":                   {{form: values("lines", "Nulle part;Qui;Maire;2026-03-22")}},
		"POST " + all + "/numbers":                 {{form: values("lines", "Nulle part;DPO-1")}},
		"POST " + all + "/acts/{act}/undo":         {{}},

		"POST /api/v1/members/{siren}/designations": {{json: `{"post":"referent","holder":"Une personne","from":"2026-01-01"}`}},
	})
}
