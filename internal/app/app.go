package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/console"
	"airial/internal/commons/help"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/commons/webhook"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/journal/witness"
	"airial/internal/platform/mail"
	"airial/internal/platform/outbound"
	"airial/internal/platform/quota"
	"airial/internal/platform/s3"
	"airial/internal/platform/tables"
	"airial/internal/platform/telemetry"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check"
	"airial/internal/services/clear"
	"airial/internal/services/clear/activities"
	"airial/internal/services/clear/redaction"
	"airial/internal/services/explore"
	"airial/internal/services/gather"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
	"airial/internal/services/portal/label"
	"airial/internal/services/portal/measure"
	"airial/internal/services/portal/outline"
	"airial/internal/services/portal/picture"
	"airial/internal/services/portal/voice"
	"airial/standards/tabular"
)

// App is the program, put together on its ground.
type App struct {
	*Ground
	Config    config.Serve
	Version   string
	Log       *slog.Logger
	Engine    *life.Engine
	Queue     *jobs.Queue
	Mail      *mail.Queue
	Outbound  *outbound.Registry
	Webhooks  *webhook.Service
	Uses      *measure.Service  // of what is published
	Voices    *voice.Service    // what the public writes
	Push      *datagouv.Service // to data.gouv.fr
	Tables    *tables.Engine
	Check     *check.Service
	Clear     *clear.Service
	OpenData  *opendata.Service
	Gather    *gather.Service
	Explore   *explore.Service
	Outlines  *outline.Service // what lies under maps
	Pictures  *picture.Service // charts and maps of published tables
	Compared  *portal.Compared // differences of their versions
	Routes    *web.Routes
	Interface *web.Interface
	// Settings are shown to the administrator; whoever read them fills them in.
	Settings []config.Setting

	started   time.Time
	publicURL string
	going     atomic.Bool // told to stop, and still answering
	operator  organisation.Member
	sessions  *user.Sessions
	Users     *user.Service
	quota     *quota.Book          // nil when this process is the only one
	witness   *witness.Client      // nil without one
	registry  *prometheus.Registry // nil when nobody wants figures or traces
	observer  *telemetry.Observer
	faces     *label.Service // made when it is first asked for
}

// New builds the rooms on their ground. queue nil stands for durable jobs; the
// demonstration brings its own.
func New(ctx context.Context, g *Ground, c config.Serve, version string, log *slog.Logger, queue life.Queue) (*App, error) {
	base, err := c.Base()
	if err != nil {
		return nil, err
	}
	a := &App{Ground: g, Config: c, Version: version, Log: log, started: g.Clock.Now(), publicURL: base, Routes: &web.Routes{}}
	a.Queue = jobs.NewQueue(g.Clock, g.Ident)
	if a.Outbound, err = a.wayOut(); err != nil {
		return nil, err
	}
	a.openQuota()
	if err := a.identity(); err != nil {
		return nil, err
	}
	if err := errors.Join(a.openWitness(), a.watch(ctx)); err != nil {
		return nil, err
	}
	a.Webhooks = a.hooks()
	if l := c.Limits.Tokens; l.TokenRequests > 0 { // a test or the demonstration sets none
		g.Doors.LimitTokens(web.NewLimiter(g.Clock, l.TokenRequests, l.TokenBurst).Share(a.ledger("tokens"), l.TokenBurst/16))
	}
	if queue == nil {
		queue = life.JobQueue{Jobs: a.Queue}
	}
	if a.Tables, err = tables.NewEngine(tables.Config{CacheDir: c.Cache(), MaxCacheBytes: int64(c.Cached.Size), MemoryLimit: int64(c.Cached.QueryMemory),
		KeepParquet: s3.Is(c.Blobs())}); err != nil {
		return nil, err
	}
	g.closers = append(g.closers, a.Tables)
	a.Engine = life.NewEngine(g.Doors, queue, life.JournalRecorder{}, log)
	rules, err := privacyRules(c.Privacy.Rules)
	if err != nil {
		return nil, err
	}
	a.Check = check.New(g.Doors, g.Blobs, tabular.Limits{Columns: c.Limits.Columns, Record: int(c.Limits.Record)})
	a.Check.LimitRows(c.Limits.Rows)
	a.Check.LimitCells(int(c.Limits.Cell))
	a.Clear = clear.New(clear.Parts{Doors: g.Doors, Tables: clearTables{a.Check, g.Blobs}, Clock: g.Clock, Rules: rules,
		Activities: registerActivities{activities.Usual}})
	a.OpenData = opendata.New(opendata.Parts{Doors: g.Doors, Engine: a.Engine, Blobs: g.Blobs, Journal: g.Journal,
		Queue: a.Queue, Checks: openDataChecks{a.Check}, Findings: openDataFindings{}, Open: openDataSubscriptions{}, Activities: openDataActivities{a.Clear}, Caches: madeOf{a}, Beside: besideDatasets,
		Tables: database.Tables(Schemas()...),
		Limits: opendata.Limits{Upload: int64(c.Limits.Upload), Deposits: c.Limits.Deposits}, Secret: g.Secret, Scrub: g.DB.Scrub, Where: where, Log: log})
	a.Clear.Ask(a.plans().Before)
	a.Engine.Register(a.OpenData.Path(a.Check.Stage(), a.Clear.Stage()))
	a.Push = a.pushing()
	a.Gather = a.gathering()
	a.Voices = a.voices()
	a.Uses = a.uses()
	a.Explore = explore.New(a.Tables, exploreCatalogue{g.Doors, g.Blobs})
	a.Outlines = a.outlines()
	a.Pictures, a.Compared = picture.New(pictureRows{a.Explore}), &portal.Compared{}
	return a, nil
}

// list makes the one list of routes.
func (a *App) list(ctx context.Context) error {
	err := a.Doors.Read(ctx, access.System("start"), func(tx access.Tx) (err error) {
		a.operator, err = organisation.Operator(ctx, tx)
		return ignoreMissing(err)
	})
	if err != nil {
		return err
	}
	desk := console.New(console.Config{Doors: a.Doors, Sessions: a.sessions, Clock: a.Clock,
		Brand: ui.Brand{Name: a.brand()}, Label: a.Engine.Label, Overlay: a.Users.OverlayFor})
	a.identityPages(desk)
	a.Interface = web.NewAPI(a.Routes, "Airial", a.Version, a.publicURL)
	organisation.API(a.Interface, a.Doors)
	a.OpenData.API(a.Interface)
	a.plans().API(a.Interface)
	a.Webhooks.API(a.Interface)
	a.Explore.Register(a.Routes, a.Interface)
	counter, err := a.counter()
	if err != nil {
		return err
	}
	counter.Register(a.Routes)
	counter.API(a.Interface)
	a.openDataPages(desk)
	a.draftPages(desk)
	a.nothingPages(desk)
	a.gatherPages(desk)
	a.dutyPages(desk)
	a.addressPages(desk)
	a.registerPages(desk)
	a.maturityPages(desk)
	a.designationPages(desk)
	a.processorPages(desk)
	a.twinPages(desk)
	a.planOfActionsPages(desk)
	a.cockpitPages(desk)
	a.namedPages(desk)
	a.alertStaff(desk)
	a.succession().Pages(desk).Register(a.Routes)
	adhesion.NewPages(desk, councilWorks{}).Register(a.Routes)
	handoverOf(a.Ground, a.Engine, a.OpenData).Pages(desk, a.Queue).Register(a.Routes)
	a.backupPages(desk)
	desk.Register(a.Routes)
	a.hookPages(desk)
	a.portal()
	a.labelPages(desk)
	a.displayPages(desk)
	a.qualityPages(desk)
	a.outlinePages(desk)
	a.harvest()
	a.inboundPages(desk)
	a.pushPages(desk)
	a.copyPages(desk)
	a.voicePages(desk)
	a.usePages(desk)
	a.explore()
	a.openLog()
	a.peoplePages(desk)
	a.redactionPages(desk)
	a.planPages(desk)
	a.activityPages(desk)
	a.assessmentPages(desk)
	a.conformityPages(desk)
	a.paperPages(desk)
	a.operationsPages(desk)
	web.Health(a.Routes, web.Check{Name: "database", Fn: a.DB.Ping}, web.Check{Name: "staying", Fn: a.staying})
	return nil
}

// brand is the name over every page: the operator's.
func (a *App) brand() string {
	if a.operator.Name == "" {
		return "Airial"
	}
	return a.operator.Name
}

// Handler returns what answers requests.
func (a *App) Handler(ctx context.Context) (http.Handler, error) {
	if err := a.list(ctx); err != nil {
		return nil, err
	}
	router := web.NewRouter(web.Config{PublicURL: a.publicURL, Logger: a.Log, Clock: a.Clock, Idents: a.Ident,
		Login: user.LoginPath, Help: helpOnError, Shell: a.errorShell, Sites: a.labels().Site, Strict: a.Config.Site.OwnHosts, Former: a.Config.Site.Former, Watch: a.watchRequest,
		Limits: web.Limits{PerSecond: a.Config.Limits.Requests, Burst: a.Config.Limits.Burst, Shared: a.ledger("requests")}}, a.Routes)
	proxies, err := a.Config.TLS.Proxies()
	proxies.Base = a.baseOf
	return proxies.Resolve(a.publicURL, a.sessions.Wrap(router)), err
}

// runner has the handlers of all rooms' jobs.
func (a *App) runner() (*jobs.Runner, error) {
	runner := jobs.NewRunner(a.Doors.Platform("jobs"), a.Queue, a.Log, a.jobs())
	a.Engine.Handle(runner)
	a.OpenData.Handle(runner)
	a.drafts().Handle(runner)
	a.Gather.Handle(runner)
	a.Addresses().Handle(runner)
	organisation.Handle(runner, a.Doors)
	a.succession().Handle(runner)
	handoverOf(a.Ground, a.Engine, a.OpenData).Handle(runner, a.Log)
	help.Handle(runner, a.Doors, a.Config.Help.For())
	a.Webhooks.Handle(runner)
	a.inbound().Handle(runner)
	a.Push.Handle(runner)
	a.Voices.Handle(runner)
	a.labels().Handle(runner)
	user.WarnOfTokens(runner, a.Doors, a.Mail, a.publicURL)
	if err := a.handleCounter(runner); err != nil {
		return nil, err
	}
	if a.quota != nil {
		a.quota.Handle(runner)
	}
	redaction.Handle(runner, a.Doors)
	a.handleRegister(runner)
	a.alerts().Handle(runner)
	a.registerModels().Handle(runner)
	a.handleBackups(runner)
	return runner, a.handleMail(runner)
}

// Work runs what goes on without anybody asking: the jobs and the journal's
// sequencer. It returns when the context ends and running jobs are done.
func (a *App) Work(ctx context.Context) error {
	runner, err := a.runner()
	if err != nil {
		return err
	}
	sequencer := journal.NewSequencer(a.Journal, a.Doors.Platform("journal"), a.Signer, a.Log, journal.SequencerConfig{})
	ended := make(chan error, 1)
	go func() { ended <- sequencer.Run(ctx) }()
	var beside sync.WaitGroup
	defer beside.Wait()
	if !a.Embedded {
		beside.Go(func() { a.tidyCaches(ctx) })
	}
	for _, run := range a.beside() {
		beside.Go(func() { run(ctx) })
	}
	heard := a.listen(ctx)
	err = runner.Run(ctx)
	err = errors.Join(err, <-ended, <-heard)
	// What the last jobs appended is numbered before the program ends.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, numbered := sequencer.Sequence(last)
	return errors.Join(err, numbered)
}

// jobs is how this process runs jobs. Where it is not alone, what a process
// that died has left is taken over when its lease ends: sooner than by default,
// for somebody waits for it.
func (a *App) jobs() jobs.Config {
	c := jobs.Config{Watch: a.observer.Job, Alone: a.Embedded, PerKey: a.Config.Work.JobsPerMember}
	if !a.Embedded {
		c.Signals = a.DB
		c.Lease = 10 * time.Second
	}
	return c
}
