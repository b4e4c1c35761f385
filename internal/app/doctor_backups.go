package app

import (
	"context"
	"os"
	"time"

	"airial/internal/platform/backup"
	"airial/internal/platform/database"
	"airial/internal/platform/doctor"
	"airial/internal/platform/i18n"
	"airial/internal/platform/s3"
)

// staleAfter is after how many times its interval a backup is late, and stale
// how old one may be that nobody makes at intervals.
const (
	staleAfter = 3
	stale      = 8 * 24 * time.Hour
)

// backups says how old the last sound backup and the last sound drill are.
func (e *Examination) backups(ctx context.Context) (found []doctor.Finding) {
	if e.db == nil {
		return e.unseen()
	}
	c := e.Config.Backup
	err := e.doors.Platform("doctor").Read(ctx, func(tx database.Tx) error {
		last, ok, err := backup.LastSound(ctx, tx, backup.RunBackup)
		if err != nil {
			return err
		}
		found = append(found, e.backupAge(last, ok, c.To != "", c.Every.Duration()))
		if c.To == "" || c.Drill == 0 {
			return nil
		}
		drill, ok, err := backup.LastSound(ctx, tx, backup.RunDrill)
		if err == nil && (!ok || e.clock.Now().Sub(drill.Ended) > staleAfter*c.Drill.Duration()) {
			found = append(found, doctor.Worry(doctor.Look, i18n.T("aucune restauration d’essai réussie depuis longtemps", "no restoration drill has gone well for long"),
				i18n.T("Lancez «\u00a0airial backup drill\u00a0», ou regardez «\u00a0Sauvegardes\u00a0» dans la console.", "Run “airial backup drill”, or look at “Sauvegardes” in the console.")))
		}
		return err
	})
	return e.orFine(found, err, "", "")
}

func (e *Examination) backupAge(last backup.Run, ok, byItself bool, every time.Duration) doctor.Finding {
	most := stale
	if byItself && every > 0 {
		most = staleAfter * every
	}
	age := e.clock.Now().Sub(last.Ended).Round(time.Minute)
	switch {
	case !ok && !byItself:
		return doctor.Worry(doctor.Look, i18n.T("aucune sauvegarde connue, et le serveur n’en fait pas", "no backup is known, and the server makes none"),
			i18n.T("Indiquez --backup-to et --backup-key, ou lancez «\u00a0airial backup\u00a0» chaque nuit.", "Give --backup-to and --backup-key, or run “airial backup” every night."))
	case !ok:
		return doctor.Worry(doctor.Bad, i18n.T("aucune sauvegarde n’a encore réussi", "no backup has gone well yet"),
			i18n.T("Regardez «\u00a0Sauvegardes\u00a0» dans la console, qui dit pourquoi.", "Look at “Sauvegardes” in the console, which says why."))
	case age > most:
		return doctor.Worry(doctor.Bad, i18n.T("la dernière sauvegarde réussie a %[1]s", "the last backup that went well is %[1]s old", age),
			i18n.T("Regardez «\u00a0Sauvegardes\u00a0» dans la console, qui dit pourquoi\u202f; puis «\u00a0airial backup\u00a0».", "Look at “Sauvegardes” in the console, which says why; then “airial backup”."))
	}
	return doctor.Fine("la dernière a %[1]s", "the last one is %[1]s old", age)
}

// storeClock compares this machine's clock with that of the object store: their
// signatures are refused when they are a quarter of an hour apart.
func (e *Examination) storeClock() (doctor.Check, bool) {
	address := e.Config.Blobs()
	if !s3.Is(address) {
		return doctor.Check{}, false
	}
	at, err := s3.Parse(address, os.Getenv)
	if err != nil || at.CA != "" {
		// The check of the files says what is wrong with the address; whom an
		// authority of one's own has signed, this client does not know.
		return doctor.Check{}, false
	}
	base := at.Base()
	if host, err := hostPort(base); err == nil {
		e.outlet.Declare(host, i18n.T("stockage des fichiers", "store of the files"))
	}
	return doctor.Clock("store", base, i18n.T("du stockage", "of the store"), e.outlet.Client("doctor", 10*time.Second), e.clock.Now,
		i18n.T("Vérifiez --blobs et le service de stockage.", "Check --blobs and the storage service.")), true
}
