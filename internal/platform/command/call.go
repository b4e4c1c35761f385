package command

import (
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"

	"airial/internal/platform/fault"
)

// Call is a command line that was read.
type Call struct {
	*Node
	Beside any  // what the program hands to the command
	Help   bool // help is wanted, not the command
}

// All are the flags of the command and of those above it.
func (c *Call) All() (flags []*Flag) {
	for _, n := range c.path() {
		flags = append(flags, n.Flags...)
	}
	return flags
}

// Given tells whether the call itself sets a flag.
func (f *Flag) Given() bool { return f.given }

// Run runs the command.
func (c *Call) Run(ctx context.Context) error { return c.runner()(ctx, c) }

// runner is what runs a command, nil where nothing does.
func (n *Node) runner() func(context.Context, *Call) error {
	switch r := n.target.Addr().Interface().(type) {
	case interface{ Run() error }:
		return func(context.Context, *Call) error { return r.Run() }
	case interface{ Run(context.Context) error }:
		return func(ctx context.Context, _ *Call) error { return r.Run(ctx) }
	case interface {
		Run(context.Context, *Call) error
	}:
		return r.Run
	}
	return nil
}

// Above is the structure of a command above the one that is called.
func Above[T any](c *Call) *T {
	for _, n := range c.path() {
		if found, ok := n.target.Addr().Interface().(*T); ok {
			return found
		}
	}
	panic("command: " + c.Command() + " stands under no such command")
}

// settle sets every flag and argument of the command, and tells all that is wrong.
func (c *Call) settle(resolve func(*Flag) (string, bool)) error {
	var problems []error
	for _, n := range c.path() {
		for _, f := range slices.Concat(n.Flags, n.Args) {
			problems = append(problems, f.settle(resolve))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	if err := c.missing(); err != nil {
		return err
	}
	for _, n := range c.path() {
		if v, ok := n.target.Addr().Interface().(interface{ Validate() error }); ok {
			problems = append(problems, v.Validate())
		}
	}
	return errors.Join(problems...)
}

// settle sets a flag from where it is found first.
func (f *Flag) settle(resolve func(*Flag) (string, bool)) (err error) {
	f.target.Set(reflect.Zero(f.target.Type()))
	texts := f.texts
	for _, name := range f.Envs {
		if text, ok := os.LookupEnv(name); ok && len(texts) == 0 {
			texts = []string{text}
		}
	}
	if len(texts) == 0 && resolve != nil {
		if text, ok := resolve(f); ok {
			texts = []string{text}
		}
	}
	if f.found = len(texts) > 0; !f.found && f.Default != "" {
		texts = []string{f.Default}
	}
	if len(texts) > 0 {
		err = f.set(texts...)
	}
	if err == nil && !f.anything && (f.found || !f.required) {
		err = f.inEnum()
	}
	return err
}

func (f *Flag) inEnum() error {
	list := []reflect.Value{f.target}
	if f.isList() {
		list = nil
		for i := range f.target.Len() {
			list = append(list, f.target.Index(i))
		}
	}
	for _, v := range list {
		if !slices.Contains(f.enum, v.String()) {
			some := strings.Join(slices.DeleteFunc(slices.Clone(f.enum), func(s string) bool { return s == "" }), ", ")
			return f.wants("un de ces mots\u202f: "+some, "one of these words: "+some)
		}
	}
	return nil
}

// missing names what is required and not there, and what excludes each other.
func (c *Call) missing() error {
	var names []string
	groups := map[string][]string{}
	for _, f := range c.All() {
		if f.required && !f.found {
			names = append(names, f.summary())
		}
		if f.group != "" && f.given {
			groups[f.group] = append(groups[f.group], f.written())
		}
	}
	for _, f := range c.Args {
		if f.required && !f.found {
			names = append(names, f.summary())
		}
	}
	var problems []error
	if len(names) > 0 {
		list := strings.Join(names, " ")
		problems = append(problems, wrong("Il manque\u202f: %[1]s. %[2]s --help en dit plus.", "Missing: %[1]s. %[2]s --help says more.", list, c.called()))
	}
	for _, group := range groups {
		if len(group) > 1 {
			list := strings.Join(group, ", ")
			problems = append(problems, wrong("%[1]s ne vont pas ensemble\u202f: gardez-en une.", "%[1]s do not go together: keep one of them.", list))
		}
	}
	return errors.Join(problems...)
}

func (f *Flag) wants(fr, en string) error {
	return wrong("%[1]s\u202f: indiquez "+escaped(fr)+".", "%[1]s: give "+escaped(en)+".", f.written())
}

func escaped(text string) string { return strings.ReplaceAll(text, "%", "%%") }

func wrong(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "command", fr, en, args...)
}
