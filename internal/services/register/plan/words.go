package plan

import (
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func (l Link) key() string { return l.Kind + ":" + l.Target }

func parseLink(s string) Link {
	kind, target, _ := strings.Cut(s, ":")
	return Link{kind, target}
}

// label is the word for a code of a closed list.
func label(ctx context.Context, list []model.Option, code string) string {
	for _, o := range list {
		if o.Code == code {
			return i18n.Read(ctx, o.Label)
		}
	}
	return code
}

func kindWords(ctx context.Context, kind string) string { return label(ctx, kinds, kind) }

func priorityWords(ctx context.Context, n int) string { return label(ctx, priorities, strconv.Itoa(n)) }

func dayWords(ctx context.Context, s string) string {
	if s == "" {
		return "–"
	}
	return i18n.ShortDate(ctx, day(s))
}

var monthNames = []i18n.Text{i18n.T("janvier", "January"), i18n.T("février", "February"), i18n.T("mars", "March"), i18n.T("avril", "April"),
	i18n.T("mai", "May"), i18n.T("juin", "June"), i18n.T("juillet", "July"), i18n.T("août", "August"), i18n.T("septembre", "September"),
	i18n.T("octobre", "October"), i18n.T("novembre", "November"), i18n.T("décembre", "December")}

// monthWords writes 2026-11 as “novembre 2026”.
func monthWords(ctx context.Context, key string) string {
	t, err := time.Parse("2006-01", key)
	if err != nil {
		return key
	}
	return i18n.Read(ctx, monthNames[t.Month()-1]) + " " + strconv.Itoa(t.Year())
}

func weekdays(ctx context.Context) []string {
	return strings.Fields(i18n.Say(ctx, "lun. mar. mer. jeu. ven. sam. dim.", "Mon Tue Wed Thu Fri Sat Sun"))
}

func stateTone(a Action, today string) ui.Tone {
	switch {
	case a.Late(today):
		return ui.Bad
	case a.State == Done:
		return ui.Good
	case a.State == Doing:
		return ui.Info
	case a.State == ToDo:
		return ui.Wait
	}
	return ui.Neutral
}

func stateOptions(ctx context.Context) (out []ui.Option) {
	for _, s := range States() {
		out = append(out, ui.Option{Value: string(s), Label: i18n.Read(ctx, s.Label())})
	}
	return out
}

func ownerOptions(ctx context.Context, list []user.User, nobody string) []ui.Option {
	out := []ui.Option{{Value: "", Label: nobody}}
	for _, u := range list {
		out = append(out, ui.Option{Value: u.ID, Label: u.Name})
	}
	return out
}

// ownersNow are the people that a form offers: who has the action stays, though
// she has left since.
func ownersNow(v editView) []user.User {
	out := v.Owners
	if v.Action.OwnerID == "" {
		return out
	}
	for _, u := range out {
		if u.ID == v.Action.OwnerID {
			return out
		}
	}
	return append(out, user.User{ID: v.Action.OwnerID, Name: v.Action.OwnerName})
}

func kindOptions(ctx context.Context, all string) []ui.Option {
	out := []ui.Option{{Value: "", Label: all}}
	for _, o := range kinds {
		out = append(out, ui.Option{Value: o.Code, Label: i18n.Read(ctx, o.Label)})
	}
	return out
}

func priorityOptions(ctx context.Context, all string) []ui.Option {
	out := []ui.Option{{Value: "", Label: all}}
	for _, o := range priorities {
		out = append(out, ui.Option{Value: o.Code, Label: i18n.Read(ctx, o.Label)})
	}
	return out
}

func oftenOptions(ctx context.Context) (out []ui.Option) {
	for _, o := range Oftens() {
		out = append(out, ui.Option{Value: string(o), Label: i18n.Read(ctx, o.Label())})
	}
	return out
}

func modelOptions(ctx context.Context, list []model.Model) (out []ui.Option) {
	for _, m := range list {
		out = append(out, ui.Option{Value: m.ID, Label: i18n.Read(ctx, m.Name), Help: label(ctx, kinds, m.Domain)})
	}
	return out
}

func recommendedOptions(ctx context.Context, list []Recommendation) (out []ui.Option) {
	for _, r := range list {
		out = append(out, ui.Option{Value: r.Link.key(), Label: i18n.Read(ctx, r.Title), Help: r.From})
	}
	return out
}

func linkOptions(ctx context.Context, list []offered) (out []ui.Option) {
	out = []ui.Option{{Value: "", Label: i18n.Say(ctx, "Choisir", "Choose")}}
	for _, o := range list {
		for _, t := range o.Targets {
			out = append(out, ui.Option{Value: o.Kind + ":" + t.ID, Label: t.Label, Group: i18n.Read(ctx, o.Label)})
		}
	}
	return out
}

func memberOptions(ctx context.Context, list []organisation.Member) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "toutes mes collectivités", "all my bodies")}}
	for _, m := range list {
		out = append(out, ui.Option{Value: m.Siren, Label: m.Name})
	}
	return out
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// views are those of a list, in the order of their tabs.
func views(ctx context.Context, base string, v listView) []ui.NavItem {
	var out []ui.NavItem
	for _, x := range []struct {
		name  string
		label i18n.Text
		count int
	}{{"open", i18n.T("À faire", "To do"), v.Counts.Open}, {"late", i18n.T("En retard", "Late"), v.Counts.Late},
		{"week", i18n.T("Dues sous 7 jours", "Due within 7 days"), v.Counts.Week}, {"closed", i18n.T("Closes", "Closed"), v.Counts.Closed},
		{"all", i18n.T("Toutes", "All"), 0}} {
		out = append(out, ui.NavItem{Label: i18n.Read(ctx, x.label), Href: base + "?view=" + x.name, Count: x.count, Current: v.Filter.View == x.name && v.By == ""})
	}
	if v.Members != nil {
		return out
	}
	for _, x := range []struct {
		name  string
		label i18n.Text
	}{{"owner", i18n.T("Par responsable", "By person")}, {"month", i18n.T("Par mois", "By month")}, {"calendar", i18n.T("Agenda", "Calendar")}} {
		out = append(out, ui.NavItem{Label: i18n.Read(ctx, x.label), Href: base + "?by=" + x.name, Current: v.By == x.name})
	}
	return out
}

func cleared(f Filter, href string) string {
	if !f.chosen() {
		return ""
	}
	return href
}

func sirenOf(v listView, a Action) string {
	if v.Members != nil {
		return v.Members[a.MemberID].Siren
	}
	return v.Member.Siren
}

// stepWords says what was decided about an action.
func stepWords(ctx context.Context, s Step) string {
	name := map[string]i18n.Text{"state": i18n.T("État", "State"), "due": i18n.T("Échéance", "Due"), "owner": i18n.T("Responsable", "Who does it"),
		"cost": i18n.T("Coût", "Cost"), "remark": i18n.T("Commentaire", "Remark"), "proof": i18n.T("Preuve", "Proof")}[s.What]
	before, after := s.Before, s.After
	switch s.What {
	case "state":
		before, after = i18n.Read(ctx, State(before).Label()), i18n.Read(ctx, State(after).Label())
	case "due":
		before, after = dayWords(ctx, before), dayWords(ctx, after)
	}
	return i18n.Read(ctx, name) + i18n.Say(ctx, "\u202f: ", ": ") + orNothing(ctx, before) + " → " + orNothing(ctx, after)
}

func deedWords(ctx context.Context, d model.Deed) string {
	switch {
	case d.BatchID != "":
		return i18n.Say(ctx, "Modèle de l’opérateur", "The operator’s model")
	case d.Deed == "created":
		return i18n.Say(ctx, "Créée", "Created")
	case d.Deed == "settled":
		return i18n.Say(ctx, "Différences réglées", "Differences settled")
	}
	return i18n.Say(ctx, "Modifiée", "Edited")
}

func lineWhen(ctx context.Context, d Deadline) string {
	if !d.At.IsZero() {
		return i18n.DateTime(ctx, d.At)
	}
	return i18n.ShortDate(ctx, day(d.On))
}

func dayNumber(s string) string { return strings.TrimPrefix(s[8:], "0") }

func calendarWords(ctx context.Context, c calendarRow) string {
	if c.MemberID == "" {
		return i18n.Say(ctx, "Toutes mes collectivités", "All my bodies")
	}
	return c.Member.Name
}
