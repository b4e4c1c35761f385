package config

import (
	"errors"
	"time"

	"airial/internal/platform/outbound"
)

// Check bounds what anybody may have checked without an account.
type Check struct {
	CheckSize       Size          `name:"check-size" env:"AIRIAL_CHECK_SIZE" default:"100MB" placeholder:"SIZE" help:"Largest file that anybody may have checked without an account."`
	CheckRows       int           `name:"check-rows" env:"AIRIAL_CHECK_ROWS" default:"5000000" placeholder:"N" help:"Most rows of a table that anybody may have checked."`
	CheckTime       time.Duration `name:"check-time" env:"AIRIAL_CHECK_TIME" default:"10m" placeholder:"TIME" help:"Longest time of such a check, the sending included."`
	CheckTogether   int           `name:"check-together" env:"AIRIAL_CHECK_TOGETHER" default:"8" placeholder:"N" help:"Such checks at once, in each process; 0 closes the page and the operation."`
	CheckPerAddress int           `name:"check-per-address" env:"AIRIAL_CHECK_PER_ADDRESS" default:"2" placeholder:"N" help:"Such checks at once from one address."`
	CheckKept       time.Duration `name:"check-kept" env:"AIRIAL_CHECK_KEPT" default:"1h" placeholder:"TIME" help:"How long the report of such a check is kept for its maker, sealed."`
	CheckShared     time.Duration `name:"check-shared" env:"AIRIAL_CHECK_SHARED" default:"168h" placeholder:"TIME" help:"How long a report is kept that its maker shares."`
	CheckHosts      []string      `name:"check-hosts" env:"AIRIAL_CHECK_HOSTS" placeholder:"HOST,…" help:"Hosts from which the server may fetch a file that somebody wants checked, in the form of --outbound; * for every public host. None by default: there is then no field for an address. Private networks are never reached."`
}

// Sources returns the hosts from which files may be fetched.
func (c Check) Sources() (hosts []outbound.Pattern, err error) {
	hosts, _, err = Outbound{OutboundHosts: c.CheckHosts}.rules("--check-hosts")
	return hosts, err
}

// Validate refuses limits that would let nothing through.
func (c Check) Validate() error {
	_, err := c.Sources()
	wrong := []error{err}
	for _, limit := range []struct {
		name string
		bad  bool
	}{
		{"--check-size", c.CheckSize <= 0}, {"--check-rows", c.CheckRows <= 0}, {"--check-per-address", c.CheckPerAddress <= 0},
	} {
		if limit.bad {
			wrong = append(wrong, invalid(limit.name, "indiquez un nombre plus grand que zéro", "give a number greater than zero"))
		}
	}
	if c.CheckTogether < 0 {
		wrong = append(wrong, invalid("--check-together", "indiquez un nombre, 0 pour fermer ce service", "give a number, 0 to close this service"))
	}
	for _, limit := range []struct {
		name  string
		value time.Duration
		least time.Duration
	}{
		{"--check-time", c.CheckTime, time.Second}, {"--check-kept", c.CheckKept, time.Minute}, {"--check-shared", c.CheckShared, time.Minute},
	} {
		if limit.value < limit.least {
			wrong = append(wrong, invalid(limit.name, "indiquez une durée d’au moins "+limit.least.String(), "give a time of at least "+limit.least.String()))
		}
	}
	return errors.Join(wrong...)
}
