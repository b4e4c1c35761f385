package app

import (
	"net/http"

	"airial/internal/commons/access"
)

// paperOf prepares a paper of a member.
func (w *accessWorld) paperOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) error {
		p.prepared = tx.NewID()
		_, err := tx.Exec(w.t.Context(), `insert into register_paper (id, member_id, kind, subject, year, lang, title, state, template, body, revision,
			made_at, made_id, made_name, changed_at, changed_id, changed_name, issued_at, issued_id, issued_name, digest, size)
			values ($1,$2,'registre','',0,'fr','Registre','draft',0,'# Registre',1,0,'','',0,'','',0,'','','',0)`, p.prepared, p.member.ID)
		return err
	})
}

func init() {
	register := map[string]func(*accessPlace) string{
		"{paper}": func(*accessPlace) string { return "registre" }, "{as}": func(*accessPlace) string { return "pdf" }}
	accessParams["{as}"] = register["{as}"]
	accessParams["{prepared}"] = func(p *accessPlace) string { return p.prepared }
	const member, one, api = "/console/members/{siren}/rgpd/papers/", "/console/operator/rgpd/papers/{paper}", "/api/v1/"
	for _, r := range []string{member + "{paper}", member + "{paper}/{as}", one, one + "/compare", one + "/sample/{as}", api + "papers/{paper}", api + "members/{siren}/papers/{paper}/{as}"} {
		accessSamples["GET "+r] = []accessSample{{fill: register}}
	}
	accessSamples["POST "+one] = []accessSample{{fill: register, form: values("lang", "fr", "was", "0", "do", "preview", "body", "# {{collectivite}}")}}
	accessSamples["POST "+one+"/restore"] = []accessSample{{fill: register, form: values("lang", "fr", "was", "0")}}
	accessSamples["POST "+member+"{paper}"] = []accessSample{{fill: register}}
	accessSamples["POST "+member+"prepared/{prepared}"] = []accessSample{{form: values("do", "save", "revision", "1", "body", "# Autre"), want: []int{http.StatusConflict}}}
}
