package config

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Backup is the settings of the backups that a server makes by itself.
type Backup struct {
	To    string `name:"backup-to" env:"AIRIAL_BACKUP_TO" placeholder:"DIR|URL" help:"Place of the backups: a folder, or s3://HOST/BUCKET/PREFIX. Default: the server makes none."`
	Key   string `name:"backup-key" env:"AIRIAL_BACKUP_KEY" placeholder:"FILE" help:"File of the key that encrypts the backups; airial backup key makes one."`
	Every Days   `name:"backup-every" env:"AIRIAL_BACKUP_EVERY" default:"1d" placeholder:"TIME" help:"How often to back up, for example 1d or 6h."`
	Keep  Days   `name:"backup-keep" env:"AIRIAL_BACKUP_KEEP" default:"30d" placeholder:"TIME" help:"How long a backup stays, and what was erased with it."`
	Drill Days   `name:"drill" env:"AIRIAL_DRILL" default:"7d" placeholder:"TIME" help:"How often to restore the latest backup into a scratch folder and verify it; 0 for never."`
}

// Validate refuses times that would back up without end, or keep nothing.
func (b Backup) Validate() error {
	var wrong []error
	if b.To == "" && b.Key != "" {
		wrong = append(wrong, invalid("--backup-to", "indiquez l’emplacement des sauvegardes que --backup-key doit chiffrer", "name the place of the backups that --backup-key is to encrypt"))
	}
	if b.Every != 0 && b.Every.Duration() < time.Minute {
		wrong = append(wrong, invalid("--backup-every", "indiquez au moins une minute, par exemple 1d ou 6h", "give a minute at least, for example 1d or 6h"))
	}
	if b.Keep != 0 && b.Keep.Duration() < 24*time.Hour {
		wrong = append(wrong, invalid("--backup-keep", "indiquez au moins un jour, par exemple 30d", "give a day at least, for example 30d"))
	}
	if b.Drill != 0 && b.Drill.Duration() < time.Minute {
		wrong = append(wrong, invalid("--drill", "indiquez au moins une minute, ou 0 pour ne pas en faire", "give a minute at least, or 0 for none"))
	}
	return errors.Join(wrong...)
}

// Days is a length of time that is written with days, too: 30d, 12h, 90m.
type Days time.Duration

// UnmarshalText reads a length of time.
func (d *Days) UnmarshalText(text []byte) error {
	t := strings.ToLower(strings.TrimSpace(string(text)))
	days, isDays := strings.CutSuffix(strings.Replace(t, "j", "d", 1), "d")
	if t == "0" {
		*d = 0
		return nil
	}
	if n, err := strconv.Atoi(days); isDays && err == nil && n >= 0 && n < 100_000 {
		*d = Days(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	length, err := time.ParseDuration(t)
	if err != nil || length < 0 {
		return invalid(strconv.Quote(string(text)), "indiquez une durée, par exemple 30d ou 12h", "give a length of time, for example 30d or 12h")
	}
	*d = Days(length)
	return nil
}

// Duration is the length of time.
func (d Days) Duration() time.Duration { return time.Duration(d) }

// String writes it as it is read.
func (d Days) String() string {
	if day := 24 * time.Hour; d != 0 && time.Duration(d)%day == 0 {
		return strconv.Itoa(int(time.Duration(d)/day)) + "d"
	}
	return time.Duration(d).String()
}
