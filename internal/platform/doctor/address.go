package doctor

import (
	"context"
	"net/http"
	"time"

	"airial/internal/platform/i18n"
)

// A Doer sends a request: an HTTP client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Answers checks that an address answers 200, and how long its certificate is
// good. remedy says what to do when it does not answer.
func Answers(name, address string, client Doer, now time.Time, bad Level, remedy i18n.Text) Check {
	return Check{name, func(ctx context.Context) []Finding {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return []Finding{Worry(Bad, i18n.T("%[1]v", "%[1]v", err), remedy)}
		}
		res, err := client.Do(req)
		if err != nil {
			return []Finding{Worry(bad, i18n.T("%[1]s ne répond pas\u202f: %[2]v", "%[1]s does not answer: %[2]v", address, err), remedy)}
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return []Finding{Worry(bad, i18n.T("%[1]s répond %[2]s", "%[1]s answers %[2]s", address, res.Status), remedy)}
		}
		found := []Finding{Fine("%[1]s répond", "%[1]s answers", address)}
		if res.TLS != nil && len(res.TLS.PeerCertificates) > 0 {
			found = append(found, expiry(res.TLS.PeerCertificates[0].NotAfter, now))
		}
		return found
	}}
}

// Clock compares this machine's clock with that of a server, which says the time
// with any answer (RFC 9110, section 6.6.1), to the second.
func Clock(name, address string, whose i18n.Text, client Doer, now func() time.Time, remedy i18n.Text) Check {
	return Check{name, func(ctx context.Context) []Finding {
		req, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
		if err != nil {
			return []Finding{Worry(Bad, i18n.T("%[1]v", "%[1]v", err), remedy)}
		}
		res, err := client.Do(req)
		if err != nil {
			return []Finding{Worry(Bad, i18n.T("%[1]s ne répond pas\u202f: %[2]v", "%[1]s does not answer: %[2]v", address, err), remedy)}
		}
		_ = res.Body.Close()
		there, err := http.ParseTime(res.Header.Get("Date"))
		if err != nil {
			return []Finding{Fine("%[1]s répond, sans dire l’heure", "%[1]s answers, and does not say the time", address)}
		}
		difference := now().Sub(there)
		if difference > 0 {
			difference = max(difference-time.Second, 0) // whole seconds, cut off
		}
		return []Finding{Skew(whose, difference)}
	}}
}

const day = 24 * time.Hour

// expiry says how long a certificate is still good.
func expiry(until, now time.Time) Finding {
	left := int(until.Sub(now) / day)
	f := Fine("certificat valable jusqu’au %[1]s (%[2]d jours)", "certificate good until %[1]s (%[2]d days)", until.Format("2006-01-02"), left)
	if left < 21 {
		f.Level = Look
		if left < 3 {
			f.Level = Bad
		}
		f.Do = i18n.T("Renouvelez le certificat, et voyez pourquoi il ne l’est pas tout seul.", "Renew the certificate, and see why that does not happen by itself.")
	}
	return f
}

// Skew compares this machine's clock with another's.
func Skew(whose i18n.Text, difference time.Duration) Finding {
	d := difference.Abs().Round(10 * time.Millisecond)
	f := Finding{Say: i18n.Text{Fr: "horloge à " + d.String() + " de celle " + whose.Fr, En: "clock within " + d.String() + " of that " + whose.En}}
	if d > 2*time.Second {
		f.Level = Look
		if d > 5*time.Minute {
			f.Level = Bad
		}
		f.Do = i18n.T("Réglez les horloges sur un serveur de temps (timedatectl set-ntp true).", "Set the clocks by a time server (timedatectl set-ntp true).")
	}
	return f
}
