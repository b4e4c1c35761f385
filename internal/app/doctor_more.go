package app

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/doctor"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
)

// sampled is how many files are read back, and sampledBytes how much of them at
// most.
const (
	sampled      = 20
	sampledBytes = 64 << 20
)

func (e *Examination) sample(ctx context.Context) (found []doctor.Finding) {
	type file struct{ member, digest string }
	var files []file
	err := e.doors.Platform("doctor").Read(ctx, func(tx database.Tx) (err error) {
		files, err = database.All(ctx, tx, "doctor", func(r database.Row) (file, error) {
			var f file
			return f, r.Scan(&f.member, &f.digest)
		}, `select v.member_id, v.digest from version v join piece p on p.id = v.piece_id where p.state <> 'erased' order by v.id desc limit $1`, sampled)
		return err
	})
	if err != nil {
		return e.orFine(nil, err, "", "")
	}
	store, err := openBlobs(ctx, GroundConfig{Data: e.Config.Data})
	if err != nil {
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("les fichiers ne sont pas joignables\u202f: %[1]v", "the files cannot be reached: %[1]v", err),
			i18n.T("Vérifiez --blobs, ses clés d’accès et le service de stockage.", "Check --blobs, its access keys and the storage service."))}
	}
	defer func() { _ = store.Close() }()
	read := int64(0)
	for _, f := range files {
		if read >= sampledBytes {
			break
		}
		b, err := store.Open(ctx, f.member, f.digest)
		if err == nil {
			var n int64
			n, err = io.Copy(io.Discard, b)
			read += n
			err = errors.Join(err, b.Close())
		}
		if err != nil {
			what := i18n.T("un fichier ne peut pas être relu\u202f: %[1]v", "a file cannot be read back: %[1]v", err)
			if blob.IsDamaged(err) || fault.Is(err, fault.NotFound) {
				what = i18n.T("un fichier est abîmé ou manque\u202f: %[1]v", "a file is damaged or missing: %[1]v", err)
			}
			found = append(found, doctor.Worry(doctor.Bad, what, i18n.T("Remettez-le depuis une sauvegarde, et faites vérifier le disque.", "Put it back from a backup, and have the disk checked.")))
		}
	}
	if len(found) == 0 {
		found = append(found, doctor.Fine("les %[1]d derniers dépôts relus (%[2]d octets)", "the latest %[1]d deposits read back (%[2]d bytes)", len(files), read))
	}
	return found
}

// verifier knows the journal's signatures, by the key that the server takes; nil
// where a key is missing.
func (e *Examination) verifier() (v note.Verifier, err error) {
	path := filepath.Join(e.Config.Keys(), "journal.key")
	if doctor.Own(path) {
		_, v, err = journal.LoadKey(path, origin)
		return v, err
	}
	master := filepath.Join(e.Config.Keys(), keys.FileName)
	if e.Config.Embedded() || os.Getenv("AIRIAL_MASTER_KEY") == "" && os.Getenv("AIRIAL_MASTER_KEY_FILE") == "" && !doctor.Own(master) {
		return nil, nil
	}
	ring, err := keys.Open(e.Config.Keys())
	if err == nil {
		_, v, err = journal.DeriveKey(ring.Derive("journal"), origin)
	}
	return v, err
}

// journal recomputes the root of the newest checkpoint from what is stored, and
// checks its signature. "airial journal verify" does all of it.
func (e *Examination) journal(ctx context.Context) []doctor.Finding {
	if e.db == nil {
		return e.unseen()
	}
	verifier, err := e.verifier()
	if err == nil && verifier == nil {
		return nil // the check of the keys says so, and looking must make none
	}
	if err != nil {
		return []doctor.Finding{doctor.Worry(doctor.Bad, i18n.T("la clé du journal est illisible\u202f: %[1]v", "the journal’s key cannot be read: %[1]v", err), i18n.T("Remettez keys/journal.key depuis une sauvegarde.", "Put keys/journal.key back from a backup."))}
	}
	j := journal.New(e.clock, nil, nil)
	say := doctor.Fine("vide", "empty")
	err = e.doors.Platform("doctor").Read(ctx, func(tx database.Tx) error {
		head, err := j.Head(ctx, tx)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err = journal.OpenCheckpoint(head.Note, verifier); err != nil {
			say = doctor.Worry(doctor.Bad, i18n.T("le dernier point de contrôle n’est pas signé par la clé de ce dossier", "the newest checkpoint is not signed by the key of this folder"),
				i18n.T("Remettez keys/journal.key depuis une sauvegarde.", "Put keys/journal.key back from a backup."))
			return nil
		}
		root, err := j.Root(ctx, tx, head.Size)
		if err != nil {
			return err
		}
		say = doctor.Fine("%[1]d entrées, racine recalculée, clé %[2]s", "%[1]d entries, root recomputed, key %[2]s", head.Size, fingerprint(journal.KeyOf(verifier)))
		if root != head.Root {
			say = doctor.Worry(doctor.Bad, i18n.T("la racine recalculée n’est pas celle du point de contrôle", "the root recomputed is not that of the checkpoint"),
				i18n.T("Lancez «\u00a0airial journal verify\u00a0», qui nomme l’entrée, et comparez avec une sauvegarde.", "Run “airial journal verify”, which names the entry, and compare with a backup."))
		}
		n, oldest, err := j.Pending(ctx, tx)
		if err == nil && n > 0 && e.clock.Now().Sub(oldest) > stuck {
			say = doctor.Worry(doctor.Bad, i18n.T("%[1]d entrées attendent leur numéro depuis plus de dix minutes", "%[1]d entries have waited for their number for more than ten minutes", n),
				i18n.T("Vérifiez que le serveur tourne\u202f; cherchez «\u00a0journal:\u00a0» dans son journal.", "See that the server runs; look for “journal:” in its log."))
		}
		return err
	})
	return e.orFine([]doctor.Finding{say}, err, "", "")
}

// fingerprint is the middle of a public key: what tells keys apart at a glance.
func fingerprint(key string) string {
	parts := strings.SplitN(key, "+", 3)
	if len(parts) < 2 {
		return key
	}
	return parts[0] + "+" + parts[1]
}

// server asks the server of this machine whether it is ready.
func (e *Examination) server() doctor.Check {
	host, port, err := net.SplitHostPort(e.Config.Listen)
	if err != nil {
		host, port = "localhost", "8080"
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	address := net.JoinHostPort(host, port)
	e.outlet.Declare(address, i18n.T("ce serveur", "this server"))
	return doctor.Answers("server", "http://"+address+"/readyz", e.outlet.Client("doctor", 10*time.Second), e.clock.Now(), doctor.Look,
		i18n.T("Démarrez-le (systemctl start airial), ou indiquez --listen comme lui.", "Start it (systemctl start airial), or give --listen as it has it."))
}

// elsewhere are the checks that leave this machine.
func (e *Examination) elsewhere() (checks []doctor.Check) {
	c := e.Config
	if check, ok := e.storeClock(); ok {
		checks = append(checks, check)
	}
	if c.PublicURL != "" {
		base, err := c.Base()
		if address, failed := hostPort(base); err == nil && failed == nil {
			e.outlet.Declare(address, i18n.T("l’adresse publique", "the public address"))
			checks = append(checks, doctor.Answers("public address", base+"/healthz", e.outlet.Client("doctor", 15*time.Second), e.clock.Now(), doctor.Bad,
				i18n.T("Vérifiez le nom dans le DNS, le serveur placé devant et le pare-feu.", "Check the name in the DNS, the server in front and the firewall.")))
		}
	}
	if c.Mail.On() {
		if server, err := c.Mail.Server(); err == nil {
			checks = append(checks, e.dial("mail", server.Address(), i18n.T("Vérifiez --smtp et le serveur de courriel.", "Check --smtp and the mail server.")))
		}
	}
	if u, err := url.Parse(c.Witness.URL); err == nil && c.Witness.URL != "" {
		if address, err := hostPort(u.String()); err == nil {
			checks = append(checks, e.dial("witness", address, i18n.T("Vérifiez --witness, et que le témoin tourne.", "Check --witness, and that the witness runs.")))
		}
	}
	return checks
}

// dial checks that somebody listens at an address.
func (e *Examination) dial(name, address string, remedy i18n.Text) doctor.Check {
	e.outlet.Declare(address, i18n.T(name, name))
	return doctor.Check{Name: name, Look: func(ctx context.Context) []doctor.Finding {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		conn, err := e.outlet.Dialer("doctor")(ctx, "tcp", address)
		if err != nil {
			return []doctor.Finding{doctor.Worry(doctor.Look, i18n.T("%[1]s ne répond pas\u202f: %[2]v", "%[1]s does not answer: %[2]v", address, err), remedy)}
		}
		_ = conn.Close()
		return []doctor.Finding{doctor.Fine("%[1]s répond", "%[1]s answers", address)}
	}}
}
