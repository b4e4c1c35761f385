package paper

import (
	"context"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func versionWords(ctx context.Context, v Version) string {
	switch {
	case v.Number == 0:
		return i18n.Say(ctx, "modèle d’origine", "built-in")
	case v.BuiltIn:
		return i18n.Sayf(ctx, "version %d, retour au modèle d’origine", "version %d, back to the built-in one", v.Number)
	}
	return i18n.Sayf(ctx, "version %d", "version %d", v.Number)
}

func versionBy(ctx context.Context, v Version) string {
	if v.Number == 0 {
		return i18n.Say(ctx, "fourni avec le programme", "comes with the program")
	}
	return i18n.ShortDate(ctx, v.At) + " · " + v.By
}

func langWords(ctx context.Context, l i18n.Lang) string {
	if l == i18n.English {
		return i18n.Say(ctx, "anglais", "English")
	}
	return i18n.Say(ctx, "français", "French")
}

func langTabs(ctx context.Context, v editView) []ui.NavItem {
	var out []ui.NavItem
	for _, l := range v.Kind.Langs() {
		out = append(out, ui.NavItem{Label: langWords(ctx, l), Href: v.path() + "?lang=" + string(l), Current: l == v.Lang})
	}
	return out
}

func versionOptions(ctx context.Context, list []Version) []ui.Option {
	var out []ui.Option
	for _, v := range list {
		out = append(out, ui.Option{Value: strconv.Itoa(v.Number), Label: versionWords(ctx, v)})
	}
	return out
}

// fieldLine is a field in the list of those that exist.
type fieldLine struct {
	Code, Means, Example string
	Within               string // the section that it stands in
}

func fieldLines(ctx context.Context, fields []Field, l i18n.Lang, within string) []fieldLine {
	var out []fieldLine
	for _, f := range fields {
		line := fieldLine{Means: i18n.Read(ctx, f.Means), Within: within}
		inner, name := f.Items, f.Name
		switch {
		case f.Yes:
			line.Code = "{{#" + name + "}} … {{/" + name + "}}"
			line.Example = i18n.Say(ctx, "quand c’est vrai\u202f; {{^"+name+"}} quand c’est faux", "when it is so; {{^"+name+"}} when it is not")
		case f.Items != nil:
			line.Code = "{{#" + name + "}} … {{/" + name + "}}"
			line.Example = i18n.Say(ctx, "répété pour chacun\u202f; {{^"+name+"}} quand il n’y en a pas", "repeated for each; {{^"+name+"}} when there is none")
		case f.Of != nil:
			line.Code, inner = "{{#"+name+"}} … {{/"+name+"}}", f.Of
			line.Example = i18n.Say(ctx, "groupe de champs", "group of fields")
		default:
			line.Code, line.Example = "{{"+name+"}}", f.Example.In(l)
		}
		out = append(out, line)
		if inner != nil {
			out = append(out, fieldLines(ctx, inner, l, strings.TrimPrefix(within+" › "+name, " › "))...)
		}
	}
	return out
}

func signWords(ctx context.Context, sign byte) string {
	switch sign {
	case '-':
		return i18n.Say(ctx, "retirée", "removed")
	case '+':
		return i18n.Say(ctx, "ajoutée", "added")
	}
	return ""
}

func signClass(sign byte) string {
	switch sign {
	case '-':
		return "paper-gone"
	case '+':
		return "paper-new"
	}
	return ""
}

func dashed(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func previewTitle(ctx context.Context, v editView) string {
	if v.Of == "" {
		return i18n.Say(ctx, "Aperçu avec l’exemple", "Preview with the sample")
	}
	return i18n.Sayf(ctx, "Aperçu\u202f: %s", "Preview: %s", v.Of)
}
