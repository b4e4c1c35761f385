package user_test

import (
	"strings"
	"testing"

	"airial/internal/commons/user"
	"airial/internal/platform/fault"
)

func TestPassword(t *testing.T) {
	ctx := t.Context()
	h, err := user.HashPassword(ctx, "la lande était calme")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(h), "$argon2id$v=19$m=") || h.Outdated() {
		t.Errorf("hash %q", h)
	}
	again, err := user.HashPassword(ctx, "la lande était calme")
	if err != nil || again == h {
		t.Errorf("two hashes of one password are the same: %v", err)
	}
	for password, want := range map[string]bool{
		"la lande était calme":         true,
		"la lande e\u0301tait calme":   true, // the same letters, typed on another machine
		"la lande etait calme":         false,
		"":                             false,
		strings.Repeat("é", 1_000_000): false,
	} {
		got, err := h.Matches(ctx, password)
		if err != nil || got != want {
			t.Errorf("%.30q matches: %t, %v, want %t", password, got, err, want)
		}
	}
}

// The tests hash cheaply; the program does not (OWASP: 19 MiB and two passes at
// least).
func TestTheProgramHashesDearly(t *testing.T) {
	if memory, passes := user.OfToday(); memory < 19*1024 || passes < 2 {
		t.Errorf("a password costs %d KiB and %d passes", memory, passes)
	}
}

func TestDamagedHashMatchesNothing(t *testing.T) {
	for _, h := range []user.Hash{"", "x", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$", "$argon2id$v=19$m=4294967295,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=0,t=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"} {
		for _, password := range []string{"", "la lande était calme"} {
			if ok, err := h.Matches(t.Context(), password); ok || err != nil {
				t.Errorf("%q matches %q: %t, %v", h, password, ok, err)
			}
		}
		if !h.Outdated() {
			t.Errorf("%q is not outdated", h)
		}
	}
}

func TestWeakerHashIsOutdatedAndStillGood(t *testing.T) {
	h := user.WeakHash("passe")
	if ok, err := h.Matches(t.Context(), "passe"); !ok || err != nil || !h.Outdated() {
		t.Errorf("%q: matches %t, %v; outdated %t", h, ok, err, h.Outdated())
	}
}

func TestPasswordLength(t *testing.T) {
	for password, ok := range map[string]bool{
		"pôle d’énergie":                        true,
		"pôle d’énergi":                         false,
		strings.Repeat("é", user.MaxPassword+1): false,
	} {
		_, err := user.HashPassword(t.Context(), password)
		if ok != (err == nil) || !ok && !fault.Is(err, fault.Invalid) {
			t.Errorf("%d bytes: %v", len(password), err)
		}
	}
}
