package app

import (
	"testing"
	"time"

	"airial/internal/platform/backup"
	"airial/internal/platform/clock"
	"airial/internal/platform/doctor"
)

func TestDoctorLooksAtTheAgeOfBackups(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	e := &Examination{clock: clock.NewManual(now)}
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		age      time.Duration
		ok       bool
		byItself bool
		want     doctor.Level
	}{
		"none, and none is meant":        {want: doctor.Look},
		"none, though the server should": {byItself: true, want: doctor.Bad},
		"of last night":                  {age: 7 * time.Hour, ok: true, byItself: true, want: doctor.Good},
		"two were missed":                {age: 2 * day, ok: true, byItself: true, want: doctor.Good},
		"late":                           {age: 4 * day, ok: true, byItself: true, want: doctor.Bad},
		"by hand, this week":             {age: 4 * day, ok: true, want: doctor.Good},
		"by hand, long ago":              {age: 20 * day, ok: true, want: doctor.Bad},
	} {
		f := e.backupAge(backup.Run{Ended: now.Add(-c.age)}, c.ok, c.byItself, day)
		if f.Level != c.want || f.Say.Fr == "" || (f.Level != doctor.Good) != (f.Do.Fr != "") {
			t.Errorf("%s: %v, want %v", name, f, c.want)
		}
	}
}
