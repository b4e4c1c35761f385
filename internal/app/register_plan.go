package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// actionPlan is the room of action plans, with what the other rooms of the
// register lend it.
func (a *App) actionPlan(desk *console.Console) *plan.Service {
	return plan.New(plan.Parts{Doors: a.Doors, Desk: desk, Files: registerFiles{a}, Post: a.post(), Links: append(planLinks(), studied()...), Recommends: []plan.Recommends{maturityAdvice, conformityAdvice, assessmentAdvice},
		Dues: planDues(a.Config.Advice.OpinionDays), Key: a.Keys.Derive("action-calendar"), PublicURL: a.publicURL, Portfolio: cockpit.Portfolio})
}

func (a *App) planOfActionsPages(desk *console.Console) {
	room := a.actionPlan(desk)
	room.Pages().Register(a.Routes)
	room.API(a.Interface)
	(&model.Pages{Desk: desk, Service: a.registerModels(), Spec: plan.Spec, Path: plan.ModelsPath,
		Title: i18n.T("Modèles d’actions", "Models of actions"), Domains: plan.Domains(), Install: plan.Install}).Register(a.Routes)
}

// planLinks are the things to which actions may be linked: each as far as the
// reader may see it.
func planLinks() []plan.Linkable {
	return []plan.Linkable{
		{Kind: activityLink, Label: i18n.T("Traitement", "Processing activity"), Of: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			list, _, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: m.ID}, 1000, 0)
			out := make([]plan.Target, len(list))
			for n, i := range list {
				out[n] = plan.Target{ID: i.ID, Label: i18n.Read(ctx, i.Name), Href: activity.Base(m.Siren) + "/activities/" + i.ID}
			}
			return out, err
		}},
		{Kind: "request", Label: i18n.T("Demande de droits", "Rights request"), Of: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			if !request.Works(tx.Scope(), m.ID) {
				return nil, nil
			}
			list, _, err := request.List(ctx, tx, request.Filter{Member: m.ID}, 500, 0)
			out := make([]plan.Target, len(list))
			for n, r := range list {
				out[n] = plan.Target{ID: r.ID, Label: r.Name(), Href: request.Path(m.Siren, r.ID)}
			}
			return out, err
		}},
		{Kind: "breach", Label: i18n.T("Violation de données", "Data breach"), Of: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			if !breach.Works(tx.Scope(), m.ID) {
				return nil, nil
			}
			list, _, err := breach.List(ctx, tx, breach.Filter{Member: m.ID}, 500, 0)
			out := make([]plan.Target, len(list))
			for n, b := range list {
				out[n] = plan.Target{ID: b.ID, Label: strings.TrimSpace(b.Name() + " " + b.Title), Href: breach.Path(m.Siren, b.ID)}
			}
			return out, err
		}},
		{Kind: "assessment", Label: i18n.T("Analyse d’impact", "Impact assessment"), Of: assessmentTargets},
		{Kind: "processor", Label: i18n.T("Sous-traitant", "Processor"), Of: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			list, _, err := model.Find(ctx, tx, model.Ask{Kind: processor.Kind, Member: m.ID}, 1000, 0)
			out := make([]plan.Target, len(list))
			for n, i := range list {
				out[n] = plan.Target{ID: i.ID, Label: i18n.Read(ctx, i.Name), Href: processor.Path(m.Siren) + "/" + i.ID}
			}
			return out, err
		}},
		{Kind: cockpit.VisitLink, Label: i18n.T("Visite", "Visit"), Of: visitLinks},
		{Kind: maturityLink, Label: i18n.T("Recommandation de l’évaluation", "Recommendation of the survey"), Of: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			list, err := maturityAdvice(ctx, tx, m)
			out := make([]plan.Target, len(list))
			for n, r := range list {
				out[n] = plan.Target{ID: r.Link.Target, Label: i18n.Read(ctx, r.Title), Href: maturity.Path(m.Siren)}
			}
			return out, err
		}},
	}
}

const maturityLink = "maturity"

// maturityAdvice are the recommendations of a member's latest survey, what would
// help most first. A question is one recommendation whatever the survey, so that
// next year's does not ask for what is in the plan already.
func maturityAdvice(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Recommendation, error) {
	list, err := maturity.List(ctx, tx, m.ID)
	for _, s := range list {
		if s.State != maturity.Submitted {
			continue
		}
		full, err := maturity.Get(ctx, tx, s.ID)
		if err != nil {
			return nil, err
		}
		q, err := maturity.Version(ctx, tx, full.Questionnaire, full.Version)
		if err != nil {
			return nil, err
		}
		var out []plan.Recommendation
		for n, step := range q.Steps(full.Short, full.Answers) {
			priority := plan.Low
			if n < 3 {
				priority = plan.High
			} else if n < 8 {
				priority = plan.Medium
			}
			out = append(out, plan.Recommendation{Link: plan.Link{Kind: maturityLink, Target: q.Name + "/" + step.Question.Name},
				Title: step.Question.Advice,
				About: i18n.Text{Fr: step.Domain.Title.Fr + "\u202f: " + step.Question.Ask.Fr, En: step.Domain.Title.En + ": " + step.Question.Ask.En}, Priority: priority, Kind: kindOfDomain(step.Domain.Name),
				From: i18n.Sayf(ctx, "Maturité, %s\u202f: %s", "Maturity, %s: %s", i18n.ShortDate(ctx, full.Submitted), i18n.Read(ctx, step.Domain.Title))})
		}
		return out, nil
	}
	return nil, err
}

// kindOfDomain says of which kind an action is that a domain of the survey
// advises.
func kindOfDomain(name string) string {
	switch {
	case strings.Contains(name, "techni") || strings.Contains(name, "secur"):
		return plan.Technical
	case strings.Contains(name, "legal") || strings.Contains(name, "juridi"):
		return plan.Legal
	}
	return plan.Organisational
}

// alike is what is called the same in both languages.
func alike(s string) i18n.Text { return i18n.Text{Fr: s, En: s} }

// planDues are what is due at the other rooms of the register.
func planDues(opinionDays int) []plan.Dues {
	return []plan.Dues{questionDues(opinionDays), requestDues, breachDues, surveyDues, visitDues, assessmentDues, contractDues, certificateDues}
}

// questionDues are opinions that members wait for, within the days that the
// officer promises.
func questionDues(days int) plan.Dues {
	return func(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
		if days <= 0 {
			return nil, nil
		}
		list, err := advice.Waiting(ctx, tx, member)
		var out []plan.Deadline
		for _, q := range list {
			if on := q.DueOn(days); on <= until {
				number := strconv.FormatInt(q.Number, 10)
				out = append(out, plan.Deadline{Kind: "question", ID: q.ID, MemberID: q.MemberID, Label: i18n.T("Avis du délégué attendu", "Opinion of the officer expected"),
					Title: i18n.T("question n°\u00a0%[1]s", "question no. %[1]s", number), On: on, Page: advice.QuestionPath(q.ID), Changed: q.Asked})
			}
		}
		return out, err
	}
}

func requestDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, _, err := request.List(ctx, tx, request.Filter{Member: member, View: "open"}, 50_000, 0)
	var out []plan.Deadline
	for _, r := range list {
		if r.DueOn <= until {
			out = append(out, plan.Deadline{Kind: "request", ID: r.ID, MemberID: r.MemberID, Label: i18n.T("Demande de droits", "Rights request"), Title: alike(r.Name()),
				On: r.DueOn, Path: "/rgpd/requests/" + r.ID, Changed: r.Changed})
		}
	}
	return out, err
}

func breachDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, _, err := breach.List(ctx, tx, breach.Filter{Member: member, View: "open"}, 10_000, 0)
	var out []plan.Deadline
	for _, b := range list {
		if b.Runs() && access.Day(b.Due()) <= until {
			out = append(out, plan.Deadline{Kind: "breach", ID: b.ID, MemberID: b.MemberID, Label: i18n.T("Violation\u202f: CNIL, 72 heures", "Breach: CNIL, 72 hours"), Title: alike(b.Name()),
				At: b.Due(), Path: "/rgpd/breaches/" + b.ID, Changed: b.Changed})
		}
	}
	return out, err
}

// surveyDues are surveys that are to be done again, a year after the last.
func surveyDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, err := maturity.Last(ctx, tx, member)
	var out []plan.Deadline
	for _, s := range list {
		on := i18n.Local(s.Submitted).AddDate(1, 0, 0).Format(time.DateOnly)
		if on <= until {
			out = append(out, plan.Deadline{Kind: "survey", ID: s.ID, MemberID: s.MemberID, Label: i18n.T("Évaluation de maturité", "Survey of maturity"),
				Title: i18n.T("à refaire chaque année", "to be done each year"), On: on, Path: "/rgpd/maturity", Changed: s.Submitted})
		}
	}
	return out, err
}

// contractDues are contracts of processors that end, or that have to be ended.
func contractDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, err := processor.Endings(ctx, tx, member, until)
	out := make([]plan.Deadline, len(list))
	for n, e := range list {
		label := i18n.T("Contrat de sous-traitance\u202f: fin", "Processor’s contract: end")
		if e.Decide != e.Ends {
			label = i18n.T("Contrat de sous-traitance\u202f: dernier jour pour le dénoncer", "Processor’s contract: last day to end it")
		}
		out[n] = plan.Deadline{Kind: "contract", ID: e.InstanceID, MemberID: e.MemberID, Label: label, Title: e.Name, On: e.Decide, Path: "/rgpd/processors/" + e.InstanceID, Changed: e.Changed}
	}
	return out, err
}

// certificateDues are certificates of products that end.
func certificateDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, err := processor.Certificates(ctx, tx, member, until)
	out := make([]plan.Deadline, len(list))
	for n, c := range list {
		out[n] = plan.Deadline{Kind: "certificate", ID: c.Owner + "-" + c.Key, MemberID: c.MemberID, Label: i18n.T("Certification d’un produit\u202f: fin", "Certificate of a product: end"),
			Title: i18n.Text{Fr: c.Product.Fr + ", " + c.Name.Fr, En: c.Product.In(i18n.English) + ", " + c.Name.In(i18n.English)}, On: c.Until, Changed: c.Changed}
		if c.Shared {
			out[n].Page = c.Href()
		} else {
			out[n].Path = c.Href()
		}
	}
	return out, err
}

// actionCard says how a member's plan stands.
func actionCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	n, err := plan.Count(ctx, tx, m.ID)
	c := activity.Card{Title: i18n.Say(ctx, "Plan d’actions", "Action plan"), Href: plan.Base(m.Siren),
		Lines: []string{i18n.Count(ctx, n.Open, "action à faire", "actions à faire", "action to do", "actions to do")}}
	if n.Done > 0 {
		c.Lines = append(c.Lines, i18n.Count(ctx, n.Done, "faite", "faites", "done", "done"))
	}
	if n.Late > 0 {
		c.Tone = ui.Wait
		c.Lines = append(c.Lines, i18n.Count(ctx, n.Late, "en retard", "en retard", "late", "late"))
	}
	return c, err
}
