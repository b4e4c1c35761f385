package label

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
)

const svgSpace = "http://www.w3.org/2000/svg"

// svgElements are the elements of a drawing. Whatever may load, run, animate or
// embed something else is not among them.
var svgElements = words(`svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
	linearGradient radialGradient stop clipPath mask pattern`)

// svgAttributes are those that shape and paint them. Addresses are taken only
// as references within the drawing.
var svgAttributes = words(`id viewBox width height x y x1 x2 y1 y2 cx cy r rx ry fx fy d points transform
	preserveAspectRatio version role aria-label fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin
	stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color clip-path clip-rule mask offset
	stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits
	patternContentUnits patternTransform font-family font-size font-weight font-style text-anchor letter-spacing
	dominant-baseline display visibility paint-order vector-effect shape-rendering`)

// svgDropped are elements that go with everything in them; others that are not
// known go, and leave what they hold.
var svgDropped = words(`script style foreignObject iframe object embed image audio video canvas animate animateMotion
	animateTransform set handler listener metadata filter`)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

const (
	maxSVGElements = 5000
	maxSVGDepth    = 60
)

func looksLikeSVG(b []byte) bool {
	head := strings.ToLower(string(b[:min(len(b), 2048)]))
	return strings.Contains(head, "<svg")
}

var (
	// A reference stays in the drawing: url(#a), #a.
	innerURL  = regexp.MustCompile(`^(?:[^()]*url\(\s*["']?#[\w:.-]+["']?\s*\))?[^()]*$`)
	innerLink = regexp.MustCompile(`^#[\w:.-]+$`)
)

// cleanSVG writes a drawing anew: known elements with known attributes, no style
// sheet, no script, no entity, nothing from elsewhere.
func cleanSVG(sent []byte) ([]byte, error) {
	const op = "label.cleanSVG"
	bad := func(fr, en string) error { return fault.New(fault.Invalid, op, fr, en) }
	d := xml.NewDecoder(bytes.NewReader(sent))
	d.Strict, d.Entity = true, map[string]string{}
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var out bytes.Buffer
	var open []string // names written and not closed; "" for one that is left out
	elements, dropped := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, bad("Ce dessin SVG ne se lit pas\u202f: son écriture contient une erreur. Exportez-le de nouveau, en «\u00a0SVG simple\u00a0».",
				"This SVG drawing cannot be read: there is an error in it. Export it again, as “plain SVG”.")
		}
		switch t := token.(type) {
		case xml.StartElement:
			if elements++; elements > maxSVGElements || len(open) > maxSVGDepth {
				return nil, bad("Ce dessin est trop compliqué pour un logo. Simplifiez-le, ou choisissez un PNG.", "This drawing is too complicated for a logo. Make it simpler, or choose a PNG.")
			}
			name := t.Name.Local
			switch {
			case len(open) == 0 && name != "svg":
				return nil, bad("Ce fichier ne contient pas de dessin SVG.", "There is no SVG drawing in this file.")
			case dropped > 0 || svgDropped[name]:
				dropped++
			case !svgElements[name] || t.Name.Space != svgSpace && t.Name.Space != "":
				open = append(open, "")
			default:
				writeElement(&out, t, len(open) == 0)
				open = append(open, name)
			}
		case xml.EndElement:
			if dropped > 0 {
				dropped--
				continue
			}
			if n := len(open) - 1; n >= 0 {
				if open[n] != "" {
					out.WriteString("</" + open[n] + ">")
				}
				open = open[:n]
			}
		case xml.CharData:
			if n := len(open); dropped == 0 && n > 0 && (open[n-1] == "text" || open[n-1] == "tspan" || open[n-1] == "title" || open[n-1] == "desc") {
				if err := xml.EscapeText(&out, t); err != nil {
					return nil, fault.Wrap(op, err)
				}
			}
		}
	}
	if out.Len() == 0 || !strings.HasPrefix(out.String(), "<svg") {
		return nil, bad("Ce fichier ne contient pas de dessin SVG.", "There is no SVG drawing in this file.")
	}
	return out.Bytes(), nil
}

// writeElement writes the start of an element with those of its attributes that
// are known. The styles that drawing programs write into style="" become the
// attributes that they stand for.
func writeElement(out *bytes.Buffer, t xml.StartElement, root bool) {
	out.WriteString("<" + t.Name.Local)
	if root {
		out.WriteString(` xmlns="` + svgSpace + `"`)
	}
	seen := map[string]bool{}
	sized := map[string]string{}
	put := func(name, value string) {
		if seen[name] || !svgAttributes[name] || !innerURL.MatchString(value) && name != "transform" && !strings.HasSuffix(name, "Transform") && !colourFunction(value) {
			return
		}
		seen[name], sized[name] = true, value
		out.WriteString(" " + name + `="`)
		_ = xml.EscapeText(out, []byte(value)) // a buffer takes everything
		out.WriteString(`"`)
	}
	for _, a := range t.Attr {
		switch {
		case a.Name.Local == "style" && a.Name.Space == "":
			for one := range strings.SplitSeq(a.Value, ";") {
				name, value, _ := strings.Cut(one, ":")
				if name = strings.TrimSpace(name); name != "id" && name != "d" {
					put(name, strings.TrimSpace(value))
				}
			}
		case a.Name.Local == "href" && t.Name.Local != "svg" && innerLink.MatchString(a.Value):
			if !seen["href"] {
				seen["href"] = true
				out.WriteString(` href="` + a.Value + `"`)
			}
		case a.Name.Space == "" && a.Name.Local != "xmlns":
			put(a.Name.Local, a.Value)
		}
	}
	if root && !seen["viewBox"] { // without it the drawing is cut off and not made smaller
		w, wide := pixels(sized["width"])
		h, high := pixels(sized["height"])
		if wide && high {
			out.WriteString(` viewBox="0 0 ` + w + ` ` + h + `"`)
		}
	}
	out.WriteString(">")
}

var colourCall = regexp.MustCompile(`^(?:rgb|rgba|hsl|hsla)\([\d\s.,%/deg]+\)$`)

func colourFunction(value string) bool { return colourCall.MatchString(value) }

func pixels(length string) (string, bool) {
	length = strings.TrimSuffix(strings.TrimSpace(length), "px")
	n, err := strconv.ParseFloat(length, 64)
	return length, err == nil && n > 0
}
