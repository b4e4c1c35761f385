package app

import (
	"maps"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/services/register/cockpit"
)

// accessCockpit is what addresses of the cockpit name.
type accessCockpit struct{ visit, cockpitAct, absence string }

// visitsOf notes a visit to a member, an act on it, and an absence.
func (w *accessWorld) visitsOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		p.visit, p.cockpitAct, p.absence = tx.NewID(), tx.NewID(), tx.NewID()
		for _, s := range []string{
			`insert into register_visit (id, member_id, agent_id, agent_name, state, day, people, summary, next_on, act_id, revision, made_at, changed_at, changed_id, changed_name)
				values ($1, $4, 'nobody', '', 'planned', '2026-12-01', '', '', '', case when $2 <> $3 then '' else '' end, 1, 0, 0, '', '')`,
			`insert into register_act (id, deed, detail, note, state, total, done, asked_at, ended_at, undone_at, by_id, by_name)
				select $2, 'assign', '{}', '', 'running', 0, 0, 0, 0, 0, '', '' where $1 <> $3 and $4 <> ''`,
			`insert into register_absence (id, agent_id, agent_name, cover_id, cover_name, from_on, until_on)
				select $3, 'nobody', '', 'nobody', '', '2026-01-01', '2099-01-01' where $1 <> $2 and $4 <> ''`,
		} {
			if _, err := tx.Exec(ctx, s, p.visit, p.cockpitAct, p.absence, p.member.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

func init() {
	accessParams["{visit}"] = func(p *accessPlace) string { return p.visit }
	accessParams["{deed}"] = func(p *accessPlace) string { return p.cockpitAct }
	accessParams["{absence}"] = func(p *accessPlace) string { return p.absence }
	const base = "POST " + cockpit.Home + "/cockpit"
	refused := []int{http.StatusUnprocessableEntity}
	on := func(pairs ...string) func(*accessPlace) url.Values {
		return func(p *accessPlace) url.Values {
			v := values(pairs...)(p)
			v.Set("member", p.member.ID)
			return v
		}
	}
	maps.Copy(accessSamples, map[string][]accessSample{
		base + "/bulk":                                     {{form: on("do", "remind")}},
		base + "/act":                                      {{form: on("do", "assign", "to_agent", "none")}},
		base + "/acts/{deed}/undo":                         {{want: []int{http.StatusConflict}}}, // it is still at work
		base + "/portfolios/absences":                      {{form: values("agent", "x"), want: refused}},
		base + "/portfolios/absences/{absence}/remove":     {{}},
		base + "/visits/{visit}":                           {{form: values("state", "planned"), want: refused}},
		"POST " + cockpit.Home + "/members/{siren}/visits": {{form: values("state", "planned"), want: refused}},
	})
}
