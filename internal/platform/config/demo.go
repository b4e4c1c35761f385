package config

import "time"

// Demo is what only a demonstration may be asked.
type Demo struct {
	Ahead time.Duration `name:"demo-ahead" env:"AIRIAL_DEMO_AHEAD" placeholder:"DURATION" help:"For a demonstration only: the clock runs so far ahead of the machine’s, for example 72h or 744h, to see time limits end. Refused on any other installation."`
}

// Validate refuses to go back, for the journal only goes on, or far away.
func (d Demo) Validate() error {
	if d.Ahead < 0 || d.Ahead > 10*365*24*time.Hour {
		return invalid("--demo-ahead", "indiquez une durée de dix ans au plus, par exemple 72h", "give a duration of ten years at most, for example 72h")
	}
	return nil
}
