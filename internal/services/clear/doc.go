// Package clear is the gate of personal data: it stands between checked and
// published, and fails closed.
//
// This first gate looks for what a checksum or a shape gives away in the cells
// and in the title: social-security numbers, bank accounts, personal e-mail
// addresses and telephones. What it finds stops the version until a person
// decides, with a reason. A finding never holds the datum itself, only a form
// that lets its owner recognise it.
package clear
