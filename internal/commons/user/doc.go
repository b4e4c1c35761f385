// Package user knows the people who have an account: how they prove who they
// are, and the session that remembers it.
//
// A person is identified by a login, never by an e-mail address: one address
// (mairie@…) may serve several accounts. What a person may do lies with the
// room access, as roles at members; this room only tells who she is.
//
// It promises that a log-in reveals neither by its answer nor by its time
// whether an account exists; that guessing gets slower for the one who
// guesses and for nobody else; that a password is kept only as its argon2id
// hash and a session's token only as its digest; and that only addresses under
// /console read or set the cookie.
package user
