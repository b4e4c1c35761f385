package config

import (
	"fmt"
	"reflect"
	"strings"

	"airial/internal/platform/command"
	"airial/internal/platform/telemetry"
)

// FileOf returns the file of settings that a call names, or the environment:
// it must be read before the rest of the call is understood.
func FileOf(args []string, environment func(string) string) string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			return value
		}
		if arg == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return environment("AIRIAL_CONFIG")
}

// shown is the value of a flag as people may see it.
func shown(flag *command.Flag) string {
	v := reflect.ValueOf(flag.Value())
	if v.Kind() == reflect.Slice {
		list := make([]string, v.Len())
		for i := range list {
			list[i] = fmt.Sprint(v.Index(i).Interface())
		}
		return telemetry.Blot(strings.Join(list, ","))
	}
	text := fmt.Sprint(flag.Value())
	for _, end := range []string{"password", "secret", "token", "passphrase"} {
		if text != "" && strings.HasSuffix(flag.Name, end) {
			return fmt.Sprint(telemetry.Secret(text))
		}
	}
	return telemetry.Blot(text)
}
