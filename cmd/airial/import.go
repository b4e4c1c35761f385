package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type importCommands struct {
	Madis importMadis `cmd:"" help:"Take a whole installation of Madis over."`
}

type importMadis struct {
	config.Data `embed:""`
	From        string `arg:"" optional:"" placeholder:"DUMP.sql[.gz]|mysql://user@host/database" help:"Dump of the database (mysqldump, mariadb-dump), or the database itself. Its password is read from AIRIAL_MADIS_PASSWORD."`
	Documents   string `placeholder:"DIR|FILE.zip" help:"Folder of documents of Madis (public/uploads and var/documents), or a zip of it."`
	Make        bool   `help:"Make the members that there are not, by their SIREN; leave bodies without a SIREN aside."`
	Accept      bool   `help:"Take over at once what was read, where every body is decided."`
	AcceptID    string `name:"accept-import" placeholder:"ID" help:"Take over an import that was read earlier, or go on with one that was cut off."`
	UndoID      string `name:"undo" placeholder:"ID" help:"Undo an import, except what was changed since."`
	DropID      string `name:"drop" placeholder:"ID" help:"Drop an import of which nothing was taken over."`
}

func (c *importMadis) Run(ctx context.Context) error {
	asked := 0
	for _, s := range []string{c.From, c.AcceptID, c.UndoID, c.DropID} {
		if s != "" {
			asked++
		}
	}
	if asked != 1 {
		return fault.New(fault.Invalid, "import madis", "Donnez une sauvegarde ou l’adresse d’une base, ou l’une des options --accept-import, --undo, --drop.",
			"Give a dump or the address of a database, or one of --accept-import, --undo, --drop.")
	}
	return beside(ctx, c.Data, func(g *app.Ground) (err error) {
		var r app.MadisReport
		switch {
		case c.UndoID != "":
			r, err = app.UndoMadis(ctx, g, c.UndoID)
		case c.DropID != "":
			r, err = app.DropMadis(ctx, g, c.DropID)
		case c.AcceptID != "":
			r, err = app.AcceptMadis(ctx, g, c.AcceptID, c.Documents)
		default:
			r, err = app.ImportMadis(ctx, g, app.MadisImport{From: c.From, Password: os.Getenv("AIRIAL_MADIS_PASSWORD"), Documents: c.Documents, Make: c.Make, Accept: c.Accept}, nil)
		}
		if r.ID != "" {
			c.show(r)
		}
		return err
	})
}

// show prints a line for each body, with found/taken/left of each kind.
func (c *importMadis) show(r app.MadisReport) {
	fmt.Printf("%s %s\n", r.ID, r.State)
	if !r.Trouble.Empty() {
		fmt.Fprintln(os.Stderr, r.Trouble.In(terminalLang()))
	}
	var kinds []string
	for _, b := range append(r.Bodies, app.MadisBody{Counts: r.Library}) {
		for k := range b.Counts {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	slices.Sort(kinds)
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	line := func(b app.MadisBody) {
		var counts []string
		for _, k := range kinds {
			if n, ok := b.Counts[k]; ok {
				words := fmt.Sprintf("%s %d/%d", k, n.Taken, n.Found)
				if n.Same > 0 {
					words += fmt.Sprintf(" (%d there)", n.Same)
				}
				if n.Kept > 0 {
					words += fmt.Sprintf(" (%d kept)", n.Kept)
				}
				counts = append(counts, words)
			}
		}
		siren := b.Siren
		if siren == "" {
			siren = "-"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s %s\n", siren, b.Name, b.State, strings.Join(counts, ", "), b.Trouble.In(terminalLang()))
	}
	for _, b := range r.Bodies {
		line(b)
	}
	line(app.MadisBody{Name: "-", Counts: r.Library})
	_ = w.Flush()
	if r.Left > 0 {
		fmt.Fprintf(os.Stderr, "%d records or fields were not taken over: see the page of the import in the console\n", r.Left)
	}
	for _, k := range r.Kept {
		fmt.Fprintf(os.Stderr, "kept, for it was changed since: %s\n", k)
	}
}
