package config

import (
	"errors"
	"os"
	"slices"
	"sort"
	"strings"

	"airial/internal/platform/command"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Prefix is what the names of our variables begin with.
const Prefix = "AIRIAL_"

// more are variables that no flag stands for: secrets, which are better not on
// a command line, and what is of use to developers.
var more = []string{"AIRIAL_SMTP_PASSWORD", "AIRIAL_OIDC_CLIENT_SECRET", "AIRIAL_MASTER_KEY", "AIRIAL_MASTER_KEY_FILE",
	"AIRIAL_S3_ACCESS_KEY", "AIRIAL_S3_ACCESS_KEY_FILE", "AIRIAL_S3_SECRET_KEY", "AIRIAL_S3_SECRET_KEY_FILE",
	"AIRIAL_MADIS_PASSWORD", "AIRIAL_TRACE", "AIRIAL_TESTDATA", "AIRIAL_TEST_POSTGRES", "AIRIAL_BIN",
	"AIRIAL_E2E_DATABASE", "AIRIAL_SOAK", "AIRIAL_SHOTS"}

// Names returns the names of all flags of a program that a variable stands for
// too, and those of the variables.
func Names(program *command.Program) (flags, variables []string) {
	seen := map[string]bool{}
	program.Visit(func(f *command.Flag) {
		if len(f.Envs) > 0 && !seen[f.Name] {
			seen[f.Name] = true
			flags = append(flags, f.Name)
			variables = append(variables, f.Envs...)
		}
	})
	sort.Strings(flags)
	variables = append(variables, more...)
	for _, name := range secretVars {
		variables = append(variables, name+"_FILE")
	}
	sort.Strings(variables)
	return flags, slices.Compact(variables)
}

// Strange says which AIRIAL_ variables of an environment no setting knows, each
// with the name that was probably meant.
func Strange(environment, variables []string) (out []i18n.Text) {
	for _, pair := range environment {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, Prefix) && !slices.Contains(variables, name) {
			out = append(out, i18n.T("La variable %[1]s n’est pas un réglage et reste sans effet."+meantFr(name, variables),
				"The variable %[1]s is no setting and has no effect."+meantEn(name, variables), name))
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].En < out[j].En })
	return out
}

func meantFr(name string, known []string) string {
	if near := command.Nearest(name, known); near != "" {
		return " Vouliez-vous dire «\u00a0" + near + "\u00a0»\u202f?"
	}
	return ""
}

func meantEn(name string, known []string) string {
	if near := command.Nearest(name, known); near != "" {
		return " Did you mean “" + near + "”?"
	}
	return ""
}

// From says where the value of a setting comes from.
type From string

// The origins, the strongest first.
const (
	FromFlag    From = "flag"
	FromVar     From = "environment"
	FromFile    From = "file"
	FromDefault From = "default"
)

// A Setting is one as it is in force.
type Setting struct {
	Name     string `json:"name"`
	Variable string `json:"variable,omitempty"`
	Value    string `json:"value"` // secrets are blotted out
	Default  string `json:"default,omitempty"`
	From     From   `json:"from"`
	Help     string `json:"-"`
}

// Effective lists the settings of a call that was read, as they are in force.
func Effective(c *command.Call, f File) (out []Setting) {
	for _, flag := range c.All() {
		if len(flag.Envs) == 0 {
			continue
		}
		s := Setting{Name: flag.Name, Variable: flag.Envs[0], Value: shown(flag), Default: flag.Default, From: FromDefault, Help: flag.Help}
		_, inEnvironment := os.LookupEnv(flag.Envs[0])
		switch {
		case flag.Given():
			s.From = FromFlag
		case inEnvironment:
			s.From = FromVar
		case f.Has(flag.Name):
			s.From = FromFile
		}
		out = append(out, s)
	}
	return out
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func joinErrors(list []error) error { return errors.Join(list...) }

func troubleNew(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "config", fr, en, args...)
}
