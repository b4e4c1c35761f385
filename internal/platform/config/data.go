package config

import (
	"errors"
	"net/url"
	"path/filepath"
	"strings"
)

// Data is the setting of every command that works on an installation. The
// addresses are best given in the environment: what stands on the command line
// is seen by everybody on the machine.
type Data struct {
	Data          string `name:"data" env:"AIRIAL_DATA" placeholder:"DIR" help:"Folder of the installation, or of this process when records and files are elsewhere: keys, caches."`
	Database      string `name:"database" env:"AIRIAL_DATABASE" placeholder:"URL" help:"PostgreSQL database of the records, postgres://USER@HOST/NAME. Default: SQLite in the folder."`
	DatabaseOwner string `name:"database-owner" env:"AIRIAL_DATABASE_OWNER" placeholder:"URL" help:"The same database, as the role that owns its tables and brings them up to date. Default: as --database."`
	BlobStore     string `name:"blobs" env:"AIRIAL_BLOBS" placeholder:"URL" help:"Store of the files: s3://HOST/BUCKET, or another folder. Default: in the folder."`
}

// Embedded tells whether the records are in the folder, which then is for one
// server alone.
func (d Data) Embedded() bool { return d.Database == "" }

// DatabaseURL is the address of the records.
func (d Data) DatabaseURL() string {
	if d.Embedded() {
		return "sqlite:" + filepath.Join(d.Data, "airial.db")
	}
	return d.Database
}

// Blobs is the folder of the deposited and made files, or the s3:// address
// where they are.
func (d Data) Blobs() string {
	switch {
	case d.BlobStore == "":
		return filepath.Join(d.Data, "blobs")
	case strings.HasPrefix(d.BlobStore, "file://"):
		return strings.TrimPrefix(d.BlobStore, "file://")
	}
	return d.BlobStore
}

// Keys is the folder of the installation's keys.
func (d Data) Keys() string { return filepath.Join(d.Data, "keys") }

// Cache is the folder of what can be made again at any time.
func (d Data) Cache() string { return filepath.Join(d.Data, "cache") }

// Validate refuses an empty folder name and addresses that lead nowhere.
func (d Data) Validate() error {
	var wrong []error
	if strings.TrimSpace(d.Data) == "" {
		wrong = append(wrong, invalid("--data", "indiquez le dossier de l’installation", "name the folder of the installation"))
	}
	wrong = append(wrong, checkDatabase("--database", d.Database), checkDatabase("--database-owner", d.DatabaseOwner))
	if d.DatabaseOwner != "" && d.Database == "" {
		wrong = append(wrong, invalid("--database-owner", "indiquez aussi --database", "give --database as well"))
	}
	if scheme, _, ok := strings.Cut(d.BlobStore, "://"); ok && scheme != "s3" && scheme != "file" {
		wrong = append(wrong, invalid("--blobs", "indiquez s3://hôte/seau, ou un dossier", "give s3://host/bucket, or a folder"))
	}
	return errors.Join(wrong...)
}

func checkDatabase(name, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Trim(u.Path, "/") == "" {
		// The address is not repeated: it may hold a password.
		return invalid(name, "indiquez une base PostgreSQL, par exemple postgres://airial@localhost/airial",
			"give a PostgreSQL database, for example postgres://airial@localhost/airial")
	}
	return nil
}
