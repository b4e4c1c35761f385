package user_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"airial/internal/commons/user"
	"airial/internal/platform/fault"
)

func TestCheckPassword(t *testing.T) {
	about := []string{"marie.dupin", "Marie Dupin-Lacoste", "mairie.sainte-aulaye@exemple.fr", "Sainte-Aulaye", "CCAS de Saint-Élix"}
	for password, says := range map[string]string{
		"treize lettre":            "14",
		"":                         "14",
		strings.Repeat("é", 257):   "256",
		"aaaaaaaaaaaaaaaaaaaa":     "again and again",
		"pinson pinson pinson":     "again and again",
		"azertyuiop123456":         "order of keys",
		"12345678901234567890":     "again and again",
		"zyxwvutsrqponmlk":         "order of keys",
		"MotDePasse2026!!":         "too common",
		"M0tDeP4sse-2026":          "too common",
		"P@ssword12345678":         "too common",
		"Secretariat.Accueil2026":  "too common",
		"BonjourBonjour2026":       "too common",
		"marie.dupin.2026":         "your name",
		"Dupin-Lacoste1987":        "your name",
		"Sainte-Aulaye-2026":       "your name",
		"SaintElix@Ccas2026":       "your name",
		"mairie.sainte-aulaye":     "your name",
		"decembre2026decembre2026": "again and again",
		"AdminAdmin2026?":          "too common",
	} {
		err := user.CheckPassword(password, about...)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want an error that says %q", password, err, says)
		}
	}
	for _, password := range []string{
		"quatre mots de passe", "demonstration-2026", "girafe tondeuse mercredi lune", "Ma voisine élève 3 poules", "xK7#pQ2m!vR9zL",
		"bleu nuage tracteur", "le chat de marie dort dehors", "日本語のパスワードは長い方がよい",
	} {
		if err := user.CheckPassword(password, about...); err != nil {
			t.Errorf("%q is refused: %v", password, err)
		}
	}
}

// Bad words made longer by their like stay bad; letters at random pass.
func TestCheckPasswordProperties(t *testing.T) {
	words := []string{"password", "azerty", "1234", "2026", "mairie", "Bonjour", "admin", "!!", "marie", "-", "dupin"}
	rapid.Check(t, func(t *rapid.T) {
		bad := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "words"), "")
		if err := user.CheckPassword(bad, "marie.dupin"); err == nil {
			t.Errorf("%q passes", bad)
		}
		random := rapid.StringOfN(rapid.RuneFrom([]rune("bcdfghjkmnpqrstvwxz")), 18, 40, -1).Draw(t, "random")
		if err := user.CheckPassword(random); err != nil && len(uniq(random)) > 9 {
			t.Errorf("%q is refused: %v", random, err)
		}
	})
}

func uniq(s string) map[rune]bool {
	out := map[rune]bool{}
	for _, r := range s {
		out[r] = true
	}
	return out
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("Ét\xff@é1234", "É")
	f.Fuzz(func(t *testing.T, password, about string) {
		if user.CheckPassword(password, about) == nil && utf8.RuneCountInString(password) == 0 {
			t.Error("the empty password passes")
		}
	})
}
