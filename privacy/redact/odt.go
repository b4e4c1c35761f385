package redact

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// OASIS OpenDocument 1.2, part 1.
var odtRules = rules{
	drop: set("tracked-changes", "change", "change-start", "change-end", "office:annotation", "annotation-end", "office:scripts", "event-listeners",
		"draw:object", "object-ole", "plugin", "applet", "svg:title", "svg:desc", "draw:a-title", "hidden-text", "dde-connection-decls", "office:forms"),
	breaks: map[string]string{"s": " ", "tab": " ", "line-break": "\n"},
	ends:   set("p", "h", "table-cell"),
}

func odtKept(name string) (keep, text bool) {
	switch name {
	case "content.xml", "styles.xml":
		return true, true
	}
	dir := path.Dir(name)
	return dir == "Pictures" || dir == "Fonts" || dir == "media", false
}

func odtDropped(name string) string {
	switch {
	case name == "meta.xml" || name == "manifest.rdf" || name == "settings.xml":
		return "metadata"
	case strings.HasPrefix(name, "Thumbnails/"):
		return "thumbnails"
	case strings.HasPrefix(name, "Basic/"), strings.HasPrefix(name, "Scripts/"):
		return "macros"
	case strings.HasPrefix(name, "Object"):
		return "embedded files"
	case strings.HasPrefix(name, "META-INF/documentsignatures"):
		return "signatures"
	}
	return ""
}

func (d *zipDocument) odt(parts map[string][]byte, names []string) error {
	if bytes.Contains(parts["META-INF/manifest.xml"], []byte("encryption-data")) {
		return ErrEncrypted
	}
	slices.Sort(names)
	const mime = "application/vnd.oasis.opendocument.text"
	var manifest bytes.Buffer
	manifest.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mime + `"/>`)
	d.kept = append(d.kept, zipPart{name: "mimetype", data: []byte(mime)})
	for _, name := range names {
		keep, text := odtKept(name)
		if !keep {
			if what := odtDropped(name); what != "" {
				d.drop(what)
			}
			continue
		}
		p := zipPart{name: name, data: parts[name]}
		kind := pictureType(name)
		if text {
			kind = "text/xml"
			for what, tag := range map[string]string{"tracked changes": "<text:tracked-changes", "comments": "<office:annotation"} {
				if bytes.Contains(p.data, []byte(tag)) {
					d.drop(what)
				}
			}
			x, err := readXML(p.data, &odtRules)
			if err != nil {
				return err
			}
			p.xml = x
			d.parts = append(d.parts, x)
		}
		manifest.WriteString(`<manifest:file-entry manifest:full-path="` + entities.Replace(name) + `" manifest:media-type="` + kind + `"/>`)
		d.kept = append(d.kept, p)
	}
	if len(d.parts) == 0 {
		return ErrDamaged
	}
	slices.Sort(d.dropped)
	manifest.WriteString("</manifest:manifest>")
	d.kept = append(d.kept, zipPart{name: "META-INF/manifest.xml", data: manifest.Bytes()})
	return nil
}

func pictureType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".svg":
		return "image/svg+xml"
	}
	return ""
}
