package breach

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// oldest is how far back a body may have become aware of what it writes down
// today.
const oldest = 5 * 366 * 24 * time.Hour

// Opening is what is known of a breach when it is entered.
type Opening struct {
	MemberID string
	Title    string
	Aware    time.Time // when the body became aware
	Exercise bool
	OriginID string
	Story    string
}

// Enter writes a breach into a member's register.
func Enter(ctx context.Context, tx access.Tx, o Opening) (Breach, error) {
	const op = "breach.Enter"
	if err := May(ctx, tx, o.MemberID); err != nil {
		return Breach{}, err
	}
	now := tx.Clock().Now()
	o.Aware = o.Aware.Truncate(time.Minute)
	switch {
	case strings.TrimSpace(o.Title) == "":
		return Breach{}, needs("title", "Donnez un titre, en quelques mots.", "Give it a title, in a few words.")
	case o.Aware.IsZero() || o.Aware.After(now) || o.Aware.Before(now.Add(-oldest)):
		return Breach{}, needs("aware", "Dites quand la violation a été constatée\u202f: un moment passé, à la minute. Les 72 heures courent de là.",
			"Say when the breach was noticed: a past moment, to the minute. The 72 hours run from it.")
	}
	year, _ := strconv.Atoi(access.Day(o.Aware)[:4])
	last, err := database.Value[int](ctx, tx, op, `select coalesce(max(number), 0) from register_breach where member_id = $1 and year = $2`, o.MemberID, year)
	if err != nil {
		return Breach{}, err
	}
	a := tx.Scope().Actor()
	b := Breach{ID: tx.NewID(), MemberID: o.MemberID, Year: year, Number: last + 1, Title: strings.TrimSpace(o.Title), State: Open, Exercise: o.Exercise,
		OriginID: o.OriginID, Aware: o.Aware, Answers: Answers{}, Created: now, Changed: now, ChangedID: a.ID, ChangedName: a.Name}
	if s := strings.TrimSpace(o.Story); s != "" {
		b.Answers["story"] = []string{s}
	}
	if err := insert(ctx, tx, b); err != nil {
		return b, err
	}
	return b, note(ctx, tx, b, EventOpened, "", map[string]any{"aware": b.Aware.UTC().Format(time.RFC3339)})
}

// at loads an open breach as the caller has seen it. revision -1 takes it as it
// is.
func at(ctx context.Context, tx access.Tx, id string, revision int64) (Breach, error) {
	b, err := load(ctx, tx, id)
	switch {
	case err != nil:
		return b, err
	case revision >= 0 && b.Revision != revision || revision < -1:
		return b, changed("breach.at")
	case b.State == Closed:
		return b, fault.New(fault.Conflict, "breach.at", "Ce dossier est clos. Rouvrez-le d’abord.", "This file is closed. Open it again first.")
	}
	return b, nil
}

func keep(ctx context.Context, tx access.Tx, b Breach, kind, words string, body map[string]any) (Breach, error) {
	if err := save(ctx, tx, b); err != nil {
		return b, err
	}
	b.Revision++
	return b, note(ctx, tx, b, kind, words, body)
}

// Answer writes the answers of one step of the assistant. What is no answer to
// its question is refused.
func Answer(ctx context.Context, tx access.Tx, id string, revision int64, step string, given Answers) (Breach, error) {
	b, err := at(ctx, tx, id, revision)
	if err != nil {
		return b, err
	}
	s, i := stepOf(step)
	if i < 0 {
		return b, fault.Missing("breach.Answer")
	}
	for _, q := range s.Questions {
		answer, err := q.clean(given[q.ID])
		if err != nil {
			return b, err
		}
		if len(answer) == 0 {
			delete(b.Answers, q.ID)
		} else {
			b.Answers[q.ID] = answer
		}
	}
	return keep(ctx, tx, b, EventChanged, "", map[string]any{"step": step})
}

// clean reads the answer to one question.
func (q Question) clean(given []string) ([]string, error) {
	var out []string
	for _, v := range given {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if q.Type != "many" && len(out) > 1 {
		out = out[:1]
	}
	for _, v := range out {
		ok := true
		switch q.Type {
		case "one", "many":
			ok = slices.ContainsFunc(q.Options, func(o Option) bool { return o.ID == v })
		case "number":
			n, err := strconv.Atoi(v)
			ok = err == nil && n >= 0 && n <= 1_000_000_000
		case "day":
			ok = term.Valid(v)
		case "yes":
			ok = v == "1"
		}
		if !ok {
			return nil, fault.New(fault.Invalid, "breach."+q.ID, "«\u00a0%[1]s\u00a0»\u202f: cette réponse n’est pas comprise.", "“%[2]s”: this answer is not understood.", q.Fr, q.En)
		}
	}
	return out, nil
}

// Decide records whether to notify the CNIL and whether to tell people. A
// reason is needed for each.
func Decide(ctx context.Context, tx access.Tx, id string, revision int64, notify Decision, notifyWhy string, tell Decision, tellWhy string) (Breach, error) {
	b, err := at(ctx, tx, id, revision)
	if err != nil {
		return b, err
	}
	if err := decides(ctx, tx, b.MemberID); err != nil {
		return b, err
	}
	notifyWhy, tellWhy = strings.TrimSpace(notifyWhy), strings.TrimSpace(tellWhy)
	if notify != Undecided && notify != Yes && notify != No || tell != Undecided && tell != Yes && tell != No {
		return b, needs("notify", "Choisissez oui ou non.", "Choose yes or no.")
	}
	if notify == No && !b.Notified.IsZero() {
		return b, fault.New(fault.Conflict, "breach.Decide", "La CNIL est déjà notifiée.", "The CNIL has been notified already.")
	}
	if notify != Undecided && notifyWhy == "" {
		return b, needs("notify_why", "Motivez la décision\u202f: la CNIL peut la relire (RGPD, art. 33 § 5).", "Give the reason of the decision: the CNIL may read it (RGPD, art. 33 § 5).")
	}
	if tell != Undecided && tellWhy == "" {
		return b, needs("tell_why", "Motivez la décision d’informer ou non les personnes.", "Give the reason for telling the people or not.")
	}
	b.Notify, b.NotifyWhy, b.Tell, b.TellWhy = notify, notifyWhy, tell, tellWhy
	return keep(ctx, tx, b, EventDecided, "", map[string]any{"notify": string(notify), "tell": string(tell)})
}

// Notified records what was sent to the CNIL and when: the initial notification,
// then the complementary one.
func Notified(ctx context.Context, tx access.Tx, id string, revision int64, when time.Time, reference string, complete bool) (Breach, error) {
	b, err := done(ctx, tx, id, revision, when)
	if err != nil {
		return b, err
	}
	kind := EventNotified
	if complete {
		if b.Notified.IsZero() {
			return b, fault.New(fault.Conflict, "breach.Notified", "La notification initiale vient d’abord.", "The initial notification comes first.")
		}
		kind, b.Completed = EventCompleted, when
	} else {
		b.Notify, b.Notified, b.NotifiedRef = Yes, when, strings.TrimSpace(reference)
		if b.NotifyWhy == "" {
			b.NotifyWhy = "Notifiée."
		}
		if when.After(b.Due()) && !b.Answers.Has("late") {
			return b, needs("late", "La notification vient après 72 heures\u202f: dites pourquoi, à l’étape «\u00a0Les autres autorités\u00a0» (RGPD, art. 33 § 1).",
				"The notification comes after 72 hours: say why, at the step “Other authorities” (RGPD, art. 33 § 1).")
		}
	}
	return keep(ctx, tx, b, kind, reference, map[string]any{"at": when.UTC().Format(time.RFC3339), "in_time": b.InTime()})
}

// done loads a breach for something that was done at an instant since it was
// noticed.
func done(ctx context.Context, tx access.Tx, id string, revision int64, when time.Time) (Breach, error) {
	b, err := at(ctx, tx, id, revision)
	if err != nil {
		return b, err
	}
	if err := decides(ctx, tx, b.MemberID); err != nil {
		return b, err
	}
	if when.IsZero() || when.After(tx.Clock().Now()) || when.Before(b.Aware) {
		return b, needs("when", "Dites quand\u202f: un moment passé, depuis la constatation.", "Say when: a past moment, since the breach was noticed.")
	}
	return b, nil
}

// Told records that the people were told.
func Told(ctx context.Context, tx access.Tx, id string, revision int64, when time.Time, how string) (Breach, error) {
	b, err := done(ctx, tx, id, revision, when)
	if err != nil {
		return b, err
	}
	b.Told = when
	if b.Tell != Yes {
		b.Tell = Yes
	}
	if b.TellWhy == "" {
		b.TellWhy = how
	}
	return keep(ctx, tx, b, EventTold, how, map[string]any{"at": when.UTC().Format(time.RFC3339)})
}

// Complain records the complaint; a zero instant says that there is no reason
// for one, and why.
func Complain(ctx context.Context, tx access.Tx, id string, revision int64, when time.Time, words string) (Breach, error) {
	var b Breach
	var err error
	if words = strings.TrimSpace(words); when.IsZero() {
		if b, err = at(ctx, tx, id, revision); err == nil {
			err = decides(ctx, tx, b.MemberID)
		}
		if err == nil && words == "" {
			err = needs("words", "Dites pourquoi il n’y a pas lieu de porter plainte.", "Say why there is no reason for a complaint.")
		}
		b.Complaint = ComplaintNone
	} else if b, err = done(ctx, tx, id, revision, when); err == nil {
		b.Complaint, b.ComplaintAt = ComplaintFiled, when
	}
	if err != nil {
		return b, err
	}
	return keep(ctx, tx, b, EventComplaint, words, map[string]any{"complaint": b.Complaint})
}

// Note adds words to the history.
func Note(ctx context.Context, tx access.Tx, id, words string) (Breach, error) {
	b, err := standing(ctx, tx, id)
	if err == nil && strings.TrimSpace(words) == "" {
		err = needs("words", "Écrivez une note.", "Write a note.")
	}
	if err != nil {
		return b, err
	}
	return b, note(ctx, tx, b, EventNoted, strings.TrimSpace(words), nil)
}

// Close ends the work on a breach; it stays in the register.
func Close(ctx context.Context, tx access.Tx, id string, revision int64) (Breach, error) {
	b, err := at(ctx, tx, id, revision)
	if err != nil {
		return b, err
	}
	if err := decides(ctx, tx, b.MemberID); err != nil {
		return b, err
	}
	if left := b.Blocks(); len(left) > 0 {
		return b, &fault.Error{Kind: fault.Conflict, Op: "breach.Close", Say: i18n.T("Avant de clore\u202f: %[1]s", "Before closing: %[2]s", left[0].Fr, left[0].En)}
	}
	b.State, b.ClosedAt = Closed, tx.Clock().Now()
	return keep(ctx, tx, b, EventClosed, "", nil)
}

// Reopen goes on with a breach that was closed.
func Reopen(ctx context.Context, tx access.Tx, id string) (Breach, error) {
	b, err := standing(ctx, tx, id)
	if err == nil {
		err = decides(ctx, tx, b.MemberID)
	}
	if err != nil || b.State == Open {
		return b, err
	}
	b.State, b.ClosedAt = Open, time.Time{}
	return keep(ctx, tx, b, EventReopened, "", nil)
}
