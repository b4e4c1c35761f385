package command

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// Program is what may be called.
type Program struct {
	*Node
	resolve func(*Flag) (string, bool)
}

// Node is a command, or the program itself.
type Node struct {
	Name, Help string
	Flags      []*Flag
	Args       []*Flag
	Commands   []*Node

	above   *Node
	unnamed bool // it is meant where no command is named
	target  reflect.Value
}

// Flag is a flag, or an argument.
type Flag struct {
	Name, Help, Default string
	Envs                []string

	short       string
	placeholder string
	enum        []string
	anything    bool // no enum
	required    bool
	group       string // of which only one may be given
	negatable   bool
	path        string // "path", "existingfile" or ""
	sep         string
	target      reflect.Value

	texts    []string // as given in the call
	given    bool
	found    bool // in the call or beside it
	argument bool
}

// New makes a program of a pointer to a structure. What is wrong with the
// structure is a mistake in the program: it panics.
func New(into any, name, help string) *Program {
	root := &Node{Name: name, Help: help, target: reflect.ValueOf(into).Elem()}
	root.add(root.target)
	return &Program{Node: root}
}

// Resolve sets where flags are looked for that neither the call nor the
// environment sets.
func (p *Program) Resolve(find func(*Flag) (string, bool)) { p.resolve = find }

// Visit calls fn with every flag of the program and its commands.
func (n *Node) Visit(fn func(*Flag)) {
	for _, f := range n.Flags {
		fn(f)
	}
	for _, c := range n.Commands {
		c.Visit(fn)
	}
}

func (n *Node) add(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag := field.Tag
		name := tag.Get("name")
		if name == "" {
			name = dashed(field.Name)
		}
		_, embedded := tag.Lookup("embed")
		_, command := tag.Lookup("cmd")
		switch {
		case embedded || field.Anonymous:
			n.add(v.Field(i))
		case !field.IsExported():
		case command:
			child := &Node{Name: name, Help: tag.Get("help"), above: n, unnamed: tag.Get("default") == "withargs", target: v.Field(i)}
			child.add(child.target)
			if len(child.Commands) == 0 && child.runner() == nil {
				panic("command: " + child.Command() + " has no Run that can be called")
			}
			n.Commands = append(n.Commands, child)
		default:
			n.addFlag(newFlag(name, tag, v.Field(i)), tag)
		}
	}
}

func (n *Node) addFlag(f *Flag, tag reflect.StructTag) {
	if _, argument := tag.Lookup("arg"); !argument {
		n.Flags = append(n.Flags, f)
		return
	}
	_, optional := tag.Lookup("optional")
	f.argument, f.required = true, !optional && f.Default == ""
	n.Args = append(n.Args, f)
}

func newFlag(name string, tag reflect.StructTag, target reflect.Value) *Flag {
	if !settable(target) {
		panic(fmt.Sprintf("command: no flag can be of type %s (%s)", target.Type(), name))
	}
	f := &Flag{Name: name, Help: tag.Get("help"), Default: tag.Get("default"), short: tag.Get("short"), placeholder: tag.Get("placeholder"),
		group: tag.Get("xor"), path: tag.Get("type"), sep: ",", target: target}
	if env := tag.Get("env"); env != "" {
		f.Envs = strings.Split(env, ",")
	}
	if sep := tag.Get("sep"); sep != "" {
		f.sep = strings.TrimSuffix(sep, "none")
	}
	_, f.required = tag.Lookup("required")
	_, f.negatable = tag.Lookup("negatable")
	enum, ok := tag.Lookup("enum")
	f.enum, f.anything = strings.Split(enum, ","), !ok
	return f
}

// dashed writes the name of a field as a flag: DryRun as dry-run.
func dashed(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		begins := i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if begins {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// path is the node with those above it, the program first.
func (n *Node) path() []*Node {
	if n.above == nil {
		return []*Node{n}
	}
	return append(n.above.path(), n)
}

// Command is how the node is called, without the program's name.
func (n *Node) Command() string {
	var names []string
	for _, one := range n.path()[1:] {
		names = append(names, one.Name)
	}
	return strings.Join(names, " ")
}

func (n *Node) called() string { return strings.TrimSpace(n.path()[0].Name + " " + n.Command()) }
