package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	line "airial/internal/platform/command"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
)

type configCommands struct {
	Show  configShow  `cmd:"" help:"Print each setting of the server as it is in force, and where it comes from."`
	Check configCheck `cmd:"" help:"Say what is wrong with the settings of the server, and what to write."`
}

type configShow struct {
	config.Serve `embed:""`
	JSON         bool `name:"json" help:"As JSON."`
}

// Run prints the settings also when some are wrong: that is when one looks.
func (c *configShow) Run(_ context.Context, call *line.Call) error {
	s := call.Beside.(*settings)
	list := config.Effective(call, s.file)
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(list)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, one := range list {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", one.Name, one.Value, s.origin(one))
	}
	return w.Flush()
}

// origin is where a setting comes from, in words.
func (s *settings) origin(one config.Setting) string {
	lang := terminalLang()
	switch one.From {
	case config.FromFlag:
		return i18n.T("ligne de commande", "command line").In(lang)
	case config.FromVar:
		return one.Variable
	case config.FromFile:
		return s.file.Path
	}
	return i18n.T("par défaut", "default").In(lang)
}

type configCheck struct {
	config.Serve `embed:""`
}

// Run says what is wrong: status 2 when the server would not start with these
// settings, 1 when something has no effect or is unwise.
func (c *configCheck) Run(_ context.Context, call *line.Call) error {
	s := call.Beside.(*settings)
	lang := terminalLang()
	for _, warning := range s.warnings {
		fmt.Println(warning.In(lang))
	}
	if s.problem != nil {
		fmt.Println(message(s.problem))
		return exit(2)
	}
	if len(s.warnings) > 0 {
		return exit(1)
	}
	fmt.Println(i18n.T("Les réglages sont en ordre.", "The settings are in order.").In(lang))
	return nil
}

// settings is what was found beside the command line.
type settings struct {
	file     config.File
	warnings []i18n.Text
	problem  error // with the call itself
}

// readSettings reads the file that the call or the environment names, and looks
// for names that no setting has.
func readSettings(program *line.Program, args []string) (*settings, error) {
	file, err := config.ReadFile(config.FileOf(args, os.Getenv))
	if err != nil {
		return nil, err
	}
	program.Resolve(file.Value)
	flags, variables := config.Names(program)
	s := &settings{file: file, warnings: config.Strange(os.Environ(), variables)}
	if file.Open && file.Path != "" {
		s.warnings = append(s.warnings, i18n.T("Le fichier %[1]s est lisible par tous\u202f: s’il contient un mot de passe, retirez ce droit (chmod 640).",
			"The file %[1]s can be read by everybody: if it holds a password, take that right away (chmod 640).", file.Path))
	}
	return s, file.Unknown(flags)
}
