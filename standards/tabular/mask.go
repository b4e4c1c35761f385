package tabular

import (
	"encoding/binary"
	"math/bits"
)

// blockMasks says of 64 bytes of text which of them matter, one bit a byte,
// the first byte in the lowest bit.
type blockMasks struct {
	seps   uint64 // delimiters, line feeds, carriage returns
	quotes uint64
	highs  uint64 // bytes that are not ASCII
}

// maskBlock is how many bytes one blockMasks describes.
const maskBlock = 64

// masksGo is what maskText does where there is no vector unit that we know.
// text holds len(out) blocks. nul tells whether one of the bytes is 0.
func masksGo(text []byte, delimiter, quote byte, out []blockMasks) (nul bool) {
	delimiters, quotes := ones*uint64(delimiter), ones*uint64(quote)
	zeros := uint64(0)
	for b := range out {
		block := text[b*maskBlock : b*maskBlock+maskBlock]
		var m blockMasks
		for i := 0; i < maskBlock; i += 8 {
			w := binary.LittleEndian.Uint64(block[i:])
			m.seps |= gather(equal(w, delimiters)|equal(w, lfs)|equal(w, crs)) << i
			m.quotes |= gather(equal(w, quotes)) << i
			m.highs |= gather(w&highs) << i
			zeros |= equal(w, 0)
		}
		out[b] = m
	}
	return zeros != 0
}

// equal sets the high bit of each byte of w that equals that of pattern, and
// no other bit.
func equal(w, pattern uint64) uint64 {
	x := w ^ pattern
	return ^((x&^highs + (highs - ones)) | x | (highs - ones))
}

// gather moves the high bits of eight bytes into the lowest eight bits.
func gather(m uint64) uint64 { return ((m >> 7) * 0x0102040810204080) >> 56 }

// first gives the place of the lowest bit of a mask.
func first(m uint64) int { return bits.TrailingZeros64(m) }
