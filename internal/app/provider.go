package app

import (
	"time"

	"airial/internal/commons/oidc"
	"airial/internal/commons/user"
)

// provider returns the identity provider by which people may log in, nil when
// no setting names one.
func (a *App) provider() (*oidc.Client, error) {
	c := a.Config.OIDC
	if !c.On() {
		return nil, nil
	}
	secret, err := c.Secret()
	if err != nil {
		return nil, err
	}
	return oidc.New(oidc.Config{Issuer: c.Issuer, ClientID: c.ClientID, Secret: string(secret), Label: c.Label, ACR: c.ACR, Strong: c.StrongACR, Unsigned: c.Unsigned,
		Redirect: a.publicURL + user.ProviderBack, Left: a.publicURL + user.ProviderLeft,
		HTTP: a.Outbound.Client("openid-connect", 10*time.Second), Clock: a.Clock, Log: a.Log}), nil
}
