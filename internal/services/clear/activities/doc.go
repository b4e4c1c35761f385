// Package activities is a plain list of the processing activities from which
// the files of a local body usually come, with the schemas and the words of
// titles that point to each. It stands in for a member's own register: a member
// that keeps one chooses from that instead.
//
// The list is data, dated, with its sources (usual.yaml).
package activities
