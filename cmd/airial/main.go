// Command airial runs an installation of Airial and the commands beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	line "airial/internal/platform/command"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// version is set when the program is built.
var version = "development"

type commands struct {
	SettingsFile string `name:"config" env:"AIRIAL_CONFIG" placeholder:"FILE" help:"File of settings, in TOML: the names of the flags are the keys."`

	Serve     serveCommand       `cmd:"" help:"Run the server."`
	Demo      demoCommand        `cmd:"" help:"Fill a folder with the demonstration département."`
	Check     checkCommand       `cmd:"" help:"Check a table against its schema."`
	Scan      scanCommand        `cmd:"" help:"Look for personal data in a table or a text."`
	Redact    redactCommand      `cmd:"" help:"Take names and identifiers out of a PDF, a DOCX, an ODT or the picture of a page."`
	Anonymise anonymiseCommand   `cmd:"" help:"Take personal data out of a table, by a plan."`
	Schemas   schemasCommands    `cmd:"" help:"Schemas of tables: those built in, and those of the official catalogue."`
	Nothing   nothingCommand     `cmd:"" help:"Declare that there is nothing to publish under a schema for a year."`
	Harvest   harvestCommand     `cmd:"" help:"Harvest the catalogues of others into a member’s."`
	Duties    obligationsCommand `cmd:"" name:"obligations" help:"What the law asks members to publish, and where they stand."`
	Addresses addressesCommands  `cmd:"" help:"Addresses of a commune (Base Adresse Locale)."`
	Deposit   depositCommand     `cmd:"" help:"Deposit a file on a server and follow its life."`
	Dataset   datasetCommands    `cmd:"" help:"Datasets on a server: the processing activity that they come from, their anonymisation plan."`
	Member    memberCommands     `cmd:"" help:"Members of an installation."`
	User      userCommands       `cmd:"" help:"People of an installation."`
	Token     tokenCommands      `cmd:"" help:"Tokens by which machines act for a member."`
	Adhesion  adhesionCommands   `cmd:"" help:"What members subscribe to, and what they owe."`
	DataGouv  datagouvCommands   `cmd:"" name:"datagouv" help:"What is pushed to data.gouv.fr."`
	Import    importCommands     `cmd:"" help:"Take over what was kept elsewhere."`
	Intake    intakeCommands     `cmd:"" help:"Take in what others send."`
	Register  registerCommands   `cmd:"" help:"The register of a member (GDPR): activities that are there twice, files of breaches, certificates."`
	Journal   journalCommand     `cmd:"" help:"The journal of an installation."`
	Witness   witnessCommand     `cmd:"" help:"Run a witness, which countersigns the journals of others."`
	Move      moveCommand        `cmd:"" name:"migrate-to" help:"Move an embedded installation to PostgreSQL and another store, while its server answers what is read."`
	Version   versionCommand     `cmd:"" help:"Print the version."`
	Config    configCommands     `cmd:"" help:"The settings of the server."`
	Gather    gatherCommands     `cmd:"" help:"The consolidated datasets of the territory."`
	Jobs      jobsCommands       `cmd:"" help:"What the server has to do, and what failed."`
	Doctor    doctorCommand      `cmd:"" help:"Look an installation over, and say what to do."`
	Backup    backupCommand      `cmd:"" help:"Backups of an installation."`
	Restore   restoreCommand     `cmd:"" help:"Bring a backup back: whole into an empty folder, or one member."`
}

type versionCommand struct{}

func (versionCommand) Run() error {
	_, err := fmt.Println(version)
	return err
}

// exit is an error that only carries a status: the command has said what
// there was to say.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run returns the status of the program: 0 when all went well, 1 when it did
// not, 2 when the call is wrong.
func run(ctx context.Context, args []string) int {
	if err := config.SecretsFromFiles(os.Getenv, os.Setenv); err != nil {
		fmt.Fprintln(os.Stderr, "airial:", message(err))
		return 2
	}
	var c commands
	program := line.New(&c, "airial", "Airial takes charge of local public data through its whole life.")
	s, err := readSettings(program, args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "airial:", message(err))
		return 2
	}
	call, err := program.Parse(args)
	if err != nil && call != nil && strings.HasPrefix(call.Command(), "config ") {
		s.problem, err = err, nil // what is wrong is what one wants to know
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "airial:", message(err))
		return 2
	case call.Help:
		err = call.WriteHelp(os.Stdout)
	default:
		call.Beside = s
		err = call.Run(ctx)
	}
	if status := exit(0); errors.As(err, &status) {
		return int(status)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "airial:", message(err))
		if fault.Is(err, fault.Invalid) {
			return 2
		}
		return 1
	}
	return 0
}

// message is what the person at the terminal reads: the words meant for her
// where there are some.
func message(err error) string {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) && os.Getenv("AIRIAL_TRACE") == "" {
		var lines []string
		for _, one := range several.Unwrap() {
			lines = append(lines, message(one))
		}
		return strings.Join(lines, "\n")
	}
	if kind := fault.KindOf(err); kind == fault.Other || os.Getenv("AIRIAL_TRACE") != "" {
		return err.Error()
	}
	return fault.Message(err).In(terminalLang())
}

// terminalLang is the language of the terminal, French where it says nothing.
func terminalLang() i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "en" {
				return i18n.English
			}
			return i18n.French
		}
	}
	return i18n.French
}
