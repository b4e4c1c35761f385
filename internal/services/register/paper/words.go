package paper

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/console"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func upper(f document.Format) string { return strings.ToUpper(string(f)) }

// more is what an address says beside the thing that the paper is about.
func (v showView) more(subject string) string {
	out := ""
	if v.Ask.Year > 0 {
		out += "&year=" + strconv.Itoa(v.Ask.Year)
	}
	if len(v.Kind.Langs()) > 1 {
		out += "&lang=" + string(v.Ask.Lang)
	}
	if out != "" && subject == "" {
		out = "?" + out[1:]
	}
	return out
}

// inGroups are kinds under their headings.
type inGroup struct {
	Title string
	Kinds []Kind
}

func grouped(ctx context.Context, kinds []Kind) []inGroup {
	var out []inGroup
	for n, k := range kinds {
		if n == 0 || k.Group != kinds[n-1].Group {
			out = append(out, inGroup{Title: i18n.Read(ctx, Groups[k.Group])})
		}
		last := &out[len(out)-1]
		last.Kinds = append(last.Kinds, k)
	}
	return out
}

func base(v console.Face) string { return console.MemberPath(v.Member.Siren) + "/" + tab }

// labelled says of what a link's file is, for those who hear the link alone.
func labelled(a ui.Action, of string) ui.Action {
	a.Attrs = templ.Attributes{"aria-label": a.Label + " – " + of, "download": true}
	return a
}

func heard(ctx context.Context, k Kind, f document.Format) templ.Attributes {
	return labelled(ui.Action{Label: upper(f)}, i18n.Read(ctx, k.Title)).Attrs
}

func backWords(ctx context.Context, v showView) string {
	if v.Kind.Subjects != nil {
		return i18n.Read(ctx, v.Kind.Title)
	}
	return i18n.Say(ctx, "Documents", "Papers")
}

func backHref(v showView) string {
	if v.Kind.Subjects != nil {
		return Path(v.Member.Siren, v.Kind.Name, "")
	}
	return ListPath(v.Member.Siren)
}

func yearOptions(years []int) []ui.Option {
	var out []ui.Option
	for _, y := range years {
		out = append(out, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return out
}

func paperLangs(ctx context.Context, v showView) []ui.NavItem {
	var out []ui.NavItem
	for _, l := range v.Kind.Langs() {
		other := v
		other.Ask.Lang = l
		out = append(out, ui.NavItem{Label: langWords(ctx, l), Href: Path(v.Member.Siren, v.Kind.Name, v.Ask.Subject) + other.more(v.Ask.Subject), Current: l == v.Ask.Lang})
	}
	return out
}

func preparedLead(ctx context.Context, v preparedView) string {
	if v.Paper.State == Issued {
		return i18n.Say(ctx, "Émis\u202f: ce document ne change plus.", "Issued: this paper does not change any more.")
	}
	return i18n.Sayf(ctx, "Brouillon, modifié le %s par %s.", "Draft, changed on %s by %s.", i18n.DateTime(ctx, v.Paper.Changed), v.Paper.ChangedBy)
}

// short is the beginning of a digest.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12] + "…"
	}
	return dashed(digest)
}
