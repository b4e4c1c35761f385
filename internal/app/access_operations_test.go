package app

import (
	"airial/internal/commons/access"
	"airial/internal/platform/jobs"
)

// jobsOf leaves a job that nobody runs, to retry and to give up.
func (w *accessWorld) jobsOf(p *accessPlace) {
	w.write(access.System("test"), func(tx access.Tx) (err error) {
		later := w.app.Clock.Now().AddDate(1, 0, 0)
		p.job, err = w.app.Queue.Insert(w.t.Context(), tx, jobs.Job{Kind: "test.nothing", Fair: p.member.ID, RunAt: later})
		return err
	})
}

func init() {
	accessParams["/jobs/{id}"] = func(p *accessPlace) string { return p.job }
	accessSamples["POST /console/operator/operations/jobs/{id}/retry"] = []accessSample{{}}
	accessSamples["POST /console/operator/operations/jobs/{id}/give-up"] = []accessSample{{form: values("reason", "Essai")}}
}
