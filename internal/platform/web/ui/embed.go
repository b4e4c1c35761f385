package ui

import (
	"html"
	"strings"
)

// Embed is the frame of what stands in a page of another site: no menu, no
// footer, and no script but the one that tells its height, where that is asked
// for.
type Embed struct {
	Page  Page
	Tone  string // "light" or "dark"; "" follows the reader's system
	Grows bool   // tells the page around it how high it is
	// Source is where what is shown comes from, with the address of its own page.
	Source Link
	By     Link
}

func (e Embed) named() bool { return strings.TrimSpace(e.Source.Label) != "" }

func frameCode(address, title, height string) string {
	return `<iframe src="` + html.EscapeString(address) + `" title="` + html.EscapeString(title) + `" width="100%" height="` + height + `" loading="lazy" style="border:0"></iframe>`
}

func elementCode(script, address, title string) string {
	return `<script src="` + html.EscapeString(script) + `" async></script> <airial-embed src="` + html.EscapeString(address) + `" title="` + html.EscapeString(title) + `"></airial-embed>`
}
