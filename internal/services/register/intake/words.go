package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
)

func jsonInto(s string, v any) error { return json.Unmarshal([]byte(s), v) }

var outcomeLabels = map[Outcome]i18n.Text{
	New: i18n.T("nouveau", "new"), Same: i18n.T("inchangé", "unchanged"), Changed: i18n.T("modifié", "changed"), Bad: i18n.T("à corriger", "to be corrected"),
}

func outcomeTone(o Outcome) ui.Tone {
	switch o {
	case New:
		return ui.Good
	case Changed:
		return ui.Wait
	case Bad:
		return ui.Bad
	}
	return ui.Info
}

func stateTone(s State) ui.Tone {
	switch s {
	case Done:
		return ui.Good
	case Ready:
		return ui.Wait
	}
	return ui.Info
}

// targetOptions are what a column may mean.
func targetOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "(ne pas importer)", "(leave out)")}}
	for _, t := range Targets() {
		out = append(out, ui.Option{Value: t.Code, Label: i18n.Read(ctx, t.Label)})
	}
	return out
}

func sheetOptions(names []string) (out []ui.Option) {
	for _, n := range names {
		out = append(out, ui.Option{Value: n, Label: n})
	}
	return out
}

// columnName names a column for people, with the first thing that stands in it.
func columnName(ctx context.Context, s Sheet, n int) string {
	if s.Columns[n] != "" {
		return s.Columns[n]
	}
	if s.Targets != nil {
		for _, t := range Targets() {
			if t.Code == s.Targets[n] {
				return i18n.Read(ctx, t.Label)
			}
		}
	}
	return i18n.Sayf(ctx, "Colonne %d", "Column %d", n+1)
}

func firstOf(s Sheet, n int) string {
	for _, l := range s.Rows {
		if v := l.cell(n); v != "" {
			if r := []rune(v); len(r) > 80 {
				return string(r[:79]) + "…"
			}
			return v
		}
	}
	return ""
}

// shown are the rows of a preview that are shown: the bad ones all, then the
// first.
func shown(p Preview) (bad, first []Result) {
	for _, r := range p.Rows {
		if r.Outcome == Bad {
			if len(bad) < 200 {
				bad = append(bad, r)
			}
		} else if len(first) < 20 {
			first = append(first, r)
		}
	}
	return bad, first
}

// says tells what a row becomes: of a new one how much, of a changed one what.
func says(ctx context.Context, r Result) string {
	switch r.Outcome {
	case Bad:
		return i18n.Read(ctx, r.Reason)
	case Changed:
		words := ""
		for n, c := range r.Changes {
			if n == 4 {
				return words + "…"
			}
			if n > 0 {
				words += ", "
			}
			words += activity.Spec.Words(lang(ctx), c.Path, r.Record, nil)
		}
		return words
	case New:
		lists := ""
		for _, part := range activity.Spec.Parts {
			for _, l := range part.Lists {
				if n := len(r.Record.Lists[l.Name]); n > 0 {
					lists += fmt.Sprintf("%s\u00a0: %d. ", l.Label.In(lang(ctx)), n)
				}
			}
		}
		return lists
	}
	return ""
}

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }
