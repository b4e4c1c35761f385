package app

import (
	"net/http"
	"net/url"

	"airial/internal/commons/access"
)

// dutyOf has a member say what it publishes elsewhere, and show its page.
func (w *accessWorld) dutyOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		e, err := NewDuty(w.app.Doors).Say(ctx, tx, p.member.ID, "budget", "2025", "https://example.org/budget")
		p.said = e.ID
		if err != nil {
			return err
		}
		return NewDuty(w.app.Doors).Show(ctx, tx, p.member.ID, true)
	})
}

func init() {
	accessParams["{said}"] = func(p *accessPlace) string { return p.said }
	accessParams["/elsewhere/{id}"] = func(p *accessPlace) string { return p.said }
	const base = "POST /console/members/{siren}/obligations"
	accessSamples[base+"/elsewhere"] = []accessSample{{form: func(*accessPlace) url.Values {
		return url.Values{"rule": {"pay"}, "period": {"2025"}, "address-duty-pay-2025": {"https://example.org/"}}
	}}}
	accessSamples[base+"/elsewhere/{said}/undo"] = []accessSample{{}}
	accessSamples[base+"/shown"] = []accessSample{{form: values("shown", "1")}}
	accessSamples["GET /console/obligations"] = []accessSample{{want: []int{http.StatusSeeOther, http.StatusOK}}}
	accessSamples["POST /api/v1/members/{siren}/duties/elsewhere"] = []accessSample{{json: `{"rule":"resolutions","period":"2025","address":"https://example.org/"}`}}
	accessSamples["DELETE /api/v1/duties/elsewhere/{id}"] = []accessSample{{}}
}
