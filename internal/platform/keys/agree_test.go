package keys_test

import (
	"strings"
	"testing"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/keys"
)

func TestKeysOfAnInstallationAreKnown(t *testing.T) {
	databasetest.Each(t, []database.Schema{keys.Schema}, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		master, journal := keys.Print{Name: "master", Fingerprint: "a"}, keys.Print{Name: "journal", Fingerprint: "b"}
		agree := func(prints ...keys.Print) error {
			return db.Read(ctx, func(tx database.Tx) error { return keys.Agree(ctx, tx, prints...) })
		}
		if err := agree(master, journal); err != nil {
			t.Errorf("before any key is known: %v", err)
		}
		for range 2 {
			err := db.Write(ctx, func(tx database.Tx) error { return keys.Note(ctx, tx, time.Unix(0, 0), master, journal) })
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := agree(master, journal); err != nil {
			t.Error(err)
		}
		other := keys.Print{Name: "journal", Fingerprint: "c", File: "/srv/b/keys/journal.key"}
		// Noting another does not make it the installation's.
		err := db.Write(ctx, func(tx database.Tx) error { return keys.Note(ctx, tx, time.Unix(0, 0), other) })
		if err != nil {
			t.Fatal(err)
		}
		err = agree(master, other)
		if !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Message(err).Fr, "/srv/b/keys/journal.key") {
			t.Errorf("another key: %v", err)
		}
	})
}
