package config

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
)

// Serve is the settings of a server.
type Serve struct {
	Data      `embed:""`
	Listen    string    `name:"listen" env:"AIRIAL_LISTEN" default:"localhost:8080" placeholder:"ADDR" help:"Address and port to listen on."`
	PublicURL string    `name:"public-url" env:"AIRIAL_PUBLIC_URL" placeholder:"URL" help:"Address under which the public reaches the server; source of every absolute address. Default: http:// and the address listened on."`
	LogLevel  string    `name:"log-level" env:"AIRIAL_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Least important lines to log."`
	LogFormat string    `name:"log-format" env:"AIRIAL_LOG_FORMAT" default:"auto" enum:"auto,text,json" help:"Form of the log: text on a terminal, JSON elsewhere."`
	Limits    Limits    `embed:""`
	Mail      Mail      `embed:""`
	Letters   Letters   `embed:""`
	Advice    Advice    `embed:""`
	Identity  Identity  `embed:""`
	OIDC      OIDC      `embed:""`
	Outbound  Outbound  `embed:""`
	Witness   Witness   `embed:""`
	Privacy   Privacy   `embed:""`
	TLS       TLS       `embed:""`
	Telemetry Telemetry `embed:""`
	Work      Work      `embed:""`
	Help      Help      `embed:""`
	Backup    Backup    `embed:""`
	Cached    Cache     `embed:""`
	Check     Check     `embed:""`
	DataGouv  DataGouv  `embed:""`
	Address   BANDepot  `embed:""`
	Site      Site      `embed:""`
	Demo      Demo      `embed:""`
}

// Limits bound what one caller may ask of the server.
type Limits struct {
	Upload   Size    `name:"max-upload" env:"AIRIAL_MAX_UPLOAD" default:"200MB" placeholder:"SIZE" help:"Largest file that can be deposited."`
	Columns  int     `name:"max-columns" env:"AIRIAL_MAX_COLUMNS" default:"2000" placeholder:"N" help:"Most columns of a table."`
	Rows     int64   `name:"max-rows" env:"AIRIAL_MAX_ROWS" default:"20000000" placeholder:"N" help:"Most rows of a table."`
	Record   Size    `name:"max-record" env:"AIRIAL_MAX_RECORD" default:"16MiB" placeholder:"SIZE" help:"Longest record of a table."`
	Cell     Size    `name:"max-cell" env:"AIRIAL_MAX_CELL" default:"4MiB" placeholder:"SIZE" help:"Longest cell of a table, within its record."`
	Requests float64 `name:"max-requests" env:"AIRIAL_MAX_REQUESTS" default:"100" placeholder:"N" help:"Requests per second from one address, on average."`
	Burst    int     `name:"max-burst" env:"AIRIAL_MAX_BURST" default:"1000" placeholder:"N" help:"Requests at once from one address."`
	Deposits int     `name:"max-deposits" env:"AIRIAL_MAX_DEPOSITS" default:"2000" placeholder:"N" help:"Files that one member may deposit within an hour."`
	Tokens   `embed:""`
	Queries  `embed:""`
}

// Validate tells what is wrong with the settings, all of it at once.
func (s *Serve) Validate() error {
	base, err := s.Base()
	return errors.Join(s.TLS.check(base), s.Data.Validate(), s.checkListen(), err, s.Limits.Validate(), s.Mail.Validate(), s.Letters.Validate(), s.Advice.Validate(), s.Identity.Validate(), s.OIDC.Validate(), s.Outbound.Validate(), s.Witness.Validate(), s.Telemetry.Validate(), s.Work.Validate(), s.Help.Validate(),
		s.Backup.Validate(), s.Cached.Validate(), s.Check.Validate(), s.DataGouv.Validate(), s.Address.Validate(), s.Site.Validate(), s.Demo.Validate())
}

func (s *Serve) checkListen() error { return checkAddress("--listen", s.Listen) }

func checkAddress(flag, address string) error {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return invalid(flag, "indiquez une adresse et un port, par exemple localhost:8080",
			"give an address and a port, for example localhost:8080")
	}
	return nil
}

// Base returns the public address without a slash at its end, from which every
// absolute address is made.
func (s *Serve) Base() (string, error) {
	if s.PublicURL == "" {
		host, port, err := net.SplitHostPort(s.Listen)
		if err != nil {
			return "", nil // checkListen says so
		}
		if host == "" || net.ParseIP(host).IsUnspecified() {
			host = "localhost"
		}
		return "http://" + net.JoinHostPort(host, port), nil
	}
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", invalid("--public-url", "indiquez https:// et un nom, sans chemin, par exemple https://donnees.exemple.fr",
			"give https:// and a name, with no path, for example https://data.example.org")
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

// Validate refuses limits that would let nothing through.
func (l Limits) Validate() error {
	var wrong []error
	for _, limit := range []struct {
		name  string
		value float64
	}{
		{"--max-upload", float64(l.Upload)}, {"--max-columns", float64(l.Columns)}, {"--max-record", float64(l.Record)}, {"--max-cell", float64(l.Cell)}, {"--max-rows", float64(l.Rows)},
		{"--max-requests", l.Requests}, {"--max-burst", float64(l.Burst)},
		{"--max-deposits", float64(l.Deposits)}, {"--max-token-requests", l.TokenRequests}, {"--max-token-burst", float64(l.TokenBurst)},
		{"--max-query-requests", l.QueryRequests}, {"--max-query-burst", float64(l.QueryBurst)},
	} {
		if !(limit.value > 0) {
			wrong = append(wrong, invalid(limit.name, "indiquez un nombre plus grand que zéro", "give a number greater than zero"))
		}
	}
	return errors.Join(wrong...)
}

func invalid(name, fr, en string) error {
	return fault.New(fault.Invalid, "config", "Réglage %[1]s\u202f: "+strings.ReplaceAll(fr, "%", "%%")+".",
		"Setting %[1]s: "+strings.ReplaceAll(en, "%", "%%")+".", name)
}
