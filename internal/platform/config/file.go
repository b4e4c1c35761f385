package config

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"

	"airial/internal/platform/command"
)

// A File is a file of settings: TOML, with the names of the flags as keys.
//
//	listen = "127.0.0.1:8080"
//	public-url = "https://donnees.example.fr"
//	max-columns = 500
//	outbound = ["hooks.example.fr", "*.example.org"]
//
// The zero File is none, and empty.
type File struct {
	Path   string
	Open   bool // others than its owner and its group can read it
	values map[string]string
}

// ReadFile reads a file of settings; "" is none.
func ReadFile(path string) (File, error) {
	f := File{Path: path, values: map[string]string{}}
	if path == "" {
		return f, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return f, fileTrouble(path, "il ne peut pas être lu (%[2]v)", "it cannot be read (%[2]v)", err)
	}
	f.Open = info.Mode().Perm()&0o007 != 0
	text, err := os.ReadFile(path)
	if err != nil {
		return f, fileTrouble(path, "il ne peut pas être lu (%[2]v)", "it cannot be read (%[2]v)", err)
	}
	raw := map[string]any{}
	_, err = toml.Decode(string(text), &raw)
	if err != nil {
		return f, fileTrouble(path, "il n’est pas lisible comme TOML (%[2]v)", "it cannot be read as TOML (%[2]v)", err)
	}
	for key, value := range raw {
		text, ok := written(value)
		if !ok {
			return f, fileTrouble(path, "le réglage %[2]v doit être un texte, un nombre, oui ou non, ou une liste de textes, sans section", "the setting %[2]v must be a text, a number, true or false, or a list of texts, without sections", key)
		}
		f.values[key] = text
	}
	return f, nil
}

func fileTrouble(path, fr, en string, what any) error {
	return troubleNew("Fichier de réglages %[1]s\u202f: "+fr+".", "File of settings %[1]s: "+en+".", path, what)
}

// written turns a value of TOML into what one would write after the flag.
func written(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case int64, float64, bool:
		return fmt.Sprint(v), true
	case []any:
		list := make([]string, len(v))
		for i, one := range v {
			text, ok := one.(string)
			if !ok || strings.Contains(text, ",") {
				return "", false
			}
			list[i] = text
		}
		return strings.Join(list, ","), true
	}
	return "", false
}

// Keys lists the settings that the file makes, in order.
func (f File) Keys() []string {
	keys := make([]string, 0, len(f.values))
	for key := range f.values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Has tells whether the file makes a setting.
func (f File) Has(key string) bool { _, ok := f.values[key]; return ok }

// Value is the setting that the file makes for a flag.
func (f File) Value(flag *command.Flag) (string, bool) {
	value, ok := f.values[flag.Name]
	return value, ok
}

// Unknown refuses keys that are not among the names of settings, each with the
// name that was probably meant.
func (f File) Unknown(names []string) error {
	var wrong []error
	for _, key := range f.Keys() {
		if !contains(names, key) {
			wrong = append(wrong, troubleNew("Fichier de réglages %[1]s\u202f: le réglage «\u00a0%[2]v\u00a0» n’existe pas."+meantFr(key, names),
				"File of settings %[1]s: there is no setting “%[2]v”."+meantEn(key, names), f.Path, key))
		}
	}
	return joinErrors(wrong)
}
