package label

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
)

// How many empty rows a form has beside those that are filled in.
const spare = 2

// setText puts a text into a form, both languages.
func setText(f *form.Form, name string, t i18n.Text) {
	f.Set(name+"-fr", t.Fr)
	f.Set(name+"-en", t.En)
}

func readText(f *form.Form, name string) i18n.Text {
	return i18n.Text{Fr: f.Raw(name + "-fr"), En: f.Raw(name + "-en")}
}

func setBool(f *form.Form, name string, on bool) {
	if on {
		f.Set(name, "1")
	}
}

func setItems(f *form.Form, name string, list []Item) {
	for i, it := range list {
		at := name + "-" + number(i+1)
		setText(f, at, it.Label)
		f.Set(at+"-href", it.Href)
	}
	f.Set(name+"-rows", number(len(list)+spare))
}

// rows is how many rows of a list a form has.
func rows(f *form.Form, name string, most int) int {
	n, err := strconv.Atoi(f.Raw(name + "-rows"))
	if err != nil || n < 0 {
		return spare
	}
	return min(n, most+spare)
}

func readItems(f *form.Form, name string, most int) []Item {
	var out []Item
	for i := range rows(f, name, most) {
		at := name + "-" + number(i+1)
		out = append(out, Item{Label: readText(f, at), Href: f.Raw(at + "-href")})
	}
	return out
}

// formOf fills the form of a section of the editor.
func formOf(l Label, section string) *form.Form {
	f := form.New()
	switch section {
	case "":
		setText(f, "title", l.Title)
		setText(f, "heading", l.Heading)
		setText(f, "welcome", l.Welcome)
		setBool(f, "logo-alone", l.LogoAlone)
		setBool(f, "band", l.Band)
		f.Set("main", l.Colours.Main)
		f.Set("main-dark", l.Colours.MainDark)
		f.Set("accent", l.Colours.Accent)
		f.Set("accent-dark", l.Colours.AccentDark)
	case "home":
		setItems(f, "menu", l.Menu)
		f.Set("blocks", number(len(l.Blocks)))
		for i, b := range l.Blocks {
			at := "block-" + number(i+1)
			f.Set(at+"-kind", string(b.Kind))
			setBool(f, at+"-on", !b.Off)
			setText(f, at+"-title", b.Title)
			setText(f, at+"-text", b.Text)
			f.Set(at+"-datasets", strings.Join(b.Datasets, "\n"))
			setItems(f, at+"-link", b.Links)
		}
	case "pages":
		setText(f, "notice", l.Pages.Notice)
		setText(f, "licence", l.Pages.Licence)
		setText(f, "personal", l.Pages.Personal)
		f.Set("contact", l.Contact)
		f.Set("frames", strings.Join(l.Frames, "\n"))
	}
	return f
}

// seen tells one state of a section from another: two people may write on
// different sections at once, and on the same one only knowingly.
func seen(l Label, section string) string {
	var part any
	switch section {
	case "":
		part = []any{l.Title, l.Heading, l.Welcome, l.LogoAlone, l.Band, l.Colours}
	case "home":
		part = []any{l.Menu, l.Blocks}
	case "pages":
		part = []any{l.Pages, l.Contact, l.Frames}
	}
	text, err := json.Marshal(part)
	if err != nil {
		panic("label: " + err.Error()) // of plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// readForm reads a section into a label.
func readForm(f *form.Form, l *Label, section string) {
	switch section {
	case "":
		l.Title, l.Heading, l.Welcome = readText(f, "title"), readText(f, "heading"), readText(f, "welcome")
		l.LogoAlone, l.Band = f.Checked("logo-alone"), f.Checked("band")
		l.Colours = Colours{Main: f.Raw("main"), MainDark: f.Raw("main-dark"), Accent: f.Raw("accent"), AccentDark: f.Raw("accent-dark")}
	case "home":
		l.Menu = readItems(f, "menu", maxMenu)
		n, _ := strconv.Atoi(f.Raw("blocks")) // none when it is not there
		l.Blocks = nil
		for i := range max(0, min(n, maxBlocks+1)) {
			at := "block-" + number(i+1)
			l.Blocks = append(l.Blocks, Block{Kind: BlockKind(f.Raw(at + "-kind")), Off: !f.Checked(at + "-on"),
				Title: readText(f, at+"-title"), Text: readText(f, at+"-text"),
				Datasets: lines(f.Raw(at + "-datasets")), Links: readItems(f, at+"-link", maxLinks)})
		}
	case "pages":
		l.Pages = Legal{Notice: readText(f, "notice"), Licence: readText(f, "licence"), Personal: readText(f, "personal")}
		l.Contact, l.Frames = f.Raw("contact"), lines(f.Raw("frames"))
	}
}

func lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// act does what a button of the form asks for besides saving: a colour that was
// proposed is taken, a block goes up, down, away, or comes.
func act(l *Label, f *form.Form, operator bool) {
	verb, rest, _ := strings.Cut(f.Raw("do"), ":")
	switch verb {
	case "use":
		field, value, _ := strings.Cut(rest, ":")
		switch field {
		case "main":
			l.Colours.Main = value
		case "main-dark":
			l.Colours.MainDark = value
		case "accent":
			l.Colours.Accent = value
		case "accent-dark":
			l.Colours.AccentDark = value
		}
	case "usual":
		l.Blocks = Usual(operator)
	case "add":
		if k := BlockKind(f.Raw("add-kind")); k.Known() {
			if len(l.Blocks) == 0 {
				l.Blocks = Usual(operator)
			}
			l.Blocks = append(l.Blocks, Block{Kind: k})
		}
	case "up", "down", "drop":
		n, err := strconv.Atoi(rest)
		if n--; err != nil || n < 0 || n >= len(l.Blocks) {
			return
		}
		switch {
		case verb == "drop":
			l.Blocks = slices.Delete(l.Blocks, n, n+1)
		case verb == "up" && n > 0:
			l.Blocks[n-1], l.Blocks[n] = l.Blocks[n], l.Blocks[n-1]
		case verb == "down" && n+1 < len(l.Blocks):
			l.Blocks[n+1], l.Blocks[n] = l.Blocks[n], l.Blocks[n+1]
		}
	}
}

// sectionOf is where the field of a problem is written.
func sectionOf(field string) string {
	switch name, _, _ := strings.Cut(field, "-"); name {
	case "menu", "block", "blocks":
		return "home"
	case "notice", "licence", "personal", "contact", "frames":
		return "pages"
	}
	return ""
}
