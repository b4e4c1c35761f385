package console

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
)

// acts are what a life asks of a person, by the right that it waits for.
var acts = map[access.Right]i18n.Text{
	access.Deposit: i18n.T("Corriger", "Correct"),
	access.Publish: i18n.T("Voir et publier", "Review and publish"),
	access.Advise:  i18n.T("Donner un avis", "Give an opinion"),
	access.Decide:  i18n.T("Décider", "Decide"),
	access.Approve: i18n.T("Examiner", "Review"),
}

// asks are the same in a sentence, for where the life itself says nothing.
var asks = map[access.Right]i18n.Text{
	access.Deposit: i18n.T("Un fichier corrigé est attendu.", "A corrected file is awaited."),
	access.Publish: i18n.T("Tout est vérifié\u202f: vous pouvez publier.", "All is checked: you can publish."),
	access.Advise:  i18n.T("L’avis du délégué à la protection des données est attendu.", "The opinion of the data-protection officer is awaited."),
	access.Decide:  i18n.T("Une décision est attendue sur des données personnelles possibles.", "A decision is awaited on possible personal data."),
	access.Approve: i18n.T("Une approbation est attendue avant la publication.", "An approval is awaited before publication."),
}

// waits name who is waited for.
var waits = map[access.Right]i18n.Text{
	access.Deposit: i18n.T("Attend un fichier corrigé", "Waits for a corrected file"),
	access.Publish: i18n.T("Attend le déposant", "Waits for the depositor"),
	access.Advise:  i18n.T("Attend l’avis du délégué à la protection des données", "Waits for the data-protection officer’s opinion"),
	access.Decide:  i18n.T("Attend une décision", "Waits for a decision"),
	access.Approve: i18n.T("Attend une approbation", "Waits for an approval"),
}

// awaits says whom or what a life waits for.
func awaits(ctx context.Context, l life.Life) string {
	if say, ok := waits[l.WaitRight]; ok {
		return i18n.Read(ctx, say)
	}
	if l.Outside {
		return i18n.Say(ctx, "Attend une réponse extérieure", "Waits for an outside answer")
	}
	return i18n.Say(ctx, "Attend son échéance", "Waits for its date")
}

// why says why a life waits, in a sentence.
func why(ctx context.Context, l life.Life) string {
	if !l.Wait.Empty() {
		return i18n.Read(ctx, l.Wait)
	}
	return i18n.Read(ctx, asks[l.WaitRight])
}

// Stands says in a few words how a life stands, for lists.
func (c *Console) Stands(ctx context.Context, l life.Life) string {
	stage := i18n.Read(ctx, c.Label(l.Kind, l.Stage()))
	at := i18n.Sayf(ctx, ", étape «\u00a0%s\u00a0»", ", stage “%s”", stage)
	switch l.Outcome {
	case life.Done:
		return stage
	case life.OnHold:
		return awaits(ctx, l)
	case life.Rejected:
		return i18n.Say(ctx, "Refusé", "Refused") + at
	case life.Broken:
		return i18n.Say(ctx, "Panne de notre côté", "Failure on our side") + at
	}
	return i18n.Say(ctx, "En cours", "Under way") + at
}
