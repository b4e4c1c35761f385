package s3

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"airial/internal/platform/fault"
)

// Address says where a bucket is and who asks.
type Address struct {
	Host   string // name or address, with its port if it is not the usual one
	Bucket string
	Prefix string // of every key: "" or ending in "/"
	Region string
	TLS    bool
	CA     string // file of the authority that signed the store's certificate; "" for the machine's
	Style  string // "path": host/bucket/key; "host": bucket.host/key
	Key    string
	secret string
}

// String is the address without its secret.
func (a Address) String() string {
	u := url.URL{Scheme: "s3", Host: a.Host, Path: "/" + a.Bucket + "/" + a.Prefix}
	if a.Key != "" {
		u.User = url.User(a.Key)
	}
	return strings.TrimSuffix(u.String(), "/")
}

// Base is where the store answers over HTTP.
func (a Address) Base() string {
	scheme := "https"
	if !a.TLS {
		scheme = "http"
	}
	return scheme + "://" + a.Host + "/"
}

// Is tells whether an address is one of an object store.
func Is(address string) bool { return strings.HasPrefix(address, "s3://") }

// Parse reads an address:
//
//	s3://[KEY[:SECRET]@]HOST[:PORT]/BUCKET[/PREFIX][?OPTIONS]
//
//	region=NAME       region that requests are signed for; default us-east-1
//	style=path|host   bucket in the path (default) or in the host's name
//	tls=on|off        off only for a store on the same machine or a closed network
//	ca=FILE           authority of the store's certificate, in PEM
//	secret_file=FILE  file that holds the secret
//
// What the address does not say of key and secret comes from the environment:
// AIRIAL_S3_ACCESS_KEY and AIRIAL_S3_SECRET_KEY, or the files that
// AIRIAL_S3_ACCESS_KEY_FILE and AIRIAL_S3_SECRET_KEY_FILE name. A secret in the
// address itself is visible to whoever may list the machine's processes.
//
// environment is os.Getenv. Faults are of kind Invalid and repeat no secret.
func Parse(address string, environment func(string) string) (Address, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.Fragment != "" {
		// The cause repeats the address, secret included: it is left out.
		return Address{}, wrong("écrivez-la s3://CLÉ@hôte:port/seau/préfixe", "write it s3://KEY@host:port/bucket/prefix")
	}
	a := Address{Host: u.Host, Region: "us-east-1", TLS: true, Style: "path", Key: u.User.Username()}
	a.secret, _ = u.User.Password()
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if bucket == "" {
		return Address{}, wrong("le nom du seau (bucket) manque après l’hôte", "the name of the bucket is missing after the host")
	}
	a.Bucket = bucket
	if prefix != "" {
		a.Prefix = strings.Trim(prefix, "/") + "/"
	}
	secretFile := ""
	for name, values := range u.Query() {
		value := values[len(values)-1]
		switch {
		case name == "region" && value != "":
			a.Region = value
		case name == "style" && (value == "path" || value == "host"):
			a.Style = value
		case name == "tls" && (value == "on" || value == "off"):
			a.TLS = value == "on"
		case name == "ca" && value != "":
			a.CA = value
		case name == "secret_file" && value != "":
			secretFile = value
		default:
			return Address{}, wrong("l’option %s n’existe pas ou sa valeur ne convient pas (options\u202f: region, style=path|host, tls=on|off, ca, secret_file)",
				"the option %s does not exist or its value does not fit (options: region, style=path|host, tls=on|off, ca, secret_file)", name)
		}
	}
	return a, a.complete(secretFile, environment)
}

// complete finds the key and the secret that the address does not hold.
func (a *Address) complete(secretFile string, environment func(string) string) error {
	var err error
	if a.Key == "" {
		a.Key, err = setting("AIRIAL_S3_ACCESS_KEY", environment)
	}
	if err == nil && a.secret == "" && secretFile != "" {
		a.secret, err = fromFile(secretFile)
	}
	if err == nil && a.secret == "" {
		a.secret, err = setting("AIRIAL_S3_SECRET_KEY", environment)
	}
	if err != nil {
		return err
	}
	if a.Key == "" || a.secret == "" {
		return wrong("la clé ou son secret manque\u202f: donnez AIRIAL_S3_ACCESS_KEY et AIRIAL_S3_SECRET_KEY, ou AIRIAL_S3_SECRET_KEY_FILE",
			"the key or its secret is missing: give AIRIAL_S3_ACCESS_KEY and AIRIAL_S3_SECRET_KEY, or AIRIAL_S3_SECRET_KEY_FILE")
	}
	return nil
}

func setting(name string, environment func(string) string) (string, error) {
	if value := environment(name); value != "" {
		return value, nil
	}
	if file := environment(name + "_FILE"); file != "" {
		return fromFile(file)
	}
	return "", nil
}

func fromFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		var why *fs.PathError
		if errors.As(err, &why) {
			err = why.Err
		}
		return "", wrong("le fichier %s ne peut pas être lu (%v)", "the file %s cannot be read (%v)", path, err)
	}
	return strings.TrimSpace(string(text)), nil
}

func wrong(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "s3.Parse", "L’adresse du stockage S3 ne convient pas\u202f: "+fr+".",
		"The address of the S3 store does not fit: "+en+".", args...)
}
