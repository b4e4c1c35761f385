package backups

import (
	"context"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/backup"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Path is the address of the page.
const Path = "/console/operator/backups"

// The jobs that the page asks for.
const (
	JobBackup = "backup.now"
	JobDrill  = "backup.drill-now"
)

// Parts are what the page stands on.
type Parts struct {
	Doors *access.Doors
	Desk  *console.Console
	Queue *jobs.Queue
	Plan  Plan
}

// Plan is what the settings say.
type Plan struct {
	Place              string // without secrets; "" when the server makes no backups
	Encrypted          bool
	Every, Keep, Drill time.Duration
}

type pages struct{ Parts }

// Register adds the page and its entry in the rail.
func Register(routes *web.Routes, p Parts) {
	page := &pages{p}
	see := []access.Role{access.Administrator, access.SecurityOfficer, access.ProtectionOfficer}
	p.Desk.Add(console.Entry{Icon: ui.IconShield, Label: i18n.T("Sauvegardes", "Backups"), Href: Path, Order: 870,
		Visible: func(s access.Scope) bool { return s.Has(see...) }})
	add := func(guard web.Guard, method, pattern string, h web.Handler) {
		routes.Add(web.Route{Method: method, Pattern: pattern, Kind: web.Page, Guard: guard, Handler: h})
	}
	add(p.Desk.OperatorOnly(see...), http.MethodGet, Path, page.show)
	add(p.Desk.OperatorOnly(access.Administrator), http.MethodPost, Path+"/now", page.ask(JobBackup,
		i18n.T("La sauvegarde est demandée. Elle paraît ici dès qu’elle est faite.", "The backup is asked for. It appears here as soon as it is made.")))
	add(p.Desk.OperatorOnly(access.Administrator), http.MethodPost, Path+"/drill", page.ask(JobDrill,
		i18n.T("L’exercice est demandé. Son résultat paraît ici dès qu’il est fini.", "The drill is asked for. Its result appears here as soon as it is over.")))
}

// view is what the page shows.
type view struct {
	Plan
	Backups, Checks, Drills []backup.Run
	MayAsk                  bool
}

func (p *pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := view{Plan: p.Plan, MayAsk: access.From(ctx).Has(access.Administrator)}
	err := p.Doors.Read(ctx, access.System("backups-page"), func(tx access.Tx) (err error) {
		for _, l := range []struct {
			kind string
			into *[]backup.Run
		}{{backup.RunBackup, &v.Backups}, {backup.RunCheck, &v.Checks}, {backup.RunDrill, &v.Drills}} {
			if *l.into, err = backup.Runs(ctx, tx, l.kind, 20); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	page, err := p.Desk.Desk(r, i18n.Say(ctx, "Sauvegardes", "Backups"), body(v))
	if err != nil {
		return err
	}
	return web.Render(w, r, page)
}

// ask puts a job into the queue; one that waits already is enough.
func (p *pages) ask(kind string, say i18n.Text) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			_, err := p.Queue.Insert(ctx, tx.Elevated("backups-page"), jobs.Job{Kind: kind, Args: struct{}{}, UniqueKey: kind, MaxAttempts: 1})
			return err
		})
		if err != nil {
			return err
		}
		p.Desk.Flash(ctx, ui.Good, say)
		return web.Redirect(w, r, Path)
	}
}

// last returns the newest of some runs.
func last(runs []backup.Run) *backup.Run {
	if len(runs) == 0 {
		return nil
	}
	return &runs[0]
}

// depth says how a backup was verified.
func depth(ctx context.Context, d backup.Depth) string {
	switch d {
	case backup.Structure:
		return i18n.Say(ctx, "structure seulement", "structure only")
	case backup.Sample:
		return i18n.Say(ctx, "structure\u202f; nouveautés et un trentième relus", "structure; what is new and a thirtieth read back")
	case backup.ReadBack:
		return i18n.Say(ctx, "tout relu, bit à bit", "all read back, bit by bit")
	}
	return i18n.Say(ctx, "pas encore", "not yet")
}

// verified says what a drill or a verification looked at.
func verified(ctx context.Context, run backup.Run) string {
	if run.Kind == backup.RunDrill {
		return i18n.Sayf(ctx, "%s enregistrements comparés, %s fichiers relus, journal de %s entrées recalculé",
			"%s records compared, %s files read back, a journal of %s entries recomputed",
			i18n.Number(ctx, run.Detail.Rows), i18n.Number(ctx, run.Detail.Files), i18n.Number(ctx, run.Detail.Entries))
	}
	return i18n.Sayf(ctx, "%s (%s objets relus)", "%s (%s objects read back)", depth(ctx, run.Detail.Depth), i18n.Number(ctx, run.Detail.Read))
}

// length writes how often something is done, or how long it lasts.
func length(ctx context.Context, d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return i18n.Say(ctx, "jamais", "never")
	case d%day == 0:
		return i18n.Count(ctx, int64(d/day), "jour", "jours", "day", "days")
	case d%time.Hour == 0:
		return i18n.Count(ctx, int64(d/time.Hour), "heure", "heures", "hour", "hours")
	}
	return i18n.Count(ctx, int64(d/time.Minute), "minute", "minutes", "minute", "minutes")
}
