package redact

import (
	"bytes"
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strings"
)

// ISO/IEC 29500-1, part 17: elements of WordprocessingML, by their usual
// prefixes.
var docxRules = rules{
	drop: set("w:del", "w:moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange", "tblGridChange",
		"numberingChange", "cellDel", "cellIns", "cellMerge", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "moveFromRangeStart", "moveFromRangeEnd",
		"moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
		"docVars", "rsids", "attachedTemplate", "mailMerge", "dataBinding", "w:control", "altChunk", "proofErr", "permStart", "permEnd",
		"documentProtection", "writeProtection", "saveThroughXslt", "trackRevisions"),
	unwrap: set("w:ins", "w:moveTo", "w:customXml", "smartTag"),
	text:   set("w:t", "instrText", "a:t", "m:t"),
	code:   set("instrText"),
	breaks: map[string]string{"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
	ends:   set("p", "fldSimple"),
}

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// docxKept are the parts that are taken along; those of true have text.
func docxKept(name string) (keep, text bool) {
	dir, base := path.Split(name)
	switch {
	case dir == "word/media/" || dir == "word/fonts/" || dir == "word/theme/":
		return true, false
	case dir != "word/":
		return false, false
	}
	for _, p := range []string{"header", "footer", "document", "footnotes", "endnotes", "settings", "numbering", "styles"} {
		if strings.HasPrefix(base, p) && strings.HasSuffix(base, ".xml") {
			return true, true
		}
	}
	return base == "fontTable.xml" || base == "webSettings.xml", false
}

// docxDropped says what a part that is left out is.
func docxDropped(name string) string {
	switch {
	case strings.HasPrefix(name, "docProps/"), strings.HasPrefix(name, "customXml/"):
		return "metadata"
	case strings.Contains(name, "omment"), strings.HasSuffix(name, "people.xml"):
		return "comments"
	case strings.Contains(name, "embeddings/"), strings.Contains(name, "activeX"), strings.Contains(name, "charts/"), strings.Contains(name, "diagrams/"):
		return "embedded files"
	case strings.Contains(name, "vba"), strings.HasSuffix(name, ".bin"):
		return "macros"
	case strings.Contains(name, "humbnail"):
		return "thumbnails"
	}
	return ""
}

func (d *zipDocument) docx(parts map[string][]byte, names []string) error {
	slices.Sort(names)
	keep := map[string]bool{}
	for _, name := range names {
		if k, _ := docxKept(name); k {
			keep[name] = true
		} else if what := docxDropped(name); what != "" {
			d.drop(what)
		}
	}
	types, ok := parts["[Content_Types].xml"]
	// The rules know elements by their usual prefix: a file with another one
	// would have no text.
	if !ok || !bytes.Contains(parts["word/document.xml"], []byte("<w:document")) {
		return ErrDamaged
	}
	if bytes.Contains(parts["word/document.xml"], []byte("<w:del ")) || bytes.Contains(parts["word/document.xml"], []byte("<w:ins ")) {
		d.drop("tracked changes")
	}
	d.kept = append(d.kept,
		zipPart{name: "[Content_Types].xml", data: docxTypes(types, keep)},
		zipPart{name: "_rels/.rels", data: []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)})
	for _, name := range names {
		if !keep[name] {
			continue
		}
		gone := map[string]bool{}
		relsName := "word/_rels/" + path.Base(name) + ".rels"
		if rels, ok := parts[relsName]; ok && path.Dir(name) == "word" {
			out, lost := docxRels(rels, keep)
			gone = lost
			d.kept = append(d.kept, zipPart{name: relsName, data: out, rels: true})
		}
		p := zipPart{name: name, data: parts[name]}
		if _, text := docxKept(name); text {
			r := docxRules
			r.refs = func(t xml.StartElement) bool { return pointsAt(t, gone) }
			x, err := readXML(withoutHolders(parts[name], gone), &r)
			if err != nil {
				return err
			}
			p.xml = x
			d.parts = append(d.parts, x)
		}
		d.kept = append(d.kept, p)
	}
	return nil
}

// pointsAt tells whether an element leads to a part that is left out.
func pointsAt(t xml.StartElement, gone map[string]bool) bool {
	for _, a := range t.Attr {
		if a.Name.Space == "r" && gone[a.Value] {
			return true
		}
	}
	return false
}

// holders are the elements that show an object of another part: without it, the
// whole of them goes, for Word refuses a file in which one leads nowhere.
var holders = regexp.MustCompile(`(?s)<w:(drawing|object|pict)[ >].*?</w:(?:drawing|object|pict)>`)

var relRef = regexp.MustCompile(`\br:[a-z]+="([^"]+)"`)

func withoutHolders(src []byte, gone map[string]bool) []byte {
	if len(gone) == 0 {
		return src
	}
	return holders.ReplaceAllFunc(src, func(h []byte) []byte {
		for _, m := range relRef.FindAllSubmatch(h, -1) {
			if gone[string(m[1])] && bytes.Count(h, []byte("<w:txbxContent")) == 0 {
				return nil
			}
		}
		return h
	})
}

var (
	relationship = regexp.MustCompile(`(?s)<Relationship\s[^>]*?(?:/>|>\s*</Relationship>)`)
	override     = regexp.MustCompile(`(?s)<Override\s[^>]*?(?:/>|>\s*</Override>)`)
)

func value(tag []byte, name string) string {
	m := regexp.MustCompile(`\b` + name + `=(?:"([^"]*)"|'([^']*)')`).FindSubmatch(tag)
	if m == nil {
		return ""
	}
	return string(m[1]) + string(m[2])
}

// docxRels keeps the relationships to parts that are kept, and links to the
// outside; it gives the identifiers of the others.
func docxRels(rels []byte, keep map[string]bool) (out []byte, gone map[string]bool) {
	gone = map[string]bool{}
	out = relationship.ReplaceAllFunc(rels, func(tag []byte) []byte {
		target := value(tag, "Target")
		if value(tag, "TargetMode") == "External" {
			if strings.HasSuffix(value(tag, "Type"), "/hyperlink") {
				return tag
			}
		} else {
			full := path.Join("word", target)
			if strings.HasPrefix(target, "/") {
				full = target[1:]
			}
			if keep[full] {
				return tag
			}
		}
		gone[value(tag, "Id")] = true
		return nil
	})
	return out, gone
}

func docxTypes(types []byte, keep map[string]bool) []byte {
	return override.ReplaceAllFunc(types, func(tag []byte) []byte {
		if keep[strings.TrimPrefix(value(tag, "PartName"), "/")] {
			return tag
		}
		return nil
	})
}
