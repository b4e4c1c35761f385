package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSource(t *testing.T) {
	const text = "# Bilan 2026\n\nLa commune de Saint-Élix (812 habitants) a **42 traitements**, dont *3* sensibles ; voir [la CNIL](<https://www.cnil.fr/>).\n\n" +
		"| Registre | Nombre |\n|---|---|\n| Traitements | 42 |\n| a \\| b | c<br>d |\n\n- un\n- deux\n  - dedans\n\n1\\. pas une liste\n\n---\n\n> cité\n"
	blocks := Read(text)
	if diff := cmp.Diff(blocks, Read(Source(blocks))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	want := "# Bilan 2026\n\nLa commune de Saint-Élix (812 habitants) a **42 traitements**, dont *3* sensibles ; voir [la CNIL](<https://www.cnil.fr/>).\n\n" +
		"| Registre | Nombre |\n|---|---|\n| Traitements | 42 |\n| a \\| b | c<br>d |\n\n- un\n- deux\n\n  - dedans\n\n1\\. pas une liste\n\n---\n\n> cité\n"
	if diff := cmp.Diff(want, Source(blocks)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What is filled in reads the same after it was written as people see it.
func TestSourceKeepsValues(t *testing.T) {
	sign := rapid.SampledFrom([]rune("ab é*_`#>-+.1)(|[]!<>&;\\~={}:/\n\"'$%^ 2"))
	template, err := Parse("# {{v}}\n\n{{v}}\n\n**{{v}}** et {{v}}\n\n- {{v}}\n\n|{{v}}|x|\n|-|-|\n|{{v}}|y|\n\n> {{v}}\n")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOfN(sign, 0, 40, -1).Draw(t, "value")
		if flat(value) == "" {
			return // an empty heading, list and row
		}
		filled, err := template.Fill(Data{"v": value})
		if err != nil {
			t.Fatal(err)
		}
		before := Read(filled)
		source := Source(before)
		if got, want := flat(Words(Read(source))), flat(Words(before)); got != want {
			t.Fatalf("%q became %q, which reads %q, not %q", value, source, got, want)
		}
		if after := Read(source); len(after) != len(before) {
			t.Fatalf("%q became %q: %d blocks, not %d", value, source, len(after), len(before))
		}
	})
}
