package clear

import (
	"airial/internal/platform/i18n"
	"airial/privacy"
)

// Label says in plain words what a kind of datum is.
func Label(k privacy.Kind) i18n.Text { return label(k) }
