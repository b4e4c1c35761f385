package paper_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/blob"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

// store keeps files in memory.
type store struct {
	files   map[string][]byte
	claimed []string
}

func (s *store) Put(_ context.Context, member string, body io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(body)
	s.files[member+"/digest"] = b
	return blob.Ref{Digest: "digest", Size: int64(len(b))}, err
}

func (s *store) Claim(_ context.Context, _ access.Tx, _, digest string) error {
	s.claimed = append(s.claimed, digest)
	return nil
}

func (s *store) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	return nil, fault.Missing("store")
}

// report is a yearly report of one chapter.
func report() paper.Kind {
	return paper.Report([]paper.Chapter{{Name: "essai", Part: paper.InRegisters, Title: i18n.T("Essai", "Trial"), Text: i18n.T("Il y en a {{combien}}.", "There are {{combien}}."),
		Fields: []paper.Field{paper.Text("combien", "Combien", "How many", "3", "3")},
		Fill: func(_ context.Context, _ access.Tx, a paper.Ask) (document.Data, error) {
			return document.Data{"combien": strings.Repeat("x", a.Year-2020)}, nil
		}}})
}

// A report is prepared, reworded, issued, and does not change any more.
func TestPrepared(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		files := &store{files: map[string][]byte{}}
		k := report()
		s := paper.New(paper.Parts{Doors: g.Doors, Files: files, Kinds: []paper.Kind{k}})
		clerk, reader := organisationtest.At("clerk", g.Village, access.Depositor), organisationtest.At("reader", g.Village, access.Reader)
		var p paper.Prepared
		prepare := func(as access.Scope) error {
			return g.Doors.Write(ctx, as, func(tx access.Tx) (err error) {
				p, err = s.Prepare(ctx, tx, k, paper.Ask{Member: g.Village, Year: 2026, Lang: i18n.French})
				return err
			})
		}
		if err := prepare(reader); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("a reader prepares a report: %v", err)
		}
		if err := prepare(organisationtest.At("other", g.Town, access.Manager)); !fault.Is(err, fault.NotFound) {
			t.Fatalf("another member's manager: %v", err)
		}
		if err := prepare(clerk); err != nil {
			t.Fatal(err)
		}
		for _, w := range []string{"# Bilan 2026", "### 3.1. Essai", "Il y en a xxxxxx.", "**" + g.Village.Name + "**"} {
			if !strings.Contains(p.Body, w) {
				t.Errorf("%q is missing in\n%s", w, p.Body)
			}
		}
		reword := func(revision int64, body string) error {
			return g.Doors.Write(ctx, clerk, func(tx access.Tx) (err error) {
				_, err = s.Reword(ctx, tx, g.Village, p.ID, revision, body)
				return err
			})
		}
		if err := reword(1, p.Body+"\nLe conseil s’engage.\n"); err != nil {
			t.Fatal(err)
		}
		if err := reword(1, "autre"); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody else wrote meanwhile: %v", err)
		}
		if err := reword(2, " \n"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty text: %v", err)
		}
		issued, err := s.Issue(ctx, clerk, g.Village, p.ID, 2)
		if err != nil || issued.Digest != "digest" || issued.State != paper.Issued || len(files.claimed) != 1 {
			t.Fatalf("%+v, %v, claimed %v", issued, err, files.claimed)
		}
		if b := files.files[g.Village.ID+"/digest"]; !bytes.HasPrefix(b, []byte("%PDF")) || int64(len(b)) != issued.Size {
			t.Errorf("what is kept is no PDF of %d bytes", issued.Size)
		}
		if err := reword(3, "après coup"); !fault.Is(err, fault.Conflict) {
			t.Errorf("an issued report is reworded: %v", err)
		}
		if _, err := s.Issue(ctx, clerk, g.Village, p.ID, 3); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is issued twice: %v", err)
		}
		g.Read(t, reader, func(tx access.Tx) error {
			list, err := s.PreparedOf(ctx, tx, g.Village, "bilan")
			if len(list) != 1 || !strings.Contains(list[0].Body, "Le conseil s’engage.") || list[0].Title != "Bilan annuel 2026" {
				t.Errorf("%+v", list)
			}
			return err
		})
	})
}
