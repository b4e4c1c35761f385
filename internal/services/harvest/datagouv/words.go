package datagouv

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func pageNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 || n > 100_000 {
		return 1
	}
	return n
}

func verdictWord(ctx context.Context, v Verdict) (string, ui.Tone) {
	switch v {
	case Same:
		return i18n.Say(ctx, "à jour", "up to date"), ui.Good
	case Differs:
		return i18n.Say(ctx, "différent", "different"), ui.Wait
	case Missing:
		return i18n.Say(ctx, "pas encore envoyé", "not yet sent"), ui.Wait
	case Surplus:
		return i18n.Say(ctx, "à supprimer là-bas", "to be deleted there"), ui.Wait
	case Absent:
		return i18n.Say(ctx, "absent, à raison", "absent, rightly"), ui.Info
	case Deleted:
		return i18n.Say(ctx, "supprimé là-bas", "deleted there"), ui.Bad
	case Archived:
		return i18n.Say(ctx, "archivé là-bas", "archived there"), ui.Wait
	case Harvested:
		return i18n.Say(ctx, "déjà moissonné", "harvested already"), ui.Info
	case Failed:
		return i18n.Say(ctx, "refusé", "refused"), ui.Bad
	}
	return i18n.Say(ctx, "à regarder", "to be looked at"), ui.Info
}

// verdictMeaning says what to do.
func verdictMeaning(ctx context.Context, v Verdict) string {
	switch v {
	case Deleted:
		return i18n.Say(ctx, "Quelqu’un l’a supprimé sur data.gouv.fr. Recréez-le, ou ne l’envoyez plus.", "Somebody has deleted it at data.gouv.fr. Make it anew, or stop sending it.")
	case Archived:
		return i18n.Say(ctx, "Quelqu’un l’a archivé sur data.gouv.fr\u202f: il n’est pas modifié. Désarchivez-le là-bas pour qu’il soit tenu à jour.", "Somebody has archived it at data.gouv.fr: it is not changed. Unarchive it there to have it kept up to date.")
	case Harvested:
		return i18n.Say(ctx, "data.gouv.fr moissonne déjà ce catalogue. L’envoyer ferait un doublon.", "data.gouv.fr harvests this catalogue already. Sending it would make a duplicate.")
	}
	return ""
}

func accountWord(ctx context.Context, a Account) (string, ui.Tone) {
	switch a.State {
	case On:
		return i18n.Say(ctx, "en marche", "on"), ui.Good
	case Refused:
		return i18n.Say(ctx, "clé d’API refusée", "API key refused"), ui.Bad
	}
	return i18n.Say(ctx, "en pause", "paused"), ui.Wait
}

func kindWord(ctx context.Context, k Kind) string {
	if k == Push {
		return i18n.Say(ctx, "Mise à jour", "Update")
	}
	return i18n.Say(ctx, "Comparaison (rien n’est changé)", "Comparison (nothing is changed)")
}

func runWord(ctx context.Context, r Run) (string, ui.Tone) {
	switch r.State {
	case "done":
		return i18n.Say(ctx, "terminé", "done"), ui.Good
	case "failed":
		return i18n.Say(ctx, "arrêté", "stopped"), ui.Bad
	}
	return i18n.Say(ctx, "en cours", "under way"), ui.Info
}

// fields are the names of fields on screen.
var fields = map[string]i18n.Text{
	"title": i18n.T("Titre", "Title"), "description": i18n.T("Description", "Description"), "license": i18n.T("Licence", "Licence"),
	"frequency": i18n.T("Fréquence", "Frequency"), "tags": i18n.T("Mots-clés", "Keywords"), "spatial": i18n.T("Territoire", "Territory"),
	"temporal_coverage": i18n.T("Période couverte", "Period covered"), "type": i18n.T("Type", "Type"), "filetype": i18n.T("Hébergement", "Hosting"),
	"url": i18n.T("Adresse", "Address"), "format": i18n.T("Format", "Format"), "mime": i18n.T("Type de fichier", "Media type"), "filesize": i18n.T("Taille", "Size"),
	"checksum": i18n.T("Empreinte", "Digest"), "schema": i18n.T("Schéma", "Schema"), "resources": i18n.T("Ordre des fichiers", "Order of the files"),
}

func fieldWord(ctx context.Context, d Difference) string {
	word := d.Field
	if t, ok := fields[d.Field]; ok {
		word = i18n.Read(ctx, t)
	}
	switch d.File {
	case "":
		return word
	case "original":
		return i18n.Say(ctx, "Fichier d’origine – ", "Original file – ") + word
	}
	return map[string]string{"csv": "CSV", "parquet": "Parquet"}[d.File] + " – " + word
}

func titleWord(ctx context.Context, title string) string {
	if title == "" {
		return i18n.Say(ctx, "Jeu de données effacé", "Erased dataset")
	}
	return title
}

func orNothing(ctx context.Context, s string) string {
	if s == "" {
		return i18n.Say(ctx, "(rien)", "(nothing)")
	}
	return cut(s, 300)
}

func privateOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "0", Label: i18n.Say(ctx, "Publics aussitôt", "Public at once")},
		{Value: "1", Label: i18n.Say(ctx, "Privés d’abord", "Private at first"), Help: i18n.Say(ctx, "Vous les rendrez publics vous-même sur data.gouv.fr.", "You make them public yourself at data.gouv.fr.")},
	}
}

// asks tells whether the count of a verdict says that there is something to do.
func asks(counts map[Verdict]int) int {
	return counts[Differs] + counts[Missing] + counts[Surplus] + counts[Failed] + counts[Deleted]
}

// acts are what may be done with a dataset as it stands.
func acts(ctx context.Context, l Link) (out []ui.Action) {
	button := func(a Act, fr, en string) {
		out = append(out, ui.Action{Label: i18n.Say(ctx, fr, en), Name: "act", Value: string(a), Weight: ui.Quiet})
	}
	switch {
	case l.Excluded:
		button(IncludeIt, "Envoyer de nouveau", "Send again")
		return out
	case l.Verdict == Deleted:
		button(RecreateIt, "Recréer", "Make anew")
	case l.Verdict != Same && l.Verdict != Absent && l.Verdict != Archived && l.Verdict != Harvested:
		button(PushIt, "Mettre à jour", "Update")
	}
	button(ExcludeIt, "Ne plus envoyer", "Stop sending")
	return out
}

func tokenHelp(ctx context.Context, v memberView) string {
	if v.Account != nil {
		return i18n.Say(ctx, "Laissez vide pour garder celle qui est enregistrée.", "Leave empty to keep the one that is saved.")
	}
	return i18n.Say(ctx, "D’une personne membre de l’organisation, créée dans son compte data.gouv.fr. Elle est gardée chiffrée, et n’est plus jamais montrée.", "Of somebody who belongs to the organisation, made in her data.gouv.fr account. It is kept sealed, and never shown again.")
}
