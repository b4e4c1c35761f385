package privacy

import (
	_ "embed"
	"strings"
)

// found is a span with its kind.
type found struct {
	span
	kind Kind
}

//go:embed sensitive.txt
var sensitiveList string

// sensitiveRoots reads sensitive.txt.
func sensitiveRoots(list string) (out []root) {
	kind := Kind("")
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			kind = Kind(strings.Trim(line, "[]"))
		default:
			for text := range strings.SplitSeq(line, ",") {
				if text = strings.TrimSpace(text); text != "" {
					text, whole := strings.CutSuffix(text, ".")
					out = append(out, root{kind, text, whole})
				}
			}
		}
	}
	return out
}

// sensitive gives the words of a text that tell of a private person what the
// law protects; nothing where no private person is named.
func (t text) sensitive(out []found, private bool) []found {
	if !private {
		return out
	}
	folded := t.folded
	from := 0
	for j := 0; j+1 < len(folded); j++ {
		if class[folded[j]]&isLetter == 0 || j > 0 && class[folded[j-1]]&(isLetter|isDigit) != 0 || j < from {
			continue
		}
		p := pair(folded[j], folded[j+1])
		if j+2 < len(folded) && !mayRoot.third(p, folded[j+2]) {
			continue
		}
		for _, r := range rootsBy[p] {
			end, ok := r.at(folded, j)
			if ok && r.kind == Origin && (r.text == "d'origine" || r.text == "parents") {
				end, ok = nation(folded, end)
			}
			if !ok {
				continue
			}
			out = append(out, found{span{start: t.place(j), end: t.place(end), level: Block, role: Private, score: 0.8, why: "beside-name"}, r.kind})
			from = end
			break
		}
	}
	return out
}

// root is one of sensitive.txt; a whole one is no beginning of a longer word.
type root struct {
	kind  Kind
	text  string
	whole bool
}

// at tells where the word that begins at j with the root ends.
func (r root) at(folded []byte, j int) (int, bool) {
	if len(folded)-j < len(r.text) || string(folded[j:j+len(r.text)]) != r.text {
		return 0, false
	}
	end := j + len(r.text)
	if r.whole && end < len(folded) && class[folded[end]]&(isLetter|isDigit) != 0 {
		return 0, false
	}
	for end < len(folded) && class[folded[end]]&isLetter != 0 {
		end++
	}
	return end, true
}

// rootsBy are the roots by their first two letters.
var rootsBy = func() (t [26 * 26][]root) {
	for _, r := range sensitiveRoots(sensitiveList) {
		p := pair(r.text[0], r.text[1])
		t[p] = append(t[p], r)
	}
	return t
}()

// thirds tells which third letters follow two in some root, to spare most words
// the comparison: bit 26 stands for whatever is no letter.
type thirds [26 * 26]uint32

func (t *thirds) third(p int, b byte) bool { return t[p]&(1<<thirdOf(b)) != 0 }

func thirdOf(b byte) byte {
	if b < 'a' || b > 'z' {
		return 26
	}
	return b - 'a'
}

var mayRoot = func() (t thirds) {
	for p, roots := range rootsBy {
		for _, r := range roots {
			switch {
			case len(r.text) > 2:
				t[p] |= 1 << thirdOf(r.text[2])
			case r.whole:
				t[p] |= 1 << 26
			default:
				t[p] = 1<<27 - 1
			}
		}
	}
	return t
}()

// pair numbers two small letters; what is none gives a number without roots,
// but for "d'", which stands with "da".
func pair(a, b byte) int {
	if b == '\'' {
		b = 'a'
	}
	if a < 'a' || a > 'z' || b < 'a' || b > 'z' {
		return 0
	}
	return int(a-'a')*26 + int(b-'a')
}

// nations are the ends of the words that say from what country somebody is.
var nations = []string{"ienne", "iens", "ien", "iennes", "aine", "ains", "aines", "ain", "aise", "ais", "aises", "oise", "ois", "oises", "ole", "ol", "ols", "oles",
	"ane", "ans", "anes", "andaise", "andais", "turque", "turc", "turcs", "turques", "grecque", "grec", "russe", "russes", "belge", "belges", "suisse", "suisses", "serbe", "serbes", "croate", "croates",
	"slovaque", "tcheque", "arabe", "arabes", "kurdes", "afghane", "afghan", "afghans", "etrangere", "etrangers", "etranger", "africaine", "allemande", "allemand", "allemands", "corse", "rom", "roms",
	"syrienne", "malienne", "comorienne", "ivoirienne", "portugais", "espagnols", "juive", "berbere", "kabyle", "tamoule", "mauricienne", "antillaise", "reunionnaise", "mahoraise"}

// nation tells where the word behind place i ends, if it says from what country
// somebody is: “d’origine portugaise”, not “message d’origine” or “parents d’élèves”.
func nation(folded []byte, i int) (int, bool) {
	k := i
	for k < len(folded) && folded[k] == ' ' {
		k++
	}
	end := k
	for end < len(folded) && class[folded[end]]&isLetter != 0 {
		end++
	}
	if end-k < 3 || k == i {
		return 0, false
	}
	for _, n := range nations {
		if end-k >= len(n) && string(folded[end-len(n):end]) == n && (end-k > len(n) || len(n) > 3) {
			return end, true
		}
	}
	return 0, false
}
