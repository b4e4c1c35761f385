package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"airial/internal/platform/database"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
)

// origin names the journal in its key.
const origin = "airial/journal"

// openKeys reads the installation's keys, and holds them against those by which
// it is known to live. The embedded installation has a file for each, made at
// the first start. Processes on PostgreSQL share no folder: what they have no
// file for is derived from the master key, so that one secret is enough.
func (g *Ground) openKeys(ctx context.Context, c GroundConfig) (err error) {
	dir := c.Data.Keys()
	if g.Keys, err = keys.Open(dir); err != nil {
		return err
	}
	addresses, signing := filepath.Join(dir, "addresses.key"), filepath.Join(dir, "journal.key")
	if g.Embedded || there(addresses) {
		g.Secret, err = secret(addresses)
	} else {
		g.Secret = g.Keys.Derive("addresses")
	}
	if err != nil {
		return err
	}
	if g.Embedded || there(signing) {
		g.Signer, g.Verifier, err = journal.LoadKey(signing, origin)
	} else {
		g.Signer, g.Verifier, err = journal.DeriveKey(g.Keys.Derive("journal"), origin)
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(g.Secret)
	prints := []keys.Print{
		{Name: "master", Fingerprint: g.Keys.Fingerprint(), File: filepath.Join(dir, keys.FileName)},
		{Name: "journal", Fingerprint: g.Verifier.Name() + "+" + strconv.FormatUint(uint64(g.Verifier.KeyHash()), 16), File: signing},
		{Name: "addresses", Fingerprint: hex.EncodeToString(sum[:8]), File: addresses},
	}
	door := g.Doors.Platform("keys")
	err = door.Read(ctx, func(tx database.Tx) error { return keys.Agree(ctx, tx, prints...) })
	if err != nil || !c.Alone {
		return err
	}
	return door.Write(ctx, func(tx database.Tx) error {
		if err := keys.Note(ctx, tx, g.Clock.Now(), prints...); err != nil {
			return err
		}
		return keys.Agree(ctx, tx, prints...) // another process may have started meanwhile
	})
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// secret reads the 32 random bytes of a key file, made at the first call and
// readable by its owner alone.
func secret(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
		err = os.WriteFile(path, key, 0o600)
		if err != nil {
			return nil, err
		}
		return key, nil
	}
	if err == nil && len(key) != 32 {
		err = fmt.Errorf("%s: a key of 32 bytes is expected, not %d", path, len(key))
	}
	return key, err
}
