package config

// Advice is what the data-protection officer promises to those who ask.
type Advice struct {
	OpinionDays int `name:"opinion-days" env:"AIRIAL_OPINION_DAYS" default:"15" placeholder:"N" help:"Days within which the data-protection officer answers a question: it then stands in calendars, and among what is late. The law gives none; 0 for no such promise."`
}

// Validate refuses a promise that is none.
func (a Advice) Validate() error {
	if a.OpinionDays < 0 || a.OpinionDays > 366 {
		return invalid("--opinion-days", "indiquez un nombre de jours, de 0 à 366", "give a number of days, from 0 to 366")
	}
	return nil
}
