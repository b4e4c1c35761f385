package paper

import "strings"

// A Line is a line of one text or of both.
type Line struct {
	Sign  byte // ' ' in both, '-' in the first alone, '+' in the second alone
	Words string
}

// Compare sets two texts side by side, line by line: the longest run of lines
// that stand in both stays.
func Compare(a, b string) []Line {
	x, y := lines(a), lines(b)
	// longest[i][j] is how many lines x[i:] and y[j:] have in common, in order.
	longest := make([][]int, len(x)+1)
	for i := range longest {
		longest[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var out []Line
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, Line{' ', x[i]})
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && longest[i+1][j] >= longest[i][j+1]:
			out = append(out, Line{'-', x[i]})
			i++
		default:
			out = append(out, Line{'+', y[j]})
			j++
		}
	}
	return out
}

// maxCompared keeps the comparison of two long templates within bounds: what
// follows is one line.
const maxCompared = 3000

func lines(s string) []string {
	return strings.SplitN(strings.TrimSuffix(s, "\n"), "\n", maxCompared)
}
