// Package doctor looks an installation over and says what to do: a list of
// checks, each of which yields findings in plain words with their remedy.
//
// It promises to change nothing: no file, no record, no key is made by looking.
// Whoever knows the installation puts the list together (internal/app); here
// stand what a finding is and the checks that any server needs: folder, disk,
// limits of the machine, addresses that should answer.
package doctor
