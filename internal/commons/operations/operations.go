package operations

import (
	"context"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/outbound"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// The addresses of this room.
const (
	Path     = console.Home + "/operator/operations"
	jobsPath = Path + "/jobs"

	outboundPath = Path + "/outbound"
	systemPath   = Path + "/system"
	storagePath  = Path + "/storage"
	journalPath  = Path + "/journal"
)

// Parts are what the pages stand on.
type Parts struct {
	Doors *access.Doors
	Desk  *console.Console
	Queue *jobs.Queue
	// Kinds says what the kinds of job do; one that is not in it shows its
	// technical name alone.
	Kinds map[string]i18n.Text
	// Outbound is what the server may contact, and has. Beside are hosts that
	// settings name and that are not reached through it: the database.
	Outbound *outbound.Registry
	Beside   []outbound.Declared
	System   System
	// Settings are those of the server, as they are in force.
	Settings []config.Setting
	// Cached is how many files the cache of this process holds, and their bytes.
	Cached func() (files int, bytes int64)
	// Space is how many bytes are free on the disk of this process's folder, and
	// in all; ok is false where nobody can say.
	Space func() (free, all int64, ok bool)
	// Swept says what the last walk over the store saw.
	Swept   func(context.Context, access.Tx) (Swept, error)
	Journal *journal.Journal
	Witness string // its name; "" for none
}

// Swept is what the last walk over the store of files saw.
type Swept struct {
	Ended       time.Time // zero before the first
	Seen, Noted int64     // its files, and those of them that no record names
	Strays      int64     // files that wait to be destroyed
}

// Pages are the pages of this room.
type Pages struct{ Parts }

// New returns the pages, with their entry in the rail.
func New(p Parts) *Pages {
	p.Desk.Add(console.Entry{Icon: ui.IconSettings, Label: i18n.T("Exploitation", "Operations"), Href: Path, Order: 870,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator) },
		Count:   p.countFailed, CountOf: i18n.T("tâches ont échoué", "jobs have failed")})
	return &Pages{p}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	admin := p.Desk.OperatorOnly(access.Administrator)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: Path, Handler: p.index},
		{Method: get, Pattern: jobsPath, Handler: p.jobs},
		{Method: get, Pattern: jobsPath + "/{id}", Handler: p.job},
		{Method: post, Pattern: jobsPath + "/{id}/retry", Handler: p.retry},
		{Method: get, Pattern: jobsPath + "/{id}/give-up", Handler: p.askGiveUp},
		{Method: post, Pattern: jobsPath + "/{id}/give-up", Handler: p.giveUp},
		{Method: get, Pattern: outboundPath, Handler: p.outbound},
		{Method: get, Pattern: systemPath, Handler: p.system},
		{Method: get, Pattern: storagePath, Handler: p.storage},
		{Method: get, Pattern: journalPath, Handler: p.journal},
	} {
		r.Kind, r.Guard = web.Page, admin
		routes.Add(r)
	}
}

// door is a page of the room, as the index shows it.
type door struct {
	Label, Says i18n.Text
	Href        string
}

func (p *Pages) doors() []door {
	return []door{
		{i18n.T("Tâches", "Jobs"), i18n.T("Ce qui tourne, attend ou a échoué, et pourquoi.", "What runs, waits or has failed, and why."), jobsPath},
		{i18n.T("Machines contactées", "Outbound hosts"), i18n.T("À qui le serveur peut parler, et à qui il a parlé.", "Whom the server may speak to, and has."), outboundPath},
		{i18n.T("Stockage", "Storage"), i18n.T("Les fichiers déposés, par collectivité.", "The deposited files, by member."), storagePath},
		{i18n.T("Journal", "Journal"), i18n.T("Taille, dernier point de contrôle, témoin.", "Size, newest checkpoint, witness."), journalPath},
		{i18n.T("Système et réglages", "System and settings"), i18n.T("Version, base de données, stockage, réglages en vigueur.", "Version, database, store, settings in force."), systemPath},
	}
}

func (p *Pages) index(w http.ResponseWriter, r *http.Request) error {
	return p.Desk.Show(w, r, page(r.Context()), indexBody(p.doors()))
}

// page says where a page of the room is; the last crumb is the page itself.
func page(ctx context.Context, more ...ui.Link) console.Page {
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Exploitation", "Operations"), Href: Path}}
	crumbs = append(crumbs, more...)
	return console.Page{Title: crumbs[len(crumbs)-1].Label, Crumbs: crumbs}
}
