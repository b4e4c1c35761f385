package config

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"airial/internal/platform/telemetry"
)

// OIDC is the identity provider by which people may log in. Without an issuer
// there is none.
type OIDC struct {
	Issuer     string   `name:"oidc-issuer" env:"AIRIAL_OIDC_ISSUER" placeholder:"URL" help:"Identity provider (OpenID Connect) by which people may log in, as it writes its own name (issuer). Without it there is none."`
	ClientID   string   `name:"oidc-client-id" env:"AIRIAL_OIDC_CLIENT_ID" placeholder:"ID" help:"Name that the provider gave this installation. The secret stands in AIRIAL_OIDC_CLIENT_SECRET or in a file."`
	SecretFile string   `name:"oidc-client-secret-file" env:"AIRIAL_OIDC_CLIENT_SECRET_FILE" placeholder:"FILE" help:"File that holds the secret that the provider gave this installation."`
	Label      string   `name:"oidc-label" env:"AIRIAL_OIDC_LABEL" default:"ProConnect" placeholder:"NAME" help:"Name of the provider on the log-in page."`
	ACR        []string `name:"oidc-acr" env:"AIRIAL_OIDC_ACR" placeholder:"LEVEL" help:"Levels of assurance (acr) to ask the provider for, separated by commas; a log-in with none of them is refused. ProConnect: eidas1."`
	StrongACR  []string `name:"oidc-strong-acr" env:"AIRIAL_OIDC_STRONG_ACR" placeholder:"LEVEL" help:"Levels of assurance that count as two proofs. At any other a second proof is asked for here, where one is required."`
	Unsigned   bool     `name:"oidc-unsigned-userinfo" env:"AIRIAL_OIDC_UNSIGNED_USERINFO" help:"Take what the provider says of people (userinfo) without its signature too, over HTTPS. ProConnect and FranceConnect sign."`
}

// On tells whether people may log in by a provider.
func (o OIDC) On() bool { return o.Issuer != "" }

// Secret returns what the provider knows this installation by.
func (o OIDC) Secret() (telemetry.Secret, error) {
	s, err := secret("--oidc-client-secret-file", o.SecretFile, "AIRIAL_OIDC_CLIENT_SECRET")
	if err == nil && s == "" {
		err = invalid("--oidc-client-secret-file", "mettez le secret remis par le fournisseur dans AIRIAL_OIDC_CLIENT_SECRET, ou nommez son fichier",
			"put the secret that the provider gave into AIRIAL_OIDC_CLIENT_SECRET, or name its file")
	}
	return s, err
}

// Address is the host and port of the issuer.
func (o OIDC) Address() string {
	u, err := url.Parse(o.Issuer)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Validate refuses a provider that answers in the clear, and half a set of
// settings.
func (o OIDC) Validate() error {
	if !o.On() {
		if o.ClientID != "" || o.SecretFile != "" || len(o.ACR)+len(o.StrongACR) > 0 {
			return invalid("--oidc-issuer", "indiquez l’adresse du fournisseur d’identité, ou retirez les autres réglages --oidc-…",
				"give the address of the identity provider, or remove the other settings --oidc-…")
		}
		return nil
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && (u.Scheme != "http" || !local(u.Hostname())) {
		return invalid("--oidc-issuer", "indiquez https:// et l’adresse que le fournisseur d’identité publie comme «\u00a0issuer\u00a0»",
			"give https:// and the address that the identity provider publishes as its “issuer”")
	}
	if o.ClientID == "" {
		return invalid("--oidc-client-id", "indiquez l’identifiant que le fournisseur a remis à cette installation",
			"give the name that the provider gave this installation")
	}
	if strings.TrimSpace(o.Label) == "" || len(o.Label) > 60 {
		return invalid("--oidc-label", "indiquez le nom du fournisseur, en 60 caractères au plus", "give the provider’s name, in 60 characters at most")
	}
	blank := func(level string) bool { return level == "" || strings.ContainsAny(level, " \t\r\n") }
	if slices.ContainsFunc(o.ACR, blank) || slices.ContainsFunc(o.StrongACR, blank) {
		return invalid("--oidc-acr", "séparez les niveaux par des virgules, sans espace", "separate the levels by commas, without blanks")
	}
	_, err = o.Secret()
	return err
}

// local tells whether a host is this machine, where a provider under test runs.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
