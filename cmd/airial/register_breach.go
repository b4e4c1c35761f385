package main

import (
	"context"
	"time"

	"airial/internal/client"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

type breachCommands struct {
	List   breachList   `cmd:"" help:"List them, the open ones first."`
	Show   breachShow   `cmd:"" help:"Show one: how it stands, what was decided, what happened."`
	Decide breachDecide `cmd:"" help:"Enter whether the CNIL is notified and the people told, each with the reason."`
	Done   breachDone   `cmd:"" help:"Record what was done, or end it."`
}

type breachList struct {
	registerFlags `embed:""`
	View          string `enum:",open,late,closed,exercise" default:"" help:"Only these: ${enum}."`
}

func (c *breachList) Run(ctx context.Context) error {
	list, err := c.register().Breaches(ctx, c.View)
	if err != nil {
		return err
	}
	var lines [][]string
	for _, b := range list {
		lines = append(lines, breachLine(b))
	}
	return columns(lines)
}

func breachLine(b client.Breach) []string {
	late := ""
	if b.Late {
		late = i18n.T("en retard", "late").In(terminalLang())
	}
	return []string{b.ID, b.Number, b.State, b.Due.Format(time.RFC3339), late, b.Title}
}

type breachShow struct {
	registerFlags `embed:""`
	Breach        string `arg:"" help:"Identifier of the breach."`
}

func (c *breachShow) Run(ctx context.Context) error {
	one, err := c.register().Breach(ctx, c.Breach)
	if err != nil {
		return err
	}
	return showBreach(one)
}

func showBreach(b client.BreachCourse) error {
	lines := [][]string{{b.Number, b.State, b.Title}, {"notify", b.Notify, b.NotifyWhy}, {"tell", b.Tell, b.TellWhy}}
	if b.Notified != nil {
		lines = append(lines, []string{"notified", b.Notified.Format(time.RFC3339), b.Reference})
	}
	for _, s := range b.Steps {
		lines = append(lines, []string{s.Kind, s.At.Format(time.RFC3339), s.By, s.Words})
	}
	return columns(lines)
}

type breachDecide struct {
	registerFlags `embed:""`
	Notify        string `enum:"yes,no" required:"" help:"Whether the CNIL is notified: ${enum}."`
	NotifyWhy     string `required:"" help:"Why."`
	Tell          string `enum:"yes,no" required:"" help:"Whether the people are told: ${enum}."`
	TellWhy       string `required:"" help:"Why."`
	Breach        string `arg:"" help:"Identifier of the breach."`
}

func (c *breachDecide) Run(ctx context.Context) error {
	one, err := c.register().DecideBreach(ctx, c.Breach, client.BreachDecision{Notify: c.Notify, NotifyWhy: c.NotifyWhy, Tell: c.Tell, TellWhy: c.TellWhy})
	if err != nil {
		return err
	}
	return showBreach(one)
}

type breachDone struct {
	registerFlags `embed:""`
	When          string `placeholder:"TIME" help:"When it was done, as 2026-11-20T09:30+01:00; now when absent."`
	Words         string `help:"Reference, place or reason."`
	Breach        string `arg:"" help:"Identifier of the breach."`
	What          string `arg:"" enum:"notified,completed,told,complaint,no-complaint,close,reopen" help:"What: ${enum}."`
}

func (c *breachDone) Run(ctx context.Context) error {
	var when time.Time
	switch c.What {
	case "notified", "completed", "told", "complaint":
		when = clock.System{}.Now().Truncate(time.Minute)
		if c.When != "" {
			var err error
			if when, err = readInstant(c.When); err != nil {
				return err
			}
		}
	}
	one, err := c.register().BreachDone(ctx, c.Breach, c.What, when, c.Words)
	if err != nil {
		return err
	}
	return showBreach(one)
}

// readInstant reads a moment with its zone, to the minute or to the second.
func readInstant(s string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "register breaches", "«\u00a0%[1]s\u00a0» n’est pas un moment. Écrivez-le ainsi\u202f: 2026-11-20T09:30+01:00.",
		"“%[1]s” is no moment. Write it as 2026-11-20T09:30+01:00.", s)
}
