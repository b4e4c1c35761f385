package conformity

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

// longestTitle is how many characters of what is planned become the title of an
// action; the rest stands in its description.
const longestTitle = 150

// follow has the plan know what an evaluation plans, before it is closed: an
// action that an answer names is linked to its point, and what is planned in
// words becomes one.
func follow(ctx context.Context, tx access.Tx, plan Actions, m organisation.Member, f model.Full, s maturity.Survey) (maturity.Notes, error) {
	open, err := plan.Open(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	notes := maturity.Notes{}
	q, err := maturity.Version(ctx, tx, s.Questionnaire, s.Version)
	if err != nil {
		return nil, err
	}
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			if position, ok := s.Answers[one.Name]; !ok || position != 0 {
				continue
			}
			id, words := s.Notes[maturity.Action(one.Name)], s.Notes[todo(one.Name)]
			switch {
			case id != "" && slices.ContainsFunc(open, func(a maturity.PlannedAction) bool { return a.ID == id }):
				err = plan.Link(ctx, tx, m, id, f.ID, one.Name)
			case id != "":
				err = fault.New(fault.Invalid, "conformity.follow", "«\u00a0%[1]s\u00a0»\u202f: l’action choisie n’est plus à faire. Choisissez-en une autre, ou aucune.",
					"“%[2]s”: the chosen action is no longer to be done. Choose another, or none.", one.Ask.Fr, one.Ask.En)
			case words != "":
				notes[maturity.Action(one.Name)], err = plan.Make(ctx, tx, m, wish(f, one, words))
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return notes, nil
}

// wish is the action for a point: what was written in words, or what the
// questionnaire advises.
func wish(f model.Full, q maturity.Question, words string) Wish {
	w := Wish{Activity: f.ID, Point: q.Name, Title: q.Advice,
		About: i18n.Text{Fr: f.Name.Fr + "\u202f: " + q.Ask.Fr, En: f.Name.In(i18n.English) + ": " + q.Ask.En}}
	if words == "" {
		return w
	}
	words = strings.Join(strings.Fields(words), " ")
	w.Title = i18n.Text{Fr: words, En: words}
	if r := []rune(words); len(r) > longestTitle {
		short := string(r[:longestTitle-1]) + "…"
		w.Title = i18n.Text{Fr: short, En: short}
		w.About = i18n.Text{Fr: w.About.Fr + "\n\n" + words, En: w.About.En + "\n\n" + words}
	}
	return w
}

// PlanPoint puts an action for a point into the plan, or links one that is
// there. The point is one that the latest closed evaluation does not meet.
func PlanPoint(ctx context.Context, tx access.Tx, plan Actions, m organisation.Member, activity, point, action string) error {
	f, err := activityOf(ctx, tx, m.ID, activity)
	if err != nil {
		return err
	}
	of, err := maturity.ListAbout(ctx, tx, m.ID, maturity.Processing)
	if err != nil {
		return err
	}
	s, ok := Row{Surveys: of[activity]}.Latest()
	if !ok {
		return fault.Missing("conformity.PlanPoint")
	}
	failed, err := Failed(ctx, tx, s)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(failed, func(q maturity.Question) bool { return q.Name == point })
	if n < 0 {
		return fault.New(fault.Invalid, "conformity.PlanPoint", "Ce point est conforme\u202f: il ne demande pas d’action.", "This point is met: it asks for no action.")
	}
	if action != "" {
		return plan.Link(ctx, tx, m, action, activity, point)
	}
	at, err := plan.At(ctx, tx, m, activity)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(at[point], func(a PointAction) bool { return a.Open }) {
		return fault.New(fault.Conflict, "conformity.PlanPoint", "Une action est déjà prévue pour ce point.", "An action is planned for this point already.")
	}
	_, err = plan.Make(ctx, tx, m, wish(f, failed[n], ""))
	return err
}

// doneSince counts the actions that were done since an evaluation, at points that
// it does not meet.
func doneSince(s maturity.Survey, at map[string][]PointAction) (n int) {
	for point, position := range s.Answers {
		if position != 0 {
			continue
		}
		for _, a := range at[point] {
			if a.Done && a.On >= i18n.Local(s.Submitted).Format("2006-01-02") {
				n++
			}
		}
	}
	return n
}
