package main

import (
	"context"
	"os"

	"airial/internal/app"
	"airial/internal/platform/backup"
	"airial/internal/platform/config"
)

type restoreCommand struct {
	config.Data `embed:""`
	From        string `name:"from" required:"" placeholder:"DIR|URL" help:"Place of the backups: a folder, or s3://HOST/BUCKET/PREFIX."`
	Key         string `name:"key" env:"AIRIAL_BACKUP_KEY" placeholder:"FILE" help:"File of the key that encrypts them."`
	At          string `name:"at" placeholder:"ID" help:"Which backup. Default: the latest."`
	Keys        string `name:"keys" placeholder:"DIR" help:"Folder of the installation's keys, when the backup holds none."`
	NewKeys     bool   `name:"new-keys" help:"Go on without the old keys."`
	Member      string `name:"member" placeholder:"SIREN" help:"Restore this member alone, into an installation that is there."`
}

func (c *restoreCommand) Run(ctx context.Context) error {
	place := placeFlags{To: c.From, Key: c.Key}
	log := app.NewLogger(os.Stderr, config.Serve{LogLevel: "warn", LogFormat: "auto"})
	return place.with(ctx, false, func(r *backup.Repository) error {
		restoring := app.Restoring{Data: c.Data, From: r, Backup: c.At, Keys: c.Keys, NewKeys: c.NewKeys,
			Log: log, Version: version, Progress: progress()}
		if c.Member != "" {
			return beside(ctx, c.Data, func(g *app.Ground) error {
				report, err := app.RestoreMember(ctx, g, restoring, c.Member)
				if err == nil {
					say("%[1]s est de nouveau comme dans la sauvegarde %[2]s : %[3]d enregistrements, %[4]d fichiers. Les droits et les jetons restent ceux d’aujourd’hui.",
						"%[1]s is again as in the backup %[2]s: %[3]d records, %[4]d files. Rights and tokens stay those of today.",
						report.Name, report.Backup, report.Rows, report.Files)
				}
				return err
			})
		}
		report, err := app.Restore(ctx, restoring)
		if err != nil {
			return err
		}
		say("La sauvegarde %[1]s est restaurée : %[2]d enregistrements comparés un à un, %[3]d fichiers ; %[4]d effacements appliqués de nouveau. Le nouveau journal compte %[5]d entrées, l’ancien %[6]d, tous deux vérifiés.",
			"The backup %[1]s is restored: %[2]d records compared one by one, %[3]d files; %[4]d erasures applied again. The new journal has %[5]d entries, the old one %[6]d, both verified.",
			report.ID, report.Rows(), report.Count, report.Erased, report.Journal.Size, report.Journal.Past)
		for _, digest := range report.Lost {
			say("Fichier que la sauvegarde n’avait pas pu lire : %s", "File that the backup had not been able to read: %s", digest)
		}
		for _, what := range report.ToErase {
			say("À effacer de nouveau à la main (dernier administrateur de l’opérateur) : %s", "To be erased again by hand (the operator’s last administrator): %s", what)
		}
		say("Démarrez-la : airial serve --data %s", "Start it: airial serve --data %s", c.Data.Data)
		return nil
	})
}
