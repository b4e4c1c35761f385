package privacy

import (
	"bytes"
	"net/netip"
)

// macDetector finds the addresses of network cards (IEEE 802: six pairs of
// hexadecimal digits between colons or hyphens).
var macDetector = &detector{
	kind:  MAC,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, _ *column) bool { return f.colons >= 5 || f.dashes >= 5 },
	find: func(cell []byte, from int, _ *column) (span, bool) {
		for i := from; i+17 <= len(cell); i++ {
			if !hexDigit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || cell[i-1] == ':' || cell[i-1] == '-') {
				continue
			}
			sep := cell[i+2]
			if sep != ':' && sep != '-' {
				continue
			}
			ok, letters := true, false
			for k := 0; ok && k < 17; k++ {
				b := cell[i+k]
				if k%3 == 2 {
					ok = b == sep
				} else {
					ok = hexDigit(b)
					letters = letters || !digit(b)
				}
			}
			after := at(cell, i+17)
			if ok && !alphanum(after) && after != sep && (letters || sep == ':') {
				return span{start: i, end: i + 17, level: Review, role: Private, score: 0.95, why: "shape"}, true
			}
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:8]) + ":••:••:••" },
}

func hexDigit(b byte) bool { return digit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }

// ipDetector finds IP addresses, of both versions. Four numbers that a header
// calls a version or a section are none; addresses of private networks are
// told and stop nothing.
var ipDetector = &detector{
	kind:  IP,
	skips: func(c *column) bool { return c.typed() || c.has(hintIdentifier) && !c.has(hintIP) },
	wants: func(f *features, c *column) bool { return f.dots >= 3 || f.colons >= 2 },
	find:  findIP,
	mask: func(v []byte, _ span) string {
		if i := bytes.IndexAny(v, ".:"); i > 0 {
			return string(v[:i+1]) + "•••"
		}
		return "•••"
	},
}

func findIP(cell []byte, from int, c *column) (span, bool) {
	for i := from; i < len(cell); {
		if !ipByte(cell[i]) || i > 0 && (alphanum(cell[i-1]) || cell[i-1] == '.' || cell[i-1] == ':') {
			i++
			continue
		}
		end, dots, colons := i, 0, 0
		for end < len(cell) && ipByte(cell[end]) {
			switch cell[end] {
			case '.':
				dots++
			case ':':
				colons++
			}
			end++
		}
		start := i
		i = end
		for end > start && (cell[end-1] == '.' || cell[end-1] == ':' && !bytes.HasSuffix(cell[start:end], []byte("::"))) {
			if cell[end-1] == '.' {
				dots--
			} else {
				colons--
			}
			end--
		}
		if dots != 3 && colons < 2 || alphanum(at(cell, end)) || end-start < 7 || end-start > 45 {
			continue
		}
		var text [45]byte
		n := copy(text[:], cell[start:end])
		addr, err := netip.ParseAddr(string(text[:n]))
		if err != nil || addr.IsUnspecified() || addr.IsLoopback() || addr.Is6() && colons < 3 && !c.has(hintIP) {
			continue
		}
		m := span{start: start, end: end, level: Review, role: Private, score: 0.9, why: "shape"}
		if !c.has(hintIP) && dots == 3 {
			if b := addr.As4(); colons == 0 && b[0] < 10 && b[1] < 20 && b[2] < 20 { // 2.1.3.4 is a section or a version
				continue
			}
		}
		if addr.IsPrivate() || addr.IsLinkLocalUnicast() {
			m.level, m.role = Info, Unknown
		}
		return m, true
	}
	return span{}, false
}

func ipByte(b byte) bool { return hexDigit(b) || b == '.' || b == ':' }
