package main

import (
	"context"
	"os"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/services/check"
)

type schemasCommands struct {
	List     schemasList     `cmd:"" help:"List the schemas that are known."`
	Show     schemasShow     `cmd:"" help:"Show the columns and rules of a schema."`
	Template schemasTemplate `cmd:"" help:"Write a workbook to fill in under a schema."`
	Update   schemasUpdate   `cmd:"" help:"Fetch the official catalogue, verify its schemas and keep them."`
}

type schemasFolder struct {
	Dir  string `help:"Folder of the fetched schemas." env:"AIRIAL_SCHEMAS" type:"path" placeholder:"DIR"`
	Lang string `help:"Language; that of the terminal when absent." enum:"fr,en," default:""`
}

func (f schemasFolder) args() check.SchemasArgs {
	lang := f.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	return check.SchemasArgs{Dir: schemasDir(f.Dir), Lang: lang}
}

type schemasList struct {
	schemasFolder `embed:""`
}

func (c *schemasList) Run() error { return check.ListSchemas(c.args(), os.Stdout) }

type schemasShow struct {
	schemasFolder `embed:""`
	JSON          bool   `name:"json" help:"Print the Table Schema descriptor."`
	Name          string `arg:"" help:"Name of the schema, with @version if need be, or path of a descriptor." placeholder:"NAME|PATH"`
}

func (c *schemasShow) Run() error { return check.ShowSchema(c.args(), c.Name, c.JSON, os.Stdout) }

type schemasTemplate struct {
	schemasFolder `embed:""`
	Siren         string `placeholder:"NUMBER" help:"SIREN (9 digits) or SIRET (14) of the body that fills it in."`
	Body          string `placeholder:"TEXT" help:"Name of that body."`
	Insee         string `placeholder:"CODE" help:"INSEE code of that commune."`
	Rows          string `placeholder:"FILE" help:"File whose rows are copied into it: last year’s, for instance." type:"existingfile"`
	Output        string `short:"o" required:"" placeholder:"FILE" help:"File to write: .xlsx, .ods or .csv."`
	Name          string `arg:"" help:"Name of the schema, with @version if need be, or path of a descriptor." placeholder:"NAME|PATH"`
}

func (c *schemasTemplate) Run() error {
	return check.WriteTemplate(c.args(), check.TemplateArgs{Name: c.Name, Output: c.Output, Rows: c.Rows,
		Body: c.Body, Siren: c.Siren, Insee: c.Insee})
}

type schemasUpdate struct {
	schemasFolder `embed:""`
	From          string `help:"Address of the catalogue, or a folder that holds a copy of it." default:"https://schema.data.gouv.fr/schemas.json" placeholder:"URL|DIR"`
}

func (c *schemasUpdate) Run(ctx context.Context) error {
	today := clock.System{}.Now().UTC().Format(time.DateOnly)
	return check.UpdateSchemas(ctx, c.args(), c.From, today, os.Stdout)
}
