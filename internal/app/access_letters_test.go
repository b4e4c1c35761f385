package app

import (
	"maps"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
)

// lettersOf puts a letter into the officer's queue that is for a member.
func (w *accessWorld) lettersOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) error {
		p.letter, p.letterFile = tx.NewID(), tx.NewID()
		_, err := tx.Exec(w.t.Context(), `insert into register_letter (id, member_id, name_key, name, thread, from_name, from_email, to_emails, subject, words, cut, left_files, state,
			looks, rights, for_member, for_why, replies_to, target_kind, target_id, target_member, written_at, received_at, done_at, rev, by_id, by_name)
			values ($1,$2,$1,'','','Une habitante','habitante@exemple.fr','','Mes données','Je veux les voir.',0,0,'waiting','request','access','','','','','','',0,0,0,1,'','')`,
			p.letter, w.operator.ID)
		if err == nil {
			_, err = tx.Exec(w.t.Context(), `insert into register_letter_file (id, letter_id, member_id, name, kind, digest, size) values ($1,$2,$3,'carte.pdf','application/pdf',$4,1)`,
				p.letterFile, p.letter, p.member.ID, p.published.Digest)
		}
		return err
	})
}

func init() {
	accessParams["{mail}"] = func(p *accessPlace) string { return p.letter }
	const one = "/console/operator/rgpd/mail/{mail}"
	file := map[string]func(p *accessPlace) string{"{file}": func(p *accessPlace) string { return p.letterFile }, "/files/{file}": func(p *accessPlace) string { return p.letterFile }}
	refused := []int{http.StatusUnprocessableEntity}
	conflict := []int{http.StatusConflict}
	maps.Copy(accessSamples, map[string][]accessSample{
		"GET " + one + "/files/{file}": {{fill: file}},
		"POST " + one + "/join":        {{form: values("rev", "1", "reference", "ABCDEFGH"), want: refused}},
		"POST " + one + "/question":    {{form: values("rev", "1", "body", "", "words", "Une question"), want: refused}},
		"POST " + one + "/request": {{form: func(p *accessPlace) url.Values {
			return url.Values{"rev": {"9"}, "member": {p.member.Siren}, "kinds": {"access"}, "name": {"Une habitante"}, "email": {"habitante@exemple.fr"}}
		}, want: conflict}},
		"POST " + one + "/throw": {{form: values("rev", "9"), want: conflict}},
	})
}
