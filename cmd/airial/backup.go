package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"airial/internal/app"
	"airial/internal/platform/backup"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
)

type backupCommand struct {
	Run    backupRun    `cmd:"" default:"withargs" help:"Back the installation up, also while its server runs."`
	List   backupList   `cmd:"" help:"Show the backups of a place."`
	Check  backupCheck  `cmd:"" help:"Verify a backup."`
	Drill  backupDrill  `cmd:"" help:"Restore the latest backup into a scratch folder, verify it, and report."`
	Forget backupForget `cmd:"" help:"Remove backups that are too old, and what no backup names any more."`
	Key    backupKey    `cmd:"" help:"Print a fresh key for encrypted backups."`
}

// placeFlags say where backups are.
type placeFlags struct {
	To  string `name:"to" env:"AIRIAL_BACKUP_TO" required:"" placeholder:"DIR|URL" help:"Place of the backups: a folder, or s3://HOST/BUCKET/PREFIX."`
	Key string `name:"key" env:"AIRIAL_BACKUP_KEY" placeholder:"FILE" help:"File of the key that encrypts them. Keep a copy elsewhere: without it they are lost."`
}

// with opens the place.
func (p placeFlags) with(ctx context.Context, create bool, do func(*backup.Repository) error) (err error) {
	key, err := backup.LoadKey(p.Key)
	if err != nil {
		return err
	}
	r, err := backup.Open(ctx, backup.Config{Address: p.To, Key: key, Clock: clock.System{}, Create: create})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return do(r)
}

type backupRun struct {
	config.Data `embed:""`
	placeFlags  `embed:""`
}

func (c *backupRun) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return c.with(ctx, true, func(r *backup.Repository) error {
			report, err := g.Backup(ctx, r, version, progress())
			if report != nil {
				say("Sauvegarde %[1]s : %[2]d enregistrements, %[3]d fichiers (%[4]s), dont %[5]d nouveaux ; %[6]s écrits.",
					"Backup %[1]s: %[2]d records, %[3]d files (%[4]s), %[5]d of them new; %[6]s written.",
					report.ID, report.Rows(), report.Count, size(report.Manifest.Bytes), report.NewFiles, size(report.NewBytes))
				sayChecked(report.Checked)
				if !r.Encrypted() {
					say("Elle n’est pas chiffrée et ne contient pas les clés : gardez aussi une copie de %s ailleurs.",
						"It is not encrypted and holds no keys: keep a copy of %s elsewhere as well.", c.Data.Keys())
				}
			}
			return err
		})
	})
}

type backupList struct {
	placeFlags `embed:""`
}

func (c *backupList) Run(ctx context.Context) error {
	return c.with(ctx, false, func(r *backup.Repository) error {
		list, err := r.List(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			say("Aucune sauvegarde à cet endroit.", "No backup in this place.")
		}
		for _, s := range list {
			if s.Damage != "" {
				fmt.Printf("%s  %s\n", s.ID, s.Damage)
				continue
			}
			state := i18n.T("jamais vérifiée", "never verified")
			if s.Checked != nil {
				state = depthText(s.Checked.Depth)
				if !s.Checked.Sound() {
					state = i18n.T("DÉFECTUEUSE : %[1]d problèmes", "DAMAGED: %[1]d problems", len(s.Checked.Problems))
				}
			}
			whole := ""
			if !s.Whole {
				whole = i18n.T(" ; incomplète", "; not whole").In(terminalLang())
			}
			fmt.Printf("%s  %s  %d  %d  %s  %s%s\n", s.ID, s.At.Local().Format("2006-01-02 15:04"), s.Rows, s.Files, size(s.Bytes),
				state.In(terminalLang()), whole)
		}
		return nil
	})
}

type backupCheck struct {
	config.Data `embed:""`
	placeFlags  `embed:""`
	At          string `name:"at" placeholder:"ID" help:"Which backup. Default: the latest."`
	Depth       string `name:"depth" enum:"structure,sample,read-back" default:"read-back" help:"structure: everything is there; sample: and a thirtieth of the files was read back; read-back: all of it was."`
}

func (c *backupCheck) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return c.with(ctx, false, func(r *backup.Repository) error {
			checked, err := g.CheckBackup(ctx, r, c.At, backup.Depth(c.Depth), progress())
			if checked.Objects > 0 {
				sayChecked(checked)
			}
			return err
		})
	})
}

type backupDrill struct {
	config.Data `embed:""`
	placeFlags  `embed:""`
}

func (c *backupDrill) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return c.with(ctx, false, func(r *backup.Repository) error {
			run, err := g.Drill(ctx, r, version, progress())
			if err == nil {
				say("Exercice réussi : la sauvegarde %[1]s se restaure (%[2]d enregistrements, %[3]d fichiers, journal de %[4]d entrées vérifié) en %[5]s.",
					"The drill went well: the backup %[1]s can be restored (%[2]d records, %[3]d files, a journal of %[4]d entries verified) in %[5]s.",
					run.Backup, run.Detail.Rows, run.Detail.Files, run.Detail.Entries, run.Ended.Sub(run.Began).Round(time.Millisecond))
			}
			return err
		})
	})
}

type backupForget struct {
	config.Data `embed:""`
	placeFlags  `embed:""`
	Keep        config.Days `name:"keep" env:"AIRIAL_BACKUP_KEEP" default:"30d" placeholder:"DAYS" help:"How long a backup stays. The latest always stays."`
}

func (c *backupForget) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return c.with(ctx, false, func(r *backup.Repository) error {
			f, err := g.ForgetBackups(ctx, r, backup.Keep{For: c.Keep.Duration()})
			if err == nil {
				say("%[1]d sauvegardes oubliées, %[2]d objets supprimés (%[3]s).", "%[1]d backups forgotten, %[2]d objects removed (%[3]s).",
					len(f.Backups), f.Objects, size(f.Bytes))
			}
			return err
		})
	})
}

type backupKey struct{}

func (backupKey) Run() error {
	text, err := backup.NewKey()
	if err == nil {
		fmt.Print(text)
	}
	return err
}

func sayChecked(c backup.Checked) {
	say("Vérification (%[1]s) : %[2]d objets, dont %[3]d relus ; %[4]d problèmes.", "Verified (%[1]s): %[2]d objects, %[3]d of them read back; %[4]d problems.",
		depthText(c.Depth).In(terminalLang()), c.Objects, c.Read, len(c.Problems))
}

func depthText(d backup.Depth) i18n.Text {
	switch d {
	case backup.Structure:
		return i18n.T("structure", "structure")
	case backup.Sample:
		return i18n.T("structure, et relecture des nouveautés et d’un trentième", "structure, and what is new and a thirtieth read back")
	}
	return i18n.T("tout relu", "all read back")
}

func say(fr, en string, args ...any) {
	fmt.Println(i18n.T(fr, en, args...).In(terminalLang()))
}

func size(n int64) string {
	for _, u := range []struct {
		name  string
		bytes float64
	}{{"Go", 1e9}, {"Mo", 1e6}, {"ko", 1e3}} {
		if float64(n) >= u.bytes {
			name := u.name
			if terminalLang() == i18n.English {
				name = name[:1] + "B"
			}
			return fmt.Sprintf("%.1f %s", float64(n)/u.bytes, name)
		}
	}
	return fmt.Sprintf("%d %s", n, i18n.T("octets", "bytes").In(terminalLang()))
}

// progress shows how far something is, on a terminal only.
func progress() backup.Progress {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	names := map[string]i18n.Text{"records": i18n.T("enregistrements", "records"), "files": i18n.T("fichiers", "files"),
		"check": i18n.T("vérification", "verification")}
	return func(what string, done, total int64) {
		if done%100 != 0 && done != total {
			return
		}
		fmt.Fprintf(os.Stderr, "\r\x1b[K%s %d/%d", names[what].In(terminalLang()), done, total)
		if done == total {
			fmt.Fprint(os.Stderr, "\r\x1b[K")
		}
	}
}
