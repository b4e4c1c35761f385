package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

type registerCommands struct {
	Twins        twinCommands        `cmd:"" help:"Activities that a member has twice, most often after bodies have merged."`
	Breaches     breachCommands      `cmd:"" help:"Breaches: how they stand, what is decided, what was done."`
	BreachFiles  breachFileCommands  `cmd:"" name:"breach-files" help:"Files that go with a breach."`
	Certificates certificateCommands `cmd:"" help:"Certificates of the products that a member uses."`
}

// registerFlags say of whose register it is.
type registerFlags struct {
	serverFlags `embed:""`
	Member      string `placeholder:"SIREN" help:"Member; that of the token when absent."`
}

func (f registerFlags) register() client.Register {
	return client.Register{Server: f.server(), Member: f.Member}
}

// tell prints words in the language of the terminal.
func tell(fr, en string, args ...any) {
	fmt.Printf(i18n.T(fr, en).In(terminalLang())+"\n", args...)
}

// columns prints lines in columns.
func columns(lines [][]string) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintln(w, strings.Join(l, "\t"))
	}
	return w.Flush()
}

type twinCommands struct {
	List  twinList  `cmd:"" help:"Pairs to settle, with what differs, and what was decided."`
	Merge twinMerge `cmd:"" help:"Make one activity of two; what points to the one that goes follows."`
	Same  twinSame  `cmd:"" help:"Merge all pairs that say the same."`
	Apart twinApart `cmd:"" help:"Keep both knowingly."`
	Undo  twinUndo  `cmd:"" help:"Take a decision back."`
}

type twinList struct {
	registerFlags `embed:""`
}

func (c *twinList) Run(ctx context.Context) error {
	list, err := c.register().Twins(ctx)
	if err != nil {
		return err
	}
	var lines [][]string
	for _, p := range list.Open {
		differs := make([]string, len(p.Differences))
		for n, d := range p.Differences {
			differs[n] = d.Path + " (" + d.Suggested + ")"
		}
		lines = append(lines, []string{p.Keep.ID, p.Gone.ID, p.Keep.Name, strings.Join(differs, ", ")})
	}
	for _, d := range list.Decided {
		lines = append(lines, []string{d.ID, d.State, d.Keep, d.Gone + " " + d.By})
	}
	return columns(lines)
}

type twinMerge struct {
	registerFlags `embed:""`
	Take          map[string]string `placeholder:"PATH=keep|gone" help:"Which side is kept where they differ; as suggested otherwise."`
	Note          string            `help:"Why."`
	Keep          string            `arg:"" help:"The activity that stays."`
	Gone          string            `arg:"" help:"The one that goes."`
}

func (c *twinMerge) Run(ctx context.Context) error {
	d, err := c.register().SettleTwins(ctx, "merge", c.Keep, c.Gone, c.Take, c.Note)
	if err == nil {
		tell("Fusionnés. Pour annuler : airial register twins undo %s", "Merged. To undo: airial register twins undo %s", d.ID)
	}
	return err
}

type twinSame struct {
	registerFlags `embed:""`
}

func (c *twinSame) Run(ctx context.Context) error {
	n, err := c.register().MergeSameTwins(ctx)
	if err == nil {
		tell("Paires fusionnées : %d", "Pairs merged: %d", n)
	}
	return err
}

type twinApart struct {
	registerFlags `embed:""`
	Note          string `help:"Why."`
	Keep          string `arg:"" help:"One of the two activities."`
	Gone          string `arg:"" help:"The other."`
}

func (c *twinApart) Run(ctx context.Context) error {
	d, err := c.register().SettleTwins(ctx, "apart", c.Keep, c.Gone, nil, c.Note)
	if err == nil {
		tell("Gardés tous les deux. Pour annuler : airial register twins undo %s", "Both kept. To undo: airial register twins undo %s", d.ID)
	}
	return err
}

type twinUndo struct {
	registerFlags `embed:""`
	ID            string `arg:"" help:"Identifier of the decision."`
}

func (c *twinUndo) Run(ctx context.Context) error {
	d, err := c.register().UndoTwins(ctx, c.ID)
	if err != nil {
		return err
	}
	if len(d.Stay) > 0 {
		tell("Annulé. Modifié depuis la fusion, et resté : %s", "Undone. Changed since the merge, and left: %s", strings.Join(d.Stay, ", "))
		return nil
	}
	tell("Annulé.", "Undone.")
	return nil
}

type breachFileCommands struct {
	List   breachFileList   `cmd:"" help:"List them."`
	Add    breachFileAdd    `cmd:"" help:"Add one."`
	Fetch  breachFileFetch  `cmd:"" help:"Fetch one."`
	Remove breachFileRemove `cmd:"" help:"Destroy one. It cannot be undone."`
}

type breachFileList struct {
	registerFlags `embed:""`
	Breach        string `arg:"" help:"Identifier of the breach."`
}

func (c *breachFileList) Run(ctx context.Context) error {
	list, err := c.register().BreachFiles(ctx, c.Breach)
	if err != nil {
		return err
	}
	var lines [][]string
	for _, f := range list {
		name, with := f.Name, ""
		if f.Destroyed != nil {
			name = i18n.T("(détruite)", "(destroyed)").In(terminalLang())
		}
		if f.ToCNIL {
			with += " cnil"
		}
		if f.ToPeople {
			with += " people"
		}
		lines = append(lines, []string{f.ID, f.Kind, strconv.FormatInt(f.Size, 10), name, strings.TrimSpace(with)})
	}
	return columns(lines)
}

type breachFileAdd struct {
	registerFlags `embed:""`
	Kind          string `enum:"evidence,cnil,people,complaint,other" default:"evidence" help:"What it is: ${enum}."`
	ToCNIL        bool   `name:"to-cnil" help:"It goes with the notification to the CNIL."`
	ToPeople      bool   `help:"It goes with the message to the people."`
	Breach        string `arg:"" help:"Identifier of the breach."`
	File          string `arg:"" type:"existingfile" help:"The file."`
}

func (c *breachFileAdd) Run(ctx context.Context) error {
	f, err := c.register().AddBreachFile(ctx, c.Breach, c.Kind, c.ToCNIL, c.ToPeople, c.File)
	if err == nil {
		fmt.Println(f.ID)
	}
	return err
}

type breachFileFetch struct {
	registerFlags `embed:""`
	Output        string `short:"o" placeholder:"FILE" help:"Where to write it; standard output when absent."`
	Breach        string `arg:"" help:"Identifier of the breach."`
	ID            string `arg:"" help:"Identifier of the file."`
}

func (c *breachFileFetch) Run(ctx context.Context) (err error) {
	if c.Output == "" {
		return c.register().FetchBreachFile(ctx, c.Breach, c.ID, os.Stdout)
	}
	part := c.Output + ".part"
	out, err := os.Create(part)
	if err != nil {
		return err
	}
	err = c.register().FetchBreachFile(ctx, c.Breach, c.ID, io.Writer(out))
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(part)
		return err
	}
	return os.Rename(part, c.Output)
}

type breachFileRemove struct {
	registerFlags `embed:""`
	Breach        string `arg:"" help:"Identifier of the breach."`
	ID            string `arg:"" help:"Identifier of the file."`
}

func (c *breachFileRemove) Run(ctx context.Context) error {
	err := c.register().DestroyBreachFile(ctx, c.Breach, c.ID)
	if err == nil {
		tell("La pièce est détruite.", "The file is destroyed.")
	}
	return err
}

type certificateCommands struct {
	List   certificateList   `cmd:"" help:"List those of a product, or of all products those that end within 90 days."`
	Show   certificateShow   `cmd:"" help:"Show one."`
	Add    certificateAdd    `cmd:"" help:"Add one."`
	Remove certificateRemove `cmd:"" help:"Take one out."`
}

func certificateLines(list ...client.Certificate) error {
	var lines [][]string
	for _, x := range list {
		left := ""
		if x.Left != nil {
			left = strconv.Itoa(*x.Left) + i18n.T(" j", " d").In(terminalLang())
		}
		lines = append(lines, []string{x.Product, x.ID, x.Name, x.Detail, x.Until, left})
	}
	return columns(lines)
}

type certificateList struct {
	registerFlags `embed:""`
	Product       string `arg:"" optional:"" help:"Identifier of the product."`
}

func (c *certificateList) Run(ctx context.Context) error {
	list, err := c.register().Certificates(ctx, c.Product)
	if err != nil {
		return err
	}
	return certificateLines(list...)
}

type certificateShow struct {
	registerFlags `embed:""`
	Product       string `arg:"" help:"Identifier of the product."`
	ID            string `arg:"" help:"Identifier of the certificate within it."`
}

func (c *certificateShow) Run(ctx context.Context) error {
	one, err := c.register().Certificate(ctx, c.Product, c.ID)
	if err != nil {
		return err
	}
	return certificateLines(one)
}

type certificateAdd struct {
	registerFlags `embed:""`
	Name          string `enum:"hds,secnumcloud,iso27001,iso27701,other" required:"" help:"Which: ${enum}."`
	Detail        string `help:"Number, scope; the name of another one."`
	Until         string `placeholder:"YYYY-MM-DD" help:"Valid until."`
	Product       string `arg:"" help:"Identifier of the product."`
}

func (c *certificateAdd) Run(ctx context.Context) error {
	one, err := c.register().AddCertificate(ctx, c.Product, client.Certificate{Name: c.Name, Detail: c.Detail, Until: c.Until})
	if err != nil {
		return err
	}
	return certificateLines(one)
}

type certificateRemove struct {
	registerFlags `embed:""`
	Product       string `arg:"" help:"Identifier of the product."`
	ID            string `arg:"" help:"Identifier of the certificate within it."`
}

func (c *certificateRemove) Run(ctx context.Context) error {
	err := c.register().RemoveCertificate(ctx, c.Product, c.ID)
	if err == nil {
		tell("La certification est retirée.", "The certificate is taken out.")
	}
	return err
}
