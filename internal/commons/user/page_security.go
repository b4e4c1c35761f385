package user

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// securityView is the operator's page of what log-ins must prove.
type securityView struct {
	Rules  []Rule
	Lacks  []Lacking
	Total  int
	MaySet bool
	Mail   bool
	Form   *form.Form
}

func (p *pages) security(w http.ResponseWriter, r *http.Request) error {
	return p.showSecurity(w, r, http.StatusOK, nil)
}

func (p *pages) showSecurity(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := securityView{MaySet: scope.Has(access.Administrator), Mail: p.Letters.On(), Form: f}
	err := p.doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if v.Rules, err = Policy(ctx, tx); err == nil {
			v.Lacks, v.Total, err = WhoLacks(ctx, tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.desk(w, r, status, i18n.Say(ctx, "Sécurité des accès", "Security of log-ins"), securityBody(v))
}

func (p *pages) saveSecurity(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var rules []Rule
	for _, role := range PolicyRoles {
		if f.Values.Has("role-" + string(role)) {
			rules = append(rules, Rule{role, Means(f.Raw("role-" + string(role)))})
		}
	}
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return SetPolicy(ctx, tx, rules) })
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
		return p.showSecurity(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.sessions.Flash(ctx, ui.Flash{Tone: ui.Good, Text: i18n.Say(ctx,
		"Les règles sont enregistrées. Elles valent à la prochaine connexion de chacun.", "The rules are saved. They hold from each person’s next log-in.")})
	return web.Redirect(w, r, SecurityPath)
}
