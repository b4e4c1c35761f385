package ui

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/here"
)

func TestPagerNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		pages Pages
		want  []int
	}{
		"one":     {Pages{Page: 1, Size: 50, Total: 50}, []int{1}},
		"two":     {Pages{Page: 1, Size: 50, Total: 51}, []int{1, 2}},
		"middle":  {Pages{Page: 10, Size: 50, Total: 1000}, []int{1, 0, 9, 10, 11, 0, 20}},
		"begin":   {Pages{Page: 1, Size: 50, Total: 1000}, []int{1, 2, 0, 20}},
		"end":     {Pages{Page: 20, Size: 50, Total: 1000}, []int{1, 0, 19, 20}},
		"unknown": {Pages{Page: 3, Size: 50, Total: -1, More: true}, []int{1, 2, 3, 4}},
		"empty":   {Pages{Page: 1, Size: 50}, []int{1}},
	} {
		if diff := cmp.Diff(c.want, c.pages.numbers()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestLineSpeaks(t *testing.T) {
	stops := []Stop{{State: Done, Name: "Reçu"}, {State: Waiting, Name: "Approuvé", Note: "attend la mairie"}, {State: Future, Name: "Publié"}}
	var b strings.Builder
	if err := Line(stops, Tiny).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if want := `aria-label="Approuvé` + "\u202f" + `: en attente, attend la mairie"`; !strings.Contains(b.String(), want) {
		t.Errorf("a tiny line must say its state in words: %s", b.String())
	}
	b.Reset()
	if err := Line(stops, Full).Render(i18n.With(context.Background(), i18n.Locale{Lang: i18n.English}), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"waiting. ", "to come. ", `aria-current="step"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("a full line lacks %q", want)
		}
	}
}

func TestFieldShowsWhatWasTypedAndWhatIsWrong(t *testing.T) {
	f := form.New("title", `<b>"x"`)
	f.Fail("title", i18n.T("Trop court.", "Too short."))
	var b strings.Builder
	c := Control{Form: f, Name: "title", Label: "Titre", Help: "Ce que le public lira.", Value: "ignored"}
	if err := Field(c).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`value="&lt;b&gt;&#34;x&#34;"`, `aria-invalid="true"`, `aria-describedby="f-title-help f-title-error"`, `id="f-title-error"`, "Trop court."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %q: %s", want, b.String())
		}
	}
}

func TestSortLinksTurnAround(t *testing.T) {
	ctx := here.With(context.Background(), here.Place{Path: "/list", Query: "sort=title&page=4&q=x"})
	c := Column{Label: "Titre", Key: "title"}
	if got := c.next(ctx, "title"); got != "/list?q=x&sort=-title" {
		t.Error(got)
	}
	if got := c.next(ctx, "-title"); got != "/list?q=x&sort=title" {
		t.Error(got)
	}
	if c.sorted("title") != "ascending" || c.sorted("-title") != "descending" || c.sorted("other") != "none" {
		t.Error("aria-sort is wrong")
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	for _, tone := range []Tone{Neutral, Good, Info, Wait, Bad, Accent} {
		if drawings[tone.icon()] == "" {
			t.Errorf("tone %s has no drawing", tone)
		}
	}
}

func TestSelectGroupsItsOptions(t *testing.T) {
	options := []Option{{Value: "", Label: "Choisir"}, {Value: "a", Label: "A", Group: "Un"}, {Value: "b", Label: "B", Group: "Un"}, {Value: "c", Label: "C", Group: "Deux"}}
	var b strings.Builder
	if err := Select(Control{Form: form.New("x", "b"), Name: "x", Label: "X"}, options).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	want := `<option value="">Choisir</option> <optgroup label="Un"><option value="a">A</option><option value="b" selected>B</option></optgroup> <optgroup label="Deux"><option value="c">C</option></optgroup>`
	if got := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(strings.ReplaceAll(got, "> <", "><"), strings.ReplaceAll(want, "> <", "><")) {
		t.Errorf("%s", got)
	}
}
