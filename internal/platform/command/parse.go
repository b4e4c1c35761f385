package command

import (
	"slices"
	"strings"
	"unicode"
)

// Parse reads a command line. Where a command was named, the call is there even
// when something is wrong with the rest.
func (p *Program) Parse(args []string) (*Call, error) {
	p.forget()
	s := &scan{node: p.Node, left: args, resolve: p.resolve}
	for len(s.left) > 0 && !s.help {
		if err := s.next(); err != nil {
			return s.call(), err
		}
	}
	if s.help {
		return &Call{Node: s.node, Help: true}, nil
	}
	for len(s.node.Commands) > 0 {
		child := s.node.child("")
		if child == nil {
			return s.call(), s.node.noCommand()
		}
		s.node = child
	}
	c := &Call{Node: s.node}
	return c, c.settle(p.resolve)
}

func (n *Node) forget() {
	for _, f := range slices.Concat(n.Flags, n.Args) {
		f.texts, f.given, f.found = nil, false, false
	}
	for _, c := range n.Commands {
		c.forget()
	}
}

// scan is a reading under way.
type scan struct {
	node    *Node
	left    []string
	args    int  // arguments of the node that have been read
	plain   bool // behind --, where nothing is a flag
	help    bool
	resolve func(*Flag) (string, bool)
}

func (s *scan) call() *Call {
	if s.node.above == nil {
		return nil
	}
	c := &Call{Node: s.node}
	_ = c.settle(s.resolve) // what is wrong already is told
	return c
}

func (s *scan) next() error {
	word := s.left[0]
	s.left = s.left[1:]
	switch {
	case s.plain || word == "-" || !strings.HasPrefix(word, "-"):
		return s.word(word)
	case word == "--":
		s.plain = true
		return nil
	case word == "--help" || word == "-h":
		s.help = true
		return nil
	}
	name, value, has := strings.Cut(word, "=")
	f, no := s.flag(name)
	if f == nil && !strings.HasPrefix(word, "--") && len(word) > 2 { // -oFILE
		if f, no = s.flag(word[:2]); f != nil {
			name, value, has = word[:2], word[2:], true
		}
	}
	if f == nil {
		return s.node.noFlag(name)
	}
	switch {
	case f.isBool() && !has:
		value = "true"
		if no {
			value = "false"
		}
	case !has:
		if len(s.left) == 0 || isFlag(s.left[0]) {
			return wrong("%[1]s attend une valeur\u202f: %[2]s.", "%[1]s wants a value: %[2]s.", name, f.summary())
		}
		value, s.left = s.left[0], s.left[1:]
	}
	f.texts, f.given = append(f.texts, value), true
	return nil
}

// isFlag tells whether a word is meant as a flag: not as a number below zero.
func isFlag(word string) bool {
	return len(word) > 1 && word[0] == '-' && !unicode.IsDigit(rune(word[1])) && word[1] != '.'
}

// flag finds a flag of the command or of one above it, and tells whether it is
// written as its contrary.
func (s *scan) flag(name string) (f *Flag, no bool) {
	for n := s.node; n != nil; n = n.above {
		for _, f := range n.Flags {
			switch {
			case name == "--"+f.Name || f.short != "" && name == "-"+f.short:
				return f, false
			case f.negatable && name == "--no-"+f.Name:
				return f, true
			}
		}
	}
	if child := s.node.child(""); child != nil {
		s.node = child
		return s.flag(name)
	}
	return nil, false
}

// word reads the name of a command, or an argument.
func (s *scan) word(word string) error {
	if len(s.node.Commands) > 0 {
		if child := s.node.child(word); child != nil {
			s.node, s.args = child, 0
			return nil
		}
		if child := s.node.child(""); child != nil {
			s.node, s.args = child, 0
			return s.word(word)
		}
		return s.node.noWord(word)
	}
	if s.args == len(s.node.Args) {
		return wrong("«\u00a0%[1]s\u00a0» est de trop. %[2]s --help dit ce qui est attendu.", "“%[1]s” is too much. %[2]s --help says what is expected.", word, s.node.called())
	}
	f := s.node.Args[s.args]
	if !f.isList() {
		s.args++
	}
	f.texts, f.given = append(f.texts, word), true
	return nil
}

// child is the command of a name; "" for the one that needs none.
func (n *Node) child(name string) *Node {
	for _, c := range n.Commands {
		if c.Name == name && name != "" || name == "" && c.unnamed {
			return c
		}
	}
	return nil
}

func (n *Node) noCommand() error {
	var names []string
	for _, c := range n.Commands {
		names = append(names, c.Name)
	}
	list := strings.Join(names, ", ")
	return wrong("Dites quoi faire\u202f: %[1]s suivi de %[2]s. %[1]s --help en dit plus.", "Say what to do: %[1]s followed by %[2]s. %[1]s --help says more.", n.called(), list)
}

func (n *Node) noWord(word string) error {
	var names []string
	for _, c := range n.Commands {
		names = append(names, c.Name)
	}
	fr, en := meant(Nearest(word, names))
	return wrong("La commande «\u00a0%[1]s\u00a0» n’existe pas."+fr+" %[2]s --help les montre toutes.",
		"There is no command “%[1]s”."+en+" %[2]s --help shows them all.", word, n.called())
}

func (n *Node) noFlag(name string) error {
	var names []string
	for _, one := range n.path() {
		for _, f := range one.Flags {
			names = append(names, "--"+f.Name)
		}
	}
	fr, en := meant(Nearest(name, names))
	return wrong("L’option %[1]s n’existe pas."+fr+" %[2]s --help les montre toutes.",
		"There is no flag %[1]s."+en+" %[2]s --help shows them all.", name, n.called())
}

func meant(name string) (fr, en string) {
	if name == "" {
		return "", ""
	}
	return " Vouliez-vous dire «\u00a0" + name + "\u00a0»\u202f?", " Did you mean “" + name + "”?"
}
