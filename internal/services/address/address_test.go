package address_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/services/address"
	"airial/internal/services/address/addresstest"
	"airial/standards/bal"
)

// sealer keeps nothing secret: what is sealed is turned round.
type sealer struct{}

func (sealer) Seal(_ string, plain []byte) ([]byte, error) { return turned(plain), nil }
func (sealer) Unseal(_ string, sealed []byte) ([]byte, error) {
	return turned(sealed), nil
}

func turned(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[len(b)-1-i] = c
	}
	return out
}

// datasets remembers what was deposited.
type datasets struct {
	pieces []string
	last   string
}

func (d *datasets) Deposit(_ context.Context, _ access.Scope, one address.Deposit) (string, string, error) {
	data, err := io.ReadAll(one.Body)
	d.pieces, d.last = append(d.pieces, one.PieceID+"|"+one.Schema), string(data)
	return "piece-1", "/console/deposits/piece-1", err
}

func each(t *testing.T, test func(t *testing.T, g *organisationtest.Ground)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, address.Schema}, test)
}

const three = "cle_interop;commune_insee;commune_nom;voie_nom;numero;suffixe;position;long;lat;source;date_der_maj;certification_commune\n" +
	"40002_xxxx_00001;40002;Saint-Élix;Rue du Lavoir;1;;entrée;-0.76;43.70;Commune;2026-01-02;0\n" +
	"40002_xxxx_00003;40002;Saint-Élix;Rue du Lavoir;3;bis;entrée;-0.761;43.701;Commune;2026-01-02;1\n" +
	"40002_xxxx_99999;40002;Saint-Élix;Le Bourg;99999;;;;;Commune;2026-01-02;0\n"

func imported(t *testing.T, g *organisationtest.Ground, as access.Scope, file string) (c address.Change, r *bal.Report) {
	t.Helper()
	g.Write(t, as, func(tx access.Tx) (err error) {
		r, c, err = address.Import(t.Context(), tx, g.Village, "bal.csv", []byte(file))
		return err
	})
	return c, r
}

func rows(t *testing.T, g *organisationtest.Ground, as access.Scope, street string) (out []address.Row) {
	t.Helper()
	g.Read(t, as, func(tx access.Tx) (err error) {
		out, err = address.Rows(t.Context(), tx, g.Village.ID, street)
		return err
	})
	return out
}

func TestImportAndUndo(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk, reader := organisationtest.At("clerk", g.Village, access.Depositor), organisationtest.At("reader", g.Village, access.Reader)
		first, r := imported(t, g, clerk, three)
		if list := rows(t, g, clerk, ""); len(list) != 3 || r.Rows != 3 || list[0].Name != "Le Bourg" || list[2].Suffix != "bis" || list[1].Lon != -0.76 || !list[2].Certified {
			t.Errorf("imported: %+v", list)
		}
		for file, want := range map[string]fault.Kind{
			strings.ReplaceAll(three, "40002", "40003"): fault.Invalid, "a;b\n1;2\n": fault.Invalid, "": fault.Invalid, "\x00\x01\"": fault.Invalid,
		} {
			if err := g.Try(t, clerk, func(tx access.Tx) error {
				_, _, err := address.Import(ctx, tx, g.Village, "x", []byte(file))
				return err
			}); !fault.Is(err, want) {
				t.Errorf("%.20q: %v", file, err)
			}
		}
		if err := g.Try(t, reader, func(tx access.Tx) error {
			_, _, err := address.Import(ctx, tx, g.Village, "x", []byte(three))
			return err
		}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader imports: %v", err)
		}
		if err := g.Try(t, organisationtest.At("w", g.Welfare, access.Manager), func(tx access.Tx) error {
			_, _, err := address.Import(ctx, tx, g.Welfare, "x", []byte(three))
			return err
		}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a CCAS imports: %v", err)
		}
		second, _ := imported(t, g, clerk, strings.ReplaceAll(three, "Rue du Lavoir", "Rue Neuve"))
		undo := func(id string) error {
			return g.Try(t, clerk, func(tx access.Tx) error { _, err := address.Undo(ctx, tx, id); return err })
		}
		if err := undo(first.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("the first of two is undone: %v", err)
		}
		if err := undo(second.ID); err != nil {
			t.Fatal(err)
		}
		if list := rows(t, g, clerk, "Rue du Lavoir"); len(list) != 2 {
			t.Errorf("after undoing: %d", len(list))
		}
		if err := undo(second.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestTwoAtOnce(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		one, two := organisationtest.At("one", g.Village, access.Depositor), organisationtest.At("two", g.Village, access.Depositor)
		imported(t, g, one, three)
		was := rows(t, g, one, "Rue du Lavoir")[0]
		edit := func(as access.Scope, change func(*bal.Row)) (none bool, err error) {
			r := was.Row
			change(&r)
			err = g.Try(t, as, func(tx access.Tx) error {
				_, none, err = address.Write(ctx, tx, g.Village, "write", r.Name, []address.Edit{{Was: was.ID, Row: r}})
				return err
			})
			return none, err
		}
		if none, err := edit(one, func(*bal.Row) {}); err != nil || !none {
			t.Errorf("nothing new: %v %v", none, err)
		}
		if _, err := edit(one, func(r *bal.Row) { r.Complement = "Le Bourg" }); err != nil {
			t.Fatal(err)
		}
		_, err := edit(two, func(r *bal.Row) { r.Certified = true })
		var stale *address.Stale
		if !errors.As(err, &stale) || stale.Theirs.Complement != "Le Bourg" || !stale.Mine.Certified || stale.Gone || stale.Was != was.ID {
			t.Fatalf("the second: %v %+v", err, stale)
		}
		// Who has seen both may write over it, by the version that stands.
		was.ID = stale.Now
		if _, err := edit(two, func(r *bal.Row) { r.Certified, r.Complement = true, "Le Bourg" }); err != nil {
			t.Fatal(err)
		}
		if now := rows(t, g, one, "Rue du Lavoir")[0]; !now.Certified || now.Complement != "Le Bourg" || now.Address != was.Address {
			t.Errorf("now: %+v", now)
		}
		for _, change := range []func(*bal.Row){func(r *bal.Row) { r.Number = 100_000 }, func(r *bal.Row) { r.Name = "ab" }, func(r *bal.Row) { r.Suffix = "@" }, func(r *bal.Row) { r.Lon, r.Lat = 43.7, -0.76 },
			func(r *bal.Row) { r.Parcels = []string{"12"} }, func(r *bal.Row) { r.Position = "porte" }} {
			was = rows(t, g, one, "Rue du Lavoir")[0]
			if _, err := edit(one, change); !fault.Is(err, fault.Invalid) {
				t.Errorf("taken: %v", err)
			}
		}
	})
}

func TestRename(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk := organisationtest.At("clerk", g.Village, access.Depositor)
		imported(t, g, clerk, three)
		rename := func(from, to string, merge bool) (c address.Change, err error) {
			return c, g.Try(t, clerk, func(tx access.Tx) error {
				c, _, err = address.Rename(ctx, tx, g.Village, from, to, map[string]string{"oci": "Carrèra"}, merge)
				return err
			})
		}
		if _, err := rename("Rue du Lavoir", "Le Bourg", false); !fault.Is(err, fault.Conflict) {
			t.Errorf("onto another: %v", err)
		}
		if _, err := rename("Rue de Nulle Part", "X Y Z", false); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such street: %v", err)
		}
		if _, err := rename("Rue du Lavoir", "Rue des Lavandières", false); err != nil {
			t.Fatal(err)
		}
		list := rows(t, g, clerk, "Rue des Lavandières")
		if len(list) != 2 || list[1].Names["oci"] != "Carrèra" || list[1].Suffix != "bis" {
			t.Errorf("renamed: %+v", list)
		}
		g.Write(t, clerk, func(tx access.Tx) error {
			_, _, err := address.Certify(ctx, tx, g.Village, "Rue des Lavandières")
			return err
		})
		for _, r := range rows(t, g, clerk, "Rue des Lavandières") {
			if !r.Certified {
				t.Errorf("%s is not certified", r.Label())
			}
		}
	})
}

func TestPublish(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		clerk := organisationtest.At("clerk", g.Village, access.Depositor)
		d := &datasets{}
		s := address.New(address.Parts{Doors: g.Doors, Datasets: d})
		if _, _, err := s.Publish(t.Context(), clerk, g.Village.ID, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("nothing to publish: %v", err)
		}
		imported(t, g, clerk, three)
		for range 2 {
			if _, _, err := s.Publish(t.Context(), clerk, g.Village.ID, false); err != nil {
				t.Fatal(err)
			}
		}
		if len(d.pieces) != 2 || d.pieces[0] != "|"+bal.SchemaName || d.pieces[1] != "piece-1|"+bal.SchemaName || !strings.Contains(d.last, "40002_xxxx_00003_bis;40002;Saint-Élix") {
			t.Errorf("%v\n%s", d.pieces, d.last)
		}
	})
}

func TestSending(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		depot := addresstest.New()
		defer depot.Close()
		s := address.New(address.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Doors.Clock(), ident.New(g.Doors.Clock(), nil)), Keys: sealer{}, Client: http.DefaultClient, Depot: depot.URL, Datasets: &datasets{}})
		clerk := organisationtest.At("clerk", g.Village, access.Depositor)
		imported(t, g, clerk, three)
		begin := func(anyway bool) (id string, err error) {
			return id, g.Try(t, clerk, func(tx access.Tx) error {
				one, err := s.Send(ctx, tx, g.Village, anyway)
				id = one.ID
				return err
			})
		}
		if _, err := begin(false); !fault.Is(err, fault.Conflict) {
			t.Fatalf("without a token: %v", err)
		}
		admin := organisationtest.At("admin", g.Operator, access.Administrator)
		g.Write(t, admin, func(tx access.Tx) error { return s.SetToken(ctx, tx, addresstest.Token) })
		if err := g.Try(t, clerk, func(tx access.Tx) error { return s.SetToken(ctx, tx, addresstest.Token) }); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a clerk sets the token: %v", err)
		}
		of := func(id string) (out address.Sending) {
			g.Read(t, clerk, func(tx access.Tx) error {
				list, err := address.Sendings(ctx, tx, g.Village.ID, 50)
				for _, one := range list {
					if one.ID == id {
						out = one
					}
				}
				return err
			})
			return out
		}
		through := func(anyway bool) address.Sending {
			t.Helper()
			id, err := begin(anyway)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Deliver(ctx, id, 1); err != nil {
				t.Fatal(err)
			}
			return of(id)
		}
		if one := through(false); one.State != address.Stopped || !strings.Contains(one.Detail.Message, "habilitation") {
			t.Errorf("without a consent: %+v", one)
		}

		// The consent: a wrong address, wrong codes until it is rejected, a new one.
		if err := s.Ask(ctx, clerk, g.Village.ID, "me@elsewhere.example"); !fault.Is(err, fault.Conflict) {
			t.Errorf("another’s mailbox: %v", err)
		}
		if err := s.Ask(ctx, clerk, g.Village.ID, addresstest.Mail); err != nil {
			t.Fatal(err)
		}
		if one := through(false); one.State != address.Stopped || !strings.Contains(one.Detail.Message, "n’est pas valide") {
			t.Errorf("consent pending: %+v", one)
		}
		state := func() (out string) {
			g.Read(t, clerk, func(tx access.Tx) error {
				b, _, err := address.Of(ctx, tx, g.Village.ID)
				out = b.ConsentState
				return err
			})
			return out
		}
		for range 10 {
			if err := s.Answer(ctx, clerk, g.Village.ID, "000000"); !fault.Is(err, fault.Conflict) {
				t.Fatalf("a wrong code: %v", err)
			}
		}
		if state() != "rejected" {
			t.Errorf("after ten wrong codes: %s", state())
		}
		if err := s.Ask(ctx, clerk, g.Village.ID, addresstest.Mail); err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, clerk, g.Village.ID, "123 456"); err != nil || state() != "accepted" {
			t.Fatalf("the right code: %v, %s", err, state())
		}

		one := through(false)
		if one.State != address.Published || one.Revision == "" || one.Digest == "" || depot.Current("40002").ID != one.Revision {
			t.Fatalf("sent: %+v", one)
		}
		// Published once, though its job runs again.
		made := depot.Made()
		if err := s.Deliver(ctx, one.ID, 2); err != nil || depot.Made() != made {
			t.Errorf("the job again: %v, %d revisions", err, depot.Made())
		}
		// A file that the national base refuses, with its codes.
		depot.Bad = []string{"row.cog_no_match_id_ban_commune"}
		if one := through(false); one.State != address.Refused || len(one.Detail.Errors) != 1 || one.Detail.Errors[0] != "row.cog_no_match_id_ban_commune" {
			t.Errorf("refused: %+v", one)
		}
		// Somebody else has published: asked before it is replaced.
		depot.Somebody("40002", 3)
		if one := through(false); one.State != address.Overtaken || one.Detail.By != "Mes Adresses" {
			t.Errorf("overtaken: %+v", one)
		}
		if one := through(true); one.State != address.Published {
			t.Errorf("anyway: %+v", one)
		}
		// A server that is down is asked again, and given up in the end.
		id, err := begin(false)
		if err != nil {
			t.Fatal(err)
		}
		depot.Down = 1
		if err := s.Deliver(ctx, id, 1); err == nil {
			t.Error("a server that is down is no reason to try again")
		}
		if _, err := begin(false); !fault.Is(err, fault.Conflict) {
			t.Errorf("two at once: %v", err)
		}
		if err := s.Deliver(ctx, id, 2); err != nil || of(id).State != address.Published {
			t.Errorf("up again: %v, %+v", err, of(id))
		}
		depot.Inactive = true
		if one := through(false); one.State != address.Stopped || !strings.Contains(one.Detail.Message, "désactivé") {
			t.Errorf("inactive: %+v", one)
		}
		// What our own check finds wrong never leaves.
		g.Write(t, clerk, func(tx access.Tx) error {
			_, _, err := address.Write(ctx, tx, g.Village, "write", "Rue Neuve", []address.Edit{{Row: bal.Row{Name: "Rue Neuve", Number: 4, Position: "entrée"}}})
			return err
		})
		if _, err := begin(false); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number without a position: %v", err)
		}
	})
}

func TestTitlesJoinTheName(t *testing.T) {
	for name, want := range map[string]string{"Escourbac": "d’Escourbac", "Montségure": "de Montségure", "Le Teich": "du Teich", "Les Trois-Airiaux": "des Trois-Airiaux", "La Teste": "de La Teste", "Élix": "d’Élix"} {
		if got := address.OfCommune(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
