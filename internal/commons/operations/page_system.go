package operations

import (
	"context"
	"net/http"
	"time"

	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// System is what the program is and stands on. Addresses come without secrets.
type System struct {
	Version   string
	Started   time.Time // of this process
	PublicURL string
	Folder    string // of the installation, or of this process
	Database  string // "SQLite", or "PostgreSQL" and where it is
	Store     string // of the files: a folder, or an s3:// address
	Mail      bool   // letters go out
}

// systemView is the system and its settings: those that somebody made, and
// those that are as delivered.
type systemView struct {
	System
	Now            time.Time
	Made, Defaults []config.Setting
}

func (p *Pages) system(w http.ResponseWriter, r *http.Request) error {
	v := systemView{System: p.System, Now: p.Desk.Clock.Now()}
	for _, s := range p.Settings {
		if s.From == config.FromDefault {
			v.Defaults = append(v.Defaults, s)
		} else {
			v.Made = append(v.Made, s)
		}
	}
	ctx := r.Context()
	return p.Desk.Show(w, r, page(ctx, ui.Link{Label: i18n.Say(ctx, "Système et réglages", "System and settings"), Href: systemPath}), systemBody(v))
}

// origin is where a setting comes from, in words.
func origin(ctx context.Context, s config.Setting) string {
	switch s.From {
	case config.FromFlag:
		return i18n.Say(ctx, "ligne de commande", "command line")
	case config.FromVar:
		return i18n.Say(ctx, "variable ", "variable ") + s.Variable
	case config.FromFile:
		return i18n.Say(ctx, "fichier de réglages", "file of settings")
	}
	return i18n.Say(ctx, "par défaut", "default")
}
