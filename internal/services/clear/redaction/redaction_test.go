package redaction_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/keys"
	"airial/internal/platform/web"
	"airial/internal/services/clear/letters"
	"airial/internal/services/clear/redaction"
	"airial/privacy/redact"
)

func letter(t *testing.T) []byte {
	p := fpdf.New("P", "mm", "A4", "")
	tr := p.UnicodeTranslatorFromDescriptor("cp1252")
	p.AddPage()
	p.SetFont("Helvetica", "", 11)
	p.MultiCell(0, 6, tr("Le conseil accorde un secours de 200 euros à Mme Léa Dubois, joignable au 06 12 34 56 78."), "", "L", false)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type room struct {
	*consoletest.Desk
	site http.Handler
}

func each(t *testing.T, test func(t *testing.T, d room)) {
	t.Helper()
	eachReading(t, nil, test)
}

func eachReading(t *testing.T, reader redact.Reader, test func(t *testing.T, d room)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, redaction.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		master := make([]byte, keys.Size)
		_, _ = rand.Read(master)
		ring, err := keys.New(master)
		if err != nil {
			t.Fatal(err)
		}
		d := room{Desk: consoletest.New(t, g)}
		var routes web.Routes
		pages := redaction.New(redaction.Parts{Doors: g.Doors, Desk: d.Console, Vault: ring, Reader: reader, Drawer: letters.DrawerInstalled()})
		pages.Register(&routes)
		d.site = web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: d.Clock, Login: "/console/login"}, &routes)
		d.Serve(pages.Register)
		test(t, d)
	})
}

// drop sends a file in somebody's name.
func (d room) drop(t *testing.T, s access.Scope, name string, file []byte) (int, string, string) {
	t.Helper()
	d.Scope = s
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, _ := m.CreateFormFile("file", name)
	_, _ = part.Write(file)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, redaction.Path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header().Get("Location")
}

func TestADocumentIsRedacted(t *testing.T) {
	each(t, func(t *testing.T, d room) {
		claire, other := organisationtest.At("claire", d.Village, access.Reader), organisationtest.At("paul", d.Village, access.Manager)
		status, body, at := d.drop(t, claire, "délibération.pdf", letter(t))
		if status != http.StatusSeeOther {
			t.Fatalf("status %d: %s", status, consoletest.Words(body))
		}
		body, _ = d.Wants(200, claire, at)
		consoletest.Says(t, "the work", body, "délibération.pdf", "Léa Dubois", "06 12 34 56 78", "2 passages")
		for _, page := range []string{at, at + "/done", at + "/page/1", at + "/copy", at + "/report"} {
			d.Wants(404, other, page)
		}
		d.Wants(404, other, at+"/erase", "go", "1")

		body, _ = d.Wants(422, claire, at, "act", "keep", "mark", "1", "boxes", "1: 10, 20")
		consoletest.Says(t, "a wrong box", body, "Ligne 1", "gauche, haut, droite, bas")
		d.Wants(303, claire, at, "act", "finish", "mark", "1", "words", "200 EUROS\nabsent", "boxes", "1: 0, 90, 100, 100")
		body, _ = d.Wants(200, claire, at+"/done")
		consoletest.Says(t, "the copy is ready", body, "La copie est prête", "absent", "Cadres tracés")

		report, header := d.Wants(200, claire, at+"/report")
		for _, words := range []string{"Rapport de caviardage", "SHA-256", "Passages retirés", "rien de ce qui a été retiré"} {
			if !strings.Contains(report, words) {
				t.Errorf("the report does not say %q: %s", words, report)
			}
		}
		if strings.Contains(report, "Dubois") || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
			t.Errorf("report %s, %v", report, header)
		}
		copied, header := d.Wants(200, claire, at+"/copy")
		if !strings.Contains(header.Get("Content-Disposition"), "caviard") || header.Get("Content-Type") != "application/pdf" {
			t.Errorf("header %v", header)
		}
		doc, err := redact.Open(t.Context(), []byte(copied), redact.Options{})
		if err != nil || len(doc.Marks) != 1 || doc.Marks[0].Text != "06 12 34 56 78" {
			t.Errorf("the copy has %+v, %v", doc, err)
		}
		if letters.DrawerInstalled() != nil {
			for _, page := range []string{"/page/1", "/page/1?after"} {
				picture, _ := d.Wants(200, claire, at+page)
				if _, err := png.Decode(strings.NewReader(picture)); err != nil {
					t.Errorf("%s: %v", page, err)
				}
			}
			d.Wants(404, claire, at+"/page/2")
		}

		// Ten minutes after the copy was taken nothing is there any more.
		d.Clock.Advance(redaction.KeptForAfter + time.Second)
		d.Wants(404, claire, at)
		if err := redaction.Sweep(t.Context(), d.Doors); err != nil {
			t.Fatal(err)
		}
		if n := rows(t, d); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func rows(t *testing.T, d room) (n int) {
	d.Write(t, access.System("test"), func(tx access.Tx) (err error) {
		n, err = database.Value[int](t.Context(), tx, "test", `select (select count(*) from redaction) + (select count(*) from redaction_part)`)
		return err
	})
	return n
}

func TestADocumentIsErased(t *testing.T) {
	each(t, func(t *testing.T, d room) {
		claire := organisationtest.At("claire", d.Village, access.Reader)
		secret := letter(t)
		_, _, at := d.drop(t, claire, "a.pdf", secret)
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			scan := func(r database.Row) (b []byte, err error) { return b, r.Scan(&b) }
			parts, err := database.All(t.Context(), tx, "test", scan, `select body from redaction_part`)
			if len(parts) == 0 || bytes.Contains(parts[0], secret[:32]) {
				t.Errorf("%d parts, sealed or not", len(parts))
			}
			return err
		})
		d.Wants(303, claire, at+"/erase", "go", "1")
		d.Wants(404, claire, at)
		if n := rows(t, d); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d room) {
		claire := organisationtest.At("claire", d.Village, access.Reader)
		for name, c := range map[string]struct {
			file []byte
			say  string
		}{
			"nothing":   {nil, "Choisissez un document"},
			"text":      {[]byte("Léa Dubois"), "Déposez un PDF"},
			"damaged":   {[]byte("%PDF-1.4 rien"), "abîmé"},
			"protected": {bytes.Replace(letter(t), []byte("/Root"), []byte("/Encrypt 1 0 R /Root"), 1), "protégé"},
			"large":     {make([]byte, redaction.MostBytes+1), "25"},
		} {
			status, body, _ := d.drop(t, claire, "a.pdf", c.file)
			if status != 422 || !strings.Contains(consoletest.Words(body), c.say) {
				t.Errorf("%s: status %d, %s", name, status, consoletest.Words(body))
			}
		}
		for range 5 {
			d.drop(t, claire, "a.pdf", letter(t))
		}
		if status, body, _ := d.drop(t, claire, "a.pdf", letter(t)); status != 422 || !strings.Contains(consoletest.Words(body), "5 documents en cours") {
			t.Errorf("a sixth document: %d, %s", status, consoletest.Words(body))
		}
	})
}

// slow is a reader that says when it begins, and waits.
type slow struct{ begun, released chan struct{} }

func (s slow) Read(context.Context, []byte) ([]redact.ReadWord, error) {
	s.begun <- struct{}{}
	<-s.released
	return nil, nil
}

// Scans that are read letter by letter keep nobody from a document that is there.
func TestReadingScansHoldsUpNobody(t *testing.T) {
	var scan bytes.Buffer
	if err := png.Encode(&scan, image.NewGray(image.Rect(0, 0, 40, 60))); err != nil {
		t.Fatal(err)
	}
	reader := slow{make(chan struct{}), make(chan struct{}, 4)}
	eachReading(t, reader, func(t *testing.T, d room) {
		claire := organisationtest.At("claire", d.Village, access.Reader)
		_, _, at := d.drop(t, claire, "a.pdf", letter(t))
		var dropped sync.WaitGroup
		for range 2 {
			dropped.Go(func() {
				if status, body, _ := d.drop(t, claire, "scan.png", scan.Bytes()); status != http.StatusSeeOther {
					t.Errorf("status %d: %s", status, body)
				}
			})
			<-reader.begun
		}
		d.Wants(200, claire, at)
		reader.released <- struct{}{}
		reader.released <- struct{}{}
		dropped.Wait()
	})
}
