package redaction

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/services/clear"
	"airial/privacy"
	"airial/privacy/redact"
)

type startView struct {
	Form         *form.Form
	Reads, Draws bool
}

// workView is a document with what is to be taken out.
type workView struct {
	Form   *form.Form
	Work   Work
	Pages  []pageView
	Texts  []markView // marks of a document without pages
	Words  string
	Boxes  string
	Warn   warnings
	Draws  bool // pages can be shown
	Marked int
}

type pageView struct {
	Number   int
	Width    int // of the picture's frame; the height goes with it
	Height   int
	Marks    []markView
	Drawn    []drawnBox // by hand
	Scanned  bool
	Unread   bool
	Unknown  int
	HasMarks bool
}

type markView struct {
	redact.Mark
	On    bool
	Areas []boxView
}

// drawnBox is a box with its line of the form.
type drawnBox struct {
	boxView
	Line string
}

// boxView is a place in the frame of a page's picture.
type boxView struct{ X, Y, W, H int }

const frameWidth = 1000

func boxIn(r redact.Rect, height int) boxView {
	x, y := int(r.X0*frameWidth), int(r.Y0*float64(height))
	return boxView{x, y, max(1, int(r.X1*frameWidth+.99)-x), max(1, int(r.Y1*float64(height)+.99)-y)}
}

// frame is page i as it is shown, without what is marked on it.
func frame(i int, page redact.Page) pageView {
	return pageView{Number: i + 1, Width: frameWidth, Height: int(frameWidth * page.Height / max(1, page.Width)),
		Scanned: page.Scanned, Unread: page.Scanned && !page.Read, Unknown: page.Unknown}
}

// draws tells whether the pages of a document can be shown.
func (p *Pages) draws(d *redact.Document) bool {
	return p.Drawer != nil || d.Format == redact.PNG || d.Format == redact.JPEG
}

func newWorkView(p *Pages, w Work, d *redact.Document, f *form.Form) workView {
	c := w.chosen(d)
	v := workView{Form: f, Work: w, Words: strings.Join(c.Words, "\n"), Boxes: writeBoxes(c.Boxes), Warn: warningsOf(p, d), Draws: p.draws(d)}
	for i, page := range d.Pages {
		v.Pages = append(v.Pages, frame(i, page))
	}
	for _, m := range d.Marks {
		mark := markView{Mark: m, On: c.On[m.ID]}
		if mark.On {
			v.Marked++
		}
		if m.Page < 1 || m.Page > len(v.Pages) {
			v.Texts = append(v.Texts, mark)
			continue
		}
		page := &v.Pages[m.Page-1]
		for _, b := range m.Boxes {
			mark.Areas = append(mark.Areas, boxIn(b, page.Height))
		}
		page.Marks = append(page.Marks, mark)
	}
	for _, b := range c.Boxes {
		page := &v.Pages[b.Page-1]
		page.Drawn = append(page.Drawn, drawnBox{boxIn(b.Rect, page.Height), b.String()})
	}
	return v
}

// warnings are what nobody but a person can see to.
type warnings struct {
	Unread, Unknown, Pictures int
	NoReader                  bool
}

func warningsOf(p *Pages, d *redact.Document) warnings {
	w := warnings{Pictures: d.Pictures, NoReader: p.Reader == nil}
	for _, page := range d.Pages {
		w.Unknown += page.Unknown
		if page.Scanned && !page.Read {
			w.Unread++
		}
	}
	return w
}

func (w warnings) lines(ctx context.Context) []string {
	var out []string
	if w.Unread > 0 {
		line := i18n.Count(ctx, w.Unread, "page est une image dont le texte n’a pas été lu\u202f: tracez-y les cadres vous-même.", "pages sont des images dont le texte n’a pas été lu\u202f: tracez-y les cadres vous-même.",
			"page is a picture whose text was not read: draw its boxes yourself.", "pages are pictures whose text was not read: draw their boxes yourself.")
		if w.NoReader {
			line += " " + i18n.Say(ctx, "(Aucun lecteur de caractères n’est installé sur ce serveur.)", "(No reader of letters is installed on this server.)")
		}
		out = append(out, line)
	}
	if w.Unknown > 0 {
		out = append(out, i18n.Count(ctx, w.Unknown, "caractère ne se laisse pas lire\u202f: relisez les pages à l’œil.", "caractères ne se laissent pas lire\u202f: relisez les pages à l’œil.",
			"character cannot be read: look the pages over.", "characters cannot be read: look the pages over."))
	}
	if w.Pictures > 0 {
		out = append(out, i18n.Count(ctx, w.Pictures, "image se trouve dans le document\u202f: ce qu’elle montre n’est pas examiné.", "images se trouvent dans le document\u202f: ce qu’elles montrent n’est pas examiné.",
			"picture stands in the document: what it shows is not looked at.", "pictures stand in the document: what they show is not looked at."))
	}
	return out
}

func kindWords(ctx context.Context, k privacy.Kind) string {
	switch k {
	case redact.Picture:
		return i18n.Say(ctx, "image", "picture")
	case redact.Word:
		return i18n.Say(ctx, "texte choisi", "chosen text")
	}
	return i18n.Read(ctx, clear.Label(k))
}

// doneView is a finished copy.
type doneView struct {
	Work     Work
	Counts   redact.Done
	Kinds    []kindCount
	Warn     warnings
	Original string // SHA-256
	Copy     string
	Format   string
	Pages    int
	Draws    bool
	Frame    []pageView
}

type kindCount struct {
	Label string
	Count int
}

func newDoneView(ctx context.Context, p *Pages, m made) doneView {
	d := m.doc
	v := doneView{Work: m.work, Counts: m.counts, Warn: warningsOf(p, d), Original: digest(m.file), Copy: digest(m.out), Format: d.Format, Pages: len(d.Pages), Draws: p.draws(d)}
	for _, k := range slices.Sorted(maps.Keys(m.counts.ByKind)) {
		v.Kinds = append(v.Kinds, kindCount{kindWords(ctx, privacy.Kind(k)), m.counts.ByKind[k]})
	}
	for i, page := range d.Pages {
		v.Frame = append(v.Frame, frame(i, page))
	}
	return v
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

var partWords = map[string]i18n.Text{
	"metadata": i18n.T("métadonnées", "metadata"), "attachments": i18n.T("pièces jointes", "attachments"), "annotations": i18n.T("annotations et liens", "annotations and links"),
	"scripts": i18n.T("scripts", "scripts"), "structure": i18n.T("textes de remplacement", "replacement texts"), "revisions": i18n.T("versions antérieures", "earlier revisions"),
	"comments": i18n.T("commentaires", "comments"), "tracked changes": i18n.T("suivi des modifications", "tracked changes"), "embedded files": i18n.T("objets incorporés", "embedded objects"),
	"macros": i18n.T("macros", "macros"), "thumbnails": i18n.T("vignettes", "thumbnails"), "signatures": i18n.T("signatures", "signatures"),
}

func (v doneView) parts(ctx context.Context) string {
	var out []string
	for _, p := range v.Counts.Parts {
		out = append(out, i18n.Read(ctx, partWords[p]))
	}
	return strings.Join(out, ", ")
}

func (p *Pages) today(ctx context.Context) string {
	return i18n.DateTime(ctx, p.Desk.Clock.Now())
}

// Text is the report. It holds nothing of what was taken out.
func (v doneView) Text(ctx context.Context, at string) string {
	var b strings.Builder
	line := func(fr, en string, args ...any) { fmt.Fprintf(&b, i18n.Say(ctx, fr, en)+"\n", args...) }
	line("Rapport de caviardage", "Redaction report")
	line("Établi le %s", "Made on %s", at)
	b.WriteByte('\n')
	line("Document d’origine, SHA-256\u202f: %s", "Original, SHA-256: %s", v.Original)
	line("Copie caviardée, SHA-256\u202f: %s", "Redacted copy, SHA-256: %s", v.Copy)
	line("Format\u202f: %s", "Format: %s", strings.ToUpper(v.Format))
	if v.Pages > 0 {
		line("Pages\u202f: %d", "Pages: %d", v.Pages)
	}
	b.WriteByte('\n')
	line("Passages retirés\u202f: %d", "Passages taken out: %d", v.Counts.Marks)
	for _, k := range v.Kinds {
		fmt.Fprintf(&b, "  %s: %d\n", k.Label, k.Count)
	}
	line("Cadres tracés à la main\u202f: %d", "Boxes drawn by hand: %d", v.Counts.Boxes)
	if len(v.Counts.Parts) > 0 {
		line("Aussi retirés, s’il y en avait\u202f: %s", "Taken out as well, if there were any: %s", v.parts(ctx))
	}
	if n := len(v.Counts.NotFound); n > 0 {
		line("Textes demandés et introuvables\u202f: %d", "Texts that were asked for and not found: %d", n)
	}
	for _, w := range v.Warn.lines(ctx) {
		line("À savoir\u202f: %s", "Note: %s", w)
	}
	b.WriteByte('\n')
	line("La copie a été relue après écriture. Ce rapport ne contient rien de ce qui a été retiré.", "The copy was read again after it was written. This report holds nothing of what was taken out.")
	return b.String()
}

// until is the hour at which the document goes.
func until(ctx context.Context, t time.Time) string {
	t = i18n.Local(t)
	return i18n.Sayf(ctx, "%02d\u00a0h\u00a0%02d", "%02d:%02d", t.Hour(), t.Minute())
}

func boxesHelp(ctx context.Context, draws bool) string {
	help := i18n.Say(ctx, "Page\u00a0: gauche, haut, droite, bas, en pour cent de la page depuis le coin supérieur gauche. Par exemple\u00a0: 1: 10, 20, 60, 25", "Page: left, top, right, bottom, in percent of the page from its upper left corner. For instance: 1: 10, 20, 60, 25")
	if draws {
		help += " " + i18n.Say(ctx, "Vous pouvez aussi les tracer sur la page à la souris.", "You may draw them on the page with the mouse as well.")
	}
	return help
}
