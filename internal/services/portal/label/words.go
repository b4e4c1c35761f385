package label

import (
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
)

func number(n int) string { return strconv.Itoa(n) }

// formatRatio writes a contrast with one decimal, rounded down: 4.46 is not 4.5.
func formatRatio(r float64) i18n.Text {
	en := strconv.FormatFloat(float64(int(r*10))/10, 'f', 1, 64)
	return i18n.Text{Fr: strings.Replace(en, ".", ",", 1), En: en}
}
