//go:build !amd64

package tabular

// maskText describes the blocks of text, which is as long as out asks for.
func maskText(text []byte, delimiter, quote byte, out []blockMasks) (nul bool) {
	return masksGo(text, delimiter, quote, out)
}
