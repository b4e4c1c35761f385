package clear

import (
	"context"
	"io"
	"runtime"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/privacy"
	"airial/privacy/law"
)

// Tables is what this room needs of whoever understands a version's table.
type Tables interface {
	Open(ctx context.Context, v piece.Version) (Table, error)
}

// Table is the content of a version, row by row.
type Table interface {
	io.Closer
	Columns() []privacy.Column
	// Next returns the number of the next row, as a spreadsheet shows it, and
	// its cells as the depositor wrote them; io.EOF at the end.
	Next() (row int, cells [][]byte, err error)
	// Outside returns the texts of the file that stand outside its rows.
	Outside() []string
}

// Parts are what the room is made of.
type Parts struct {
	Doors  *access.Doors // nil in tests: nothing was settled before
	Tables Tables
	Clock  clock.Clock
	Rules  *law.Set // nil stands for those of the program
	// Activities is the register that files come from; nil where there is none.
	Activities Activities
}

// Service is the room, put together.
type Service struct {
	Parts
	before Before
}

// Before is asked before the gate looks at a version; done tells that its
// verdict stands for the gate's. One that makes the version wait does not keep
// the gate from looking: whoever decides is to know what there is, and what
// blocks waits for the officer in any case.
type Before func(ctx context.Context, v life.Visit) (verdict life.Verdict, done bool, err error)

// Ask has somebody asked before the gate looks. It is called while the program
// is put together, never later.
func (s *Service) Ask(b Before) { s.before = b }

// New puts the room together.
func New(p Parts) *Service {
	if p.Rules == nil {
		p.Rules = law.Default()
	}
	return &Service{Parts: p}
}

// Stage returns the gate as a stage for any life of tables.
func (s *Service) Stage() life.Handler { return stage{s} }

// The verbs of the answers that the gate waits for.
const (
	VerbAllow  = "allow"  // publish all the same, for the reason given
	VerbSettle = "settle" // and later versions too, as long as nothing else appears in them
	VerbRefuse = "refuse" // do not publish
	VerbFavour = "favour" // the data-protection officer has nothing against it
	VerbObject = "object" // the officer advises against it
)

type stage struct{ s *Service }

func (h stage) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	if v.Answer != nil {
		if verdict, ok := h.answered(v); ok {
			return verdict, nil
		}
	}
	var asked *life.Verdict
	if h.s.before != nil {
		verdict, done, err := h.s.before(ctx, v)
		if err != nil || done && !verdict.Holds() {
			return verdict, fault.Wrap("clear.Visit", err)
		}
		if done {
			asked = &verdict
		}
	}
	from, err := h.s.origin(ctx, v.Piece.ID)
	if err != nil {
		return life.Verdict{}, fault.Wrap("clear.Visit", err)
	}
	result, err := h.s.scan(ctx, v, from)
	if err != nil {
		return life.Verdict{}, fault.Wrap("clear.Visit", err)
	}
	open, settled, err := h.s.open(ctx, v.Piece.ID, result)
	if err != nil {
		return life.Verdict{}, fault.Wrap("clear.Visit", err)
	}
	evidence := h.s.evidence(v, result)
	from.evidence(evidence)
	if asked != nil {
		evidence["asked"] = asked.Evidence
	}
	verdict := life.Pass(evidence)
	switch {
	case result.Count(privacy.Block) > 0 && opinion(v.Steps) == "":
		say := from.adding(whyBlocked(result), result)
		if asked != nil { // both are to be known
			say = i18n.Text{Fr: asked.Reason.Fr + " " + say.Fr, En: asked.Reason.En + " " + say.En}
		}
		verdict = life.Hold(life.Wait{Right: access.Advise, Why: say}, evidence)
	case asked != nil:
		verdict = life.Hold(life.Wait{Right: asked.Right(), Why: asked.Reason}, evidence)
	case open:
		verdict = life.Hold(life.Wait{Right: access.Decide, Why: from.adding(why(result), result)}, evidence)
	case v.Answer != nil && v.Answer.Verb == life.Undo:
		// A person said no and took it back: that is not yet a yes, whatever
		// this program's version of the gate finds.
		verdict = life.Hold(life.Wait{Right: access.Decide, Why: i18n.T(
			"La décision précédente a été annulée\u202f: une nouvelle décision est attendue.",
			"The earlier decision was undone: a new one is awaited.")}, evidence)
	case settled > 0:
		evidence["settled"] = settled
		verdict = life.Pass(evidence).Because(i18n.T("Ce qui a été vu avait déjà été décidé pour ce jeu de données, et rien d’autre n’est apparu.",
			"What was seen had been decided on before for this dataset, and nothing else has appeared."))
	}
	return verdict.WithOwn(func(ctx context.Context, tx access.Tx) error { return save(ctx, tx, v.Version, result) }), nil
}

// open tells whether something waits for a decision, and how much was decided
// on before.
func (s *Service) open(ctx context.Context, piece string, r privacy.Result) (open bool, settled int, err error) {
	if r.Verdict != privacy.Stop {
		return false, 0, nil
	}
	known := map[what]bool{}
	if s.Doors != nil {
		err = s.Doors.Read(ctx, access.System("clear"), func(tx access.Tx) (err error) {
			known, err = settledOf(ctx, tx, piece)
			return err
		})
	}
	for _, sum := range r.Summary {
		switch {
		case sum.Level < privacy.Review:
		case sum.Level == privacy.Review && known[what{sum.Field, sum.Kind}]:
			settled++
		default:
			open = true
		}
	}
	return open, settled, err
}

// origin is the activity that a dataset comes from, zero where none is known.
func (s *Service) origin(ctx context.Context, piece string) (o Origin, err error) {
	if s.Doors == nil {
		return o, nil
	}
	err = s.Doors.Read(ctx, access.System("clear"), func(tx access.Tx) (err error) {
		o, _, err = s.OriginOf(ctx, tx, piece)
		return err
	})
	return o, err
}

// evidence names the activity in the proof of what was looked at.
func (o Origin) evidence(to map[string]any) {
	if o.ID == "" || o.ID == None {
		return
	}
	to["activity"], to["activity_name"] = o.ID, o.Name.Fr
	if o.Sensitive {
		to["profile"] = o.profile()
	}
}

// evidence names what was found, in which file, under which rules; never the
// data.
func (s *Service) evidence(v life.Visit, r privacy.Result) map[string]any {
	counts := map[string]int{}
	for _, sum := range r.Summary {
		if sum.Level >= privacy.Review {
			counts[string(sum.Kind)] += sum.Count
		}
	}
	return map[string]any{"rows": r.Rows, "found": counts, "rules": s.Rules.Version, "rules_digest": s.Rules.Digest(), "file": v.Version.Digest}
}

func (s *Service) scan(ctx context.Context, v life.Visit, from Origin) (privacy.Result, error) {
	table, err := s.Tables.Open(ctx, v.Version)
	if err != nil {
		return privacy.Result{}, err
	}
	defer table.Close()
	scanner := privacy.NewScanner(table.Columns(), privacy.Options{Names: true, Strict: from.Sensitive, Judge: s.Rules.Judge(from.profile(), s.today())})
	team := privacy.NewTeam(scanner, runtime.GOMAXPROCS(0))
	defer team.Close()
	for {
		row, cells, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return privacy.Result{}, err
		}
		if row&0xfff == 0 && ctx.Err() != nil {
			return privacy.Result{}, ctx.Err()
		}
		team.Row(row, cells)
	}
	team.Scanner()
	// The original goes out too, under its name and with what stands above its
	// header.
	scanner.Label("title", []byte(v.Piece.Title))
	scanner.Label("file", []byte(v.Version.FileName))
	// A file without a header has its first row taken for one.
	for _, c := range table.Columns() {
		scanner.Label("header", []byte(c.Name))
	}
	for _, text := range table.Outside() {
		scanner.Label("above", []byte(text))
	}
	return scanner.Result(), nil
}

// today is the day by which the rules are read.
func (s *Service) today() string { return s.Clock.Now().Format(time.DateOnly) }
