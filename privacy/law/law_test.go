package law

import (
	"strings"
	"testing"

	"airial/privacy"
)

func TestWhatTheLawSays(t *testing.T) {
	for _, c := range []struct {
		kind    privacy.Kind
		role    privacy.Role
		why     string
		profile string
		day     string
		found   privacy.Level
		want    privacy.Level
	}{
		{privacy.PersonName, privacy.Public, "civility", "", "2026-01-01", privacy.Info, privacy.Info},
		{privacy.PersonName, privacy.Public, "civility", "", "2018-12-12", privacy.Review, privacy.Review}, // before the decree
		{privacy.PersonName, privacy.Private, "civility", "", "2026-01-01", privacy.Review, privacy.Review},
		{privacy.PersonName, privacy.Private, "civility", Strict, "2026-01-01", privacy.Review, privacy.Block},
		{privacy.PersonName, privacy.Private, "fewer-than-three", Strict, "2026-01-01", privacy.Review, privacy.Review},
		{privacy.Health, privacy.Private, "beside-name", "", "2026-01-01", privacy.Review, privacy.Block},
		{privacy.NIR, privacy.Private, "check-digit", "", "2026-01-01", privacy.Review, privacy.Block},
		{privacy.Phone, privacy.Body, "shape", "", "2026-01-01", privacy.Info, privacy.Info},
		{privacy.IP, privacy.Unknown, "shape", "", "2026-01-01", privacy.Info, privacy.Info},
		{privacy.BirthDate, privacy.Private, "year", "", "2026-01-01", privacy.Info, privacy.Info},
	} {
		if got := Default().Judge(c.profile, c.day)(c.kind, c.role, c.why, c.found); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestRulesThatAreWrong(t *testing.T) {
	const good = "version: x\nrules:\n  - {id: a, kinds: [nir], level: block, article: x, since: 2020-01-01, fr: x, en: x}\n"
	s, err := Read(strings.NewReader(good))
	if err != nil || len(s.Digest()) != 64 || s.Digest() == Default().Digest() {
		t.Fatalf("%v %v", s, err)
	}
	for _, change := range [][2]string{{"nir", "nire"}, {"block", "stop"}, {"2020-01-01", "01/01/2020"}, {"article: x, ", ""}, {"level", "levl"},
		{"id: a", "role: mayor, id: a"}, {"id: a", "profile: soft, id: a"}} {
		if _, err := Read(strings.NewReader(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%q is read", change)
		}
	}
	if _, err := Read(strings.NewReader("version: x\n")); err == nil {
		t.Error("no rule at all is read")
	}
}
