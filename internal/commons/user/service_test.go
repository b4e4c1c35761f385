package user_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/mail"
)

// sealer seals under a key of the test.
type sealer struct{ aead cipher.AEAD }

func newSealer(t testing.TB) sealer {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		t.Fatal(err)
	}
	return sealer{aead}
}

func (s sealer) Seal(purpose string, plain []byte) ([]byte, error) {
	return s.aead.Seal(nil, nil, plain, []byte(purpose)), nil
}

func (s sealer) Unseal(purpose string, sealed []byte) ([]byte, error) {
	return s.aead.Open(nil, nil, sealed, []byte(purpose))
}

// service is the room on a ground, with letters that are kept in the queue.
func service(t testing.TB, g *organisationtest.Ground) *user.Service {
	return serviceAt(t, g, "http://localhost:8080")
}

func serviceAt(t testing.TB, g *organisationtest.Ground, publicURL string) *user.Service {
	queue := jobs.NewQueue(g.Clock, ident.New(g.Clock, nil))
	box := newSealer(t)
	return user.New(user.Parts{Doors: g.Doors, Clock: g.Clock, Jobs: queue, Letters: mail.NewQueue(queue, box, true), Sealer: box,
		Sessions:  user.NewSessions(g.Doors, g.Clock, publicURL, slog.New(slog.DiscardHandler)),
		PublicURL: publicURL, Name: func() string { return "Données des Grandes Landes" }, Notice: true,
		Journal: journal.New(g.Clock, ident.New(g.Clock, nil), nil), Tables: append(slices.Clone(access.Schema.Tables), database.Tables(schemas...)...)})
}

// drain runs the jobs that the room has asked for.
func drain(t testing.TB, g *organisationtest.Ground, s *user.Service) {
	t.Helper()
	r := jobs.NewRunner(g.DB, s.Jobs, slog.New(slog.DiscardHandler), jobs.Config{})
	s.Handle(r)
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// letters are those that wait to be sent, by recipient.
func letters(t testing.TB, g *organisationtest.Ground) []mail.Message {
	t.Helper()
	var out []mail.Message
	g.Read(t, access.System("test"), func(tx access.Tx) error {
		return database.Each(t.Context(), tx, "test", func(r database.Row) error {
			var args string
			if err := r.Scan(&args); err != nil {
				return err
			}
			var sealed struct{ Sealed []byte }
			if err := json.Unmarshal([]byte(args), &sealed); err != nil {
				return err
			}
			plain, err := newSealer(t).Unseal("mail", sealed.Sealed)
			if err != nil {
				return err
			}
			var m mail.Message
			out = append(out, mail.Message{})
			err = json.Unmarshal(plain, &m)
			out[len(out)-1] = m
			return err
		}, `select args from job where kind = 'mail.send'`)
	})
	slices.SortFunc(out, func(a, b mail.Message) int { return strings.Compare(a.To+a.Text, b.To+b.Text) })
	return out
}

// from is somebody who comes from an address, with a browser that nobody knows.
func from(address string) user.Visit { return user.Visit{Address: address} }

func decode(t testing.TB, text string) []byte {
	t.Helper()
	b, err := user.DecodeSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Who serves another body too is not for one manager to act upon, though the
// database shows him only the roles at his own.
func TestAManagerActsOnHisOwnPeopleAlone(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := service(t, g)
		manager := organisationtest.At("manager", g.Village, access.Manager)
		his := create(t, g, user.Account{Login: "claire", Name: "Claire Lalande"})
		grant(t, g, his, g.Village.ID, access.Depositor)
		both := create(t, g, user.Account{Login: "denis", Name: "Denis Duluc"})
		grant(t, g, both, g.Village.ID, access.Depositor)
		grant(t, g, both, g.Town.ID, access.Manager)
		for _, c := range []struct {
			account string
			may     bool
		}{{his.ID, true}, {both.ID, false}} {
			for name, act := range map[string]func(access.Tx) error{
				"manages": func(tx access.Tx) error { return user.MayManage(t.Context(), tx, c.account) },
				"unlocks": func(tx access.Tx) error { return s.Unlock(t.Context(), tx, c.account) },
				"drops":   func(tx access.Tx) error { return s.DropFactors(t.Context(), tx, c.account) },
			} {
				err := g.Doors.Write(t.Context(), manager, act)
				if c.may && err != nil || !c.may && !fault.Is(err, fault.NotFound) {
					t.Errorf("the manager %s %s: %v", name, c.account, err)
				}
			}
		}
	})
}

// A name is found without its accents, in capitals or not, on both databases.
func TestNamesAreFoundWithoutAccents(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		create(t, g, user.Account{Login: "emilie.l", Name: "Émilie LAFITÈ-Dupœuf", Email: "Mairie@exemple.fr"})
		create(t, g, user.Account{Login: "denis.d", Name: "Denis Duluc"})
		for query, want := range map[string]int{"emilie": 1, "ÉMILIE": 1, "lafite": 1, "lafitè": 1, "Emilie Duluc": 0, "mairie@": 1, "duluc": 1, "e%": 0} {
			g.Read(t, access.System("test"), func(tx access.Tx) error {
				_, n, err := user.List(t.Context(), tx, user.Filter{Query: query}, 10, 0)
				if n != want {
					t.Errorf("%q finds %d, want %d", query, n, want)
				}
				return err
			})
		}
	})
}
