package app

import (
	"testing"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/doctor"
	"airial/internal/platform/jobs"
)

// What doctor asks of the database is answered by both.
func TestDoctorAsksBothDatabases(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		e := &Examination{Config: config.Serve{Data: config.Data{Data: t.TempDir()}}, clock: clock.System{}, db: db, doors: access.New(db, clock.System{}, nil), queue: jobs.NewQueue(clock.System{}, nil)}
		for name, found := range map[string][]doctor.Finding{"records": e.records(t.Context()), "jobs": e.jobs(t.Context()), "files": e.sample(t.Context())} {
			if len(found) == 0 {
				t.Errorf("%s: nothing is said", name)
			}
			for _, f := range found {
				if f.Level == doctor.Bad {
					t.Errorf("%s: %s (%s)", name, f.Say.En, f.Do.En)
				}
			}
		}
	})
}
