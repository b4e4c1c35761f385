package config

import (
	"os"
	"strings"
)

// secretVars are the variables whose value may hold a secret and that may stand
// in a file instead, which NAME_FILE names: what the environment holds is shown
// by many a tool, and kept by container platforms. Other secrets have a setting
// or a variable for their file of their own.
var secretVars = []string{"AIRIAL_DATABASE", "AIRIAL_DATABASE_OWNER", "AIRIAL_BLOBS", "AIRIAL_BACKUP_TO", "AIRIAL_SMTP", "AIRIAL_OTLP"}

// SecretVars returns the names of the variables that a file may stand for.
func SecretVars() []string { return append([]string(nil), secretVars...) }

// SecretsFromFiles sets each variable that a file stands for. The end of the
// file's last line is not part of the value. A variable that is given both ways
// is refused: one of the two is not what somebody believes.
func SecretsFromFiles(get func(string) string, set func(name, value string) error) error {
	for _, name := range secretVars {
		path := get(name + "_FILE")
		if path == "" {
			continue
		}
		if get(name) != "" {
			return invalid(name, "donnez cette variable ou "+name+"_FILE, pas les deux", "give this variable or "+name+"_FILE, not both")
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return invalid(name+"_FILE", "le fichier «\u00a0"+path+"\u00a0» n’est pas lisible", "the file “"+path+"” cannot be read")
		}
		value := strings.TrimRight(string(b), "\r\n")
		if value == "" || strings.ContainsAny(value, "\r\n\x00") {
			return invalid(name+"_FILE", "le fichier «\u00a0"+path+"\u00a0» doit contenir une ligne, et rien d’autre", "the file “"+path+"” must hold one line, and nothing else")
		}
		if err := set(name, value); err != nil {
			return err
		}
	}
	return nil
}
