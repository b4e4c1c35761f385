package app

import (
	"airial/internal/commons/access"
	"airial/internal/platform/database"
	elsewhere "airial/internal/services/harvest/copies"
)

// accessPush is what one member has elsewhere.
type accessPush struct {
	pushRun string // a comparison with data.gouv.fr
	copier  string // a platform that copies
	voice   string // a message of the public
}

// pushOf gives a member an account at data.gouv.fr with a dataset and a run.
func (w *accessWorld) pushOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		p.pushRun = tx.NewID()
		for _, q := range []struct {
			sql  string
			args []any
		}{
			{`insert into datagouv_account (member_id, organisation, organisation_name, token, private, state, problem, created_at, created_by) values ($1, 'o', 'O', 'x', 0, 'on', '', 0, '')`, []any{p.member.ID}},
			{`insert into datagouv_link (dataset_id, member_id, remote_id, page, private, excluded, pending, verdict, problem, fields, looked_at, pushed_at, removed_at) values ($1, $2, 'd1', '', 0, 0, 0, 'same', '', 0, 0, 0, 0)`, []any{p.published.PieceID, p.member.ID}},
			{`insert into datagouv_run (id, member_id, kind, state, asked_by, asked_at, ended_at, problem) values ($1, $2, 'compare', 'done', '', 0, 0, '')`, []any{p.pushRun, p.member.ID}},
		} {
			if _, err := database.Exec(ctx, tx, "test", q.sql, q.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

func init() {
	run := map[string]func(*accessPlace) string{"{run}": func(p *accessPlace) string { return p.pushRun }}
	accessSamples["GET /console/members/{siren}/datagouv/runs/{run}"] = []accessSample{{fill: run}}
	accessSamples["GET /api/v1/datagouv/runs/{run}"] = []accessSample{{fill: run}}
	const of = "POST /console/members/{siren}/datagouv"
	// Nothing may be contacted in this world: what would be asked there is refused
	// after who may ask was looked at.
	accessSamples[of+"/settings"] = []accessSample{{form: values("organisation", "ychoux", "token", "jeton", "private", "0"), want: []int{422}}}
	accessSamples[of+"/switch"] = []accessSample{{form: values("act", "off")}}
	accessSamples[of+"/disconnect"] = []accessSample{{want: []int{404}}}
	accessSamples[of+"/runs"] = []accessSample{{form: values("kind", "compare")}}
	accessSamples[of+"/datasets/{piece}"] = []accessSample{{form: values("act", "exclude"), want: []int{404}}}
	accessSamples["POST /api/v1/members/{siren}/datagouv/runs"] = []accessSample{{json: `{"kind":"compare"}`, want: []int{503}}}
}

// placeOf makes a platform that copies what is published.
func (w *accessWorld) placeOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) error {
		if _, err := elsewhere.Install(w.t.Context(), tx); err != nil {
			return err
		}
		list, err := elsewhere.Places(w.t.Context(), tx)
		p.copier = list[0].ID
		return err
	})
}

func init() {
	accessParams["/copies/{place}"] = func(p *accessPlace) string { return p.copier }
	accessParams["/letter/{format}"] = func(*accessPlace) string { return "odt" }
	const of = "/console/datasets/{piece}/copies/{place}"
	accessSamples["POST "+of] = []accessSample{{form: values("state", "gone")}}
	// The dataset is public: there is nothing to have erased.
	accessSamples["GET "+of+"/letter"] = []accessSample{{want: []int{409}}}
	accessSamples["GET "+of+"/letter/{format}"] = []accessSample{{want: []int{409}}}
	accessSamples["POST /console/operator/copies"] = []accessSample{{form: values("name", "Ailleurs", "address", "https://ailleurs.example.fr", "checked", "2026-01-01")}}
	accessSamples["POST /console/operator/copies/usual"] = []accessSample{{}}
}
