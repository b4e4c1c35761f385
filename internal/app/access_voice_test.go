package app

import (
	"crypto/sha256"
	"encoding/hex"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// voiceOf gives a member a message of the public that waits.
func (w *accessWorld) voiceOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		p.voice = tx.NewID()
		proof := sha256.Sum256([]byte("secret"))
		_, err := database.Exec(ctx, tx, "test", `insert into voice_thread (id, member_id, dataset_id, kind, state, title, body, link, reuse, name, answer, answered_by, created_at, proven_at, closed_at, reminded_at, public)
			values ($1, $2, $3, 'question', 'waiting', 'Une question', 'Pourquoi ?', '', '', '', '', '', 1, 1, 0, 0, 0)`, p.voice, p.member.ID, p.published.PieceID)
		if err == nil {
			_, err = database.Exec(ctx, tx, "test", `insert into voice_asker (thread_id, member_id, name, shown, email, address, lang, proof, created_at)
				values ($1, $2, '', 0, '', '', 'fr', $3, 1)`, p.voice, p.member.ID, hex.EncodeToString(proof[:]))
		}
		return err
	})
}

func init() {
	accessParams["{voice}"] = func(p *accessPlace) string { return p.voice }
	accessParams["{secret}"] = func(*accessPlace) string { return "secret" }
	accessParams["/ask/{kind}"] = func(*accessPlace) string { return "question" }
	const of = "POST /console/members/{siren}/voices/{voice}"
	accessSamples[of] = []accessSample{{form: values("act", "answer", "answer", "Bonjour.", "public", "1")}}
	accessSamples[of+"/show"] = []accessSample{{form: values("act", "hide")}}
	// This world sends no mail: nothing is received, and who sends is told so.
	accessSamples["POST /p/{member}/datasets/{slug}/ask/{kind}"] = []accessSample{{form: values("title", "x"), want: []int{422}}}
	accessSamples["POST /p/{member}/voices/{voice}/{secret}"] = []accessSample{{}}
	accessSamples["POST /api/v1/voices/{voice}/answer"] = []accessSample{{json: `{"text":"Bonjour."}`}}
}
