package app

import (
	"os"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal/label"
)

// TestAFaceGoesAlong gives a member away with its logo, its label in two
// versions and a draft, an audit and a host: all of it is there afterwards, and
// the host waits for its record to be seen.
func TestAFaceGoesAlong(t *testing.T) {
	eachOffice(t, func(t *testing.T, here *office) {
		ctx, m := t.Context(), here.village
		logo, err := label.ReadLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>`))
		if err != nil {
			t.Fatal(err)
		}
		here.write(access.System("test"), func(tx access.Tx) error {
			room := here.app.Labels()
			if err := room.AddLogo(ctx, tx, m, logo); err != nil {
				return err
			}
			for _, name := range []string{"Avant", "Saint-Élix ouvert"} {
				if _, err := room.Publish(ctx, tx, m, label.OfSite, label.Label{Title: i18n.T(name, ""), Logo: logo.Digest}); err != nil {
					return err
				}
			}
			if err := room.Save(ctx, tx, m, label.OfSite, label.Label{Title: i18n.T("Brouillon", "")}); err != nil {
				return err
			}
			if _, err := room.RecordAudit(ctx, tx, m, label.Audit{On: "2026-01-05", Auditor: "Un cabinet", Applicable: 70, Met: 60}); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `insert into portal_host (id, member_id, origin_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem)
				values ($1,$2,$2,'donnees.saint-elix.example','jeton','system','test','',1,2,3,'')`, tx.NewID(), m.ID)
			return err
		})
		dir, _ := here.exported(m)
		databasetest.Each(t, Schemas(), func(t *testing.T, to *database.DB) {
			there := officeOn(t, to)
			if _, err := there.handover().Import(ctx, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			room := there.app.Labels()
			f, err := room.Face(ctx, m)
			if err != nil || f.Label.Title.Fr != "Saint-Élix ouvert" || f.Label.Logo != logo.Digest || f.Statement.Level != label.Partial {
				t.Errorf("the face: %+v %v", f, err)
			}
			there.read(func(tx access.Tx) error {
				token, err := database.Value[string](ctx, tx, "test", `select token from portal_host where member_id = $1 and verified_at = 0`, m.ID)
				if err != nil || token != "jeton" {
					t.Errorf("the host: %q %v", token, err)
				}
				bytes, err := database.Value[int](ctx, tx, "test", `select count(*) from portal_logo where member_id = $1 and digest = $2`, m.ID, logo.Digest)
				if err != nil || bytes != 1 {
					t.Errorf("the logo: %d %v", bytes, err)
				}
				v, pending, err := room.Draft(ctx, tx, m, label.OfSite)
				if !pending || v.Label.Title.Fr != "Brouillon" {
					t.Errorf("the draft: %+v", v)
				}
				return err
			})
			there.write(access.System("test"), func(tx access.Tx) error {
				v, err := room.Restore(ctx, tx, m, label.OfSite, 1)
				if v.Label.Title.Fr != "Avant" {
					t.Errorf("the first version: %+v", v)
				}
				return err
			})
		})
	})
}
