package console

import (
	"context"

	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// Tiny returns the line of a life for a list: where it stands, without dates.
func (c *Console) Tiny(ctx context.Context, l life.Life) []ui.Stop {
	out := make([]ui.Stop, len(l.Path))
	for i, stage := range l.Path {
		out[i] = ui.Stop{State: state(l, i), Name: i18n.Read(ctx, c.Label(l.Kind, stage))}
	}
	return out
}

// Full returns the line of a life for its page: what was done and when, what
// waits for whom. href gives the address of a stage's evidence; nil for none.
func (c *Console) Full(ctx context.Context, l life.Life, steps []life.Step, href func(stage string) string) []ui.Stop {
	last := map[string]life.Step{}
	for _, s := range steps {
		last[s.Stage] = s
	}
	out := c.Tiny(ctx, l)
	for i, stage := range l.Path {
		step, was := last[stage]
		if !was || out[i].State == ui.Future {
			continue
		}
		if step.Skipped && out[i].State == ui.Done {
			out[i].State = ui.Skipped
		}
		out[i].Date = i18n.ShortDate(ctx, step.At)
		if href != nil {
			out[i].Href = href(stage)
		}
		switch out[i].State {
		case ui.Waiting:
			out[i].Note = awaits(ctx, l)
		case ui.Done:
			out[i].Note = step.By.Name
		}
	}
	return out
}

// State tells where a life stands as a whole, for a chip.
func State(l life.Life) ui.State { return state(l, l.Position) }

func state(l life.Life, i int) ui.State {
	switch {
	case i < l.Position:
		return ui.Done
	case i > l.Position:
		return ui.Future
	}
	switch l.Outcome {
	case life.OnHold:
		return ui.Waiting
	case life.Rejected:
		return ui.Refused
	case life.Broken:
		return ui.Failed
	case life.Done:
		return ui.Done
	}
	return ui.Running
}
