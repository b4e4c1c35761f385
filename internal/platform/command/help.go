package command

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

const (
	helpWidth = 80
	leftMost  = 30 // of the column of the flags; a longer one has a line of its own
)

// WriteHelp says how a command is called.
func (n *Node) WriteHelp(to io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: %s\n", n.usage(n.called()))
	if n.Help != "" {
		b.WriteString("\n" + wrapped(n.Help, helpWidth, "") + "\n")
	}
	if len(n.Args) > 0 {
		b.WriteString("\nArguments:\n")
		for _, f := range n.Args {
			entry(&b, "  "+f.summary(), f.explained())
		}
	}
	b.WriteString("\nFlags:\n")
	entry(&b, "  -h, --help", "Show what is said here.")
	for _, one := range n.path() {
		for _, f := range one.Flags {
			entry(&b, f.left(), f.explained())
		}
	}
	if len(n.Commands) > 0 {
		b.WriteString("\nCommands:\n")
		n.listCommands(&b)
		fmt.Fprintf(&b, "Run \"%s <command> --help\" for more information on a command.\n", n.called())
	}
	_, err := io.WriteString(to, b.String())
	return err
}

func (n *Node) listCommands(b *strings.Builder) {
	for _, c := range n.Commands {
		if len(c.Commands) > 0 {
			c.listCommands(b)
			continue
		}
		fmt.Fprintf(b, "  %s\n%s\n\n", c.usage(c.Command()), wrapped(c.Help, helpWidth-4, "    "))
	}
}

// usage is the call of a command with what it cannot do without.
func (n *Node) usage(name string) string {
	parts := []string{name}
	if len(n.Commands) > 0 {
		return name + " <command> [flags]"
	}
	for _, one := range n.path() {
		for _, f := range one.Flags {
			if f.required {
				parts = append(parts, f.summary())
			}
		}
	}
	for _, f := range n.Args {
		parts = append(parts, f.summary())
	}
	return strings.Join(append(parts, "[flags]"), " ")
}

// written is the flag's or the argument's name as one writes it.
func (f *Flag) written() string {
	if f.argument {
		return "<" + f.Name + ">"
	}
	return "--" + f.Name
}

// summary is the name with its value.
func (f *Flag) summary() string {
	switch {
	case !f.argument && f.isBool():
		return f.written()
	case !f.argument:
		return f.written() + "=" + f.valueName()
	}
	name := f.written()
	if f.isList() {
		name += " ..."
	}
	if !f.required {
		name = "[" + name + "]"
	}
	return name
}

// valueName is what stands for the value.
func (f *Flag) valueName() string {
	name := f.placeholder
	kind := f.target.Type()
	for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	switch {
	case name != "":
	case f.Default != "" && f.target.Kind() == reflect.String:
		name = `"` + f.Default + `"`
	case f.Default != "":
		name = f.Default
	case kind.Kind() == reflect.Map:
		name = "NAME=VALUE;..."
	default:
		name = strings.ToUpper(kind.Name())
	}
	if f.isList() && f.sep != "" {
		name += f.sep + "..."
	}
	return name
}

func (f *Flag) left() string {
	name := "      "
	if f.short != "" {
		name = "  -" + f.short + ", "
	}
	if f.negatable {
		return name + "--[no-]" + f.Name
	}
	return name + f.summary()
}

// explained is the help with the variable that stands for the flag.
func (f *Flag) explained() string {
	if len(f.Envs) == 0 {
		return f.Help
	}
	return strings.TrimSuffix(f.Help, ".") + " ($" + strings.Join(f.Envs, ", $") + ")."
}

func entry(b *strings.Builder, left, text string) {
	lines := strings.Split(wrapped(text, helpWidth-leftMost, ""), "\n")
	if utf8.RuneCountInString(left) > leftMost-2 {
		fmt.Fprintf(b, "%s\n", left)
		left = ""
	}
	for _, line := range lines {
		fmt.Fprintf(b, "%s%s%s\n", left, strings.Repeat(" ", leftMost-utf8.RuneCountInString(left)), line)
		left = ""
	}
}

// wrapped breaks text into lines.
func wrapped(text string, width int, indent string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, indent+line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, indent+line), "\n")
}
