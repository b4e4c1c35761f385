package opendata

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// allowed is what the reader may do with a dataset.
type allowed struct{ Deposit, Publish, Advise, Decide, Approve, Withdraw, Erase bool }

// versionLine is a version in the list of a dataset's versions.
type versionLine struct {
	piece.Version
	Life   life.Life
	Public bool // it is what the dataset's address shows
	State  ui.State
	Words  string
	Stops  []ui.Stop
	Origin Origin // what it was made of; zero for what came as it is
}

// pieceView is a dataset with one of its versions, as the page shows it.
type pieceView struct {
	Member     organisation.Member
	Dataset    Dataset
	Piece      piece.Piece
	Version    piece.Version
	Life       life.Life
	Steps      []life.Step
	Latest     bool // the version is the latest
	Standing   Standing
	Schema     SchemaRef
	SchemaFor  string // its title
	May        allowed
	Second     bool // a second person has to approve
	Myself     bool // the reader deposited or pressed "Publier": she is not that second person
	Report     *Report
	Findings   templ.Component
	Mending    Correction
	Preview    *preview
	Versions   []versionLine
	History    []historyLine
	Stops      []ui.Stop
	Form       *form.Form
	Activity   Activity
	Activities bool   // there are some to choose from
	Retry      bool   // the reader may have a failed stage run again
	Period     Period // that what the public sees covers
	Charts     string // address where the charts of its page are chosen, "" for nowhere
	Quality    string // address where its quality is told, "" for nowhere
	Copies     string // address of the copies elsewhere, "" for none
	NoMandate  bool   // the reader could act in the member's name, but has no mandate
}

func (v pieceView) running() bool { return v.Life.Outcome == life.Running }

// editable tells whether the dataset can still be worked on.
func (v pieceView) editable() bool { return v.Dataset.State != Erased }

// piece shows a dataset with its latest version.
func (p *Pages) piece(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r, 0)
	if err != nil {
		return err
	}
	return p.showPiece(w, r, http.StatusOK, v)
}

func (p *Pages) showPiece(w http.ResponseWriter, r *http.Request, status int, v pieceView) error {
	title := titleWords(r.Context(), v.Dataset.Title)
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs(r.Context(), ui.Link{Label: title})}, pieceBody(v))
}

// live answers the page that follows a life as it goes: its part that changes.
func (p *Pages) live(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r, 0)
	if err != nil {
		return err
	}
	if !web.IsFragment(r) {
		return web.Redirect(w, r, piecePath(v.Piece.ID))
	}
	return web.Render(w, r, liveBody(v))
}

// version shows one version of a dataset, whatever became of it.
func (p *Pages) version(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := numberOf(r, "number")
	if err != nil {
		return err
	}
	v, err := p.view(r, number)
	if err != nil {
		return err
	}
	if v.Latest {
		return web.Redirect(w, r, piecePath(v.Piece.ID))
	}
	title := i18n.Sayf(ctx, "Version %d", "Version %d", number)
	return p.desk.Show(w, r, console.Page{Title: title + ", " + titleWords(ctx, v.Dataset.Title), Crumbs: crumbs(ctx,
		ui.Link{Label: titleWords(ctx, v.Dataset.Title), Href: piecePath(v.Piece.ID)}, ui.Link{Label: title})}, versionBody(v))
}

// view gathers what the page of a dataset shows. number is that of a version,
// 0 for the latest.
func (p *Pages) view(r *http.Request, number int) (pieceView, error) {
	ctx := r.Context()
	v := pieceView{Form: form.New()}
	id, err := pieceOf(r)
	if err != nil {
		return v, err
	}
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if err := p.fillPiece(ctx, tx, &v, id, number); err != nil {
			return err
		}
		v.Copies, v.Charts, v.Quality = p.gates.CopiesPath(id), p.gates.ChartsPath(id), p.gates.QualityPath(id)
		if err := p.fillGates(ctx, tx, &v); err != nil {
			return err
		}
		if err := p.fillVersions(ctx, tx, &v); err != nil {
			return err
		}
		v.History, err = p.history(ctx, tx, v)
		return err
	})
	if err != nil {
		return v, err
	}
	if v.Latest && v.Life.Outcome == life.OnHold && v.Life.Stage() != StageChecked && v.editable() {
		v.Preview, err = p.preview(ctx, v)
	}
	return v, err
}

func (p *Pages) fillPiece(ctx context.Context, tx access.Tx, v *pieceView, id string, number int) (err error) {
	const op = "opendata.page"
	if v.Piece, err = piece.Get(ctx, tx, id); err != nil {
		return err
	}
	if v.Piece.Kind != Kind {
		return fault.Missing(op)
	}
	if v.Dataset, err = Get(ctx, tx, id); err != nil {
		return err
	}
	if v.Member, err = organisation.Get(ctx, tx, v.Piece.MemberID); err != nil {
		return err
	}
	v.Period = PeriodOf(v.Dataset, Edition{})
	if v.Dataset.Number > 0 {
		_, e, err := EditionOf(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		v.Period = PeriodOf(v.Dataset, e)
	}
	if number == 0 {
		number = v.Piece.Latest
	}
	if v.Version, err = piece.ByNumber(ctx, tx, id, number); err != nil {
		return err
	}
	if v.Life, err = life.Get(ctx, tx, v.Version.ID); err != nil {
		return err
	}
	if v.Steps, err = life.Steps(ctx, tx, v.Version.ID); err != nil {
		return err
	}
	v.Latest, v.Standing = number == v.Piece.Latest, standing(v.Dataset.State, v.Life)
	if v.Standing == StandsWithdrawn && v.Life.Outcome != life.Done {
		v.Standing = standing(Draft, v.Life) // a later version may wait for somebody all the same
	}
	v.Stops = p.stops(ctx, *v)
	return p.fillRights(ctx, tx, v)
}

func (p *Pages) fillRights(ctx context.Context, tx access.Tx, v *pieceView) (err error) {
	for right, may := range map[access.Right]*bool{access.Deposit: &v.May.Deposit, access.Publish: &v.May.Publish, access.Advise: &v.May.Advise,
		access.Decide: &v.May.Decide, access.Approve: &v.May.Approve, access.Withdraw: &v.May.Withdraw, access.Erase: &v.May.Erase} {
		if *may, err = tx.Allowed(ctx, right, v.Piece.MemberID); err != nil {
			return err
		}
	}
	v.Retry = tx.Scope().OfOperator() || v.May.Approve
	v.NoMandate = len(tx.Scope().MandatedRights()) > 0 && v.May == (allowed{})
	return nil
}

// stops is the line of life, each stage leading to its evidence.
func (p *Pages) stops(ctx context.Context, v pieceView) []ui.Stop {
	last := map[string]int{}
	for _, s := range v.Steps {
		last[s.Stage] = s.Number
	}
	stops := p.desk.Full(ctx, v.Life, v.Steps, func(stage string) string {
		return stepPath(v.Piece.ID, v.Version.Number, last[stage])
	})
	for i := range stops {
		stops[i].Sheet = stops[i].Href != ""
	}
	return stops
}

// fillGates adds what the gates found, and who has to decide.
func (p *Pages) fillGates(ctx context.Context, tx access.Tx, v *pieceView) (err error) {
	id := v.Version.ID
	if v.Report, err = p.gates.Report(ctx, tx, id); err != nil {
		return err
	}
	if v.Findings, err = p.gates.Findings(ctx, tx, id); err != nil {
		return err
	}
	if v.Activity, err = p.ActivityOf(ctx, tx, v.Piece.ID); err != nil {
		return err
	}
	all, err := p.activitiesOf(ctx, tx, v.Piece.MemberID)
	if err != nil {
		return err
	}
	v.Activities = len(all) > 0
	if v.Mending, err = p.gates.Correction(ctx, tx, id); err != nil {
		return err
	}
	v.Schema = v.Dataset.Schema
	if v.Report != nil {
		v.Schema = v.Report.Schema
	}
	v.SchemaFor = p.schemaTitle(ctx, v.Schema.Name)
	inside := tx.Elevated("page")
	if v.Second, err = secondPerson(ctx, inside, v.Piece.MemberID, v.Schema.Name); err != nil || !v.Second {
		return err
	}
	press, err := pressOf(ctx, inside, id)
	me := tx.Scope().Actor()
	v.Myself = same(me, v.Version.Actor) || same(me, press.Actor)
	return err
}

func (p *Pages) fillVersions(ctx context.Context, tx access.Tx, v *pieceView) error {
	origins, err := originsOf(ctx, tx, v.Piece.ID)
	if err != nil {
		return err
	}
	versions, err := piece.Versions(ctx, tx, v.Piece.ID)
	if err != nil {
		return err
	}
	lives, err := life.OfPiece(ctx, tx, v.Piece.ID)
	for _, one := range versions {
		l := lives[one.ID]
		line := versionLine{Version: one, Life: l, Public: v.Dataset.State == Published && one.Number == v.Dataset.Number,
			Stops: p.desk.Tiny(ctx, l)}
		s := standing(Draft, l)
		line.State, line.Words = chipState(s, l), standingWords(ctx, s, l, 0)
		line.Origin = origins[line.ID]
		v.Versions = append(v.Versions, line)
	}
	return err
}

// original hands out a version's file: the CSV, or with ?deposited=1 the file
// that it was made of.
func (p *Pages) original(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := pieceOf(r)
	if err != nil {
		return err
	}
	number, err := numberOf(r, "number")
	if err != nil {
		return err
	}
	var v piece.Version
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = piece.ByNumber(ctx, tx, id, number); err != nil || r.URL.Query().Get("deposited") == "" {
			return err
		}
		origins, err := originsOf(ctx, tx, id)
		o, found := origins[v.ID]
		if err == nil && !found {
			err = fault.Missing("opendata.original")
		}
		v.Digest, v.FileName = o.Digest, o.FileName
		return err
	})
	if err != nil {
		return err
	}
	file, err := p.blobs.Open(ctx, v.MemberID, v.Digest)
	if err != nil {
		return fault.Wrap("opendata.original", err)
	}
	defer file.Close()
	web.Attachment(w, v.FileName, "application/octet-stream")
	http.ServeContent(w, r, "", v.Created, io.ReadSeeker(file))
	return nil
}
