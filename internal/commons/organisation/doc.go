// Package organisation knows the members: the operator and the bodies that it
// serves.
//
// A member's key is ours. Its SIREN, name, kind and population are dated
// attributes, for communes merge and CCAS are absorbed: the current ones stand
// in the member, all of them in its history. A member's address on the portal
// is readable ("/p/sainte-colombe"); its SIREN and every earlier address lead
// there too.
package organisation
