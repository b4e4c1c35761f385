package tabular

import "golang.org/x/sys/cpu"

// masksAVX2 is masksGo for processors with AVX2: text points at n blocks of 64
// bytes, out at n masks.
//
//go:noescape
func masksAVX2(text *byte, n int, delimiter, quote byte, out *blockMasks) (nul uint32)

var hasAVX2 = cpu.X86.HasAVX2

// maskText describes the blocks of text, which is as long as out asks for.
func maskText(text []byte, delimiter, quote byte, out []blockMasks) (nul bool) {
	if !hasAVX2 || len(out) == 0 {
		return masksGo(text, delimiter, quote, out)
	}
	_ = text[len(out)*maskBlock-1]
	return masksAVX2(&text[0], len(out), delimiter, quote, &out[0]) != 0
}
