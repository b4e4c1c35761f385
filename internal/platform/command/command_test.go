package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/command"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

type shared struct {
	Folder string `name:"data" env:"TEST_COMMAND_DATA" placeholder:"DIR" help:"Folder of all."`
}

type tableCommand struct {
	shared  `embed:""`
	Format  string        `enum:"text,json," default:"text" help:"Form."`
	Limit   int           `default:"10"`
	Word    []string      `sep:"none"`
	Only    []int         `help:"Numbers."`
	Wait    time.Duration `default:"2m"`
	Name    *string
	Take    map[string]string
	DryRun  bool
	Notice  bool     `default:"true" negatable:""`
	Output  string   `short:"o" type:"path"`
	Plan    string   `type:"existingfile"`
	Server  string   `required:"" env:"TEST_COMMAND_SERVER" placeholder:"URL" help:"Address."`
	Suggest bool     `xor:"what"`
	Stop    bool     `xor:"what"`
	File    string   `arg:"" help:"File to read."`
	More    []string `arg:"" optional:""`
}

func (c *tableCommand) Validate() error {
	if c.Limit < 0 {
		return fault.New(fault.Invalid, "test", "trop peu", "too few")
	}
	return nil
}

func (c *tableCommand) Run(context.Context) error { return nil }

type parent struct {
	Token string
	Run   runCommand  `cmd:"" default:"withargs" help:"Run it."`
	List  listCommand `cmd:""`
}

type runCommand struct {
	To string `placeholder:"DIR"`
}

func (*runCommand) Run(_ context.Context, c *command.Call) error {
	c.Beside.(map[string]string)["token"] = command.Above[parent](c).Token
	return nil
}

type listCommand struct{}

func (listCommand) Run() error { return nil }

type program struct {
	Config string       `env:"TEST_COMMAND_CONFIG"`
	Table  tableCommand `cmd:"" help:"Work on a table."`
	Backup parent       `cmd:"" help:"Back it up."`
}

func TestEverythingIsRead(t *testing.T) {
	var p program
	here, _ := os.Getwd()
	call, err := command.New(&p, "try", "").Parse(strings.Fields(
		"--config=f table --word a,b --word=c --only 1,2 --only=3 --wait 90s --name= --dry-run --no-notice -oout --server u --limit -- -5"))
	if err == nil || call == nil || call.Command() != "table" {
		t.Fatalf("a value that looks like a flag is taken: %v", err)
	}
	_, err = command.New(&p, "try", "").Parse(strings.Fields(
		"--config=f table --word a,b --word=c --only 1,2 --only=3 --wait 90s --name= --dry-run --no-notice -oout --server u --limit 5 --take a=1;b=2 --take=c=x=y --data d -- -x y z"))
	if err != nil {
		t.Fatal(err)
	}
	empty := ""
	want := tableCommand{shared: shared{"d"}, Format: "text", Limit: 5, Word: []string{"a,b", "c"}, Only: []int{1, 2, 3}, Wait: 90 * time.Second, Name: &empty, Take: map[string]string{"a": "1", "b": "2", "c": "x=y"},
		DryRun: true, Output: filepath.Join(here, "out"), Server: "u", File: "-x", More: []string{"y", "z"}}
	if diff := cmp.Diff(want, p.Table, cmp.AllowUnexported(tableCommand{})); diff != "" || p.Config != "f" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestWhatGoesFirst tries the order of the origins.
func TestWhatGoesFirst(t *testing.T) {
	beside := func(f *command.Flag) (string, bool) { return "file", f.Name == "data" }
	for _, c := range []struct{ variable, args, want string }{
		{"", "table --server=u f", "file"}, {"env", "table --server=u f", "env"}, {"env", "table --server=u f --data=call", "call"},
	} {
		if c.variable != "" {
			t.Setenv("TEST_COMMAND_DATA", c.variable)
		}
		var p program
		made := command.New(&p, "try", "")
		made.Resolve(beside)
		call, err := made.Parse(strings.Fields(c.args))
		if err != nil || p.Table.Folder != c.want {
			t.Errorf("%s: %q, %v", c.args, p.Table.Folder, err)
		}
		for _, f := range call.All() {
			if f.Name == "data" && f.Given() != (c.want == "call") {
				t.Errorf("%s: given %t", c.args, f.Given())
			}
		}
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"", "table, backup"}, {"tabel", "“table”"}, {"table --serverr=x f", "“--server”"}, {"table f", "--server=URL"}, {"table --server=u", "<file>"},
		{"table --server", "--server=URL"}, {"table --server=u --limit=x f", "--limit"}, {"table --server=u --limit=-1 f", "too few"},
		{"table --server=u --wait=x f", "90s"}, {"table --server=u --format=x f", "text, json"}, {"table --server=u --only=1,x f", "--only"},
		{"table --server=u --suggest --stop f", "--suggest, --stop"}, {"table --server=u --plan=/no/such f", "/no/such"}, {"table --server=u --plan=/ f", "folder"},
		{"table --server=u --dry-run=perhaps f", "true or false"}, {"backup list x", "too much"}, {"table -z f", "-z"}, {"table --server=u --take=a f", "NAME=VALUE"},
	} {
		var p program
		_, err := command.New(&p, "try", "").Parse(strings.Fields(c.args))
		if err == nil {
			t.Errorf("%q is taken", c.args)
			continue
		}
		for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
			if text := fault.Message(err).In(lang); text == "" || strings.Contains(text, "%!") || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q: %q", c.args, text)
			}
		}
		if !strings.Contains(fault.Message(err).In(i18n.English), c.says) {
			t.Errorf("%q: %v; want %q", c.args, err, c.says)
		}
	}
}

// TestWithoutAName calls the command that is meant where none is named, which asks
// the one above it.
func TestWithoutAName(t *testing.T) {
	for _, args := range []string{"backup --to=x --token=secret", "backup --token=secret run --to=x"} {
		var p program
		call, err := command.New(&p, "try", "").Parse(strings.Fields(args))
		if err != nil || call.Command() != "backup run" || p.Backup.Run.To != "x" {
			t.Fatalf("%s: %v", args, err)
		}
		beside := map[string]string{}
		call.Beside = beside
		if err := call.Run(t.Context()); err != nil || beside["token"] != "secret" {
			t.Errorf("%s: %v, %v", args, beside, err)
		}
	}
}

func TestHelp(t *testing.T) {
	for args, says := range map[string][]string{
		"--help":         {"Usage: try <command> [flags]", "table --server=URL <file> [<more> ...] [flags]", "    Work on a table.", "backup list [flags]"},
		"table --help x": {"Usage: try table --server=URL", "-o, --output=STRING", "($TEST_COMMAND_SERVER)", "--[no-]notice", "--only=INT,...", `--format="text"`, "--limit=10"},
	} {
		var p program
		var b strings.Builder
		call, err := command.New(&p, "try", "What it is.").Parse(strings.Fields(args))
		if err != nil || !call.Help || call.WriteHelp(&b) != nil {
			t.Fatalf("%s: %v", args, err)
		}
		for _, text := range says {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s does not say %q:\n%s", args, text, b.String())
			}
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if len([]rune(line)) > 80 {
				t.Errorf("%s: a line is too long: %q", args, line)
			}
		}
	}
}
