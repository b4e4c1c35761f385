package phpserialize_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/phpserialize"
)

func TestDecode(t *testing.T) {
	for in, want := range map[string]any{
		"N;": nil, "b:1;": true, "i:-3;": int64(-3), "d:0.5;": 0.5, `s:6:"ét";x";`: "ét\";x",
		`s:0:"";`: "", "a:0:{}": phpserialize.Array{},
		`a:2:{i:0;s:9:"ROLE_USER";s:1:"k";a:1:{i:3;N;}}`: phpserialize.Array{{"0", "ROLE_USER"}, {"k", phpserialize.Array{{"3", nil}}}},
	} {
		got, err := phpserialize.Decode(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", in, d)
		}
		if !phpserialize.Looks(in) {
			t.Errorf("%s does not look like one", in)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, in := range []string{"", "x", "i:1", "s:9:\"a\";", "a:1:{i:0;}", "a:99999999:{}", "i:1;i:2;", "b:2;", "d:x;", "a:1:{d:1;i:1;}",
		strings.Repeat("a:1:{i:0;", 100) + "N;" + strings.Repeat("}", 100)} {
		if v, err := phpserialize.Decode(in); err == nil {
			t.Errorf("%q is read as %v", in, v)
		}
	}
	for _, in := range []string{`O:8:"stdClass":0:{}`, `a:1:{i:0;O:1:"X":0:{}}`, "r:1;"} {
		if _, err := phpserialize.Decode(in); !errors.Is(err, phpserialize.ErrObject) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`a:2:{i:0;s:1:"a";i:1;b:0;}`)
	f.Add(`s:3:"é";`)
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := phpserialize.Decode(s); err == nil && v == nil && s != "N;" {
			t.Errorf("%q is read as nothing", s)
		}
	})
}
