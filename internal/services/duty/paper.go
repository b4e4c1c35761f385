package duty

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/standards/icalendar"
)

// sheet is the page that a mayor gets, as a template of a document.
const sheet = `# {{title}}

{{head}}

{{#groups}}
## {{label}}

{{lead}}

| {{what}} | {{when}} | {{law}} |
|---|---|---|
{{#duties}}
| {{name}} | {{day}} | {{text}} |
{{/duties}}

{{/groups}}
{{foot}}
`

// sheetOf fills the sheet for a member.
func sheetOf(ctx context.Context, v view) (*document.Document, error) {
	t, err := document.Parse(sheet)
	if err != nil {
		return nil, err
	}
	title := i18n.Sayf(ctx, "Obligations de publication – %s", "Duties to publish – %s", v.Member.Name)
	data := document.Data{"title": title, "head": headline(ctx, v.Counts),
		"what": i18n.Say(ctx, "Quoi", "What"), "when": i18n.Say(ctx, "Quand", "When"), "law": i18n.Say(ctx, "Texte", "Law"),
		"foot": i18n.Sayf(ctx, "Établi le %[1]s selon les règles notées le %[2]s. Cette fiche aide à s’y retrouver et ne remplace pas un conseil juridique.",
			"Made on %[1]s by the rules put down on %[2]s. This sheet helps to find one’s way and is no legal advice.",
			i18n.Date(ctx, v.service.doors.Clock().Now()), dayWords(ctx, v.Date))}
	var groups []document.Data
	for _, g := range v.Groups {
		if g.Status == NotOwed {
			continue // one page: what is not asked stays on the screen
		}
		var rows []document.Data
		for _, d := range g.Duties {
			day := d.due(ctx)
			switch {
			case d.How == ByNil:
				day = i18n.Say(ctx, "rien à publier", "nothing to publish")
			case d.Status == Done:
				day = i18n.Say(ctx, "fait", "done")
			case day == "":
				day = "–"
			}
			rows = append(rows, document.Data{"name": d.name(ctx), "day": day, "text": d.Rule.Law})
		}
		groups = append(groups, document.Data{"label": i18n.Read(ctx, g.Status.Label()), "lead": i18n.Read(ctx, leads[g.Status]), "duties": rows})
	}
	data["groups"] = groups
	source, err := t.Fill(data)
	if err != nil {
		return nil, err
	}
	return &document.Document{Title: title, Blocks: document.Read(source), Made: v.service.doors.Clock().Now().UTC().Format(time.RFC3339), Lang: string(i18n.From(ctx).Lang)}, nil
}

func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.view(r)
	if err != nil {
		return err
	}
	d, err := sheetOf(ctx, v)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := d.Write(&out, document.PDF); err != nil {
		return err
	}
	web.Attachment(w, "obligations-"+v.Member.Slug+".pdf", document.PDF.Type())
	_, err = out.WriteTo(w)
	return err
}

// calendar gives the dates that are to come, for any calendar.
func (p *Pages) calendar(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.view(r)
	if err != nil {
		return err
	}
	now := p.doors.Clock().Now()
	c := icalendar.Calendar{Product: "-//Airial//FR", Name: i18n.Say(ctx, "Obligations de publication", "Duties to publish")}
	for _, g := range v.Groups {
		if g.Status != ToDo && g.Status != Depends {
			continue
		}
		for _, d := range g.Duties {
			at, err := time.Parse(time.DateOnly, d.Due)
			if err != nil || at.Before(now) {
				continue
			}
			c.Events = append(c.Events, icalendar.Event{UID: v.Member.ID + "-" + anchor(d) + "@airial", Changed: now, Day: at, Summary: d.name(ctx),
				Description: i18n.Read(ctx, d.Rule.What), URL: web.URL(ctx, Path(v.Member.Siren)), Remind: 30 * 24 * time.Hour})
		}
	}
	web.Attachment(w, "obligations-"+v.Member.Slug+".ics", "text/calendar; charset=utf-8")
	return c.Write(w)
}

// public is a member's page for everybody, where it shows one.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := view{service: p.Service, Date: p.book.Date}
	err := p.doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		if v.Member, err = organisation.ByAddress(ctx, tx, r.PathValue("member")); err != nil {
			return err
		}
		shown, err := Shown(ctx, tx, v.Member.ID)
		if err == nil && !shown {
			err = fault.New(fault.NotFound, "duty.public", "Cette collectivité ne montre pas cette page.", "This body does not show this page.")
		}
		if err != nil {
			return err
		}
		list, err := p.Of(ctx, tx, v.Member)
		v.fill(list)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, p.frame(ctx, ui.Page{Title: i18n.Sayf(ctx, "Ce que publie %s", "What %s publishes", v.Member.Name)}, publicBody(v)))
}
