// Package oidc asks an identity provider who somebody is, by OpenID Connect
// Core 1.0: the authorization code flow of a confidential client, with PKCE
// (RFC 7636), state and nonce.
//
// It promises that a Person is returned only when the provider's own keys have
// signed for her, for this client, for the question that was asked, and not
// long ago; and that two answers about her (ID token and userinfo) name the
// same one. It knows nothing of accounts: those are the room user's.
//
// The provider is asked for its metadata when somebody first logs in by it, so
// that the server starts while the provider is away.
package oidc
