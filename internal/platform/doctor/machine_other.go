//go:build !linux

package doctor

import (
	"context"
	"os"

	"airial/internal/platform/i18n"
)

func unknown(name string) Check {
	return Check{name, func(context.Context) []Finding {
		return []Finding{Worry(Look, i18n.T("n’est vérifié que sous Linux", "is checked on Linux only"), i18n.T("Vérifiez-le vous-même.", "Look yourself."))}
	}}
}

// Folder, Disk and Limits look on Linux only.
func Folder(string) Check { return unknown("folder") }

// Disk looks on Linux only.
func Disk(string, bool) Check { return unknown("disk") }

// Limits looks on Linux only.
func Limits() Check { return unknown("limits") }

// Own tells whether a file or folder is there.
func Own(path string) bool { _, err := os.Stat(path); return err == nil }

// Space is known on Linux only.
func Space(string) (free, all int64, ok bool) { return 0, 0, false }
