package app

import (
	"context"
	"net/url"
	"os"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/operations"
	"airial/internal/platform/doctor"
	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
	"airial/internal/platform/s3"
	"airial/internal/platform/telemetry"
	"airial/internal/services/opendata"
)

// operationsPages adds the operator's own pages.
func (a *App) operationsPages(desk *console.Console) {
	operations.New(operations.Parts{Doors: a.Doors, Desk: desk, Queue: a.Queue, Kinds: jobKinds,
		Outbound: a.Outbound, Beside: a.besideOutbound(), System: a.system(), Settings: a.Settings,
		Cached: a.Tables.Cached, Space: func() (int64, int64, bool) { return doctor.Space(a.Dir) }, Swept: swept,
		Journal: a.Journal, Witness: a.witnessName()}).Register(a.Routes)
}

// swept is what the last walk over the store saw.
func swept(ctx context.Context, tx access.Tx) (operations.Swept, error) {
	s, err := opendata.LastSweep(ctx, tx)
	return operations.Swept{Ended: s.Ended, Seen: s.Seen, Noted: s.Noted, Strays: s.Strays}, err
}

// system is what the program is and stands on, for the administrator's eyes.
func (a *App) system() operations.System {
	s := operations.System{Version: a.Version, Started: a.started, PublicURL: a.publicURL, Folder: a.Dir, Database: "SQLite",
		Store: telemetry.Blot(a.Config.Blobs()), Mail: a.Config.Mail.On()}
	if host := a.databaseHost(); host != "" {
		s.Database = "PostgreSQL, " + host
	}
	return s
}

// witnessName is the name of the witness, or "".
func (a *App) witnessName() string {
	if a.witness == nil {
		return ""
	}
	return a.witness.Name()
}

// databaseHost is where the records are, "" for in the folder.
func (a *App) databaseHost() string {
	u, err := url.Parse(a.Config.DatabaseURL())
	if a.Config.Embedded() || err != nil {
		return ""
	}
	return u.Host
}

// besideOutbound are the hosts of the installation itself, which its own
// clients reach: the database and the store of files.
func (a *App) besideOutbound() (out []outbound.Declared) {
	if host := a.databaseHost(); host != "" {
		out = append(out, outbound.Declared{Address: host, Purpose: i18n.T("base de données", "database")})
	}
	if address := a.Config.Blobs(); s3.Is(address) {
		if at, err := s3.Parse(address, os.Getenv); err == nil {
			out = append(out, outbound.Declared{Address: at.Host, Purpose: i18n.T("stockage des fichiers", "store of the files")})
		}
	}
	return append(out, a.checkHosts()...)
}

// jobKinds says what the rooms' jobs do.
var jobKinds = map[string]i18n.Text{
	"life.visit":             i18n.T("Faire avancer un dépôt", "Move a deposit on"),
	"life.due":               i18n.T("Échéance d’un dépôt", "Date of a deposit"),
	"mail.send":              i18n.T("Envoyer un courriel", "Send a letter"),
	"webhook.deliver":        i18n.T("Prévenir un webhook", "Tell a webhook"),
	"voice.clock":            i18n.T("Suivre les messages du public", "Follow the messages of the public"),
	"label.hosts":            i18n.T("Chercher les noms de domaine des portails", "Look for the domain names of portals"),
	"address.send":           i18n.T("Envoyer des adresses à la Base adresse nationale", "Send addresses to the national address base"),
	"datagouv.work":          i18n.T("Tenir à jour ce qui est sur data.gouv.fr", "Keep what is at data.gouv.fr right"),
	"datagouv.compare":       i18n.T("Comparer avec data.gouv.fr", "Compare with data.gouv.fr"),
	"webhook.sweep":          i18n.T("Ranger les envois des webhooks", "Tidy the deliveries of webhooks"),
	"harvest.run":            i18n.T("Lire un catalogue d’ailleurs", "Read a catalogue from elsewhere"),
	"harvest.due":            i18n.T("Voir quels catalogues sont à relire", "See which catalogues are to be read again"),
	"user.recover":           i18n.T("Envoyer un lien de connexion", "Send a log-in link"),
	"access.token-warning":   i18n.T("Annoncer la fin des jetons", "Warn of the end of tokens"),
	"handover.export":        i18n.T("Exporter les données d’une collectivité", "Export a member’s data"),
	"help.sweep":             i18n.T("Effacer les demandes d’aide anciennes", "Erase old requests for help"),
	"user.scrub":             i18n.T("Finir d’effacer un compte", "Finish the erasure of an account"),
	"handover.sweep":         i18n.T("Effacer les exports périmés", "Erase exports that are over"),
	"check.sweep":            i18n.T("Effacer les rapports périmés", "Erase reports that are over"),
	"redaction.sweep":        i18n.T("Effacer les documents à caviarder", "Erase documents to be redacted"),
	"register.batch":         i18n.T("Envoyer un modèle aux adhérents, ou l’annuler", "Send a model to members, or take it back"),
	"register.request-clock": i18n.T("Suivre les délais des demandes de droits", "Follow the time limits of rights requests"),
	"register-import.read":   i18n.T("Lire une installation de Madis", "Read an installation of Madis"),
	"register-import.accept": i18n.T("Reprendre une installation de Madis", "Take an installation of Madis over"),
	"register-import.undo":   i18n.T("Annuler une reprise de Madis", "Undo an import from Madis"),
	"register.contracts":     i18n.T("Suivre la fin des contrats de sous-traitance", "Follow the end of processors’ contracts"),
	"register.breach-clock":  i18n.T("Suivre les délais des violations de données", "Follow the time limits of data breaches"),
	"register.letter-files":  i18n.T("Joindre les pièces d’un courriel à sa demande", "Add the files of an e-mail to its request"),
	"register.letter-fetch":  i18n.T("Relever la boîte du délégué", "Look into the officer’s mailbox"),
	"register.letter-sweep":  i18n.T("Effacer ce qui reste des courriels triés", "Erase what is left of e-mails that were sorted"),
	"register.person-scrub":  i18n.T("Finir d’effacer une personne du registre", "Finish the erasure of a person from the register"),
	"register.cockpit-act":   i18n.T("Faire un geste pour plusieurs collectivités", "Act for several bodies"),
	"register.digest":        i18n.T("Écrire à chacun ce qui est dû en protection des données", "Tell each person what is due in data protection"),
	"organisation.due":       i18n.T("Changements datés des collectivités", "Dated changes of members"),
	"succession.carry":       i18n.T("Fusion ou départ d’une collectivité", "Merger or leaving of a member"),
	"succession.erase":       i18n.T("Effacer une collectivité partie", "Erase a member that has left"),
	"opendata.destroy":       i18n.T("Effacer un jeu de données", "Erase a dataset"),
	"opendata.uploads":       i18n.T("Ranger les envois inachevés", "Tidy unfinished uploads"),
	"opendata.strays":        i18n.T("Ranger les fichiers sans dépôt", "Tidy files without a deposit"),
	"backup.run":             i18n.T("Sauvegarder", "Back up"),
	"backup.now":             i18n.T("Sauvegarder, à la demande", "Back up, as asked for"),
	"backup.drill":           i18n.T("Restaurer à l’essai la dernière sauvegarde", "Restore the latest backup as a drill"),
	"backup.drill-now":       i18n.T("Restaurer à l’essai, à la demande", "Restore as a drill, as asked for"),
	"backup.notes":           i18n.T("Noter à côté des sauvegardes ce qui est effacé", "Note beside the backups what is erased"),
	"draft.sweep":            i18n.T("Ranger les brouillons périmés", "Tidy drafts that are over"),
	"portal.alerts":          i18n.T("Écrire à qui suit des publications", "Write to those who follow publications"),
	"opendata.facets":        i18n.T("Ranger à nouveau les jeux de données par thème", "Sort the datasets by theme again"),
	"gather.update":          i18n.T("Mettre à jour une consolidation du territoire", "Bring a consolidated dataset up to date"),
	"gather.tidy":            i18n.T("Détruire les fichiers des consolidations remplacées", "Destroy the files of replaced consolidations"),
	"gather.month":           i18n.T("Garder l’état du mois des consolidations", "Keep the month’s state of the consolidations"),
	"opendata.extents":       i18n.T("Chercher où se trouvent les lieux des jeux de données", "Find where the places of datasets lie"),
	"opendata.sweep":         i18n.T("Chercher les fichiers que rien ne nomme", "Look for files that nothing names"),
}
