package incoming_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/mail/incoming"
)

const head = "From: =?utf-8?q?L=C3=A9a_Dubos?= <lea@exemple.fr>\r\nTo: dpo+219600202@exemple.fr\r\nSubject: =?iso-8859-1?q?Donn=E9es_de_ma_fille?=\r\n" +
	"Message-ID: <1@exemple.fr>\r\nIn-Reply-To: <0@exemple.fr>\r\nReferences: <a@exemple.fr> <0@exemple.fr>\r\nDate: Sat, 28 Nov 2026 10:00:00 +0100\r\n"

type got struct {
	Files []string
	incoming.Letter
}

func read(t *testing.T, raw string) got {
	t.Helper()
	var g got
	l, err := incoming.Read(strings.NewReader(raw), func(f incoming.File) error {
		b, err := io.ReadAll(f.Body)
		g.Files = append(g.Files, f.Name+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	g.Letter = l
	return g
}

func TestALetterIsRead(t *testing.T) {
	g := read(t, head+"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"+
		"--y\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nJe veux effacer mes donn=E9es.\r\n"+
		"--y\r\nContent-Type: text/html\r\n\r\n<p>Je veux</p>\r\n--y--\r\n"+
		"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../../carte.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n")
	if g.From != "lea@exemple.fr" || g.FromName != "Léa Dubos" || g.Subject != "Données de ma fille" || g.Name != "1@exemple.fr" || g.Text != "Je veux effacer mes données." {
		t.Errorf("%+v", g.Letter)
	}
	if diff := cmp.Diff([]string{"a@exemple.fr", "0@exemple.fr"}, g.References); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"../../carte.pdf=%PDF"}, g.Files); diff != "" {
		t.Error(diff) // the name is cleaned by whoever keeps it
	}
	if g.Automatic != "" || g.MarkedSpam || g.Left != 0 || g.Cut || g.Sent.IsZero() {
		t.Errorf("%+v", g.Letter)
	}
}

func TestAPageAloneBecomesText(t *testing.T) {
	g := read(t, "From someone Sat Nov 28 10:00:00 2026\n"+head+"Content-Type: text/html; charset=utf-8\r\n\r\n<html><style>p{}</style><p>Bonjour,</p><p>qui a mes donn&eacute;es&nbsp;?<br>Merci</p><script>x()</script>")
	if g.Text != "Bonjour,\n\nqui a mes données ?\nMerci" {
		t.Errorf("%q", g.Text)
	}
}

func TestWhatProgramsSendIsKnown(t *testing.T) {
	for header, want := range map[string]string{
		"":                                  "",
		"Auto-Submitted: no\r\n":            "",
		"Auto-Submitted: auto-replied\r\n":  "auto-submitted",
		"Precedence: bulk\r\n":              "precedence",
		"List-Id: <x.exemple.fr>\r\n":       "list",
		"Return-Path: <>\r\n":               "bounce",
		"Return-Path: <lea@exemple.fr>\r\n": "",
		"X-Autoreply: yes\r\n":              "auto-reply",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n": "report",
	} {
		if got := read(t, header+head+"\r\nBonjour\r\n").Automatic; got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestLimits(t *testing.T) {
	g := read(t, head+"\r\n"+strings.Repeat("a", incoming.MaxText+10))
	if len(g.Text) != incoming.MaxText || !g.Cut {
		t.Errorf("%d bytes are kept, cut %v", len(g.Text), g.Cut)
	}
	g = read(t, head+"Content-Type: multipart/mixed; boundary=x\r\n\r\n"+strings.Repeat("--x\r\nContent-Disposition: attachment; filename=a\r\n\r\nb\r\n", incoming.MaxFiles+2)+"--x--\r\n")
	if len(g.Files) != incoming.MaxFiles || g.Left != 2 {
		t.Errorf("%d files, %d left", len(g.Files), g.Left)
	}
	deep := ""
	for n := range 20 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=x%[1]d.\r\n\r\n--x%[1]d.\r\n", n)
	}
	if g = read(t, head+deep+"\r\nbonjour"); g.Left == 0 {
		t.Error("a letter within a letter within a letter was read to its end")
	}
	for _, raw := range []string{"", "\r\n", "bonjour", "\x00\x01\x02", "Subject\r\n\r\n"} {
		if _, err := incoming.Read(strings.NewReader(raw), func(incoming.File) error { return nil }); !errors.Is(err, incoming.ErrNoLetter) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head + "\r\nBonjour")
	f.Add(head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--")
	f.Add("From: a@b.fr\r\nContent-Type: text/html; charset=utf-16\r\n\r\n<p>&#0;<br>")
	f.Fuzz(func(t *testing.T, raw string) {
		l, err := incoming.Read(strings.NewReader(raw), func(x incoming.File) error {
			_, err := io.Copy(io.Discard, x.Body)
			return err
		})
		if err != nil {
			return
		}
		for _, s := range []string{l.Subject, l.FromName, l.From, l.Name} {
			if strings.ContainsAny(s, "\r\n\x00") || len(s) > 1000 {
				t.Fatalf("%q is no line", s)
			}
		}
		if len(l.Text) > 2*incoming.MaxText || strings.ContainsRune(l.Text, 0) {
			t.Fatalf("a text of %d bytes", len(l.Text))
		}
	})
}
