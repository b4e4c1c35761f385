package tabular

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// All ways to look at a block say the same, which is what one byte after the
// other says.
func TestMasks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []byte("a,\";\n\r\x00é\xff\x80 0Zz\x7f\x01")
	for range 500 {
		n := 1 + r.IntN(5)
		text := make([]byte, n*maskBlock)
		for i := range text {
			text[i] = alphabet[r.IntN(len(alphabet))]
			if r.IntN(4) == 0 {
				text[i] = byte(r.IntN(256))
			}
		}
		delimiter, quote := []byte(";,\t|")[r.IntN(4)], []byte("\"'")[r.IntN(2)]
		want := make([]blockMasks, n)
		zero := false
		for i, c := range text {
			m, bit := &want[i/maskBlock], uint64(1)<<(i%maskBlock)
			if c == delimiter || c == '\n' || c == '\r' {
				m.seps |= bit
			}
			if c == quote {
				m.quotes |= bit
			}
			if c >= 0x80 {
				m.highs |= bit
			}
			zero = zero || c == 0
		}
		plain, fast := make([]blockMasks, n), make([]blockMasks, n)
		if got := masksGo(text, delimiter, quote, plain); got != zero {
			t.Fatalf("masksGo: nul %v, want %v", got, zero)
		}
		if got := maskText(text, delimiter, quote, fast); got != zero {
			t.Fatalf("maskText: nul %v, want %v", got, zero)
		}
		for name, got := range map[string][]blockMasks{"masksGo": plain, "maskText": fast} {
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(blockMasks{})); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
}

func BenchmarkMasks(b *testing.B) {
	text := make([]byte, 64*maskBlock)
	out := make([]blockMasks, 64)
	b.Run("go", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			masksGo(text, ';', '"', out)
		}
	})
	b.Run("this-machine", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			maskText(text, ';', '"', out)
		}
	})
}
