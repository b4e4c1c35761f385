package person

import (
	_ "embed"
	"strings"
)

//go:embed famous.txt
var famousList string

// famous are the full names of famous.txt, folded.
var famous = func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(famousList) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(strings.TrimSpace(line), "|") {
			if strings.ContainsAny(name, " -") {
				out[foldString(name)] = true
			}
		}
	}
	return out
}()
