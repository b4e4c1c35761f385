package app

import (
	"airial/internal/commons/access"
	"airial/internal/commons/webhook"
)

// hooksOf gives a member a webhook with a delivery.
func (w *accessWorld) hooksOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		h, _, err := w.app.Webhooks.Create(ctx, tx, p.member.ID, false, webhook.Draft{Name: "Site", URL: "https://hooks.example.fr/",
			Events: []string{"dataset.published"}})
		if err != nil {
			return err
		}
		d, err := w.app.Webhooks.Test(ctx, tx, h.ID)
		p.hook, p.delivery = h.ID, d.ID
		return err
	})
}

func init() {
	accessParams["/webhooks/{id}"] = func(p *accessPlace) string { return p.hook }
	accessParams["{delivery}"] = func(p *accessPlace) string { return p.delivery }
	// Those of a member that has left are no more, and it has nobody who could lend
	// a role: the administrator is told so.
	accessSamples["POST /console/members/{siren}/tokens/{id}/rotate"] = []accessSample{{want: []int{409}}}
	hook := values("name", "Site", "url", "https://hooks.example.fr/x", "event", "dataset.published")
	accessSamples["POST /console/members/{siren}/webhooks"] = []accessSample{{form: hook, want: []int{422}}}
	accessSamples["POST /console/operator/webhooks"] = []accessSample{{form: hook}}
	accessSamples["POST /console/webhooks/{id}"] = []accessSample{{form: hook}}
	accessSamples["POST /console/webhooks/{id}/switch"] = []accessSample{{form: values("act", "off")}}
	accessSamples["POST /api/v1/members/{siren}/webhooks"] = []accessSample{{json: `{"name":"Site","url":"https://hooks.example.fr/","events":["dataset.published"]}`}}
	accessSamples["DELETE /api/v1/webhooks/{id}"] = []accessSample{{}}
	accessSamples["POST /api/v1/webhooks/{id}/test"] = []accessSample{{}}
	accessSamples["POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay"] = []accessSample{{}}
	for _, act := range []string{"rotate", "test", "delete", "deliveries/{delivery}/replay"} {
		accessSamples["POST /console/webhooks/{id}/"+act] = []accessSample{{want: []int{409}}}
	}
}
