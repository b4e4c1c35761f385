// Package backups is the operator's page of the backups: what was made, how it
// was verified, when it was last restored to see that it can be. The work is
// that of the platform's room of the same name.
package backups
