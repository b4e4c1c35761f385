// Package portaltest has a small made-up territory and hand-written fakes of
// what the portal needs of others, for tests.
package portaltest
