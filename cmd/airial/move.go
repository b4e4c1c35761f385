package main

import (
	"context"
	"os"

	"airial/internal/app"
	"airial/internal/platform/config"
)

type moveCommand struct {
	config.Data `embed:""`
	Cancel      bool `name:"cancel" help:"Take a move back: let the installation in the folder be written to again."`
}

func (c *moveCommand) Run(ctx context.Context) error {
	if c.Cancel {
		err := app.CancelMove(c.Data.Data)
		if err == nil {
			say("L’installation de %s s’enregistre de nouveau sur place.", "The installation in %s is written to in its place again.", c.Data.Data)
		}
		return err
	}
	log := app.NewLogger(os.Stderr, config.Serve{LogLevel: "warn", LogFormat: "auto"})
	say("Dès maintenant, le serveur de %s répond à ce qui se lit et refuse ce qui s’enregistre.", "From now on the server of %s answers what is read and refuses what would be saved.", c.Data.Data)
	moved, err := app.Move(ctx, app.Moving{From: c.Data.Data, To: c.Data, Log: log, Progress: progress()})
	if err != nil {
		say("Rien n’est perdu : relancez la même commande pour reprendre, ou « airial migrate-to --cancel --data %s » pour revenir en arrière.",
			"Nothing is lost: run the same command to go on, or “airial migrate-to --cancel --data %s” to go back.", c.Data.Data)
		return err
	}
	say("Déplacé et comparé un à un : %[1]d enregistrements, %[2]d fichiers ; journal de %[3]d entrées vérifié.",
		"Moved and compared one by one: %[1]d records, %[2]d files; a journal of %[3]d entries verified.", moved.Records, moved.Files, moved.Journal.Size)
	say("Arrêtez maintenant l’ancien serveur, et démarrez le nouveau avec les mêmes adresses : AIRIAL_DATABASE et AIRIAL_BLOBS, puis airial serve --data %s",
		"Now stop the old server, and start the new one with the same addresses: AIRIAL_DATABASE and AIRIAL_BLOBS, then airial serve --data %s", c.Data.Data)
	say("Gardez airial.db et blobs/ jusqu’à la première sauvegarde de la nouvelle installation.", "Keep airial.db and blobs/ until the new installation is backed up.")
	return nil
}
