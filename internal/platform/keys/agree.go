package keys

import (
	"context"
	"embed"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

//go:embed schema/*.sql
var files embed.FS

// Schema is the room's table.
var Schema = database.Schema{Room: "keys", Files: files, Tables: []database.Table{
	// A restoration has a journal key of its own, and notes its keys anew.
	{Name: "installation_key", Closed: true, Kind: database.Passing},
}}

// A Print names a key without telling anything of it.
type Print struct {
	Name        string // "master", "journal"
	Fingerprint string
	File        string // where this process has it from, for the message
}

// Note writes down the fingerprints of keys that the records do not know yet.
func Note(ctx context.Context, tx database.Tx, now time.Time, prints ...Print) error {
	for _, p := range prints {
		_, err := database.Exec(ctx, tx, "keys.Note", `insert into installation_key (name, fingerprint, noted_at)
			values ($1, $2, $3) on conflict (name) do nothing`, p.Name, p.Fingerprint, clock.Micros(now))
		if err != nil {
			return err
		}
	}
	return nil
}

// Agree refuses keys that are not those by which the installation lives: a
// process with others would sign what nobody trusts, and seal what nobody else
// opens. A key that the records do not know is no reason.
func Agree(ctx context.Context, tx database.Tx, prints ...Print) error {
	const op = "keys.Agree"
	for _, p := range prints {
		known, err := database.Value[string](ctx, tx, op, `select fingerprint from installation_key where name = $1`, p.Name)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if known != p.Fingerprint {
			return fault.New(fault.Conflict, op,
				"La clé « %[1]s » de ce processus (%[2]s) n’est pas celle de l’installation. Reprenez la clé d’un processus qui fonctionne\u202f: copiez son dossier «\u00a0keys\u00a0», ou donnez à tous la même dans AIRIAL_MASTER_KEY ou AIRIAL_MASTER_KEY_FILE.",
				"The “%[1]s” key of this process (%[2]s) is not that of the installation. Take the key of a process that works: copy its folder “keys”, or give all of them the same one in AIRIAL_MASTER_KEY or AIRIAL_MASTER_KEY_FILE.",
				p.Name, p.File)
		}
	}
	return nil
}
