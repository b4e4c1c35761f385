package cockpit

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func dayWords(ctx context.Context, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "–"
	}
	return i18n.ShortDate(ctx, t)
}

// tabs are the faces of the cockpit.
func tabs(ctx context.Context, now string) []ui.NavItem {
	out := []ui.NavItem{{Label: i18n.Say(ctx, "Collectivités", "Bodies"), Href: Home}, {Label: i18n.Say(ctx, "Carte", "Map"), Href: mapPath},
		{Label: i18n.Say(ctx, "Progrès", "Progress"), Href: progressPath}, {Label: i18n.Say(ctx, "Portefeuilles", "Portfolios"), Href: portfoliosPath}}
	if access.From(ctx).Has(access.ProtectionOfficer) {
		out = append(out, ui.NavItem{Label: i18n.Say(ctx, "Visites", "Visits"), Href: visitsPath}, ui.NavItem{Label: i18n.Say(ctx, "Gestes groupés", "Acts on many"), Href: actsPath})
	}
	for n := range out {
		out[n].Current = out[n].Href == now
	}
	return out
}

func kindOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Tous", "All")}}
	for _, k := range organisation.Kinds() {
		if k != organisation.Operateur {
			out = append(out, ui.Option{Value: string(k), Label: i18n.Read(ctx, k.Label())})
		}
	}
	return out
}

func sizeOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Toutes", "All")}}
	for _, s := range Sizes {
		label := i18n.Sayf(ctx, "%s habitants et plus", "%s inhabitants and more", i18n.Number(ctx, s.From))
		if s.Below > 0 {
			label = i18n.Sayf(ctx, "de %s à %s habitants", "%s to %s inhabitants", i18n.Number(ctx, s.From), i18n.Number(ctx, s.Below-1))
		}
		out = append(out, ui.Option{Value: s.Key, Label: label})
	}
	return out
}

func groupOptions(ctx context.Context, list []organisation.Member) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Toutes", "All")}}
	for _, m := range list {
		out = append(out, ui.Option{Value: m.ID, Label: m.Name})
	}
	return out
}

// undoneWords says what the undoing of an act changed, and what it left.
func undoneWords(ctx context.Context, undone, kept int) i18n.Text {
	words := i18n.Say(ctx, "Geste annulé\u202f: ", "Act undone: ")
	if undone > 0 || kept == 0 {
		words += i18n.Count(ctx, undone, "collectivité est comme avant", "collectivités sont comme avant", "body is as before", "bodies are as before")
	}
	if undone > 0 && kept > 0 {
		words += i18n.Say(ctx, "\u202f; ", "; ")
	}
	if kept > 0 {
		words += i18n.Count(ctx, kept, "collectivité avait changé depuis et reste ainsi", "collectivités avaient changé depuis et restent ainsi", "body had changed since and stays so", "bodies had changed since and stay so")
	}
	return i18n.Text{Fr: words + ".", En: words + "."}
}

func agentOptions(ctx context.Context, list []user.User, first ...ui.Option) []ui.Option {
	out := first
	for _, u := range list {
		out = append(out, ui.Option{Value: u.ID, Label: u.Name})
	}
	return out
}

func viewOptions(ctx context.Context, known bool) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Toutes", "All")}}
	if known {
		out = append(out, ui.Option{Value: string(NoDesignated), Label: i18n.Say(ctx, "sans délégué désigné", "without a designated officer")})
	}
	return append(out, ui.Option{Value: string(NoRegister), Label: i18n.Say(ctx, "sans registre", "without a register")},
		ui.Option{Value: string(LateView), Label: i18n.Say(ctx, "avec du retard", "with something late")},
		ui.Option{Value: string(WeekView), Label: i18n.Say(ctx, "dû cette semaine", "due this week")},
		ui.Option{Value: string(ReviewView), Label: i18n.Say(ctx, "registre à relire", "register to be read again")},
		ui.Option{Value: string(Unvisited), Label: i18n.Say(ctx, "sans visite depuis un an", "not visited for a year")})
}

func themeTabs(ctx context.Context, v mapView) []ui.NavItem {
	var out []ui.NavItem
	add := func(t Theme, label string) {
		f := v.Filter
		f.Order = ""
		href := mapPath + "?theme=" + string(t)
		if f.Group != "" {
			href += "&group=" + f.Group
		}
		out = append(out, ui.NavItem{Label: label, Href: href, Current: v.Theme == t})
	}
	add(RegisterTheme, i18n.Say(ctx, "Registres", "Registers"))
	add(LateTheme, i18n.Say(ctx, "Retards", "Late"))
	if v.Known {
		add(DesignationTheme, i18n.Say(ctx, "Désignations", "Designations"))
	}
	add(VisitTheme, i18n.Say(ctx, "Visites", "Visits"))
	return out
}

func registerWords(ctx context.Context, m Standing) (string, ui.Tone) {
	switch {
	case !m.Begun():
		return i18n.Say(ctx, "pas de registre", "no register"), ui.Bad
	case m.Review:
		return i18n.Sayf(ctx, "%d, à relire", "%d, to be read again", m.Tally.Total), ui.Wait
	case m.Checked():
		return i18n.Sayf(ctx, "%d, vérifiés", "%d, checked", m.Tally.Total), ui.Good
	case m.Complete():
		return i18n.Sayf(ctx, "%d, complets", "%d, complete", m.Tally.Total), ui.Info
	}
	return i18n.Sayf(ctx, "%d, commencés", "%d, begun", m.Tally.Total), ui.Wait
}

func visitTone(s VisitState, day, today string) ui.Tone {
	switch {
	case s == Held:
		return ui.Good
	case s == Off:
		return ui.Neutral
	case day < today:
		return ui.Bad
	}
	return ui.Info
}

func visitOptions(ctx context.Context) (out []ui.Option) {
	for _, s := range VisitStates() {
		out = append(out, ui.Option{Value: string(s), Label: i18n.Read(ctx, s.Label())})
	}
	return out
}

func outcomeWords(ctx context.Context, deed Deed, outcome string) string {
	switch outcome {
	case Changed:
		switch deed {
		case Assign:
			return i18n.Say(ctx, "confiée", "given")
		case PlanVisits:
			return i18n.Say(ctx, "visite prévue", "visit planned")
		}
		return i18n.Say(ctx, "courriel écrit", "letter written")
	case Same:
		return i18n.Say(ctx, "déjà ainsi", "so already")
	case Nobody:
		return i18n.Say(ctx, "personne à qui écrire", "nobody to write to")
	case Nothing:
		return i18n.Say(ctx, "rien à rappeler", "nothing to remind of")
	}
	return i18n.Say(ctx, "partie entre-temps", "left meanwhile")
}

func modelOptions(ctx context.Context, kind model.Kind, list []model.Model) (out []ui.Option) {
	for _, m := range list {
		out = append(out, ui.Option{Value: string(kind) + ":" + m.ID, Label: i18n.Read(ctx, m.Name)})
	}
	return out
}

func dueWords(ctx context.Context, d plan.Deadline) string {
	if !d.At.IsZero() {
		return i18n.DateTime(ctx, d.At)
	}
	return dayWords(ctx, d.On)
}

func memberTab(siren, tab string) string { return console.MemberPath(siren) + "/" + tab }

func firstNames(list []Standing, n int) (out []string) {
	for i, m := range list {
		if i == n {
			break
		}
		out = append(out, m.Name)
	}
	return out
}

func orNobody(name string) string {
	if name == "" {
		return "–"
	}
	return name
}

func kindLine(ctx context.Context, m Standing) string {
	out := i18n.Read(ctx, m.Kind.Label())
	if m.Population > 0 {
		out += " · " + i18n.Count(ctx, m.Population, "habitant", "habitants", "inhabitant", "inhabitants")
	}
	return out
}

func homeColumns(ctx context.Context, v homeView) []ui.Column {
	var out []ui.Column
	if v.MayAct {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Choisir", "Choose"), Hidden: true})
	}
	return append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Body")}, ui.Column{Label: i18n.Say(ctx, "Registre", "Register")},
		ui.Column{Label: i18n.Say(ctx, "En retard", "Late"), Numeric: true}, ui.Column{Label: i18n.Say(ctx, "Cette semaine", "This week"), Numeric: true},
		ui.Column{Label: i18n.Say(ctx, "Agent", "Agent")}, ui.Column{Label: i18n.Say(ctx, "Dernière visite", "Last visit")})
}

func progressColumns(ctx context.Context, v progressView) []ui.Column {
	out := []ui.Column{{Label: i18n.Say(ctx, "Année", "Year")}, {Label: i18n.Say(ctx, "Registres commencés", "Registers begun"), Numeric: true}}
	for _, c := range v.Courses {
		out = append(out, ui.Column{Label: i18n.Read(ctx, c.Label), Numeric: true})
	}
	return out
}

func bulkTitle(ctx context.Context, v bulkView) string {
	if v.Deed == pushing {
		return i18n.Say(ctx, "Envoyer des modèles", "Send models")
	}
	return i18n.Read(ctx, Deed(v.Deed).Label())
}

// visitAgents are the agents that a form offers: who made the visit stays, though
// she has left since.
func visitAgents(ctx context.Context, list []user.User, now Agent) []ui.Option {
	out := agentOptions(ctx, list)
	for _, o := range out {
		if o.Value == now.ID {
			return out
		}
	}
	return append(out, ui.Option{Value: now.ID, Label: now.Name})
}
