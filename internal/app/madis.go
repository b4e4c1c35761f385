package app

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/foreign"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/opendata"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/madis"
	"airial/standards/mysqldump"
)

// takings is the room that takes installations of Madis over.
func (a *App) takings() *madis.Service {
	return &madis.Service{Doors: a.Doors, Queue: a.Queue, Files: registerFiles{a}, Holds: registerHolds()}
}

// Takings is that room without its queue, for who carries an import out herself.
func (a *App) Takings() *madis.Service {
	room := a.takings()
	room.Queue = nil
	return room
}

// registerHolds are the kinds of record that imports make.
func registerHolds() intake.Holds { return intake.Usual() }

func (a *App) takingPages(desk *console.Console) {
	(&madis.Pages{Service: a.takings(), Desk: desk}).Register(a.Routes)
}

func (a *App) handleTakings(runner *jobs.Runner) { a.takings().Handle(runner) }

// takenCard tells a member what came to it from elsewhere.
func takenCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	ok, err := tx.Allowed(ctx, access.Register, m.ID)
	if err != nil || !ok {
		return activity.Card{}, err
	}
	files, err := intake.Files(ctx, tx, m.ID)
	if err != nil || len(files) == 0 {
		return activity.Card{}, err
	}
	return activity.Card{Title: i18n.Say(ctx, "Repris de Madis", "Taken over from Madis"), Href: madis.MemberPath(m.Siren),
		Lines: []string{i18n.Count(ctx, len(files), "justificatif", "justificatifs", "proof", "proofs")}}, nil
}

// A MadisImport is an installation of Madis to take over from the command line.
type MadisImport struct {
	From      string // a dump, or mysql://…
	Password  string // of the database
	Documents string // a folder or a zip; "" for none
	Make      bool   // members that there are not are made
	Accept    bool   // otherwise it waits for somebody to accept it on its page
}

// MadisBody is what became of a body.
type MadisBody struct {
	Name, Siren, State string
	Trouble            i18n.Text
	Counts             intake.Counts
}

// MadisReport is what became of an import.
type MadisReport struct {
	ID      string
	State   intake.State
	Trouble i18n.Text
	Library intake.Counts
	Bodies  []MadisBody
	Left    int
	Kept    []string // titles of what an undoing left
}

func (g *Ground) takings() *madis.Service {
	queue := jobs.NewQueue(g.Clock, g.Ident)
	engine := life.NewEngine(g.Doors, life.JobQueue{Jobs: queue}, life.JournalRecorder{}, slog.New(slog.DiscardHandler))
	files := opendata.New(opendata.Parts{Doors: g.Doors, Engine: engine, Blobs: g.Blobs, Journal: g.Journal, Queue: queue, Secret: g.Secret, Where: where, Tables: database.Tables(Schemas()...)})
	return &madis.Service{Doors: g.Doors, Files: groundFiles{g, files}, Holds: registerHolds()}
}

// groundFiles is the store of files for a command.
type groundFiles struct {
	*Ground
	openData *opendata.Service
}

func (f groundFiles) Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error) {
	return f.Blobs.Put(ctx, member, body)
}

func (f groundFiles) Claim(ctx context.Context, tx access.Tx, member, digest string) error {
	return f.openData.Claim(ctx, tx, member, []string{digest})
}

func (f groundFiles) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	return f.Blobs.Open(ctx, member, digest)
}

func (f groundFiles) Destroy(ctx context.Context, member string, digests []string) error {
	return f.openData.Free(ctx, member, digests)
}

// ImportMadis reads an installation, and takes it over where that was asked
// for. progress hears how far the reading is.
func ImportMadis(ctx context.Context, g *Ground, m MadisImport, progress func(bytes int64)) (MadisReport, error) {
	room := g.takings()
	src, done, err := madisSource(ctx, m, progress)
	if err != nil {
		return MadisReport{}, err
	}
	defer done()
	documents, closeDocuments, err := folderOrZip(m.Documents)
	if err != nil {
		return MadisReport{}, err
	}
	defer closeDocuments()
	scope := access.System("command-line")
	var id string
	if err := g.Doors.Write(ctx, scope, func(tx access.Tx) error {
		i, err := room.Begin(ctx, tx, nameOf(m.From), blob.Ref{}, blob.Ref{})
		id = i.ID
		return err
	}); err != nil {
		return MadisReport{}, err
	}
	if err := room.Read(ctx, id, src); err != nil {
		return MadisReport{}, err
	}
	if m.Make {
		if err := makeUnknown(ctx, g, room, id); err != nil {
			return MadisReport{}, err
		}
	}
	if m.Accept {
		if err := g.Doors.Write(ctx, scope, func(tx access.Tx) error { return room.Accept(ctx, tx, id) }); err != nil {
			return reportMadis(ctx, g, id, err)
		}
		if err := room.TakeOverWith(ctx, id, documents); err != nil {
			return MadisReport{}, err
		}
	}
	return reportMadis(ctx, g, id, nil)
}

// nameOf names a source without what is secret in an address.
func nameOf(from string) string {
	if _, rest, ok := strings.Cut(from, "://"); ok {
		if _, host, ok := strings.Cut(rest, "@"); ok {
			rest = host
		}
		rest, _, _ = strings.Cut(rest, "?")
		return rest
	}
	return filepath.Base(from)
}

func madisSource(ctx context.Context, m MadisImport, progress func(int64)) (madis.Source, func(), error) {
	if strings.Contains(m.From, "://") {
		db, err := foreign.Open(ctx, m.From, m.Password)
		if err != nil {
			return nil, nil, err
		}
		return madis.FromLive(db), func() { _ = db.Close() }, nil
	}
	if _, err := os.Stat(m.From); err != nil {
		return nil, nil, fault.New(fault.Invalid, "import madis", "%[1]s n’existe pas, ou ne se lit pas.", "There is no %[1]s, or it cannot be read.", m.From)
	}
	return madis.FromDump(func() (io.ReadCloser, error) { return os.Open(m.From) }, mysqldump.Limits{}, progress), func() {}, nil
}

// folderOrZip opens a folder or a zip; nil for "".
func folderOrZip(path string) (fs.FS, func(), error) {
	if path == "" {
		return nil, func() {}, nil
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return os.DirFS(path), func() {}, nil
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, &fault.Error{Kind: fault.Invalid, Op: "import madis", Cause: err, Say: i18n.T("%[1]s n’est ni un dossier ni un zip.", "%[1]s is neither a folder nor a zip.", path)}
	}
	return z, func() { _ = z.Close() }, nil
}

// makeUnknown has the bodies made that there are not, and those left aside that
// have no SIREN.
func makeUnknown(ctx context.Context, g *Ground, room *madis.Service, id string) error {
	return g.Doors.Write(ctx, access.System("command-line"), func(tx access.Tx) error {
		parts, err := intake.Parts(ctx, tx, id)
		if err != nil {
			return err
		}
		var list []madis.Decision
		for _, p := range parts {
			if p.Key == "" || p.Decision != intake.Choose {
				continue
			}
			d := madis.Decision{Part: p.Key, Decide: intake.Make}
			if p.Siren == "" {
				d.Decide = intake.Skip
			}
			list = append(list, d)
		}
		return room.Decide(ctx, tx, id, list)
	})
}

// AcceptMadis takes an import over that was read earlier.
func AcceptMadis(ctx context.Context, g *Ground, id, documents string) (MadisReport, error) {
	room := g.takings()
	tree, done, err := folderOrZip(documents)
	if err != nil {
		return MadisReport{}, err
	}
	defer done()
	var i intake.Import
	if err := g.Doors.Write(ctx, access.System("command-line"), func(tx access.Tx) (err error) {
		if i, err = intake.Get(ctx, tx, id); err != nil || i.State == intake.Accepting { // one that was cut off goes on
			return err
		}
		return room.Accept(ctx, tx, id)
	}); err != nil {
		return MadisReport{}, err
	}
	if tree != nil {
		err = room.TakeOverWith(ctx, id, tree)
	} else {
		err = room.TakeOver(ctx, id)
	}
	if err != nil {
		return MadisReport{}, err
	}
	return reportMadis(ctx, g, id, nil)
}

// UndoMadis takes an import back.
func UndoMadis(ctx context.Context, g *Ground, id string) (MadisReport, error) {
	room := g.takings()
	if err := g.Doors.Write(ctx, access.System("command-line"), func(tx access.Tx) error {
		i, err := intake.Get(ctx, tx, id)
		if err != nil || i.State == intake.Undoing {
			return err
		}
		return room.Undo(ctx, tx, id)
	}); err != nil {
		return MadisReport{}, err
	}
	if err := room.TakeBack(ctx, id); err != nil {
		return MadisReport{}, err
	}
	return reportMadis(ctx, g, id, nil)
}

// DropMadis throws an import away of which nothing was taken over.
func DropMadis(ctx context.Context, g *Ground, id string) (MadisReport, error) {
	room := g.takings()
	err := g.Doors.Write(ctx, access.System("command-line"), func(tx access.Tx) error { return room.Drop(ctx, tx, id) })
	if err == nil {
		err = room.Free(ctx, id)
	}
	if err != nil {
		return MadisReport{}, err
	}
	return reportMadis(ctx, g, id, nil)
}

func reportMadis(ctx context.Context, g *Ground, id string, cause error) (r MadisReport, err error) {
	err = g.Doors.Read(ctx, access.System("command-line"), func(tx access.Tx) error {
		i, err := intake.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		r = MadisReport{ID: id, State: i.State, Trouble: i.Trouble}
		parts, err := intake.Parts(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, p := range parts {
			if p.Key == "" {
				r.Library = p.Counts
				continue
			}
			state := p.State
			if state == "waiting" {
				state = p.Decision
			}
			r.Bodies = append(r.Bodies, MadisBody{p.Name, p.Siren, state, p.Trouble, p.Counts})
		}
		kept, err := intake.ItemsIn(ctx, tx, id, "kept", 10_000)
		if err != nil {
			return err
		}
		for _, k := range kept {
			r.Kept = append(r.Kept, k.Title)
		}
		_, r.Left, err = intake.Lefts(ctx, tx, id, "", 1, 0)
		return err
	})
	return r, errors.Join(cause, err)
}
