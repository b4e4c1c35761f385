package app

import (
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/request"
)

// registerOf records a request about rights, with a file that was destroyed.
func (w *accessWorld) registerOf(p *accessPlace) {
	ctx := w.t.Context()
	guide, err := w.app.Blobs.Put(ctx, w.operator.ID, strings.NewReader("un guide"))
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(access.System("test"), func(tx access.Tx) error {
		r, err := request.Receive(ctx, tx, request.Intake{MemberID: p.member.ID, Channel: request.ByLetter, Kinds: []string{"access"},
			Requester: request.Requester{Name: "Une habitante", Phone: "05 00 00 00 00"}})
		if err != nil {
			return err
		}
		b, err := breach.Enter(ctx, tx, breach.Opening{MemberID: p.member.ID, Title: "Clé perdue", Aware: tx.Clock().Now()})
		if err != nil {
			return err
		}
		p.breach = b.ID
		p.asked, p.opinion, p.document = tx.NewID(), tx.NewID(), tx.NewID()
		if _, err := tx.Exec(ctx, `insert into register_document (id, member_id, category, title, words, link, file_name, digest, size, pinned, actor_id, actor_name, at)
			values ($1,$2,'guides','Un guide','','','guide.pdf',$3,$4,0,'','',0)`, p.document, w.operator.ID, guide.Digest, guide.Size); err != nil {
			return err
		}
		for _, s := range []string{
			`insert into register_question (id, member_id, number, asker_id, asker_name, page, words, state, asked_at, closed_at)
				select $1, $2, coalesce(max(number), 0) + 1, 'nobody', '', '', 'Une question', 'open', 0, 0 from register_question where $3 <> $4`,
			`insert into register_opinion (id, question_id, year, number, title, question, answer, shared, search, author_id, author_name, given_at)
				values ($3, $2, 2026, 1, 'Un avis', 'x', 'x', 1, '', $1, $4, 0)`,
		} {
			if _, err := tx.Exec(ctx, s, p.asked, p.member.ID, p.opinion, p.document); err != nil {
				return err
			}
		}
		p.breachFile = tx.NewID()
		if _, err := tx.Exec(ctx, `insert into register_breach_file (id, breach_id, member_id, kind, name, digest, size, to_cnil, to_people, destroyed_at, actor_id, actor_name, at)
			values ($1,$2,$3,'other','journal.txt',$4,1,0,0,0,'','',0)`, p.breachFile, b.ID, p.member.ID, p.published.Digest); err != nil {
			return err
		}
		p.request, p.requestFile = r.ID, tx.NewID()
		_, err = tx.Exec(ctx, `insert into register_request_file (id, request_id, member_id, kind, name, digest, size, destroy_on, destroyed_at, actor_id, actor_name, at)
			values ($1,$2,$3,'request','lettre.pdf',$4,1,'',0,'','',0)`, p.requestFile, r.ID, p.member.ID, p.published.Digest)
		return err
	})
}

func init() {
	accessParams["{request}"] = func(p *accessPlace) string { return p.request }
	accessParams["/files/{file}"] = func(p *accessPlace) string { return p.requestFile }
	accessParams["/letter/{letter}"] = func(*accessPlace) string { return "acknowledge" }
	accessParams["/letters/{letter}"] = func(*accessPlace) string { return "granted" }
	const list = "/console/members/{siren}/rgpd/requests"
	const one = "POST " + list + "/{request}"
	ask := func(pairs ...string) func(*accessPlace) url.Values {
		return values(append([]string{"name", "Une habitante", "phone", "05", "kinds", "access", "channel", "letter", "received_on", "2026-11-20", "revision", "0"}, pairs...)...)
	}
	accessSamples["POST "+list+"/new"] = []accessSample{{form: ask()}}
	accessSamples[one+"/edit"] = []accessSample{{form: ask()}}
	accessSamples[one+"/move"] = []accessSample{{form: ask("to", "examine")}, {as: "withdraw", form: ask("to", "withdraw")}}
	accessSamples[one+"/doubt"] = []accessSample{{form: ask("why", "deux homonymes", "by", "letter")}}
	accessSamples[one+"/extend"] = []accessSample{{form: ask("longer_why", "complexe", "longer_by", "letter")}}
	accessSamples[one+"/answer"] = []accessSample{{form: ask("do", "close", "outcome", "granted", "answer", "Fait.", "by", "letter"), want: []int{http.StatusConflict}}} // it is not examined
	accessSamples[one+"/files"] = []accessSample{{file: "file", form: values("kind", "request")}}
	accessSamples[one+"/files/{file}/destroy"] = []accessSample{{}}
	accessSamples["POST /console/operator/rgpd/requests/letters/{letter}"] = []accessSample{{form: values("body-granted", "Fait.")}}
	const breaches = "/console/members/{siren}/rgpd/breaches"
	const file = "POST " + breaches + "/{breach}"
	accessParams["{breach}"] = func(p *accessPlace) string { return p.breach }
	accessParams["/step/{step}"] = func(*accessPlace) string { return "facts" }
	accessSamples["POST "+breaches+"/new"] = []accessSample{{form: values("title", "Clé perdue", "aware", "2026-11-20T09:00")}}
	accessSamples["POST "+breaches+"/contacts"] = []accessSample{{form: values("who-0", "Une maire", "phone-0", "05")}}
	accessSamples[file+"/step/{step}"] = []accessSample{{form: values("revision", "0", "story", "Une clé est perdue.")}}
	accessSamples[file+"/decide"] = []accessSample{{form: values("revision", "0", "notify", "no", "notify_why", "chiffrée", "tell", "no", "tell_why", "chiffrée")}}
	accessSamples[file+"/done"] = []accessSample{{form: values("revision", "0", "what", "no-complaint", "words", "une perte")}}
	evidence := map[string]func(*accessPlace) string{"{file}": func(p *accessPlace) string { return p.breachFile }}
	accessSamples[file+"/files"] = []accessSample{{file: "file", form: values("kind", "other")}}
	accessSamples["GET "+breaches+"/{breach}/files/{file}"] = []accessSample{{fill: evidence}}
	accessSamples[file+"/files/{file}/enclose"] = []accessSample{{fill: evidence}}
	accessSamples[file+"/files/{file}/destroy"] = []accessSample{{fill: evidence}}
	const course = "POST /api/v1/members/{siren}/breaches/{breach}"
	accessSamples[course+"/decision"] = []accessSample{{json: `{"revision":0,"notify":"no","notify_why":"chiffrée","tell":"no","tell_why":"chiffrée"}`}}
	accessSamples[course+"/done"] = []accessSample{{json: `{"revision":0,"what":"no-complaint","words":"une perte"}`}}
	const machine = "/api/v1/members/{siren}/breaches/{breach}/files"
	accessSamples["POST "+machine] = []accessSample{{file: "file", form: values("kind", "other")}}
	accessSamples["GET "+machine+"/{file}"] = []accessSample{{fill: evidence}}
	accessSamples["PUT "+machine+"/{file}"] = []accessSample{{fill: evidence, json: `{"to_cnil":true,"to_people":false}`}}
	accessSamples["DELETE "+machine+"/{file}"] = []accessSample{{fill: evidence}}
	accessSamples[file+"/note"] = []accessSample{{form: values("note", "Vu.")}}
	accessSamples["POST /console/operator/rgpd/breaches/new"] = []accessSample{{form: values("title", "Clé perdue", "aware", "2026-11-20T09:00", "who", "all")}}
	accessSamples["POST /api/v1/members/{siren}/breaches"] = []accessSample{{json: `{"title":"Clé perdue","aware_at":"2026-11-20T08:00:00Z"}`}}
	accessParams["{question}"] = func(p *accessPlace) string { return p.asked }
	accessParams["{opinion}"] = func(p *accessPlace) string { return p.opinion }
	accessParams["{document}"] = func(p *accessPlace) string { return p.document }
	accessSamples["POST /console/rgpd/questions/new"] = []accessSample{{form: func(p *accessPlace) url.Values {
		return url.Values{"member": {p.member.Siren}, "words": {"Une question"}}
	}}}
	accessSamples["POST /console/rgpd/questions/{question}"] = []accessSample{{form: values("title", "Un avis", "answer", "Oui.")}}
	accessSamples["POST /console/rgpd/documents/{document}/star"] = []accessSample{{}}
	accessSamples["POST /console/operator/rgpd/documents"] = []accessSample{{file: "file", form: values("title", "Un guide", "category", "guides")}}
	accessSamples["POST /console/operator/rgpd/documents/{document}/remove"] = []accessSample{{}}
	accessSamples["POST /p/{member}/rights"] = []accessSample{{want: []int{http.StatusUnprocessableEntity}}} // no form was shown
	accessSamples["POST /api/v1/members/{siren}/rights-requests"] = []accessSample{{json: `{"kinds":["access"],"name":"Une habitante","phone":"05"}`}}
}
