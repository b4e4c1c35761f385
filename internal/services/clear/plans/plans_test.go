package plans_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/keys"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/privacy"
	"airial/privacy/anonymise"
)

// files are those of all members, by their digest.
type files map[string][]byte

func (f files) Receive(_ context.Context, _ string, body io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(body)
	if err != nil {
		return blob.Ref{}, err
	}
	sum := sha256.Sum256(b)
	ref := blob.Ref{Digest: hex.EncodeToString(sum[:]), Size: int64(len(b))}
	f[ref.Digest] = b
	return ref, nil
}

func (f files) Abandon(_ context.Context, _ string, ref blob.Ref) error {
	delete(f, ref.Digest)
	return nil
}

func (f files) Deposit(ctx context.Context, tx access.Tx, source piece.Version, fileName string, ref blob.Ref) (piece.Version, error) {
	_, v, _, err := piece.Put(ctx, tx, piece.Deposit{MemberID: source.MemberID, PieceID: source.PieceID, Kind: "dataset", FileName: fileName, Digest: ref.Digest, Size: ref.Size})
	return v, err
}

func (files) Address(pieceID string) string { return "/console/deposits/" + pieceID }

func (f files) Open(_ context.Context, v piece.Version) (clear.Table, error) {
	r := csv.NewReader(bytes.NewReader(f[v.Digest]))
	header, err := r.Read()
	return &table{r: r, header: header}, err
}

// table is a CSV that a test wrote.
type table struct {
	r      *csv.Reader
	header []string
	row    int
}

func (t *table) Columns() (out []privacy.Column) {
	for _, name := range t.header {
		out = append(out, privacy.Column{Name: name})
	}
	return out
}

func (t *table) Next() (int, [][]byte, error) {
	record, err := t.r.Read()
	var cells [][]byte
	for _, c := range record {
		cells = append(cells, []byte(c))
	}
	t.row++
	return t.row + 1, cells, err
}

func (*table) Close() error      { return nil }
func (*table) Outside() []string { return nil }

// house is the room with its neighbours faked.
type house struct {
	*consoletest.Desk
	t     *testing.T
	files files
	*plans.Service
	strict bool
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, plans.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		master := make([]byte, keys.Size)
		_, _ = rand.Read(master)
		ring, err := keys.New(master)
		if err != nil {
			t.Fatal(err)
		}
		h := &house{t: t, Desk: consoletest.New(t, g), files: files{}}
		h.Service = plans.New(plans.Parts{Doors: g.Doors, Tables: h.files, Datasets: h.files, Vault: ring,
			Strict: func(context.Context, access.Tx, string) (bool, error) { return h.strict, nil }})
		h.Serve(h.Service.Pages(h.Console).Register)
		test(t, h)
	})
}

// table deposits a CSV, as a dataset of the village or as its next version.
func (h *house) table(pieceID, content string) (v piece.Version) {
	h.t.Helper()
	ref, err := h.files.Receive(h.t.Context(), "", strings.NewReader(content))
	if err != nil {
		h.t.Fatal(err)
	}
	h.Write(h.t, access.System("test"), func(tx access.Tx) error {
		_, v, _, err = piece.Put(h.t.Context(), tx, piece.Deposit{MemberID: h.Village.ID, PieceID: pieceID, Kind: "dataset", Title: "Aides", FileName: "aides.csv", Digest: ref.Digest, Size: ref.Size})
		return err
	})
	return v
}

func (h *house) plan(yaml string) *anonymise.Plan {
	h.t.Helper()
	p, err := anonymise.Parse([]byte(yaml))
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// before asks the room about a version, as the gate does.
func (h *house) before(v piece.Version, answer *life.Answer) (life.Verdict, bool) {
	h.t.Helper()
	verdict, done, err := h.Before(h.t.Context(), life.Visit{Piece: piece.Piece{ID: v.PieceID}, Version: v, Answer: answer})
	if err != nil {
		h.t.Fatal(err)
	}
	return verdict, done
}

const (
	aids    = "objet,telephone,montant\nSecours,06 39 98 12 34,200\nLoyer,06 39 98 56 78,300\n"
	dropped = "version: 1\ncolumns:\n  - {column: objet, do: keep}\n  - {column: telephone, do: drop}\n  - {column: montant, do: keep}\n"
	veiled  = "version: 1\ncolumns:\n  - {column: objet, do: keep}\n  - {column: telephone, do: pseudonym}\n  - {column: montant, do: keep}\n"
)

func TestAPlanIsKeptWithItsDataset(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.table("", aids)
		claire := organisationtest.At("claire", h.Village, access.Depositor)
		current := func(s access.Scope) (k *plans.Kept, err error) {
			err = h.Try(t, s, func(tx access.Tx) error {
				k, err = h.Current(t.Context(), tx, v.PieceID)
				return err
			})
			return k, err
		}
		attach := func(s access.Scope, yaml string, active bool) error {
			return h.Try(t, s, func(tx access.Tx) error {
				_, err := h.Attach(t.Context(), tx, v.PieceID, h.plan(yaml), active)
				return err
			})
		}
		if _, err := current(claire); !fault.Is(err, fault.NotFound) {
			t.Errorf("no plan: %v", err)
		}
		for name, s := range map[string]access.Scope{"of another member": organisationtest.At("paul", h.Town, access.Depositor), "of the public": {}} {
			if err := attach(s, dropped, true); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("attached by somebody %s: %v", name, err)
			}
		}
		if err := attach(organisationtest.At("jean", h.Village, access.Reader), dropped, true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("attached by a reader: %v", err)
		}
		for i, step := range []struct {
			yaml   string
			active bool
			number int
		}{{dropped, true, 1}, {dropped, true, 1}, {dropped, false, 1}, {veiled, true, 2}, {dropped, true, 3}} {
			if err := attach(claire, step.yaml, step.active); err != nil {
				t.Fatal(err)
			}
			if k, err := current(claire); err != nil || k.Number != step.number || k.Active != step.active || k.Plan.Digest() != h.plan(step.yaml).Digest() {
				t.Errorf("step %d: %+v, %v", i, k, err)
			}
		}
		for name, do := range map[string]func(access.Tx) error{
			"stop":            func(tx access.Tx) error { return h.Stop(t.Context(), tx, v.PieceID) },
			"destroy the key": func(tx access.Tx) error { return h.DestroyKey(t.Context(), tx, v.PieceID) },
		} {
			if err := h.Try(t, organisationtest.At("jean", h.Village, access.Reader), do); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a reader may %s: %v", name, err)
			}
			h.Write(t, claire, do)
		}
		if k, err := current(claire); err != nil || k.Active {
			t.Errorf("stopped: %+v, %v", k, err)
		}
	})
}

func TestWhatComesLater(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.table("", aids)
		if _, done := h.before(v, nil); done {
			t.Error("a dataset without a plan is stopped")
		}
		h.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := h.Attach(t.Context(), tx, v.PieceID, h.plan(dropped), true)
			return err
		})
		next := h.table(v.PieceID, aids+"Eau,06 39 98 11 11,40\n")
		verdict, done := h.before(next, nil)
		if !done || verdict.Holds() || verdict.Effect == nil {
			t.Fatalf("the plan is not applied: %+v", verdict)
		}
		h.Write(t, access.System("test"), func(tx access.Tx) error { return verdict.Effect(t.Context(), tx) })
		var made piece.Version
		h.Read(t, access.System("test"), func(tx access.Tx) error {
			run, err := plans.RunOf(t.Context(), tx, next.ID)
			if err != nil {
				return err
			}
			made, err = piece.GetVersion(t.Context(), tx, run.VersionID)
			if got := string(h.files[made.Digest]); got != "objet,montant\nSecours,200\nLoyer,300\nEau,40\n" || run.Evidence.Result != made.Digest || run.Evidence.Source != next.Digest {
				t.Errorf("made %q, %+v", got, run.Evidence)
			}
			return err
		})
		if _, done := h.before(made, nil); done {
			t.Error("what the plan has made is stopped")
		}
		for name, content := range map[string]string{
			"a new column": "objet,telephone,montant,nom\nEau,,40,Léa DUBOIS\n",
			"a new kind":   "objet,telephone,montant\nÀ rappeler au 06 39 98 12 34,,40\n",
			"no row":       "objet,telephone,montant\n",
		} {
			odd := h.table(v.PieceID, content)
			if verdict, done := h.before(odd, nil); !done || !verdict.Holds() || verdict.Right() != access.Decide {
				t.Errorf("%s: %+v", name, verdict)
			}
			// A decision is one on this very version; another look is none.
			if _, done := h.before(odd, &life.Answer{Verb: clear.VerbAllow}); done {
				t.Errorf("%s: decided on, and stopped again", name)
			}
			if _, done := h.before(odd, &life.Answer{Verb: life.Look}); !done {
				t.Errorf("%s: looked at again, and let pass", name)
			}
		}
	})
}

func TestTheKeyOfPseudonyms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.table("", aids)
		made, err := h.Apply(t.Context(), access.System("test"), v, h.plan(veiled), true)
		if err != nil {
			t.Fatal(err)
		}
		content := string(h.files[made.Digest])
		if strings.Contains(content, "06 39") || len(strings.Split(content, "\n")) != 4 {
			t.Errorf("made %q", content)
		}
		again := h.table(v.PieceID, aids+"Eau,06 39 98 12 34,40\n")
		verdict, _ := h.before(again, nil)
		if verdict.Effect == nil {
			t.Fatalf("%+v", verdict)
		}
		h.Write(t, access.System("test"), func(tx access.Tx) error { return verdict.Effect(t.Context(), tx) })
		h.Read(t, access.System("test"), func(tx access.Tx) error {
			run, err := plans.RunOf(t.Context(), tx, again.ID)
			if err != nil {
				return err
			}
			rows := strings.Split(string(h.files[run.Evidence.Result]), "\n")
			if first, last := strings.Split(rows[1], ",")[1], strings.Split(rows[3], ",")[1]; first != last || !strings.HasPrefix(content, rows[0]+"\n"+rows[1]+"\n") {
				t.Errorf("the same number has other pseudonyms: %q", rows)
			}
			return nil
		})
		h.Write(t, access.System("test"), func(tx access.Tx) error { return h.DestroyKey(t.Context(), tx, v.PieceID) })
		last := h.table(v.PieceID, aids+"Gaz,06 39 98 12 34,40\n")
		if verdict, done := h.before(last, nil); !done || !verdict.Holds() || !strings.Contains(verdict.Reason.En, "was destroyed") {
			t.Errorf("without its key: %+v", verdict)
		}
	})
}

// Of a dataset from the processing of sensitive data, the result is looked at
// with the strict profile too.
func TestTheStrictProfile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.table("", "objet,montant\nAide à Mme Léa DUBOIS,200\n")
		keep := h.plan("version: 1\ncolumns:\n  - {column: objet, do: keep, accept: [person-name]}\n  - {column: montant, do: generalise, to: band, size: 100}\n")
		for _, h.strict = range []bool{false, true} {
			p, err := h.Suggest(t.Context(), access.System("test"), v.PieceID)
			if err != nil || p.Step("objet") == nil || p.Step("objet").Do == anonymise.Keep {
				t.Errorf("strict %v: suggested %+v, %v", h.strict, p, err)
			}
		}
		if _, err := h.Apply(t.Context(), access.System("test"), v, keep, false); err != nil {
			t.Error(err)
		}
	})
}

func TestThePage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.table("", aids)
		claire, other := organisationtest.At("claire", h.Village, access.Depositor), organisationtest.At("paul", h.Town, access.Depositor)
		at := plans.Path + "/" + v.ID
		h.Wants(404, other, at)
		h.Wants(403, organisationtest.At("jean", h.Village, access.Reader), at)
		body, _ := h.Wants(200, claire, at)
		consoletest.Says(t, "what is proposed", body, "Anonymiser", "telephone", "numéro de téléphone")

		form := []string{"k", "1", "do-0", "keep", "do-1", "redact", "do-2", "generalise:band", "set-2", "0"}
		body, _ = h.Wants(422, claire, at, append(form, "act", "apply")...)
		consoletest.Says(t, "a band of no width", body, "largeur des tranches")
		form[9] = "100"
		body, _ = h.Wants(200, claire, at+"/preview", form...)
		consoletest.Says(t, "the preview", body, "200-299")

		_, header := h.Wants(303, claire, at, append(form, "act", "apply", "again", "1")...)
		if header.Get("Location") != "/console/deposits/"+v.PieceID || len(h.Told()) != 1 {
			t.Errorf("leads to %q", header.Get("Location"))
		}
		file, _ := h.Wants(200, claire, at+"/plan.yaml")
		if p, err := anonymise.Parse([]byte(file)); err != nil || p.Step("montant").Size != 100 {
			t.Errorf("the plan as a file: %q, %v", file, err)
		}
		h.Wants(303, claire, at+"/stop", "go", "1")
		h.Wants(303, claire, at+"/forget", "go", "1")
		h.Wants(404, other, at+"/stop", "go", "1")
	})
}
