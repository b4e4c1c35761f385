package app

import (
	"testing"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

// Every built-in template can be filled, tells its source where it speaks of
// law, and is worded for both languages where it exists in both.
func TestPaperKinds(t *testing.T) {
	kinds := paperKinds()
	paper.New(paper.Parts{Kinds: kinds}) // panics at a bad one
	for _, k := range kinds {
		for _, l := range k.Langs() {
			if k.Source(l) == "" {
				t.Errorf("%s in %s tells no source", k.Name, l)
			}
		}
		for _, l := range []i18n.Lang{i18n.French, i18n.English} {
			if k.Title.In(l) == "" || k.About.In(l) == "" {
				t.Errorf("%s has no title in %s", k.Name, l)
			}
		}
	}
}
