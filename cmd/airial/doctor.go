package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/doctor"
)

type doctorCommand struct {
	config.Serve `embed:""`
	JSON         bool `name:"json" help:"As JSON."`
	Offline      bool `name:"offline" help:"Do not leave this machine: the public address, mail and the witness are not tried."`
}

// Run prints what was found. The status is that of the worst: 0 in order, 1
// something to look at, 2 something to repair.
func (c *doctorCommand) Run(ctx context.Context) error {
	found, worst := app.Examine(ctx, app.Examination{Config: c.Serve, Version: version, Network: !c.Offline})
	lang := terminalLang()
	if c.JSON {
		type line struct {
			Check string       `json:"check"`
			Level doctor.Level `json:"level"`
			Say   string       `json:"say"`
			Do    string       `json:"do,omitempty"`
		}
		list := make([]line, len(found))
		for i, f := range found {
			list[i] = line{f.Check, f.Level, f.Say.In(lang), f.Do.In(lang)}
		}
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		if err := e.Encode(map[string]any{"version": version, "worst": worst, "findings": list}); err != nil {
			return err
		}
		return status(worst)
	}
	for _, f := range found {
		fmt.Printf("%-11s %-15s %s\n", f.Level.Word().In(lang), f.Check, f.Say.In(lang))
		if f.Level != doctor.Good {
			fmt.Printf("%27s → %s\n", "", strings.ReplaceAll(f.Do.In(lang), "\n", "\n"+strings.Repeat(" ", 30)))
		}
	}
	return status(worst)
}

func status(worst doctor.Level) error {
	if worst == doctor.Good {
		return nil
	}
	return exit(worst)
}
