package config

import (
	"os"
	"strings"

	"airial/internal/platform/telemetry"
)

// secret reads a password: from the file that the setting names, else from the
// variable of the environment. There is no flag for it, which every user of the
// machine could read. The end of the file's last line is not part of it.
func secret(flag, file, variable string) (telemetry.Secret, error) {
	if file == "" {
		return telemetry.Secret(os.Getenv(variable)), nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", invalid(flag, "le fichier «\u00a0"+file+"\u00a0» n’est pas lisible", "the file “"+file+"” cannot be read")
	}
	return telemetry.Secret(strings.TrimRight(string(b), "\r\n")), nil
}
