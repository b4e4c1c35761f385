package config

import "time"

// Identity is how people prove who they are.
type Identity struct {
	LockAfter time.Duration `name:"lock-after" env:"AIRIAL_LOCK_AFTER" default:"15m" placeholder:"TIME" help:"Time without a movement after which a session locks; 0 never locks it."`
	Notice    bool          `name:"notice-new-device" env:"AIRIAL_NOTICE_NEW_DEVICE" default:"true" negatable:"" help:"Tell people by mail of a log-in from a browser that is new to their account."`
}

// Validate refuses a time in which nobody could type a sentence.
func (i Identity) Validate() error {
	if i.LockAfter != 0 && i.LockAfter < 5*time.Second || i.LockAfter > 12*time.Hour {
		return invalid("--lock-after", "indiquez une durée de 5s à 12h, par exemple 15m, ou 0 pour ne jamais verrouiller", "give a time from 5s to 12h, for example 15m, or 0 never to lock")
	}
	return nil
}
