package app

import (
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/address"
)

// addressesOf gives a commune an address base with a street.
func (w *accessWorld) addressesOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		if _, err := tx.Exec(ctx, `update member set insee = '40088' where id = $1`, p.member.ID); err != nil {
			return err
		}
		m, err := organisation.Get(ctx, tx, p.member.ID)
		if err != nil {
			return err
		}
		_, c, err := address.Import(ctx, tx, m, "bal.csv", []byte("voie_nom;numero;position;long;lat\nRue du Lavoir;1;entrée;-0.76;43.70\n"))
		p.addressChange = c.ID
		return err
	})
}

func init() {
	accessParams["{change}"] = func(p *accessPlace) string { return p.addressChange }
	const base = "POST /console/members/{siren}/addresses"
	refused := []int{http.StatusUnprocessableEntity}
	accessSamples[base+"/import"] = []accessSample{{file: "file", want: refused}} // no addresses are in it
	accessSamples[base+"/street"] = []accessSample{{form: func(*accessPlace) url.Values {
		return url.Values{"name": {"Rue du Lavoir"}, "known": {"1"}, "number-0": {"5"}, "position-0": {"entrée"}, "lat-0": {"43.7"}, "lon-0": {"-0.76"}}
	}}}
	accessSamples[base+"/rename"] = []accessSample{{form: values("from", "Rue du Lavoir", "to", "Rue du Lavoir")}}
	accessSamples[base+"/certify"] = []accessSample{{form: values("name", "Rue du Lavoir")}}
	accessSamples[base+"/changes/{change}/undo"] = []accessSample{{}}
	accessSamples[base+"/publish"] = []accessSample{{}}
	accessSamples[base+"/send"] = []accessSample{{}}
	accessSamples[base+"/consent"] = []accessSample{{form: values("mail", "mairie@commune.example"), want: refused}} // closed
	accessSamples[base+"/consent/code"] = []accessSample{{form: values("code", "123456"), want: refused}}
	accessSamples["POST /console/operator/addresses/token"] = []accessSample{{form: values("token", "un-jeton-de-trente-deux-signes")}}
	accessSamples["PUT /api/v1/members/{siren}/addresses/file"] = []accessSample{{json: "voie_nom;numero\nRue du Lavoir;1\n"}}
	accessSamples["POST /api/v1/members/{siren}/addresses/publication"] = []accessSample{{}}
	accessSamples["POST /api/v1/members/{siren}/addresses/sendings"] = []accessSample{{json: `{}`, want: []int{http.StatusConflict}}} // closed
}
