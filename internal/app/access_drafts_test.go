package app

import (
	"net/http"
	"net/url"

	"airial/internal/commons/access"
)

// draftOf begins the correction of what waits, and says that it was corrected
// before; and declares that there is nothing else.
func (w *accessWorld) draftOf(p *accessPlace) {
	ctx := w.t.Context()
	var err error
	if p.draft, err = w.app.drafts().Correct(ctx, access.System("test"), p.waiting.PieceID, 1); err != nil {
		w.t.Fatal(err)
	}
	w.write(access.System("test"), func(tx access.Tx) error {
		_, err := tx.Exec(ctx, `insert into correction (version_id, member_id, from_version, evidence, at) values ($1,$2,'','{}',0)`,
			p.waiting.ID, p.member.ID)
		if err != nil {
			return err
		}
		d, _, err := w.app.nothing().Declare(ctx, tx, p.member.ID, "scdl/deliberations", "2026", true)
		p.nothing = d.ID
		return err
	})
}

func init() {
	accessParams["{draft}"] = func(p *accessPlace) string { return p.draft }
	accessParams["/corrections/{version}"] = func(p *accessPlace) string { return p.waiting.ID }
	begin := func(p *accessPlace) url.Values {
		return url.Values{"member": {p.member.Siren}, "schema": {"scdl/subventions"}, "format": {"csv"}}
	}
	accessSamples["POST /console/drafts/new"] = []accessSample{{form: begin}}
	accessSamples["GET /console/drafts/template"] = []accessSample{{query: begin}}
	accessSamples["POST /console/drafts/correct"] = []accessSample{{form: func(p *accessPlace) url.Values {
		return url.Values{"piece": {p.waiting.PieceID}, "number": {"1"}}
	}}}
	nothing := func(p *accessPlace) url.Values {
		return url.Values{"member": {p.member.Siren}, "schema": {"scdl/prenoms"}, "period": {"2026"}}
	}
	accessParams["/nothing/{id}"] = func(p *accessPlace) string { return p.nothing }
	accessParams["/nil-returns/{id}"] = func(p *accessPlace) string { return p.nothing }
	accessSamples["POST /console/nothing"] = []accessSample{{form: nothing}}
	accessSamples["POST /console/nothing/{id}/undo"] = []accessSample{{}}
	accessSamples["POST /api/v1/members/{siren}/nil-returns"] = []accessSample{{json: `{"schema":"scdl/budget","period":"2026"}`}}
	accessSamples["DELETE /api/v1/nil-returns/{id}"] = []accessSample{{}}
	const one = "POST /console/drafts/{draft}"
	accessSamples[one+"/rules"] = []accessSample{{form: values("none", "1")}}
	accessSamples[one+"/cells"] = []accessSample{{form: values("line", "2", "was-2", `["a"]`, "c-2-0", "b")}}
	accessSamples[one+"/paste"] = []accessSample{{form: values("text", "a\tb"), want: []int{http.StatusConflict}}} // not into a file
	accessSamples[one+"/undo"] = []accessSample{{}}
	accessSamples[one+"/rows"] = []accessSample{{form: values("count", "1")}}
	accessSamples[one+"/recheck"] = []accessSample{{}}
	accessSamples[one+"/deposit"] = []accessSample{{}}
	accessSamples[one+"/abandon"] = []accessSample{{}}
}
