// Package activity is the register of processing activities (GDPR, art. 30).
//
// Each member has the register of the controller (art. 30.1): activities with
// the fields of the CNIL's model, most of them instances of the operator's
// models (see model). The operator's own register as a processor (art. 30.2) is
// never written by hand: it is made of what its members subscribe to.
//
// The room brings the usual activities of local bodies as data (data/library):
// our own wording, in French and English, each text of law and each duration
// with its source. Nothing in it counts as verified before an officer has said
// so; that day is a field of the record.
//
// It owns the page /console/members/{siren}/rgpd, to which other rooms of the
// register add cards.
package activity
