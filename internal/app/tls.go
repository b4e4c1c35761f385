package app

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// secure gives a server its certificate, where it speaks TLS itself. plain
// answers on the second address, and is nil where there is none.
func (a *App) secure(server *http.Server) (plain http.Handler, err error) {
	c := a.Config.TLS
	if !c.On() {
		return nil, nil
	}
	plain = web.ToHTTPS(a.baseOf)
	if !c.ACME {
		one, err := web.LoadCertificate(c.Cert, c.Key, a.Clock, a.Log)
		if err != nil {
			return nil, err
		}
		server.TLSConfig = web.TLSConfig(one.Get)
		return plain, nil
	}
	manager, err := a.certificates()
	if err != nil {
		return nil, err
	}
	server.TLSConfig = web.TLSConfig(manager.GetCertificate)
	server.TLSConfig.NextProtos = append(server.TLSConfig.NextProtos, acme.ALPNProto)
	return manager.HTTPHandler(plain), nil
}

// certificates obtains the certificates of the public address and of the hosts of
// members' portals, and no other, when they are first asked for, and renews them
// in time. They lie with the keys.
func (a *App) certificates() (*autocert.Manager, error) {
	c := a.Config.TLS
	public, err := url.Parse(a.publicURL)
	if err != nil {
		return nil, err
	}
	directory, err := url.Parse(c.ACMEDirectory)
	if err != nil {
		return nil, err
	}
	port := directory.Port()
	if port == "" {
		port = "443"
	}
	a.Outbound.Declare(net.JoinHostPort(directory.Hostname(), port), i18n.T("certificat (ACME)", "certificate (ACME)"))
	return &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(filepath.Join(a.Dir, "keys", "acme")),
		HostPolicy: a.certified(public.Hostname()),
		Email:      c.ACMEEmail,
		Client:     &acme.Client{DirectoryURL: c.ACMEDirectory, HTTPClient: a.Outbound.Client("acme", 0), UserAgent: "Airial/" + a.Version},
	}, nil
}

// serveOn answers on a listener until it is shut down, with TLS where the
// server has a certificate.
func serveOn(server *http.Server, listener net.Listener) error {
	if server.TLSConfig != nil {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	return server.Serve(listener)
}

// plainly serves plain HTTP on the second address until the context ends.
func (a *App) plainly(ctx context.Context, handler http.Handler) error {
	if handler == nil || a.Config.TLS.ListenHTTP == "" {
		return nil
	}
	listener, err := net.Listen("tcp", a.Config.TLS.ListenHTTP)
	if err != nil {
		return err
	}
	server := web.NewServer(handler, a.Log)
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.Log.Error("plain HTTP is no longer answered", "error", err)
		}
	}()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return nil
}
