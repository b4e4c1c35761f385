package processor

import (
	"context"
	"strconv"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func count(n int) string { return strconv.Itoa(n) }

func yes(ctx context.Context, b bool) string {
	if b {
		return i18n.Say(ctx, "oui", "yes")
	}
	return i18n.Say(ctx, "non", "no")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func value(ctx context.Context, f model.Full, name string) string {
	return f.Record.Get(name).In(lang(ctx))
}

// place is where a product is hosted, in words; "" where nobody has said.
func place(ctx context.Context, f model.Full) string {
	var parts []string
	for _, name := range []string{fCountry, fHost} {
		if v := value(ctx, f, name); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " – ")
}

func lawTone(f model.Full) ui.Tone {
	switch f.Record.Get(fLaw).Fr {
	case lawOther:
		return ui.Bad
	case lawAdequate:
		return ui.Wait
	}
	return ui.Info
}

func lawWords(ctx context.Context, f model.Full) string {
	field, _ := Spec.Field(fLaw)
	return Spec.Show(lang(ctx), field, f.Record.Get(fLaw), nil)
}

// hasAI tells whether the product has functions of artificial intelligence that
// are not turned off.
func hasAI(f model.Full) bool {
	for _, w := range Whys(f.Record) {
		if w.AI {
			return true
		}
	}
	return false
}

func annexTone(a Annex) ui.Tone {
	if a == Signed {
		return ui.Good
	}
	return ui.Wait
}

func annexOptions(ctx context.Context) (out []ui.Option) {
	for _, a := range []Annex{NoAnnex, ToSign, Signed} {
		out = append(out, ui.Option{Value: string(a), Label: i18n.Read(ctx, a.Label())})
	}
	return out
}

func stateOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "à regarder", "to be looked at")}}
	for _, o := range clauseStates {
		out = append(out, ui.Option{Value: o.Code, Label: i18n.Read(ctx, o.Label)})
	}
	return out
}

func clauseTone(c Checked) ui.Tone {
	switch c.State {
	case clauseYes:
		return ui.Good
	case clauseNo:
		return ui.Bad
	}
	return ui.Wait
}

func offerOptions(ctx context.Context, list []offer) (out []ui.Option) {
	for _, o := range list {
		var help []string
		if o.Supplier != "" {
			help = append(help, o.Supplier)
		}
		help = append(help, domainLabel(ctx, o.Domain))
		if o.Likely {
			help = append(help, i18n.Say(ctx, "vos traitements le nomment", "your activities name it"))
		}
		out = append(out, ui.Option{Value: o.ID, Label: i18n.Read(ctx, o.Name), Help: strings.Join(help, " · ")})
	}
	return out
}

func domainLabel(ctx context.Context, code string) string {
	for _, d := range Domains() {
		if d.Code == code {
			return i18n.Read(ctx, d.Label)
		}
	}
	return code
}

func oneLead(ctx context.Context, v oneView) string {
	var parts []string
	if s := value(ctx, v.Full, fSupplier); s != "" {
		parts = append(parts, s)
	}
	if v.Full.ModelID != "" {
		parts = append(parts, i18n.Sayf(ctx, "catalogue de l’opérateur, version %d", "the operator’s catalogue, version %d", v.Full.Version))
	} else {
		parts = append(parts, i18n.Say(ctx, "fournisseur propre à la collectivité", "a supplier of the body’s own"))
	}
	return strings.Join(parts, " · ")
}

func endWords(ctx context.Context, c Contract, today string) string {
	left, ok := c.Left(today)
	switch {
	case !ok:
		return i18n.Say(ctx, "fin inconnue", "end not known")
	case left < 0:
		return i18n.Sayf(ctx, "terminé le %s", "over since %s", model.DayWords(ctx, c.Ends))
	}
	return i18n.Sayf(ctx, "jusqu’au %s", "until %s", model.DayWords(ctx, c.Ends))
}

// certificateWords names a certificate and its last day.
func certificateWords(ctx context.Context, c Certificate, today string) string {
	name := i18n.Read(ctx, c.Name)
	if left, ok := c.Left(today); ok && left < 0 {
		return name + i18n.Sayf(ctx, ", échue depuis le %s", ", over since %s", model.DayWords(ctx, c.Until))
	}
	return name + i18n.Sayf(ctx, ", jusqu’au %s", ", until %s", model.DayWords(ctx, c.Until))
}

func intoOptions(ctx context.Context, v ownView) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "une nouvelle entrée du catalogue", "a new entry of the catalogue")}}
	for _, m := range v.Models {
		out = append(out, ui.Option{Value: m.ID, Label: i18n.Read(ctx, m.Name)})
	}
	return out
}

func ownWords(f model.Full, members map[string]organisation.Member) string {
	parts := []string{members[f.MemberID].Name, f.Record.Get(fName).Fr}
	for _, name := range []string{fSupplier, fSiren} {
		if v := f.Record.Get(name).Fr; v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " · ")
}

// byProduct are exposures of all members, those of one product together.
type byProduct struct {
	Exposure
	Members []organisation.Member
}

func products(v exposureView) (out []byProduct) {
	at := map[string]int{}
	for _, e := range v.List {
		key := e.Full.ModelID
		if key == "" {
			key = e.Full.ID
		}
		n, ok := at[key]
		if !ok {
			n, at[key] = len(out), len(out)
			out = append(out, byProduct{Exposure: e})
		}
		g := &out[n]
		g.Members = append(g.Members, v.Members[e.Full.MemberID])
		if !ok {
			continue
		}
		g.Sensitive = g.Sensitive || e.Sensitive
		for _, w := range e.Whys { // a member may have found more
			if !hasWhy(g.Whys, w) {
				g.Whys = append(g.Whys, w)
			}
		}
		for _, c := range e.Categories {
			if !hasText(g.Categories, c) {
				g.Categories = append(g.Categories, c)
			}
		}
	}
	return out
}

func hasWhy(list []Why, w Why) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

func hasText(list []i18n.Text, t i18n.Text) bool {
	for _, x := range list {
		if x == t {
			return true
		}
	}
	return false
}

func memberNames(list []organisation.Member) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Name)
	}
	return strings.Join(out, ", ")
}

func categoryWords(ctx context.Context, list []i18n.Text) string {
	var out []string
	for _, c := range list {
		out = append(out, i18n.Read(ctx, c))
	}
	return orDash(strings.Join(out, " ; "))
}
