// Package assets holds the stylesheet, scripts, fonts and icons that
// "npm run build" makes, built into the binary, each at an address that holds
// the digest of its bytes, so that browsers may keep it for ever.
//
// A checkout whose assets were never built still compiles and runs: Built
// then returns false, and pages say so in a line of plain text.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

func dist() fs.FS {
	sub, err := fs.Sub(files, "dist")
	if err != nil {
		panic("assets: " + err.Error()) // the folder is embedded above
	}
	return sub
}
