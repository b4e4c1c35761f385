package app

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/commons/organisation"
	"airial/internal/commons/webhook"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
)

// live makes a member's past: datasets that are published in several versions,
// refused, on their way, waiting, withdrawn, erased, renamed.
func (o *office) live(r *rand.Rand, m organisation.Member) {
	o.t.Helper()
	o.person("mairie", "Marie Dupouy", m, access.Manager, access.Depositor)
	titles := []string{"Subventions", "Marchés", "Budget", "Écoles", "Voirie", "Arbres"}
	for i := range 3 + r.IntN(4) {
		title := titles[i%len(titles)]
		switch r.IntN(7) {
		case 0:
			published(o, m, title)
		case 1:
			withdrawn(o, m, title)
		case 2:
			checked(o, m, title)
		case 3:
			personal(o, m, title)
		case 4:
			v := published(o, m, title)
			o.settle()
			if err := o.app.OpenData.Erase(o.t.Context(), access.System("test"), v.PieceID); err != nil {
				o.t.Fatal(err)
			}
		case 5:
			o.deposit(access.System("test"), m, title, "a;b\n1;2", false)
			o.settle()
		case 6:
			o.deposit(access.System("test"), m, title, grants("Le club", "Ballons", "12.50"), true) // on its way
		}
	}
	o.register(m)
	o.write(access.System("test"), func(tx access.Tx) error {
		a := m.Attributes()
		a.Name, a.Population = "Saint-Élix-le-Neuf", 300
		if _, err := organisation.Change(o.t.Context(), tx, m.ID, "2026-11-01", a, "décret"); err != nil {
			return err
		}
		if _, _, err := access.CreateToken(o.t.Context(), tx, m.ID, "compta", access.Depositor); err != nil {
			return err
		}
		_, err := access.AddMandate(o.t.Context(), tx, access.Mandate{MemberID: m.ID, From: "2026-01-01", Signatory: "Le maire"})
		return err
	})
}

// number gives what happened its numbers, and leaves lives where they stand.
func (o *office) number() {
	o.t.Helper()
	s := journal.NewSequencer(o.app.Journal, o.app.Doors.Platform("test"), o.app.Signer, slog.New(slog.DiscardHandler), journal.SequencerConfig{})
	if _, err := s.Sequence(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) handover() *handover.Service {
	return handoverOf(o.app.Ground, o.app.Engine, o.app.OpenData)
}

// exported writes an export and returns its files by name.
func (o *office) exported(m organisation.Member) (dir string, files map[string]string) {
	o.t.Helper()
	dir = filepath.Join(o.t.TempDir(), "export")
	if err := o.handover().Folder(o.t.Context(), m.ID, dir); err != nil {
		o.t.Fatal(err)
	}
	files = map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, p))
		files[p] = string(b)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return dir, files
}

// TestARoundTripLosesNothing gives members with various pasts from each
// database to each, and exports them again.
func TestARoundTripLosesNothing(t *testing.T) {
	seed := uint64(0)
	databasetest.Each(t, Schemas(), func(t *testing.T, from *database.DB) {
		here := officeOn(t, from)
		databasetest.Each(t, Schemas(), func(t *testing.T, to *database.DB) {
			seed++
			r := rand.New(rand.NewPCG(seed, 1))
			here.t = t
			m := here.member([]string{"214000028", "214000036", "214000010", "214000044", "213000011"}[seed], "Saint-Élix", organisation.Commune)
			here.live(r, m)
			here.number()
			dir, first := here.exported(m)
			there := officeOn(t, to)
			out, err := there.handover().Import(t.Context(), os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			if out.Member.Name != "Saint-Élix-le-Neuf" || out.Rows == 0 || len(out.Renamed) > 0 {
				t.Errorf("%+v", out)
			}
			_, second := there.exported(out.Member)
			for _, files := range []map[string]string{first, second} {
				delete(files, "SHA256SUMS") // of the files compared
			}
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("seed %d: what went out, what goes out again (-first +second):\n%s", seed, diff)
			}
			if diff := cmp.Diff(here.registered(m), there.registered(out.Member)); diff != "" {
				t.Errorf("seed %d: the register (-here +there):\n%s", seed, diff)
			}
			// What was under way goes on, and what is public is found.
			there.settle()
			if _, err := there.handover().Import(t.Context(), os.DirFS(dir)); !fault.Is(err, fault.Conflict) {
				t.Errorf("imported twice: %v", err)
			}
			there.read(func(tx access.Tx) error {
				shown := []string{}
				for _, l := range slices.Sorted(maps.Keys(first)) {
					if rest, ok := strings.CutPrefix(l, "datasets/"); ok && strings.HasSuffix(l, "data.csv") {
						shown = append(shown, strings.SplitN(rest, "/", 2)[0])
					}
				}
				for _, slug := range shown {
					there.leads("saint-elix-le-neuf", slug)
				}
				return nil
			})
		})
	})
}

// A webhook comes along, and is off until it has a secret that can be read.
func TestAnImportedWebhookWaitsForASecret(t *testing.T) {
	eachOffice(t, func(t *testing.T, here *office) {
		ctx := t.Context()
		here.write(access.System("test"), func(tx access.Tx) error { return here.hook(tx, here.village) })
		dir, _ := here.exported(here.village)
		databasetest.Each(t, Schemas(), func(t *testing.T, to *database.DB) {
			there := officeOn(t, to)
			if _, err := there.handover().Import(ctx, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			s := there.app.Webhooks
			err := there.app.Doors.Write(ctx, access.System("test"), func(tx access.Tx) error { _, err := s.Switch(ctx, tx, "hook", true); return err })
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("switched on without a secret: %v", err)
			}
			there.write(access.System("test"), func(tx access.Tx) error {
				h, err := webhook.Get(ctx, tx, "hook")
				if h.Why != webhook.DisabledImported {
					t.Errorf("the imported webhook: %+v", h)
				}
				if err != nil {
					return err
				}
				if _, _, err = s.Rotate(ctx, tx, "hook"); err != nil {
					return err
				}
				h, err = s.Switch(ctx, tx, "hook", true)
				if !h.Disabled.IsZero() {
					t.Errorf("after the change of secret: %+v", h)
				}
				return err
			})
		})
	})
}

func TestDamagedExportsAreRefused(t *testing.T) {
	o := newOffice(t)
	published(o, o.village, "Subventions")
	o.settle()
	dir, files := o.exported(o.village)
	var data string
	for name := range files {
		if strings.HasPrefix(name, "datasets/") {
			data = name
		}
	}
	try := func(name string, content string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := os.WriteFile(path, []byte(files[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		}()
		there := newOffice(t)
		if _, err := there.handover().Import(t.Context(), os.DirFS(dir)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if list := there.files(o.village); len(list) > 0 {
			t.Errorf("%s: files are left: %v", name, list)
		}
	}
	try(data, "x")
	try("manifest.json", "{}")
	try("SHA256SUMS", "x")
	try("records/piece.jsonl", "")
	// A SIREN that is somebody's here is a conflict, and nothing is written.
	there := newOffice(t)
	if _, err := there.handover().Import(t.Context(), os.DirFS(dir)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a SIREN that is taken: %v", err)
	}
	// A zip holds the same.
	var packed bytes.Buffer
	if err := o.handover().Zip(t.Context(), o.village.ID, o.clock.Now(), &packed); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := fs.ReadFile(z, name)
		if err != nil || string(got) != want {
			t.Errorf("%s in the zip: %v", name, err)
		}
	}
}

func TestAnExportIsMadeAndGoesInTime(t *testing.T) {
	o := newOffice(t)
	published(o, o.village, "Subventions")
	o.settle()
	manager := o.person("gestion", "Jeanne", o.village, access.Manager)
	page := "/fr/console/members/" + o.village.Siren + "/export"
	o.as(o.secretary).get(page).is(404)
	o.as(manager).get(page).is(200).says("Aucun export", "Préparer un export")
	o.as(manager).post(page, nil).to(page)
	o.as(manager).post(page, nil).to(page) // one is enough
	o.as(manager).get(page).is(200).says("en préparation")
	runner := jobs.NewRunner(o.app.Doors.Platform("test"), o.app.Queue, slog.New(slog.DiscardHandler), jobs.Config{})
	o.handover().Handle(runner, slog.New(slog.DiscardHandler))
	if err := runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	ready := o.as(manager).get(page).is(200).says("prêt", "Télécharger")
	link := regexp.MustCompile(`href="([^"]+/zip)"`).FindStringSubmatch(ready.Body.String())
	if link == nil {
		t.Fatal("no link to the file")
	}
	got := o.as(manager).get(link[1]).is(200).Body.Bytes()
	if _, err := zip.NewReader(bytes.NewReader(got), int64(len(got))); err != nil {
		t.Error(err)
	}
	o.as(o.secretary).get(link[1]).is(404)
	o.clock.Advance(8 * 24 * time.Hour)
	if err := o.handover().Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.as(manager).get(link[1]).is(404)
}
