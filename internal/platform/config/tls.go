package config

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"airial/internal/platform/web"
)

// TLS is how the server speaks to browsers itself, or what stands in front of
// it.
type TLS struct {
	Cert           string   `name:"tls-cert" env:"AIRIAL_TLS_CERT" placeholder:"FILE" help:"Certificate and its chain (PEM): the server then speaks HTTPS itself. Read again when it changes."`
	Key            string   `name:"tls-key" env:"AIRIAL_TLS_KEY" placeholder:"FILE" help:"Key of the certificate (PEM)."`
	ACME           bool     `name:"acme" env:"AIRIAL_ACME" help:"Obtain and renew the certificate of the public address by ACME (RFC 8555)."`
	ACMEDirectory  string   `name:"acme-directory" env:"AIRIAL_ACME_DIRECTORY" default:"https://acme-v02.api.letsencrypt.org/directory" placeholder:"URL" help:"Directory of the ACME server."`
	ACMEEmail      string   `name:"acme-email" env:"AIRIAL_ACME_EMAIL" placeholder:"ADDRESS" help:"Address for the ACME server's notices."`
	ListenHTTP     string   `name:"listen-http" env:"AIRIAL_LISTEN_HTTP" placeholder:"ADDR" help:"Second address, on which plain HTTP is led to HTTPS and ACME's questions are answered; for example :80."`
	TrustedProxies []string `name:"trusted-proxies" env:"AIRIAL_TRUSTED_PROXIES" placeholder:"CIDR,…" help:"Web servers in front whose X-Forwarded-For and -Proto are believed, as networks: 127.0.0.1/32, 10.0.0.0/8. None by default."`
	ProxyHeader    string   `name:"proxy-header" env:"AIRIAL_PROXY_HEADER" default:"x-forwarded-for" enum:"x-forwarded-for,forwarded" help:"Header that they write: x-forwarded-for, or forwarded (RFC 7239)."`
}

// On tells whether the server speaks HTTPS itself.
func (t TLS) On() bool { return t.ACME || t.Cert != "" }

// Proxies returns the web servers in front.
func (t TLS) Proxies() (web.Proxies, error) {
	p := web.Proxies{Standard: t.ProxyHeader == "forwarded"}
	var wrong []error
	for _, s := range t.TrustedProxies {
		n, err := netip.ParsePrefix(strings.TrimSpace(s))
		if err != nil {
			ip, problem := netip.ParseAddr(strings.TrimSpace(s))
			if problem != nil {
				wrong = append(wrong, invalid("--trusted-proxies", "«\u00a0"+s+"\u00a0» n’est pas un réseau ; indiquez par exemple 127.0.0.1/32",
					"“"+s+"” is not a network; give for example 127.0.0.1/32"))
				continue
			}
			n = netip.PrefixFrom(ip, ip.BitLen())
		}
		p.Trusted = append(p.Trusted, n.Masked())
	}
	return p, errors.Join(wrong...)
}

// check refuses settings that do not go together.
func (t TLS) check(publicURL string) error {
	_, err := t.Proxies()
	wrong := []error{err}
	if (t.Cert == "") != (t.Key == "") {
		wrong = append(wrong, invalid("--tls-cert", "indiquez aussi la clé par --tls-key, et inversement", "give the key as well, by --tls-key, and the other way round"))
	}
	if t.ACME && t.Cert != "" {
		wrong = append(wrong, invalid("--acme", "choisissez entre --acme et --tls-cert", "choose between --acme and --tls-cert"))
	}
	if t.On() && !strings.HasPrefix(publicURL, "https://") {
		wrong = append(wrong, invalid("--public-url", "le serveur parle HTTPS : indiquez l’adresse publique, qui commence par https://",
			"the server speaks HTTPS: give the public address, which begins with https://"))
	}
	if t.ListenHTTP != "" && !t.On() {
		wrong = append(wrong, invalid("--listen-http", "elle n’a de sens qu’avec --tls-cert ou --acme", "it makes sense only with --tls-cert or --acme"))
	}
	if t.ListenHTTP != "" {
		wrong = append(wrong, checkAddress("--listen-http", t.ListenHTTP))
	}
	if t.ACME {
		if u, err := url.Parse(t.ACMEDirectory); err != nil || u.Scheme != "https" || u.Host == "" {
			wrong = append(wrong, invalid("--acme-directory", "indiquez l’adresse https:// d’un annuaire ACME", "give the https:// address of an ACME directory"))
		}
	}
	return errors.Join(wrong...)
}
