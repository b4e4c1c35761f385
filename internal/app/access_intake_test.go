package app

import (
	"maps"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/register/intake"
)

// takenOf makes an import of the operator's that waits to be accepted, and a
// proof that came to the member.
func (w *accessWorld) takenOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		i, err := intake.Begin(ctx, tx, intake.Import{MemberID: w.operator.ID, Source: "madis", Name: "madis.sql", State: intake.Ready, Choices: "{}", Counts: "{}"})
		if err != nil {
			return err
		}
		p.taken = i.ID
		for _, key := range []string{"", "body"} {
			if err := intake.PutPart(ctx, tx, intake.Part{ImportID: i.ID, Key: key, MemberID: w.operator.ID, Name: "Une commune", Kind: "commune", Decision: intake.Skip,
				State: "waiting", Counts: intake.Counts{}}); err != nil {
				return err
			}
		}
		f, err := intake.AddFile(ctx, tx, intake.File{ImportID: i.ID, Part: "body", MemberID: p.member.ID, Kind: "Contrat", Title: "Un contrat", FileName: "contrat.pdf",
			Digest: p.published.Digest, Size: p.published.Size, Links: []string{}})
		p.proof = f.ID
		return err
	})
}

func init() {
	accessParams["{import}"] = func(p *accessPlace) string { return p.taken }
	accessParams["{body}"] = func(*accessPlace) string { return "body" }
	accessParams["{proof}"] = func(p *accessPlace) string { return p.proof }
	const one = "POST /console/operator/rgpd/madis/{import}"
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/operator/rgpd/madis": {{file: "dump"}},
		one + "/bodies/{body}":              {{form: values("decide", "skip")}},
		one + "/decide":                     {{form: values("do", "skip")}},
		one + "/accept":                     {{}},
		one + "/drop":                       {{}},
		one + "/clear":                      {{}},
		one + "/undo":                       {{want: []int{http.StatusConflict}}}, // nothing is taken over yet
		"GET /console/members/{siren}/rgpd/madis/proofs/{proof}": {{want: []int{http.StatusNotFound}}}, // it went with the import
	})
}

// tableOf takes a table in, which waits to be imported into the member's
// register.
func (w *accessWorld) tableOf(p *accessPlace) {
	ctx := w.t.Context()
	const file = "nom;référence\nUn traitement;T1\n"
	ref, err := w.app.Blobs.Put(ctx, p.member.ID, strings.NewReader(file))
	if err != nil {
		w.t.Fatal(err)
	}
	room := &intake.Service{Doors: w.app.Doors, Files: registerFiles{w.app}, Holds: registerHolds()}
	w.write(access.System("test"), func(tx access.Tx) error {
		i, err := room.Receive(ctx, tx, p.member.ID, "registre.csv", ref, []byte(file))
		p.table = i.ID
		return err
	})
}

func init() {
	accessParams["{table}"] = func(p *accessPlace) string { return p.table }
	const list = "POST /console/members/{siren}/rgpd/import"
	maps.Copy(accessSamples, map[string][]accessSample{
		list:                   {{file: "file"}},
		list + "/{table}":      {{form: values("do", "accept")}},
		list + "/{table}/undo": {{want: []int{http.StatusConflict}}}, // nothing is imported yet
	})
}
