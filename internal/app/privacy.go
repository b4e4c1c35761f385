package app

import (
	"os"

	"airial/internal/platform/fault"
	"airial/privacy/law"
)

// privacyRules reads the operator's rules of what may be published of persons;
// nil stands for those of the program.
func privacyRules(path string) (*law.Set, error) {
	if path == "" {
		return nil, nil
	}
	const op = "app.privacyRules"
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer f.Close()
	set, err := law.Read(f)
	if err != nil {
		return nil, fault.New(fault.Invalid, op, "Le fichier de --privacy-rules ne peut pas être lu\u202f: %[1]s", "The file of --privacy-rules cannot be read: %[1]s", err.Error())
	}
	return set, nil
}
