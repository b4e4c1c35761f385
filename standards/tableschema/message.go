package tableschema

import "strings"

// wording is what to say of one kind of finding: what is wrong, and what to
// do. {value}, {field}, {row} and the arguments of the finding are put in.
type wording struct{ fr, en, fixFr, fixEn string }

// Message says in lang ("fr" or "en") what is wrong.
func (f *Finding) Message(lang string) string {
	w := f.wording()
	return f.fill(lang, pick(lang, w.fr, w.en))
}

// Fix gives the value that the cell should hold, when there is no doubt, or
// says in lang what to do; "" when there is nothing to add to the message.
func (f *Finding) Fix(lang string) string {
	if f.HasRepair {
		return f.Repair
	}
	w := f.wording()
	return f.fill(lang, pick(lang, w.fixFr, w.fixEn))
}

// Advice is Fix as a sentence: it says to write the value, where Fix gives it
// alone.
func (f *Finding) Advice(lang string) string {
	if !f.HasRepair {
		return f.Fix(lang)
	}
	return f.fill(lang, pick(lang, "Écrivez « {repair} ».", "Write “{repair}”."))
}

// Title names a code of finding in lang, for summaries.
func Title(code, lang string) string {
	if t, ok := titles[code]; ok {
		return t.In(lang)
	}
	return code
}

func pick(lang, fr, en string) string {
	if lang == "en" {
		return en
	}
	return fr
}

// wording finds the words by code and detail, then by code alone.
func (f *Finding) wording() wording {
	if w, ok := wordings[f.Code+"/"+f.Detail]; ok {
		return w
	}
	if w, ok := wordings[f.Code]; ok {
		return w
	}
	return wording{fr: f.Code, en: f.Code}
}

// fill puts the arguments into a sentence.
func (f *Finding) fill(lang, sentence string) string {
	if lang != "en" {
		sentence = typography(sentence)
	}
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("{" + rest)
			return b.String()
		}
		b.WriteString(f.value(lang, name))
		sentence = after
	}
}

// value gives what a name between braces stands for.
func (f *Finding) value(lang, name string) string {
	switch name {
	case "value":
		return brief(f.Value)
	case "field":
		return f.Field
	case "row":
		return itoa(f.Row)
	case "repair":
		return f.Repair
	case "op":
		return operators[f.Args["op"]].In(lang)
	case "allowed":
		return quoted(lang, f.Args[name])
	case "about":
		if about := (Text{f.Args["about_fr"], f.Args["about_en"]}).In(lang); about != "" {
			return brief(about)
		}
		return pick(lang, "Corrigez la valeur.", "Correct the value.")
	case "or_example":
		if e := f.Args["example"]; e != "" {
			return typographyIn(lang, pick(lang, " Exemple : ", " Example: ")) + brief(e) + "."
		}
		return ""
	case "or_hint":
		if h := f.Args["hint"]; h != "" {
			return typographyIn(lang, pick(lang, " Vouliez-vous écrire « ", " Did you mean “")) + brief(h) +
				typographyIn(lang, pick(lang, " » ?", "”?"))
		}
		return ""
	}
	return brief(f.Args[name])
}

// quoted writes a list of values, see valueList, with the quotes of lang.
func quoted(lang, list string) string {
	values := strings.Split(list, listSeparator)
	for i, v := range values {
		if v != "…" {
			values[i] = pick(lang, "«\u202f"+v+"\u202f»", "“"+v+"”")
		}
	}
	return strings.Join(values, ", ")
}

// brief cuts a value that would drown a sentence, and keeps it on one line.
func brief(value string) string {
	const most = 300
	value = strings.Join(strings.FieldsFunc(value, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
	if len(value) <= most {
		return value
	}
	n := most
	for n > 0 && value[n]&0xC0 == 0x80 {
		n--
	}
	return value[:n] + "…"
}

func typographyIn(lang, s string) string {
	if lang == "en" {
		return s
	}
	return typography(s)
}

// typography puts the narrow no-break spaces and the apostrophes of French.
func typography(s string) string { return frenchSpaces.Replace(s) }

var frenchSpaces = strings.NewReplacer(
	" :", "\u202f:", " ;", "\u202f;", " ?", "\u202f?", " !", "\u202f!", " %", "\u202f%",
	"« ", "«\u202f", " »", "\u202f»", "'", "’",
)

var operators = map[string]Text{
	">":  {"supérieure", "greater than"},
	">=": {"supérieure ou égale", "greater than or equal to"},
	"==": {"égale", "equal to"},
	"!=": {"différente de celle", "different from"},
	"<=": {"inférieure ou égale", "less than or equal to"},
	"<":  {"inférieure", "less than"},
}
