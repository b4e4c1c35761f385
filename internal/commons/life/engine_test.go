package life_test

import (
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
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
)

type bench struct {
	t      *testing.T
	clock  *clock.Manual
	doors  *access.Doors
	queue  *lifetest.Queue
	record *lifetest.Recorder
	engine *life.Engine
	room   *actRoom
	member string
}

func each(t *testing.T, test func(b *bench)) {
	schemas := []database.Schema{organisation.Schema, access.Schema, piece.Schema, life.Schema}
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) {
		c := clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
		b := &bench{t: t, clock: c, queue: &lifetest.Queue{}, record: &lifetest.Recorder{}, room: &actRoom{clock: c}}
		b.doors = access.New(db, c, ident.New(c, nil))
		b.engine = life.NewEngine(b.doors, b.queue, b.record, slog.New(slog.DiscardHandler))
		b.engine.Register(b.room.path())
		b.write(access.System("test"), func(tx access.Tx) error {
			m, err := organisation.Add(t.Context(), tx, organisation.Member{Siren: "200000008", Name: "Sainte-Pinède",
				Kind: organisation.Commune, Population: 812})
			b.member = m.ID
			return err
		})
		test(b)
	})
}

func (b *bench) write(s access.Scope, fn func(access.Tx) error) {
	b.t.Helper()
	if err := b.doors.Write(b.t.Context(), s, fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) as(role access.Role) access.Scope {
	return access.For(access.Actor{Kind: access.Person, ID: string(role), Name: "Une " + string(role)},
		map[string][]access.Role{b.member: {role}}, nil)
}

func (b *bench) deposit(size int64) string {
	b.t.Helper()
	id := b.put(actKind, size)
	b.queue.Run(b.t, b.engine)
	return id
}

// put begins a life, whose first turn waits.
func (b *bench) put(kind string, size int64) (version string) {
	b.t.Helper()
	b.write(b.as(access.Depositor), func(tx access.Tx) error {
		_, v, _, err := piece.Put(b.t.Context(), tx, piece.Deposit{MemberID: b.member, Kind: kind, Title: "Arrêté",
			FileName: "a.pdf", Digest: strings.Repeat("a", 64), Size: size})
		if err != nil {
			return err
		}
		version = v.ID
		_, err = b.engine.Begin(b.t.Context(), tx, v, kind, map[string]any{"size": size})
		return err
	})
	return version
}

func (b *bench) answer(s access.Scope, id string, a life.Answer) error {
	err := b.doors.Write(b.t.Context(), s, func(tx access.Tx) error { return b.engine.Answer(b.t.Context(), tx, id, a) })
	b.queue.Run(b.t, b.engine)
	return err
}

func (b *bench) stands(id, stage string, outcome life.Outcome) life.Life {
	b.t.Helper()
	var l life.Life
	if err := b.doors.Read(b.t.Context(), access.System("test"), func(tx access.Tx) (err error) {
		l, err = life.Get(b.t.Context(), tx, id)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	if l.Stage() != stage || l.Outcome != outcome {
		b.t.Fatalf("stands at %s (%s), want %s (%s)", l.Stage(), l.Outcome, stage, outcome)
	}
	return l
}

func (b *bench) trace(id string) string {
	b.t.Helper()
	var out []string
	if err := b.doors.Read(b.t.Context(), access.System("test"), func(tx access.Tx) error {
		steps, err := life.Steps(b.t.Context(), tx, id)
		for i, s := range steps {
			if s.Number != i+1 {
				b.t.Fatalf("step %d has number %d", i+1, s.Number)
			}
			word := s.Stage + " " + string(s.Outcome)
			if s.Skipped {
				word += " (skipped)"
			}
			out = append(out, word)
		}
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

func TestAnActGoesItsWholeWay(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		b.stands(id, "signed", life.OnHold)
		if err := b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "sign"}); err != nil {
			t.Fatal(err)
		}
		b.stands(id, "acknowledged", life.OnHold)
		if err := b.answer(access.System("tdt"), id, life.Answer{Source: life.FromOutside, Verb: "accepted"}); err != nil {
			t.Fatal(err)
		}
		b.stands(id, "published", life.Done)
		want := "received passed, reviewed passed (skipped), signed waiting, signed passed, transmitted passed, " +
			"acknowledged waiting, acknowledged passed, published passed"
		if got := b.trace(id); got != want {
			t.Errorf("steps\n got %s\nwant %s", got, want)
		}
		if len(b.record.Steps) != 8 {
			t.Errorf("%d steps recorded, want 8", len(b.record.Steps))
		}
		i := slices.IndexFunc(b.record.Steps, func(s life.Step) bool { return s.Stage == "signed" && s.Outcome == life.Passed })
		if by := b.record.Steps[i].By; by.Name != "Une approver" {
			t.Errorf("signed by %+v", by)
		}
	})
}

func TestTheWayBack(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		sign := func() {
			t.Helper()
			if err := b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "sign"}); err != nil {
				t.Fatal(err)
			}
		}
		sign()
		if err := b.answer(access.System("tdt"), id, life.Answer{Source: life.FromOutside, Verb: "rejected"}); err != nil {
			t.Fatal(err)
		}
		b.stands(id, "signed", life.OnHold)
		sign()
		b.stands(id, "acknowledged", life.OnHold)
		if b.room.sent != 2 {
			t.Errorf("sent %d times, want 2", b.room.sent)
		}
	})
}

func TestTheDeadline(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		if err := b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "sign"}); err != nil {
			t.Fatal(err)
		}
		b.clock.Advance(answerDelay - time.Minute)
		b.queue.Come(t, b.engine, b.clock.Now())
		b.stands(id, "acknowledged", life.OnHold)
		b.clock.Advance(2 * time.Minute)
		b.queue.Come(t, b.engine, b.clock.Now())
		b.stands(id, "acknowledged", life.Rejected)
	})
}

func TestAnAnswerBeatsItsDeadline(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		_ = b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "sign"})
		_ = b.answer(access.System("tdt"), id, life.Answer{Source: life.FromOutside, Verb: "accepted"})
		b.clock.Advance(2 * answerDelay)
		b.queue.Come(t, b.engine, b.clock.Now())
		b.stands(id, "published", life.Done)
	})
}

func TestAStageRunTwiceDoesNoMoreThanOnce(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		err := b.doors.Write(t.Context(), b.as(access.Approver), func(tx access.Tx) error {
			return b.engine.Answer(t.Context(), tx, id, life.Answer{Source: life.FromPerson, Verb: "sign"})
		})
		if err != nil {
			t.Fatal(err)
		}
		turns := b.queue.Take()
		for range 3 {
			for _, ticket := range turns {
				if err := b.engine.Run(t.Context(), ticket, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		b.queue.Run(t, b.engine)
		want := "received passed, reviewed passed (skipped), signed waiting, signed passed, transmitted passed, acknowledged waiting"
		if got := b.trace(id); got != want {
			t.Errorf("steps\n got %s\nwant %s", got, want)
		}
	})
}

func TestAnErrorIsTriedAgainAndThenFails(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		b.room.fail = errLine
		err := b.doors.Write(t.Context(), b.as(access.Approver), func(tx access.Tx) error {
			return b.engine.Answer(t.Context(), tx, id, life.Answer{Source: life.FromPerson, Verb: "sign"})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, ticket := range b.queue.Take() { // signed
			if err := b.engine.Run(t.Context(), ticket, nil); err != nil {
				t.Fatal(err)
			}
		}
		ticket := b.queue.Take()[0] // transmitted
		if err := b.engine.Run(t.Context(), ticket, nil); err == nil {
			t.Fatal("an error of the handler must come out")
		}
		b.stands(id, "transmitted", life.Running)
		b.write(access.System("test"), func(tx access.Tx) error { return b.engine.Fail(t.Context(), tx, ticket, errLine) })
		b.stands(id, "transmitted", life.Broken)
		b.write(access.System("test"), func(tx access.Tx) error { return b.engine.Retry(t.Context(), tx, id) })
		b.queue.Run(t, b.engine)
		b.stands(id, "acknowledged", life.OnHold)
	})
}

func TestUndoIsANewStep(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		_ = b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "sign"})
		_ = b.answer(access.System("tdt"), id, life.Answer{Source: life.FromOutside, Verb: "accepted"})
		before := b.trace(id)
		b.write(b.as(access.Approver), func(tx access.Tx) error {
			return b.engine.SendBack(t.Context(), tx, id, "signed", "erreur de pièce")
		})
		b.queue.Run(t, b.engine)
		b.stands(id, "signed", life.OnHold)
		if got, want := b.trace(id), before+", signed waiting"; got != want {
			t.Errorf("steps\n got %s\nwant %s", got, want)
		}
		if b.room.undone != 1 {
			t.Errorf("the transmission was taken back %d times, want once", b.room.undone)
		}
	})
}

func TestWhoMayAnswer(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		sign := life.Answer{Source: life.FromPerson, Verb: "sign"}
		stranger := access.For(access.Actor{Kind: access.Person, ID: "x"}, map[string][]access.Role{"other": {access.Manager}}, nil)
		officer := access.For(access.Actor{Kind: access.Person, ID: "o"}, nil, []access.Role{access.OpenDataOfficer})
		for name, c := range map[string]struct {
			scope access.Scope
			want  fault.Kind
		}{
			"public":                   {access.Public(), fault.NotFound},
			"another member's manager": {stranger, fault.NotFound},
			"depositor":                {b.as(access.Depositor), fault.Forbidden},
			"reader":                   {b.as(access.Reader), fault.Forbidden},
			"officer without mandate":  {officer, fault.Forbidden},
		} {
			if err := b.answer(c.scope, id, sign); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if err := b.answer(b.as(access.Approver), id, life.Answer{Source: life.FromPerson, Verb: "burn"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an answer that the stage does not accept: %v", err)
		}
		b.write(access.System("test"), func(tx access.Tx) error {
			_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: b.member, From: "2026-01-01", Signatory: "Le maire"})
			return err
		})
		if err := b.answer(officer, id, sign); err != nil {
			t.Errorf("officer with a mandate: %v", err)
		}
		if err := b.answer(b.as(access.Approver), id, sign); !fault.Is(err, fault.Conflict) {
			t.Errorf("an answer that nobody waits for any more: %v", err)
		}
	})
}

func TestWhatWaitsForWhom(t *testing.T) {
	each(t, func(b *bench) {
		id := b.deposit(10)
		count := func(s access.Scope) (n int) {
			t.Helper()
			if err := b.doors.Read(t.Context(), s, func(tx access.Tx) error {
				found, total, err := life.For(t.Context(), tx, 10)
				if len(found) != total || total > 0 && found[0].VersionID != id {
					t.Errorf("found %d of %d", len(found), total)
				}
				n = total
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		officer := access.For(access.Actor{Kind: access.Person, ID: "o"}, nil, []access.Role{access.OpenDataOfficer})
		if count(b.as(access.Approver)) != 1 || count(b.as(access.Depositor)) != 0 || count(access.Public()) != 0 || count(officer) != 0 {
			t.Error("only the approver is waited for")
		}
		b.write(access.System("test"), func(tx access.Tx) error {
			_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: b.member, From: "2026-01-01", Until: "2026-11-22", Signatory: "Le maire"})
			return err
		})
		if count(officer) != 1 {
			t.Error("with a mandate the officer is waited for too")
		}
		b.clock.Advance(24 * time.Hour)
		if count(officer) != 0 {
			t.Error("a mandate that has ended gives nothing")
		}
	})
}
