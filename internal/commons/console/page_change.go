package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// historyLine is a record of a member's history, with what it changed.
type historyLine struct {
	organisation.Dated
	Changes []historyChange // nil for the first record
	First   bool
}

// historyChange is one attribute, before and after.
type historyChange struct {
	Field    string
	Was, Now string
}

// historyLines lists a member's history, the latest first.
func historyLines(ctx context.Context, tx access.Tx, member string) ([]historyLine, error) {
	list, err := organisation.History(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	var groups []string
	for _, d := range list {
		if d.GroupID != "" && !slices.Contains(groups, d.GroupID) {
			groups = append(groups, d.GroupID)
		}
	}
	names, err := organisation.ByIDs(ctx, tx, groups)
	if err != nil {
		return nil, err
	}
	out := make([]historyLine, len(list))
	for i, d := range list {
		out[i] = historyLine{Dated: d, First: i == len(list)-1}
		if out[i].First {
			continue
		}
		before := list[i+1].Attributes
		for _, f := range before.Differences(d.Attributes) {
			out[i].Changes = append(out[i].Changes, historyChange{i18n.Read(ctx, organisation.FieldLabel(f)),
				attribute(ctx, before, f, names), attribute(ctx, d.Attributes, f, names)})
		}
	}
	return out, nil
}

// attribute writes one attribute for people.
func attribute(ctx context.Context, a organisation.Attributes, field string, groups map[string]organisation.Member) string {
	text := ""
	switch field {
	case "siren":
		text = sirenWords(a.Siren)
	case "name":
		text = a.Name
	case "kind":
		text = i18n.Read(ctx, a.Kind.Label())
	case "population":
		text = population(ctx, a.Population)
	case "staff":
		text = population(ctx, a.Staff)
	case "insee":
		text = a.Insee
	case "postcode":
		text = a.Postcode
	case "group":
		text = groups[a.GroupID].Name
	}
	if text == "" {
		return "–"
	}
	return text
}

// changeView is the form that changes a member's record, or corrects it.
type changeView struct {
	memberFace
	Form    *form.Form
	Correct string // the day of the record to correct; "" for a change
}

func (v changeView) action() string {
	if v.Correct != "" {
		return memberPath(v.Member.Siren) + "/history/" + v.Correct + "/correct"
	}
	return memberPath(v.Member.Siren) + "/edit"
}

func (c *Console) askChange(w http.ResponseWriter, r *http.Request) error {
	return c.showChange(w, r, http.StatusOK, "", nil)
}

func (c *Console) askCorrect(w http.ResponseWriter, r *http.Request) error {
	return c.showChange(w, r, http.StatusOK, r.PathValue("from"), nil)
}

// showChange shows the form as it was sent, or with what is recorded.
func (c *Console) showChange(w http.ResponseWriter, r *http.Request, status int, correct string, f *form.Form) error {
	ctx := r.Context()
	v := changeView{Form: f, Correct: correct}
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.memberFace, err = face(ctx, tx, r, ""); err != nil || f != nil {
			return err
		}
		a := v.Member.Attributes()
		if correct != "" {
			list, err := organisation.History(ctx, tx, v.Member.ID)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(list, func(d organisation.Dated) bool { return d.From == correct })
			if i < 0 {
				return fault.Missing("console.correct")
			}
			a = list[i].Attributes
		}
		group := organisation.Member{}
		if a.GroupID != "" {
			if group, err = organisation.Get(ctx, tx, a.GroupID); err != nil {
				return err
			}
		}
		v.Form = form.New("siren", a.Siren, "name", a.Name, "kind", string(a.Kind), "population", blankZero(a.Population),
			"staff", blankZero(a.Staff), "insee", a.Insee, "postcode", a.Postcode, "group", group.Siren)
		if correct == "" {
			v.Form.Set("from", access.Today(tx.Clock()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, status, v.memberFace, changeBody(v))
}

func blankZero(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (c *Console) change(w http.ResponseWriter, r *http.Request) error { return c.saveChange(w, r, "") }

func (c *Console) correct(w http.ResponseWriter, r *http.Request) error {
	return c.saveChange(w, r, r.PathValue("from"))
}

func (c *Console) saveChange(w http.ResponseWriter, r *http.Request, correct string) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	a, group, why := readAttributes(f), digits(f.Text("group", 40)), f.Text("why", 300)
	from := correct
	if correct == "" {
		from = f.Required("from", 10, i18n.T("Indiquez la date d’effet.", "Give the day of effect."))
	} else if why == "" {
		f.Fail("why", i18n.T("Dites d’où venait l’erreur\u202f: le journal le garde.", "Say where the mistake came from: the journal keeps it."))
	}
	var m organisation.Member
	if f.OK() {
		err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			v, err := face(ctx, tx, r, "")
			if err != nil {
				return err
			}
			if a.GroupID, err = groupOf(ctx, tx, group); err != nil {
				return err
			}
			if correct != "" {
				m, err = organisation.Correct(ctx, tx, v.Member.ID, correct, a, why)
			} else {
				m, err = organisation.Change(ctx, tx, v.Member.ID, from, a, why)
			}
			return err
		})
		field := "from"
		if correct != "" || fault.Is(err, fault.Conflict) {
			field = "siren"
		}
		if err = refused(f, err, field); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.showChange(w, r, http.StatusUnprocessableEntity, correct, f)
	}
	switch {
	case correct != "":
		c.Flash(ctx, ui.Good, i18n.T("La fiche est corrigée. Le journal garde ce qui était écrit.", "The record is corrected. The journal keeps what was written."))
	case from > access.Today(c.Clock):
		c.Flash(ctx, ui.Good, i18n.T("Le changement est prévu. Il prendra effet le %[1]s.", "The change is planned. It takes effect on %[1]s.", day(ctx, from)))
	default:
		c.Flash(ctx, ui.Good, i18n.T("Le changement est enregistré. Les anciennes adresses mènent aux nouvelles.", "The change is recorded. Earlier addresses lead to the new ones."))
	}
	return web.Redirect(w, r, memberPath(m.Siren))
}

func (c *Console) cancelChange(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := face(ctx, tx, r, "")
		if err != nil {
			return err
		}
		return organisation.Cancel(ctx, tx, v.Member.ID, r.PathValue("from"))
	})
	if fault.Is(err, fault.Conflict) {
		c.Flash(ctx, ui.Bad, fault.Message(err))
	} else if err != nil {
		return err
	} else {
		c.Flash(ctx, ui.Good, i18n.T("Le changement prévu est annulé.", "The planned change is cancelled."))
	}
	return web.Redirect(w, r, memberPath(r.PathValue("siren")))
}
