// Package outbound is the only way out: whoever wants to speak to another
// machine asks the Registry for a client or a dialer, and gets through only to
// what the configuration names.
//
// It promises:
//
//   - A host that no setting names is never contacted, whatever an address says
//     that somebody typed, a redirection or a name server.
//   - An address of a private network, of this machine, or one with a special
//     meaning (RFC 6890) is refused even for a named host, unless its network is
//     allowed too. It is the address dialled that is looked at, after the name
//     was resolved: a name that changes its mind in between changes nothing.
//   - Its HTTP clients follow no redirection, use no proxy of the environment,
//     keep no cookie, and bound time and the size of headers.
//   - What is allowed and what was contacted since the start can be listed, for
//     the page of the console.
//
// Two kinds of host are allowed: those that the operator lists (--outbound),
// to which people may direct the program; and those that are a setting
// themselves, such as the mail server or the object store, which the program
// declares. For the latter private addresses are right: nobody but the operator
// chooses them.
package outbound
