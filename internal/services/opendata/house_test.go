package opendata_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/text"
	"airial/internal/services/opendata"
	"airial/internal/services/opendata/opendatatest"
)

// house is the room with its neighbours faked, on one of the databases.
type house struct {
	t        *testing.T
	clock    *clock.Manual
	doors    *access.Doors
	queue    *lifetest.Queue
	engine   *life.Engine
	files    string // folder of the store
	blobs    blob.Store
	caches   *opendatatest.Caches
	checks   *opendatatest.Checks
	service  *opendata.Service
	over     func(blob.Store) *opendata.Service // the room over another store
	member   organisation.Member
	operator organisation.Member
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	eachOn(t, func(t *testing.T, dir string) blob.Store {
		store, err := blob.OpenFolder(blob.FolderConfig{Dir: dir, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		return store
	}, test)
}

// eachOn is each on another store, which open is handed a folder for.
func eachOn(t *testing.T, open func(t *testing.T, dir string) blob.Store, test func(t *testing.T, h *house)) {
	schemas := []database.Schema{jobs.Schema, journal.Schema, organisation.Schema, access.Schema, user.Schema,
		piece.Schema, life.Schema, opendata.Schema}
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) {
		c := clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
		ids := ident.New(c, nil)
		h := &house{t: t, clock: c, doors: access.New(db, c, ids), queue: &lifetest.Queue{}, caches: &opendatatest.Caches{}, files: t.TempDir()}
		j := journal.New(c, ids, nil)
		h.doors.Tell(j)
		log := slog.New(slog.DiscardHandler)
		h.engine = life.NewEngine(h.doors, h.queue, life.JournalRecorder{}, log)
		h.blobs = open(t, h.files)
		checks := &opendatatest.Checks{}
		h.checks = checks
		h.over = func(store blob.Store) *opendata.Service {
			return opendata.New(opendata.Parts{Doors: h.doors, Engine: h.engine, Blobs: store, Journal: j,
				Queue: jobs.NewQueue(c, ids), Checks: checks, Findings: opendatatest.Clears{}, Caches: h.caches, Tables: database.Tables(schemas...),
				Limits: opendata.Limits{Upload: 1 << 20}, Secret: []byte("0123456789abcdef"), Log: log, Where: where,
				Scrub: func(ctx context.Context, tables ...string) error {
					return db.Scrub(ctx, slices.DeleteFunc(tables, func(name string) bool { return name == "check_report" || name == "scan" })...)
				}})
		}
		h.service = h.over(h.blobs)
		h.engine.Register(h.service.Path(checks.Stage(func(ctx context.Context, member, digest string) (io.ReadCloser, error) {
			return h.blobs.Open(ctx, member, digest)
		}), opendatatest.Clears{}))
		h.write(access.System("test"), func(tx access.Tx) error {
			var err error
			h.operator, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: "200000016", Name: "Garluche Numérique",
				Kind: organisation.Operateur, IsOperator: true})
			if err != nil {
				return err
			}
			h.member, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: "200000008", Name: "Sainte-Pinède",
				Kind: organisation.Commune, Population: 812})
			return err
		})
		test(t, h)
	})
}

func (h *house) write(s access.Scope, fn func(access.Tx) error) {
	h.t.Helper()
	if err := h.try(s, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) try(s access.Scope, fn func(access.Tx) error) error {
	err := h.doors.Write(h.t.Context(), s, fn)
	h.queue.Run(h.t, h.engine)
	return err
}

// as is the scope of a person with a role at the member; her name is the role
// and who she is.
func (h *house) as(role access.Role, who string) access.Scope {
	return access.For(access.Actor{Kind: access.Person, ID: string(role) + "-" + text.Slug(who), Name: who},
		map[string][]access.Role{h.member.ID: {role}}, nil)
}

func (h *house) officer() access.Scope {
	return access.For(access.Actor{Kind: access.Person, ID: "officer", Name: "officer"}, nil, []access.Role{access.OpenDataOfficer})
}

const sound = "nom,montant\nAmicale,300\nÉcole,1200\n"

// deposit deposits a file and lets its life run until it rests.
func (h *house) deposit(s access.Scope, q opendata.Request, content string) piece.Version {
	h.t.Helper()
	v, _, err := h.tryDeposit(s, q, content)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *house) tryDeposit(s access.Scope, q opendata.Request, content string) (piece.Version, bool, error) {
	if q.MemberID == "" {
		q.MemberID = h.member.ID
	}
	if q.Title == "" && q.PieceID == "" {
		q.Title = "Subventions 2026"
	}
	if q.FileName == "" {
		q.FileName = "subventions.csv"
	}
	v, fresh, err := h.service.Deposit(h.t.Context(), s, q, strings.NewReader(content))
	h.queue.Run(h.t, h.engine)
	return v, fresh, err
}

func (h *house) stands(version, stage string, outcome life.Outcome) {
	h.t.Helper()
	h.read(access.System("test"), func(tx access.Tx) error {
		l, err := life.Get(h.t.Context(), tx, version)
		if err == nil && (l.Stage() != stage || l.Outcome != outcome) {
			h.t.Errorf("stands at %s (%s), want %s (%s)", l.Stage(), l.Outcome, stage, outcome)
		}
		return err
	})
}

func (h *house) read(s access.Scope, fn func(access.Tx) error) {
	h.t.Helper()
	if err := h.doors.Read(h.t.Context(), s, fn); err != nil {
		h.t.Fatal(err)
	}
}

// public returns what anybody sees of a dataset.
func (h *house) public(id string, number int) (opendata.Dataset, opendata.Edition, error) {
	var d opendata.Dataset
	var e opendata.Edition
	err := h.doors.Read(h.t.Context(), access.Public(), func(tx access.Tx) (err error) {
		d, e, err = opendata.EditionOf(h.t.Context(), tx, id, number)
		return err
	})
	return d, e, err
}

// found tells whether a search of anybody's finds a dataset.
func (h *house) found(query, id string) bool {
	h.t.Helper()
	var found opendata.Found
	h.read(access.Public(), func(tx access.Tx) (err error) {
		found, err = h.service.Survey(h.t.Context(), tx, opendata.Search{Query: query, Limit: 50})
		return err
	})
	return slices.ContainsFunc(found.Datasets, func(d opendata.Dataset) bool { return d.ID == id })
}

func (h *house) bytes(file opendata.File) string {
	h.t.Helper()
	b, err := h.blobs.Open(h.t.Context(), h.member.ID, file.Digest)
	if err != nil {
		h.t.Fatal(err)
	}
	defer b.Close()
	content, err := io.ReadAll(b)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(content)
}

// mapped takes a table with a column of this name for one that goes on a map.
func where(columns []opendata.Column, _ [][]string) (opendata.Where, bool) {
	at := func(name string) int {
		return slices.IndexFunc(columns, func(c opendata.Column) bool { return c.Name == name })
	}
	return opendata.Where{Lat: at("lat"), Lon: at("lon"), Text: -1}, at("lat") >= 0
}
