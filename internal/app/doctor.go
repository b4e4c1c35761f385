package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/doctor"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/outbound"
	"airial/internal/platform/s3"
)

// Examination is what "airial doctor" looks at.
type Examination struct {
	Config  config.Serve
	Version string
	// Network lets it knock at the mail server, the witness and the public
	// address.
	Network bool

	clock  clock.Clock
	db     *database.DB
	doors  *access.Doors
	queue  *jobs.Queue
	outlet *outbound.Registry
}

// Examine makes all checks, beside a running server or without one. It changes
// nothing.
func Examine(ctx context.Context, e Examination) ([]doctor.Finding, doctor.Level) {
	e.clock = clock.System{}
	e.outlet = outbound.New(outbound.Config{Clock: e.clock})
	defer func() {
		if e.db != nil {
			_ = e.db.Close()
		}
	}()
	c := e.Config
	checks := []doctor.Check{doctor.Folder(c.Data.Data), doctor.Disk(c.Data.Data, c.Embedded()), doctor.Limits(), {Name: "keys", Look: e.keys},
		{Name: "database", Look: e.database}, {Name: "jobs", Look: e.jobs}, {Name: "journal", Look: e.journal}, {Name: "files", Look: e.files},
		{Name: "backups", Look: e.backups}, e.server()}
	if e.Network {
		checks = append(checks, e.elsewhere()...)
	}
	return doctor.Run(ctx, checks)
}

// keys looks for the key files: losing them cannot be mended.
func (e *Examination) keys(context.Context) (found []doctor.Finding) {
	for _, name := range []string{"journal.key", "addresses.key", "master.key"} {
		path := filepath.Join(e.Config.Keys(), name)
		info, err := os.Stat(path)
		switch {
		case err != nil && name == "master.key" && (os.Getenv("AIRIAL_MASTER_KEY") != "" || os.Getenv("AIRIAL_MASTER_KEY_FILE") != ""):
		case err != nil && name != "master.key" && !e.Config.Embedded(): // derived from the master key
		case err != nil:
			found = append(found, doctor.Worry(doctor.Bad, i18n.T("%[1]s manque", "%[1]s is missing", path),
				i18n.T("Remettez-la depuis une sauvegarde avant de démarrer\u202f: le serveur en ferait une nouvelle, et ce que l’ancienne protège serait perdu.",
					"Put it back from a backup before you start: the server would make a new one, and what the old one protects would be lost.")))
		case info.Mode().Perm()&0o077 != 0:
			found = append(found, doctor.Worry(doctor.Bad, i18n.T("%[1]s est lisible par d’autres", "%[1]s can be read by others", path), i18n.T("chmod 600 %[1]s", "chmod 600 %[1]s", path)))
		}
	}
	if len(found) == 0 {
		found = append(found, doctor.Fine("présentes et fermées\u202f: gardez-en une copie ailleurs", "there and closed: keep a copy elsewhere"))
	}
	return found
}

func (e *Examination) database(ctx context.Context) []doctor.Finding {
	c := e.Config
	if c.Embedded() && !doctor.Own(filepath.Join(c.Data.Data, "airial.db")) {
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("la base de données manque, ou appartient à un autre utilisateur", "the database is missing, or belongs to another user"),
			i18n.T("Démarrez le serveur une fois, ou lancez cette commande en tant qu’utilisateur du service.", "Start the server once, or run this command as the user of the service."))}
	}
	db, err := database.Open(ctx, database.Config{URL: c.DatabaseURL()})
	if err != nil {
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("la base de données ne répond pas\u202f: %[1]v", "the database does not answer: %[1]v", err),
			i18n.T("Vérifiez qu’elle est démarrée, et l’adresse donnée par --database.", "See that it runs, and the address given by --database."))}
	}
	if err := db.CheckSchemas(ctx, Schemas()...); err != nil {
		_ = db.Close()
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("la base de données n’est pas de la version de ce programme", "the database is not of this program’s version"), fault.Message(err))}
	}
	e.db, e.doors, e.queue = db, access.New(db, e.clock, nil), jobs.NewQueue(e.clock, nil)
	return e.records(ctx)
}

// records looks at what the database says of itself.
func (e *Examination) records(ctx context.Context) (found []doctor.Finding) {
	postgres := e.db.Dialect() == database.Postgres
	version, role := `select 'SQLite ' || sqlite_version()`, ""
	if postgres {
		version = `select split_part(version(), ' on ', 1)`
		role = `select case when rolsuper or rolbypassrls then 'all' else '' end from pg_roles where rolname = current_user`
	}
	err := e.doors.Platform("doctor").Read(ctx, func(tx database.Tx) error {
		name, err := database.Value[string](ctx, tx, "doctor", version)
		if err != nil {
			return err
		}
		found = append(found, doctor.Fine("%[1]s, version de ce programme", "%[1]s, of this program’s version", name))
		if !postgres {
			return nil
		}
		beyond, err := database.Value[string](ctx, tx, "doctor", role)
		if err != nil {
			return err
		}
		if beyond != "" {
			found = append(found, doctor.Worry(doctor.Look, i18n.T("le rôle de la base passe outre la sécurité par ligne", "the database’s role passes by row-level security"),
				i18n.T("Donnez au serveur un rôle ordinaire, et --database-owner pour les migrations\u202f: la seconde serrure entre adhérents ne ferme pas.",
					"Give the server an ordinary role, and --database-owner for the migrations: the second lock between members does not close.")))
		}
		before := e.clock.Now()
		there, err := database.Value[int64](ctx, tx, "doctor", `select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)`)
		if err == nil {
			found = append(found, doctor.Skew(i18n.T("de la base", "of the database"), clock.FromMicros(there).Sub(before)))
		}
		return err
	})
	if err != nil {
		found = append(found, doctor.Worry(doctor.Bad, i18n.T("la base ne répond plus\u202f: %[1]v", "the database stopped answering: %[1]v", err),
			i18n.T("Regardez son journal.", "Look into its log.")))
	}
	return found
}

// unseen is the finding of a check that needs the database.
func (e *Examination) unseen() []doctor.Finding {
	return []doctor.Finding{doctor.Worry(doctor.Look, i18n.T("pas vérifié\u202f: la base de données manque", "not checked: the database is missing"),
		i18n.T("Réparez d’abord la base.", "Repair the database first."))}
}

// stuck is how long a job may wait for a worker.
const stuck = 10 * time.Minute

func (e *Examination) jobs(ctx context.Context) (found []doctor.Finding) {
	if e.db == nil {
		return e.unseen()
	}
	err := e.doors.Platform("doctor").Read(ctx, func(tx database.Tx) error {
		counts, err := e.queue.Counts(ctx, tx)
		if err != nil {
			return err
		}
		var failed []string
		for _, c := range counts {
			if c.State == jobs.Failed {
				failed = append(failed, c.Kind)
			}
		}
		if len(failed) > 0 {
			found = append(found, doctor.Worry(doctor.Look, i18n.T("des tâches ont échoué\u202f: %[1]s", "jobs failed: %[1]s", strings.Join(failed, ", ")),
				i18n.T("Voyez pourquoi avec «\u00a0airial jobs list --state failed\u00a0», puis relancez-les avec «\u00a0airial jobs retry\u00a0».", "See why with “airial jobs list --state failed”, then run them again with “airial jobs retry”.")))
		}
		oldest, err := e.queue.Oldest(ctx, tx)
		for kind, at := range oldest {
			if wait := e.clock.Now().Sub(at); wait > stuck {
				found = append(found, doctor.Worry(doctor.Bad, i18n.T("une tâche %[1]s attend depuis %[2]s", "a job %[1]s has waited for %[2]s", kind, wait.Round(time.Second)),
					i18n.T("Vérifiez que le serveur tourne\u202f; sinon, cherchez «\u00a0jobs:\u00a0» dans son journal.", "See that the server runs; if it does, look for “jobs:” in its log.")))
			}
		}
		return err
	})
	return e.orFine(found, err, "aucune n’a échoué ni n’attend trop", "none failed, none waits too long")
}

func (e *Examination) orFine(found []doctor.Finding, err error, fr, en string) []doctor.Finding {
	if err != nil {
		return append(found, doctor.Worry(doctor.Bad, i18n.T("lecture impossible\u202f: %[1]v", "cannot be read: %[1]v", err), i18n.T("Regardez le journal de la base.", "Look into the database’s log.")))
	}
	if len(found) == 0 {
		return []doctor.Finding{doctor.Fine(fr, en)}
	}
	return found
}

// files reads a sample back: the newest deposits, every block of which is
// checked.
func (e *Examination) files(ctx context.Context) []doctor.Finding {
	if e.db == nil {
		return e.unseen()
	}
	if !s3.Is(e.Config.Data.Blobs()) && !doctor.Own(e.Config.Data.Blobs()) {
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("le dossier %[1]s manque", "the folder %[1]s is missing", e.Config.Data.Blobs()),
			i18n.T("Remettez-le depuis une sauvegarde.", "Put it back from a backup."))}
	}
	return e.sample(ctx)
}
