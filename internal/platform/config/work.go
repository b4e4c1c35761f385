package config

import (
	"errors"
	"time"
)

// Work is how a process shares what there is to do with others, and how it
// ends.
type Work struct {
	JobsPerMember int           `name:"max-jobs-per-member" env:"AIRIAL_MAX_JOBS_PER_MEMBER" default:"0" placeholder:"N" help:"Jobs of one member that run at once, in all processes together. Default: half of those that a process runs."`
	Drain         time.Duration `name:"drain" env:"AIRIAL_DRAIN" default:"0s" placeholder:"TIME" help:"How long to go on answering when told to stop, while /readyz says that the process is going: the time that what stands in front takes to notice."`
}

// Validate refuses numbers below zero, and a drain longer than five minutes.
func (w Work) Validate() error {
	var wrong []error
	if w.JobsPerMember < 0 {
		wrong = append(wrong, invalid("--max-jobs-per-member", "indiquez un nombre, 0 pour la valeur par défaut", "give a number, 0 for the default"))
	}
	if w.Drain < 0 || w.Drain > 5*time.Minute {
		wrong = append(wrong, invalid("--drain", "indiquez une durée de 0s à 5m", "give a time from 0s to 5m"))
	}
	return errors.Join(wrong...)
}
