package document

import "strings"

// Words returns the text of blocks without their style: a line for each
// paragraph, item and row, cells with " – " between them.
func Words(blocks Blocks) string {
	var out []string
	for _, b := range blocks {
		switch b.Kind {
		case Paragraph, Heading:
			out = append(out, Plain(b.Text))
		case List, Quote:
			for _, item := range b.Items {
				out = append(out, Words(item))
			}
		case Table:
			for _, row := range b.Rows {
				cells := make([]string, len(row))
				for n, c := range row {
					cells[n] = Plain(c)
				}
				out = append(out, strings.Join(cells, " – "))
			}
		}
	}
	return strings.Join(out, "\n")
}
