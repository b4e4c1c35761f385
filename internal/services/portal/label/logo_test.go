package label

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"airial/internal/platform/fault"
)

func TestADrawingKeepsItsShapesAndNothingElse(t *testing.T) {
	const sent = `<?xml version="1.0"?><!-- by a program -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:evil="http://x" width="120px" height="40" onload="alert(1)">
<script>alert(2)</script><style>@import url(http://x/y.css)</style>
<defs><linearGradient id="a"><stop offset="0" style="stop-color:#ff0000;stop-opacity:1"/></linearGradient></defs>
<a xlink:href="http://x"><rect width="10" height="10" fill="url(#a)" onclick="x()"/></a>
<use xlink:href="#a"/><use href="http://x/y.svg#a"/><image href="http://x/p.png"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>x</script></body></foreignObject>
<path d="M0 0" fill="url(http://x#a)" stroke="rgb(1, 2, 3)" transform="matrix(1,0,0,1,0,0)"/>
<text x="1">Ville &amp; <tspan>port</tspan></text><animate attributeName="href" to="javascript:x"/>
<evil:rect width="1"/></svg>`
	got, err := ReadLogo([]byte(sent))
	if err != nil {
		t.Fatal(err)
	}
	out := string(got.Content)
	for _, never := range []string{"script", "style", "alert", "http://x", "onload", "onclick", "image", "foreign", "animate", "javascript", "evil", "<a"} {
		if strings.Contains(out, never) {
			t.Errorf("%s is left in %s", never, out)
		}
	}
	for _, kept := range []string{`viewBox="0 0 120 40"`, `fill="url(#a)"`, `stop-color="#ff0000"`, `stroke="rgb(1, 2, 3)"`, `href="#a"`, `matrix(1,0,0,1,0,0)`, "Ville &amp; <tspan>port</tspan>", "</svg>"} {
		if !strings.Contains(out, kept) {
			t.Errorf("%s is lost from %s", kept, out)
		}
	}
}

func TestEntitiesAndBrokenDrawingsAreRefused(t *testing.T) {
	for name, sent := range map[string]string{
		"entity":    `<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`,
		"broken":    `<svg xmlns="http://www.w3.org/2000/svg"><g></svg>`,
		"deep":      `<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100) + `</svg>`,
		"no svg":    `<html><svg/></html>`,
		"no image":  `bonjour`,
		"too large": "<svg>" + strings.Repeat(" ", MaxLogoBytes),
	} {
		if _, err := ReadLogo([]byte(sent)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPictureIsEncodedAgainAndMadeSmaller(t *testing.T) {
	in := image.NewNRGBA(image.Rect(0, 0, 2000, 500))
	for i := range 2000 {
		in.Set(i, i%500, color.NRGBA{200, 10, 10, 255})
	}
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, in); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, in, nil); err != nil {
		t.Fatal(err)
	}
	asPNG.WriteString("<script>what follows the picture</script>")
	for name, sent := range map[string][]byte{"png": asPNG.Bytes(), "jpeg": asJPEG.Bytes()} {
		got, err := ReadLogo(sent)
		if err != nil {
			t.Fatal(name, err)
		}
		c, kind, err := image.DecodeConfig(bytes.NewReader(got.Content))
		if err != nil || kind != "png" || c.Width != logoWidth || c.Height != 160 {
			t.Errorf("%s: %s %d × %d, %v", name, kind, c.Width, c.Height, err)
		}
		if bytes.Contains(got.Content, []byte("script")) {
			t.Errorf("%s: what was hidden behind it is kept", name)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1" style="fill:red"/></svg>`))
	f.Add([]byte(`<svg><a href="javascript:x"><text>&#60;script></text></a></svg>`))
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"><h:script/><use href="#a"/></svg>`))
	f.Fuzz(func(t *testing.T, sent []byte) {
		out, err := cleanSVG(sent)
		if err != nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(out))
		for {
			token, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%q: %v", out, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if !svgElements[start.Name.Local] {
				t.Fatalf("element %s in %q", start.Name.Local, out)
			}
			for _, a := range start.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") || strings.Contains(a.Value, "url(h") {
					t.Fatalf("attribute %s=%q in %q", a.Name.Local, a.Value, out)
				}
			}
		}
	})
}
