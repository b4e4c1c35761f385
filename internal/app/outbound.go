package app

import (
	"net"
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
)

// wayOut returns the registry of what the server may contact: what the operator
// lists, and what other settings name.
func (a *App) wayOut() (*outbound.Registry, error) {
	hosts, networks, err := a.Config.Outbound.Rules()
	if err != nil {
		return nil, err
	}
	r := outbound.New(outbound.Config{Hosts: hosts, Networks: networks, Clock: a.Clock})
	if a.Config.Mail.On() {
		server, err := a.Config.Mail.Server()
		if err != nil {
			return nil, err
		}
		r.Declare(net.JoinHostPort(server.Host, strconv.Itoa(server.Port)), i18n.T("envoi du courriel", "sending mail"))
	}
	if box, err := a.Config.Letters.Box(); err != nil {
		return nil, err
	} else if box != nil {
		r.Declare(box.Address(), i18n.T("courriels reçus par le délégué", "e-mails to the data-protection officer"))
	}
	if a.Config.OIDC.On() {
		r.Declare(a.Config.OIDC.Address(), i18n.T("connexion par un fournisseur d’identité", "log-in by an identity provider"))
	}
	if a.Config.Address.On() {
		r.Declare(a.Config.Address.Address(), i18n.T("envoi des adresses à la Base adresse nationale", "sending addresses to the national address base"))
	}
	if a.Config.DataGouv.On() {
		r.Declare(a.Config.DataGouv.Address(), i18n.T("envoi des jeux de données à data.gouv.fr", "pushing datasets to data.gouv.fr"))
	}
	return r, nil
}
