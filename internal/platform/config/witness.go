package config

import (
	"net/url"
	"strings"
)

// Witness is who countersigns the journal's checkpoints.
type Witness struct {
	URL string `name:"witness" env:"AIRIAL_WITNESS" placeholder:"URL" help:"Address of the witness that countersigns the journal's checkpoints. Default: none."`
	Key string `name:"witness-key" env:"AIRIAL_WITNESS_KEY" placeholder:"KEY" help:"Public key of the witness, as it prints it at its start."`
}

// Validate refuses one half of a witness.
func (w Witness) Validate() error {
	if w.URL == "" && w.Key == "" {
		return nil
	}
	u, err := url.Parse(w.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return invalid("--witness", "indiquez l’adresse du témoin, par exemple https://temoin.exemple.fr, ou retirez --witness-key",
			"give the address of the witness, for example https://witness.example.org, or take --witness-key away")
	}
	if strings.Count(w.Key, "+") < 2 {
		return invalid("--witness-key", "indiquez la clé publique que le témoin affiche à son démarrage",
			"give the public key that the witness prints at its start")
	}
	return nil
}
