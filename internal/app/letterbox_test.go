package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/services/register/letterbox"
	"airial/internal/services/register/request"
)

// letter writes an e-mail; more are lines of its header.
func letter(name, from, subject, words string, more ...string) string {
	return "From: " + from + "\r\nTo: dpo@operateur.example\r\nSubject: " + subject + "\r\nMessage-ID: <" + name + "@exemple.fr>\r\n" +
		strings.Join(append(more, "Content-Type: multipart/mixed; boundary=x"), "\r\n") + "\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words +
		"\r\n--x\r\nContent-Disposition: attachment; filename=carte-" + name + ".txt\r\n\r\ncarte de " + name + "\r\n--x--\r\n"
}

// boxOn is the room with an empty queue of its own: files are carried at once.
func boxOn(o *office) *letterbox.Service {
	parts := o.app.letterbox(nil).Parts
	parts.Queue, parts.Own = nil, []string{"ne-pas-repondre@operateur.example"}
	return letterbox.New(parts)
}

func TestLettersToTheOfficer(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		ctx := t.Context()
		town := o.member("219600202", "Cournegan", organisation.Commune)
		officer := o.person("dpo", "La Déléguée", o.operator, access.ProtectionOfficer)
		secretary := o.person("mairie", "La Secrétaire", town, access.Manager)
		o.write(access.System("test"), func(tx access.Tx) error {
			_, err := database.Exec(ctx, tx, "test", `update account set email = 'mairie@cournegan.example' where id = $1`, secretary.Actor().ID)
			return err
		})
		box := boxOn(o)
		take := func(raw string) letterbox.Result {
			t.Helper()
			out, err := box.Take(ctx, strings.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		get := func(id string) (l letterbox.Letter, files []letterbox.File) {
			t.Helper()
			o.read(func(tx access.Tx) (err error) {
				l, files, err = letterbox.Get(ctx, tx, id)
				return err
			})
			return l, files
		}
		wanted := take(letter("1", "Zqx Dubos <zqx@exemple.fr>", "Mes données", "Je voudrais supprimer mes données.", "Delivered-To: dpo+219600202@operateur.example"))
		asked := take(letter("2", "mairie@cournegan.example", "Caméras", "Combien de temps garder les images ?"))
		spam := take(letter("3", "pub@zqx.example", "Gagnez", "Cliquez zqx", "X-Spam-Flag: YES"))
		for raw, want := range map[string]letterbox.Result{
			letter("1", "Zqx Dubos <zqx@exemple.fr>", "Mes données", "Encore."):                  {Same: true},
			letter("4", "x@exemple.fr", "Absent", "Je reviens.", "Auto-Submitted: auto-replied"): {Ignored: "auto-submitted"},
			letter("5", "ne-pas-repondre@operateur.example", "Votre demande", "Bonjour"):         {Ignored: "own letter"},
			"Subject: sans nom\r\nFrom: personne\r\n\r\nBonjour":                                 {Ignored: "no sender"},
		} {
			if got := take(raw); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		if _, err := box.Take(ctx, strings.NewReader("ceci n’est pas un courriel")); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		if _, err := box.Take(ctx, io.LimitReader(endless{}, letterbox.MaxLetter+10)); !fault.Is(err, fault.TooLarge) {
			t.Errorf("%v", err)
		}

		l, files := get(wanted.ID)
		if l.Looks != letterbox.LooksRequest || l.ForMember != town.ID || l.ForWhy != "address" || !slices.Equal(l.Rights, []string{"erasure"}) || len(files) != 1 {
			t.Errorf("%+v, %d files", l, len(files))
		}
		if l, _ := get(asked.ID); l.Looks != letterbox.LooksQuestion || l.ForMember != town.ID || l.ForWhy != "sender" {
			t.Errorf("%+v", l)
		}
		if l, _ := get(spam.ID); l.Looks != letterbox.LooksSpam {
			t.Errorf("%+v", l)
		}
		for _, s := range []access.Scope{secretary, o.person("aide", "Un Agent", o.operator, access.Support)} {
			err := o.app.Doors.Read(ctx, s, func(tx access.Tx) error {
				_, _, err := letterbox.Get(ctx, tx, wanted.ID)
				return err
			})
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads it: %v", s.Actor().Name, err)
			}
		}

		// It becomes a request, with its file; the queue forgets what it said.
		r, err := box.AsRequest(ctx, officer, wanted.ID, l.Rev, request.Intake{MemberID: town.ID, Kinds: []string{"erasure"}, Words: l.Words,
			Requester: request.Requester{Name: "Zqx Dubos", Email: "zqx@exemple.fr"}})
		if err != nil {
			t.Fatal(err)
		}
		if r.Channel != request.ByMail || r.ReceivedOn != access.Day(l.Received) {
			t.Errorf("%+v", r)
		}
		if _, err := box.AsRequest(ctx, officer, wanted.ID, l.Rev, request.Intake{MemberID: town.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("sorted twice: %v", err)
		}
		if diff := cmp.Diff([]string{"carte-1.txt=carte de 1"}, o.requestFiles(r)); diff != "" {
			t.Error(diff)
		}
		o.read(func(tx access.Tx) error {
			th, err := box.Thread(ctx, tx, r.ID)
			if th.InReplyTo != "1@exemple.fr" {
				t.Errorf("an answer goes to %+v", th)
			}
			return err
		})

		// A reply finds it, by its thread or by the reference.
		for n, more := range map[string]string{"6": "References: <1@exemple.fr> <ours@operateur.example>", "7": "X-Nothing: x"} {
			reply := take(letter(n, "zqx@exemple.fr", "Re: Votre demande "+r.Reference, "Voici ma carte.", more))
			l, _ := get(reply.ID)
			if l.Looks != letterbox.LooksReply || l.RepliesTo != r.ID {
				t.Errorf("%+v", l)
			}
			if _, err := box.Join(ctx, officer, reply.ID, l.Rev, r.ID); err != nil {
				t.Fatal(err)
			}
		}
		if files := o.requestFiles(r); len(files) != 5 || !slices.ContainsFunc(files, func(f string) bool { return strings.Contains(f, "Voici ma carte.") }) {
			t.Errorf("%q", files)
		}

		// A question keeps the address until it is answered.
		l, _ = get(asked.ID)
		q, err := box.AsQuestion(ctx, officer, asked.ID, l.Rev, town.ID, l.Words)
		if err != nil || q.AskerName != "mairie@cournegan.example" {
			t.Fatalf("%+v, %v", q, err)
		}
		address := func() (to string) {
			o.read(func(tx access.Tx) (err error) {
				to, err = box.AddressOf(ctx, tx, q.ID)
				return err
			})
			return to
		}
		if to := address(); to != "mairie@cournegan.example" {
			t.Errorf("answers go to %q", to)
		}
		o.write(access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(ctx, `update register_question set state = 'answered'`)
			return err
		})
		if err := box.Sweep(ctx); err != nil || address() != "" {
			t.Errorf("%v, %q", err, address())
		}

		// What is thrown away is gone, file and all.
		l, files = get(spam.ID)
		if err := box.Throw(ctx, officer, spam.ID, l.Rev); err != nil {
			t.Fatal(err)
		}
		if _, err := o.app.Blobs.Open(ctx, files[0].MemberID, files[0].Digest); !fault.Is(err, fault.NotFound) {
			t.Errorf("the file of a letter that was thrown away: %v", err)
		}
		for _, place := range o.naming("zqx") {
			if strings.HasPrefix(place, "register_letter") {
				t.Errorf("%s still holds what was sorted", place)
			}
		}
		if got := take(letter("3", "pub@zqx.example", "Gagnez", "Encore")); !got.Same {
			t.Errorf("it comes again: %+v", got)
		}
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte("a"), len(p))), nil }

// requestFiles are the files of a request, with what stands in them.
func (o *office) requestFiles(r request.Request) (out []string) {
	o.t.Helper()
	var files []request.File
	o.read(func(tx access.Tx) (err error) {
		_, _, files, err = request.Get(context.Background(), tx, r.ID)
		return err
	})
	for _, f := range files {
		b, err := o.app.Blobs.Open(context.Background(), r.MemberID, f.Digest)
		if err != nil {
			o.t.Fatal(err)
		}
		body, err := io.ReadAll(b)
		if err != nil {
			o.t.Fatal(err)
		}
		_ = b.Close()
		out = append(out, fmt.Sprintf("%s=%s", f.Name, bytes.TrimSpace(body)))
	}
	return out
}
