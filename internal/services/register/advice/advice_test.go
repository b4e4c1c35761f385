package advice_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
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
	"airial/internal/services/register/advice"
)

type files struct{ kept map[string][]byte }

func (f *files) Put(_ context.Context, member string, r io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(r)
	digest := fmt.Sprintf("%x", sha256.Sum256(b))
	f.kept[member+digest] = b
	return blob.Ref{Digest: digest, Size: int64(len(b))}, err
}

func (f *files) Claim(_ context.Context, _ access.Tx, member, digest string) error {
	if f.kept[member+digest] == nil {
		return fault.Missing("claim")
	}
	return nil
}

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func (f *files) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	return opened{bytes.NewReader(f.kept[member+digest])}, nil
}

func (f *files) Destroy(_ context.Context, member string, digests []string) error {
	for _, d := range digests {
		delete(f.kept, member+d)
	}
	return nil
}

func each(t *testing.T, test func(t *testing.T, d *consoletest.Desk, s *advice.Service)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, advice.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		s := advice.New(advice.Parts{Doors: g.Doors, Desk: d.Console, Days: 15, Files: &files{map[string][]byte{}}})
		d.Serve(s.Register)
		test(t, d, s)
	})
}

// A question is answered once by an opinion, which others find before they ask.
func TestAQuestionAndItsOpinion(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, _ *advice.Service) {
		clerk, manager := organisationtest.At("clerk", d.Village, access.Depositor), organisationtest.At("manager", d.Village, access.Manager)
		other, officer := organisationtest.At("other", d.Town, access.Manager), organisationtest.At("dpo", d.Operator, access.ProtectionOfficer)
		const path = "/console/rgpd/questions"
		d.Wants(404, organisationtest.At("x", d.Operator, access.Support), path+"/new")
		d.Wants(422, clerk, path+"/new", "member", d.Village.Siren, "words", " ")
		d.Wants(404, clerk, path+"/new", "member", d.Town.Siren, "words", "Puis-je ?")
		_, header := d.Wants(303, clerk, path+"/new", "member", d.Village.Siren, "words", "Mme Zqx veut filmer le cimetière. Peut-on ?", "from", "https://elsewhere.example/")
		one := header.Get("Location")
		for name, c := range map[string]struct {
			s    access.Scope
			want int
		}{"who asked": {clerk, 200}, "who decides there": {manager, 200}, "the officer": {officer, 200}, "a colleague": {organisationtest.At("c", d.Village, access.Depositor), 404},
			"another body": {other, 404}, "support": {organisationtest.At("x", d.Operator, access.Support), 404}} {
			status, body, _ := d.As(c.s, one)
			if status != c.want || strings.Contains(body, "elsewhere.example") {
				t.Errorf("%s: %d, want %d", name, status, c.want)
			}
		}
		body, _ := d.Wants(200, officer, "/console/operator/rgpd/questions")
		consoletest.Says(t, "the queue", body, "Mme Zqx veut filmer", "Saint-Élix", "attend un avis")
		d.Wants(404, manager, one, "title", "x", "answer", "x")
		body, _ = d.Wants(422, officer, one, "title", "Filmer un cimetière", "answer", "Non, sauf atteintes répétées.", "shared", "1")
		consoletest.Says(t, "without a general question", body, "posez la question en général")
		d.Wants(303, officer, one, "title", "Filmer un cimetière", "answer", "Non, sauf atteintes répétées.", "shared", "1", "question", "Une commune peut-elle filmer son cimetière ?")
		d.Wants(422, officer, one, "title", "Encore", "answer", "x") // it has its answer
		body, _ = d.Wants(200, clerk, one)
		consoletest.Says(t, "the answer", body, "Avis 2026-001", "Non, sauf atteintes répétées.")
		body, _ = d.Wants(200, other, path+"/new?q=cimeti%C3%A8res+filmer")
		consoletest.Says(t, "search before asking", body, "Filmer un cimetière", "!Zqx")
		body, _ = d.Wants(200, other, "/console/rgpd/opinions?q=cantine")
		consoletest.Says(t, "other words", body, "Aucun avis ici")
		body, _ = d.Wants(200, other, "/console/rgpd/opinions")
		at := body[strings.Index(body, "/console/rgpd/opinions/0"):]
		body, _ = d.Wants(200, other, at[:strings.IndexByte(at, '"')])
		consoletest.Says(t, "the opinion for others", body, "Filmer un cimetière", "Une commune peut-elle", "!Zqx", "!Saint-Élix")
	})
}

// A question is due within the days that were promised, for those who may read it.
func TestAnOpinionIsDue(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, _ *advice.Service) {
		clerk, officer := organisationtest.At("clerk", d.Village, access.Depositor), organisationtest.At("dpo", d.Operator, access.ProtectionOfficer)
		_, header := d.Wants(303, clerk, "/console/rgpd/questions/new", "member", d.Village.Siren, "words", "Peut-on filmer ?")
		asked := d.Clock.Now()
		for name, c := range map[string]struct {
			s      access.Scope
			member string
			want   int
		}{"who asked": {clerk, "", 1}, "who decides there": {organisationtest.At("m", d.Village, access.Manager), d.Village.ID, 1}, "the officer": {officer, "", 1},
			"of another body": {officer, d.Town.ID, 0}, "a colleague": {organisationtest.At("c", d.Village, access.Depositor), "", 0},
			"another body": {organisationtest.At("o", d.Town, access.Manager), "", 0}} {
			d.Read(t, c.s, func(tx access.Tx) error {
				list, err := advice.Waiting(t.Context(), tx, c.member)
				if len(list) != c.want {
					t.Errorf("%s: %d questions", name, len(list))
				}
				if want := asked.AddDate(0, 0, 15).Format("2006-01-02"); len(list) == 1 && (list[0].DueOn(15) != want || list[0].DueOn(0) != "") {
					t.Errorf("due on %s, want %s", list[0].DueOn(15), want)
				}
				return err
			})
		}
		body, _ := d.Wants(200, officer, "/console/operator/rgpd/questions")
		consoletest.Says(t, "in time", body, "attendu pour le", "!en retard")
		d.Clock.Set(asked.AddDate(0, 0, 16))
		body, _ = d.Wants(200, officer, header.Get("Location"))
		consoletest.Says(t, "late", body, "en retard", "attendu depuis le")
		d.Wants(303, officer, header.Get("Location"), "title", "Filmer", "answer", "Non.")
		body, _ = d.Wants(200, officer, header.Get("Location"))
		consoletest.Says(t, "answered", body, "!attendu depuis", "!en retard")
	})
}

func TestDocumentsAreSharedPinnedAndRemoved(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, s *advice.Service) {
		reader, officer := organisationtest.At("reader", d.Village, access.Reader), organisationtest.At("dpo", d.Operator, access.ProtectionOfficer)
		share := func(title, link string, pinned bool) error {
			return d.Try(t, officer, func(tx access.Tx) error {
				_, err := s.Share(t.Context(), tx, advice.Document{Title: title, Category: "guides", Link: link, Pinned: pinned})
				return err
			})
		}
		for _, link := range []string{"", "http://exemple.fr", "javascript:alert(1)", "https://"} {
			if err := share("Un guide", link, false); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", link, err)
			}
		}
		for _, one := range []struct {
			title  string
			pinned bool
		}{{"Premier", false}, {"Deuxième", true}, {"Troisième", false}} {
			if err := share(one.title, "https://exemple.fr/x", one.pinned); err != nil {
				t.Fatal(err)
			}
			d.Clock.Advance(1000)
		}
		if err := d.Try(t, reader, func(tx access.Tx) error {
			_, err := s.Share(t.Context(), tx, advice.Document{Title: "x", Category: "guides", Link: "https://exemple.fr"})
			return err
		}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a reader shares: %v", err)
		}
		const path = "/console/rgpd/documents"
		body, _ := d.Wants(200, reader, path)
		if !strings.Contains(body, "3") {
			t.Error("nothing says that three are new")
		}
		consoletest.Says(t, "the space", body, "Guides", "Deuxième", "à la une", "Troisième", "Premier", "!Partager un document")
		var first string
		d.Read(t, officer, func(tx access.Tx) error {
			list, err := advice.Documents(t.Context(), tx)
			first = list[len(list)-1].ID
			return err
		})
		d.Wants(303, reader, path+"/"+first+"/star", "go", "1")
		body, _ = d.Wants(200, reader, path)
		consoletest.Says(t, "with a favourite", body, "Deuxième", "Premier", "Ôter des favoris", "Troisième")
		d.Wants(404, reader, "/console/operator/rgpd/documents/"+first+"/remove", "go", "1")
		d.Wants(303, officer, "/console/operator/rgpd/documents/"+first+"/remove", "go", "1")
		body, _ = d.Wants(200, reader, path)
		consoletest.Says(t, "after the removal", body, "Deuxième", "Troisième", "!Premier")
	})
}
