package config

import "time"

// Help is how long requests for help are kept.
type Help struct {
	Kept int `name:"help-kept" env:"AIRIAL_HELP_KEPT" default:"730" placeholder:"DAYS" help:"How many days a request for help is kept after it was answered or closed, with all that was written; 0 keeps it for good. Two years unless the operator's register of processing says otherwise."`
}

// For returns that time, 0 for good.
func (h Help) For() time.Duration { return time.Duration(h.Kept) * 24 * time.Hour }

// Validate refuses a time below zero, or beyond a century.
func (h Help) Validate() error {
	if h.Kept < 0 || h.Kept > 36500 {
		return invalid("--help-kept", "indiquez un nombre de jours, 0 pour toujours", "give a number of days, 0 for good")
	}
	return nil
}
