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
	access.Publish: i18n.T("Vérifier et publier", "Check and publish"),
	access.Decide:  i18n.T("Décider", "Decide"),
	access.Approve: i18n.T("Examiner", "Review"),
}

// asks are the same in a sentence, for where the life itself says nothing.
var asks = map[access.Right]i18n.Text{
	access.Deposit: i18n.T("Un fichier corrigé est attendu.", "A corrected file is awaited."),
	access.Publish: i18n.T("Tout est vérifié\u202f: vous pouvez publier.", "All is checked: you can publish."),
	access.Decide:  i18n.T("Une décision est attendue sur des données personnelles possibles.", "A decision is awaited on possible personal data."),
	access.Approve: i18n.T("Une approbation est attendue avant la publication.", "An approval is awaited before publication."),
}

// waits name who is waited for.
var waits = map[access.Right]i18n.Text{
	access.Deposit: i18n.T("attend un fichier corrigé", "waits for a corrected file"),
	access.Publish: i18n.T("attend le déposant", "waits for the depositor"),
	access.Decide:  i18n.T("attend une décision", "waits for a decision"),
	access.Approve: i18n.T("attend une approbation", "waits for an approval"),
}

// awaits says whom or what a life waits for.
func awaits(ctx context.Context, l life.Life) string {
	if say, ok := waits[l.WaitRight]; ok {
		return i18n.Read(ctx, say)
	}
	if l.Outside {
		return i18n.Say(ctx, "attend une réponse extérieure", "waits for an outside answer")
	}
	return i18n.Say(ctx, "attend son échéance", "waits for its date")
}

// why says why a life waits, in a sentence.
func why(ctx context.Context, l life.Life) string {
	if !l.Wait.Empty() {
		return i18n.Read(ctx, l.Wait)
	}
	return i18n.Read(ctx, asks[l.WaitRight])
}

// stands says in a sentence how a life that waits for nobody here stands.
func (c *Console) stands(ctx context.Context, l life.Life) string {
	stage := i18n.Read(ctx, c.Label(l.Kind, l.Stage()))
	switch l.Outcome {
	case life.Done:
		return stage
	case life.OnHold:
		return stage + i18n.Say(ctx, "\u202f: ", ": ") + awaits(ctx, l)
	case life.Rejected:
		return stage + i18n.Say(ctx, "\u202f: refusé", ": refused")
	case life.Broken:
		return stage + i18n.Say(ctx, "\u202f: panne de notre côté", ": failure on our side")
	}
	return stage + i18n.Say(ctx, "\u202f: en cours", ": under way")
}
