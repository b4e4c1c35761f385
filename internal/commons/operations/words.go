package operations

import (
	"context"
	"fmt"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web/ui"
)

// stateWords are a state of a job in the singular, as a badge.
func stateWords(ctx context.Context, s jobs.State) (string, ui.Tone) {
	switch s {
	case jobs.Waiting:
		return i18n.Say(ctx, "Attend son heure", "Waits for its time"), ui.Neutral
	case jobs.Ready:
		return i18n.Say(ctx, "Prête", "Ready"), ui.Info
	case jobs.Running:
		return i18n.Say(ctx, "En cours", "Running"), ui.Good
	case jobs.Failed:
		return i18n.Say(ctx, "Échec", "Failed"), ui.Bad
	}
	return i18n.Say(ctx, "Abandonnée", "Given up"), ui.Wait
}

// stateMany are a state as what is counted.
func stateMany(ctx context.Context, s jobs.State) string {
	switch s {
	case jobs.Waiting:
		return i18n.Say(ctx, "attendent leur heure", "wait for their time")
	case jobs.Ready:
		return i18n.Say(ctx, "prêtes à partir", "ready to run")
	case jobs.Running:
		return i18n.Say(ctx, "en cours", "running")
	case jobs.Failed:
		return i18n.Say(ctx, "en échec", "failed")
	}
	return i18n.Say(ctx, "abandonnées", "given up")
}

// stateShort are a state over a column of figures.
func stateShort(ctx context.Context, s jobs.State) string {
	switch s {
	case jobs.Waiting:
		return i18n.Say(ctx, "À l’heure dite", "Later")
	case jobs.Ready:
		return i18n.Say(ctx, "Prêtes", "Ready")
	case jobs.Running:
		return i18n.Say(ctx, "En cours", "Running")
	case jobs.Failed:
		return i18n.Say(ctx, "Échecs", "Failed")
	}
	return i18n.Say(ctx, "Abandons", "Given up")
}

func stateOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "Tous", "All")}}
	for _, s := range states {
		word, _ := stateWords(ctx, s)
		out = append(out, ui.Option{Value: string(s), Label: word})
	}
	return out
}

func (v jobsView) kindOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "Toutes", "All")}}
	for _, k := range v.Kinds {
		out = append(out, ui.Option{Value: k.Kind, Label: v.says(ctx, k.Kind)})
	}
	return out
}

// tries says how often a job was tried, of how many times.
func tries(ctx context.Context, j jobs.Status) string {
	return fmt.Sprint(j.Attempt) + i18n.Say(ctx, " sur ", " of ") + fmt.Sprint(j.MaxAttempts)
}

// when says since when a job is as it is, or when it will run.
func when(ctx context.Context, j jobs.Status) string {
	switch j.State {
	case jobs.Waiting:
		return i18n.Sayf(ctx, "partira le %s", "runs on %s", i18n.DateTime(ctx, j.RunAt))
	case jobs.Ready:
		return i18n.Sayf(ctx, "demandée le %s", "asked for on %s", i18n.DateTime(ctx, j.InsertedAt))
	case jobs.Running:
		return i18n.Sayf(ctx, "depuis le %s", "since %s", i18n.DateTime(ctx, j.Since))
	}
	return i18n.Sayf(ctx, "arrêtée le %s", "stopped on %s", i18n.DateTime(ctx, j.Since))
}

// stateColumns are the columns of a table that counts jobs by state.
func stateColumns(ctx context.Context, first string) []ui.Column {
	out := []ui.Column{{Label: first}}
	for _, s := range states {
		out = append(out, ui.Column{Label: stateShort(ctx, s), Numeric: true})
	}
	return out
}

// cleared is the address of the list without filters, when there are some.
func cleared(filtered bool) string {
	if filtered {
		return jobsPath
	}
	return ""
}

// short is how an error begins, for a list.
func short(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// memberName is whose a job is; those of the installation are nobody's.
func memberName(m organisation.Member) string {
	if m.ID == "" {
		return "—"
	}
	return m.Name
}
