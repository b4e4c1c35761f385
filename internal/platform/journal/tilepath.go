package journal

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Entries is the level that stands for bundles of entries in a tlog.Tile, as
// golang.org/x/mod/sumdb/tlog has it.
const Entries = -1

// TilePath is the path of a tile under the address of the log (C2SP
// tlog-tiles): "tile/0/x001/234", "tile/entries/005.p/17".
func TilePath(t tlog.Tile) string {
	level := "entries"
	if t.L != Entries {
		level = strconv.Itoa(t.L)
	}
	n := t.N
	number := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	if t.W != tileWidth {
		number += ".p/" + strconv.Itoa(t.W)
	}
	return "tile/" + level + "/" + number
}

// ParseTilePath reads what TilePath writes, and nothing else: each tile has one
// address.
func ParseTilePath(path string) (tlog.Tile, bool) {
	t := tlog.Tile{H: tileHeight, W: tileWidth}
	rest, ok := strings.CutPrefix(path, "tile/")
	level, number, found := strings.Cut(rest, "/")
	if !ok || !found {
		return t, false
	}
	t.L = Entries
	if level != "entries" {
		l, err := strconv.ParseUint(level, 10, 6)
		if err != nil {
			return t, false
		}
		t.L = int(l)
	}
	number, width, partial := strings.Cut(number, ".p/")
	if partial {
		w, err := strconv.ParseUint(width, 10, 8)
		if err != nil {
			return t, false
		}
		t.W = int(w)
	}
	for _, group := range strings.Split(number, "/") {
		d, err := strconv.ParseUint(strings.TrimPrefix(group, "x"), 10, 10)
		if err != nil || d > 999 || t.N > (math.MaxInt64-999)/1000 {
			return t, false
		}
		t.N = t.N*1000 + int64(d)
	}
	return t, t.W >= 1 && TilePath(t) == path
}
