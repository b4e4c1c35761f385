package harvest

import (
	"strconv"
	"strings"

	"airial/standards/dcat"
)

// preferred is the syntax that a reader asks for by its header Accept (RFC 9110
// §12.5.1). It is false for one that would rather have a page.
func preferred(accept []string) (dcat.Syntax, bool) {
	best, weight, ok := syntaxes[0], 0.0, len(accept) == 0
	page := 0.0
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		media, q := part, 1.0
		if kind, rest, more := strings.Cut(part, ";"); more {
			media = kind
			for parameter := range strings.SplitSeq(rest, ";") {
				if v, found := strings.CutPrefix(strings.TrimSpace(parameter), "q="); found {
					if f, err := strconv.ParseFloat(v, 64); err == nil {
						q = f
					}
				}
			}
		}
		media = strings.ToLower(strings.TrimSpace(media))
		if media == "text/html" || media == "application/xhtml+xml" {
			page = max(page, q)
			continue
		}
		s, known := dcat.SyntaxOf(media)
		switch media {
		case "*/*", "application/*", "application/json":
			s, known = dcat.JSONLD, true
		case "text/*", "application/x-turtle":
			s, known = dcat.Turtle, true
		case "application/xml", "text/xml":
			s, known = dcat.RDFXML, true
		}
		// A browser takes XML and anything too, after its pages.
		if known && strings.Contains(media, "/") && q > weight {
			best, weight, ok = s, q, true
		}
	}
	return best, ok && (page == 0 || weight > page)
}
