// Package operations is the operator's own pages: what runs, waits and was
// given up, whom the server may contact, how it is set, what is stored, how the
// journal stands. It keeps no records: it shows those of the platform, and lets
// an administrator retry a job or give it up.
//
// The pages are for administrators; to others they do not exist.
package operations
