package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/journal"
	"airial/internal/services/opendata"
)

// TestClockStepsBack runs the program with its workers while the machine's
// clock is set back by an hour, as a wrong time server does, and forward
// again: nothing waits for the hour to come round, and the journal stays whole.
func TestClockStepsBack(t *testing.T) {
	at := clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: at, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	settings := config.Serve{Data: data, Listen: "localhost:8080", Limits: config.Limits{Upload: 1 << 20, Columns: 100, Record: 1 << 20}}
	a, err := New(t.Context(), ground, settings, "test", slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error, 1)
	go func() { worked <- a.Work(ctx) }()

	var town organisation.Member
	err = a.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) (err error) {
		town, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: "214000010", Name: "Ychoux", Kind: organisation.Commune})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	scope := access.For(access.Actor{Kind: access.Machine, ID: "token", Name: "logiciel"}, map[string][]access.Role{town.ID: {access.Depositor}}, nil)
	deposit := func(title, piece string) (pieceID string) {
		t.Helper()
		v, fresh, err := a.OpenData.Deposit(t.Context(), scope, opendata.Request{MemberID: town.ID, PieceID: piece, Title: title,
			FileName: "essai.csv", Schema: "none", Press: true}, strings.NewReader(fmt.Sprintf("a,b\n1,%s\n", at.Now())))
		if err != nil || !fresh {
			t.Fatalf("%s: fresh %v, %v", title, fresh, err)
		}
		for deadline := time.After(30 * time.Second); ; {
			var l life.Life
			err := a.Doors.Read(t.Context(), scope, func(tx access.Tx) (err error) {
				l, err = life.Get(t.Context(), tx, v.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if l.Outcome == life.Done {
				return v.PieceID
			}
			if l.Outcome != life.Running {
				t.Fatalf("%s is %s at stage %s", title, l.Outcome, l.Stage())
			}
			select {
			case <-deadline:
				t.Fatalf("%s still is %s at stage %s", title, l.Outcome, l.Stage())
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	first := deposit("Avant", "")
	at.Advance(-time.Hour)
	deposit("Après le pas en arrière", "")
	deposit("Avant, suite", first)
	at.Advance(3 * time.Hour)
	deposit("Après le pas en avant", "")
	at.Advance(-24 * time.Hour)
	deposit("Avant, fin", first)
	stop()
	if err := <-worked; err != nil {
		t.Error(err)
	}
	err = a.Doors.Platform("test").Read(t.Context(), func(tx database.Tx) error {
		report, err := journal.Verify(t.Context(), tx, journal.Check{Verifier: ground.Verifier})
		if err == nil && (report.Pending != 0 || report.Size == 0) {
			t.Errorf("%d entries are numbered, %d wait", report.Size, report.Pending)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
