package maturity

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// State is where a survey stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted" // closed: it is not changed any more
)

// Survey is what a member answered to a version of a questionnaire.
type Survey struct {
	ID            string
	MemberID      string
	Subject       string // what of the member's it is about; "" for the member itself
	Questionnaire string
	Version       int
	Short         bool
	State         State
	Total         Score // negative while there is none
	Revision      int64
	Created       time.Time
	Submitted     time.Time // zero while it is a draft
	Changed       time.Time
	By            access.Actor // who changed it last
	Scores        map[string]Score
	Answers       Answers // of a survey that was asked for by its id
	Notes         Notes   // likewise
}

// Notes are what is written beside answers, by name.
type Notes map[string]string

// maxNote is how long a note may be, in characters.
const maxNote = 5000

// WhyNot names the note that says why a question does not concern the member.
func WhyNot(question string) string { return "why-" + question }

// Leads names the note that says who leads a domain.
func Leads(domain string) string { return "lead-" + domain }

// Action names the note that says which planned action answers a question.
func Action(question string) string { return "action-" + question }

// Participants names the note that says who took part.
const Participants = "participants"

// Events of the room, as the journal names them.
const (
	EventIssued    = "maturity.questionnaire-issued"
	EventSubmitted = "maturity.survey-submitted"
	EventDropped   = "maturity.survey-dropped"
)

// Service is the room, put together.
type Service struct{ doors *access.Doors }

// New puts the room together.
func New(doors *access.Doors) *Service { return &Service{doors} }

// Start begins a survey of a member with the latest version of a questionnaire,
// filled with the answers of its last one where the questions are the same. One
// that is begun already is returned as it stands.
func Start(ctx context.Context, tx access.Tx, member, questionnaire string, short bool) (Survey, error) {
	return StartAbout(ctx, tx, member, questionnaire, "", short)
}

// StartAbout is Start for a survey about a thing of the member.
func StartAbout(ctx context.Context, tx access.Tx, member, questionnaire, subject string, short bool) (Survey, error) {
	const op = "maturity.Start"
	if err := tx.May(ctx, access.Register, member); err != nil {
		return Survey{}, err
	}
	q, err := Latest(ctx, tx, questionnaire)
	if err != nil {
		return Survey{}, err
	}
	if short && !q.HasShort() {
		return Survey{}, fault.New(fault.Invalid, op, "Ce questionnaire n’a pas de forme courte.", "This questionnaire has no short form.")
	}
	open, err := listWhere(ctx, tx, member, `questionnaire = $2 and subject = $3 and state = 'draft'`, q.Name, subject)
	if err != nil || len(open) > 0 {
		if err == nil {
			return Get(ctx, tx, open[0].ID)
		}
		return Survey{}, err
	}
	s := Survey{ID: tx.NewID(), MemberID: member, Subject: subject, Questionnaire: q.Name, Version: q.Version, Short: short, State: Draft, Total: -1, Revision: 1,
		Created: tx.Clock().Now(), Changed: tx.Clock().Now(), By: tx.Scope().Actor()}
	if s.Answers, s.Notes, err = carried(ctx, tx, q, s); err != nil {
		return s, err
	}
	if err := insertSurvey(ctx, tx, s); err != nil {
		return s, err
	}
	if err := saveNotes(ctx, tx, s, s.Notes); err != nil {
		return s, err
	}
	return s, saveAnswers(ctx, tx, s, s.Answers)
}

// carried are the answers of the last survey to questions that still have as
// many answers, and the notes.
func carried(ctx context.Context, tx access.Tx, q *Questionnaire, s Survey) (Answers, Notes, error) {
	out := Answers{}
	past, err := listWhere(ctx, tx, s.MemberID, `questionnaire = $2 and subject = $3 and state = 'submitted'`, q.Name, s.Subject)
	if err != nil || len(past) == 0 {
		return out, Notes{}, err
	}
	last, err := Get(ctx, tx, past[0].ID)
	if err != nil {
		return out, Notes{}, err
	}
	then, err := Version(ctx, tx, last.Questionnaire, last.Version)
	if err != nil {
		return out, Notes{}, err
	}
	for name, position := range last.Answers {
		now, ok := q.question(s.Short, name)
		was, _ := then.question(last.Short, name)
		if ok && len(now.Answers) == len(was.Answers) && (position >= 0 || now.Optional) {
			out[name] = position
		}
	}
	return out, last.Notes, nil
}

// Answer puts answers into a draft. revision is that of the survey as it was
// shown: where somebody else has written meanwhile it is a Conflict, and nothing
// is overwritten.
func Answer(ctx context.Context, tx access.Tx, id string, revision int64, answers Answers) (Survey, error) {
	return AnswerWith(ctx, tx, id, revision, answers, nil)
}

// AnswerWith is Answer with notes beside. An empty note takes one away.
func AnswerWith(ctx context.Context, tx access.Tx, id string, revision int64, answers Answers, notes Notes) (Survey, error) {
	const op = "maturity.Answer"
	s, q, err := draft(ctx, tx, op, id)
	if err != nil {
		return s, err
	}
	if s.Revision != revision {
		return s, fault.New(fault.Conflict, op, "%s a répondu entre-temps. Voici ses réponses\u202f; les vôtres n’ont pas été enregistrées.",
			"%s has answered meanwhile. These are the answers; yours were not saved.", s.By.Name)
	}
	for name, position := range answers {
		one, ok := q.question(s.Short, name)
		if !ok || position >= len(one.Answers) || position < NotConcerned || position == NotConcerned && !one.Optional {
			return s, fault.New(fault.Invalid, op, "La réponse à «\u00a0%s\u00a0» n’est pas une de celles qui sont proposées.", "The answer to “%s” is not one of those offered.", name)
		}
		s.Answers[name] = position
	}
	for name, words := range notes {
		if len([]rune(words)) > maxNote || len(name) > 120 {
			return s, fault.New(fault.Invalid, op, "Ce texte est trop long\u202f: %d caractères au plus.", "This text is too long: %d characters at most.", maxNote)
		}
		s.Notes[name] = words
	}
	s.Revision++
	s.Changed, s.By = tx.Clock().Now(), tx.Scope().Actor()
	if err := saveAnswers(ctx, tx, s, answers); err != nil {
		return s, err
	}
	if err := saveNotes(ctx, tx, s, notes); err != nil {
		return s, err
	}
	return s, updateSurvey(ctx, tx, s, revision)
}

// Submit closes a survey whose questions all have an answer, and reckons its
// scores.
func Submit(ctx context.Context, tx access.Tx, id string) (Survey, error) {
	const op = "maturity.Submit"
	s, q, err := draft(ctx, tx, op, id)
	if err != nil {
		return s, err
	}
	if missing := q.Missing(s.Short, s.Answers); len(missing) > 0 {
		return s, fault.New(fault.Invalid, op, "Il reste %d questions sans réponse.", "%d questions have no answer yet.", len(missing))
	}
	for name, position := range s.Answers {
		if one, ok := q.question(s.Short, name); ok && q.Justify && position == NotConcerned && s.Notes[WhyNot(name)] == "" {
			return s, fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0»\u202f: dites pourquoi vous n’êtes pas concernés.", "“%[2]s”: say why it does not concern you.", one.Ask.Fr, one.Ask.En)
		}
	}
	s.Scores = q.Scores(s.Short, s.Answers)
	if total, ok := Total(s.Scores); ok {
		s.Total = total
	}
	was := s.Revision
	s.Revision++
	s.State, s.Submitted, s.Changed, s.By = Submitted, tx.Clock().Now(), tx.Clock().Now(), tx.Scope().Actor()
	if err := saveScores(ctx, tx, s); err != nil {
		return s, err
	}
	if err := updateSurvey(ctx, tx, s, was); err != nil {
		return s, err
	}
	return s, tx.Record(ctx, EventSubmitted, s.MemberID, s.ID, map[string]any{"questionnaire": s.Questionnaire, "subject": s.Subject, "version": s.Version, "short": s.Short, "score": int(s.Total)})
}

// Whole answers a form and submits it at once. A draft that somebody has begun
// is a Conflict: it is theirs to end.
func Whole(ctx context.Context, tx access.Tx, member, questionnaire string, short bool, answers Answers) (Survey, error) {
	const op = "maturity.Whole"
	if err := tx.May(ctx, access.Register, member); err != nil {
		return Survey{}, err
	}
	open, err := listWhere(ctx, tx, member, `questionnaire = $2 and subject = '' and state = 'draft'`, questionnaire)
	if err == nil && len(open) > 0 {
		err = fault.New(fault.Conflict, op, "Une évaluation est commencée sur la page\u202f: terminez-la ou abandonnez-la.", "A survey was begun on the page: submit it or drop it.")
	}
	if err != nil {
		return Survey{}, err
	}
	s, err := Start(ctx, tx, member, questionnaire, short)
	if err != nil {
		return s, err
	}
	for name := range s.Answers { // those of the last survey are not meant
		if _, ok := answers[name]; !ok {
			return s, fault.New(fault.Invalid, op, "La question «\u00a0%s\u00a0» n’a pas de réponse.", "Question “%s” has no answer.", name)
		}
	}
	if s, err = Answer(ctx, tx, s.ID, s.Revision, answers); err != nil {
		return s, err
	}
	return Submit(ctx, tx, s.ID)
}

// Drop throws a draft away.
func Drop(ctx context.Context, tx access.Tx, id string) (Survey, error) {
	s, _, err := draft(ctx, tx, "maturity.Drop", id)
	if err != nil {
		return s, err
	}
	if err := deleteSurvey(ctx, tx, s.ID); err != nil {
		return s, err
	}
	return s, tx.Record(ctx, EventDropped, s.MemberID, s.ID, nil)
}

// draft is a survey that may still be answered, and its questionnaire.
func draft(ctx context.Context, tx access.Tx, op, id string) (Survey, *Questionnaire, error) {
	s, err := Get(ctx, tx, id)
	if err != nil {
		return s, nil, err
	}
	if err := tx.May(ctx, access.Register, s.MemberID); err != nil {
		return s, nil, err
	}
	if s.State != Draft {
		return s, nil, fault.New(fault.Conflict, op, "Cette évaluation est terminée\u202f: commencez-en une nouvelle, ses réponses y sont reprises.",
			"This survey is closed: begin a new one, it starts from these answers.")
	}
	q, err := Version(ctx, tx, s.Questionnaire, s.Version)
	return s, q, err
}

// Issue makes a version of a questionnaire the latest one. Its number must be
// above the last.
func Issue(ctx context.Context, tx access.Tx, body []byte) (*Questionnaire, error) {
	return IssueOf(ctx, tx, "", body)
}

// IssueOf is Issue for the questionnaire of a name; another one is refused.
func IssueOf(ctx context.Context, tx access.Tx, name string, body []byte) (*Questionnaire, error) {
	const op = "maturity.Issue"
	if !tx.Scope().Has(access.ProtectionOfficer) && !tx.Scope().IsSystem() {
		return nil, fault.New(fault.Forbidden, op, "Seul le délégué à la protection des données publie un questionnaire.", "Only the data-protection officer issues a questionnaire.")
	}
	q, err := Parse(body)
	if err != nil {
		return nil, err
	}
	if name != "" && !(Kind{Name: name}).covers(q.Name) {
		return nil, fault.New(fault.Invalid, op, "Ce fichier est le questionnaire «\u00a0%[1]s\u00a0»\u202f: sur cette page, son nom (name) doit être «\u00a0%[2]s\u00a0».",
			"This file is the questionnaire “%[1]s”: on this page its name must be “%[2]s”.", q.Name, name)
	}
	last, err := Latest(ctx, tx, q.Name)
	switch {
	case err == nil && q.Version <= last.Version:
		return nil, fault.New(fault.Conflict, op, "La version %d existe déjà\u202f: donnez à celle-ci le numéro %d. Une version publiée ne change plus, pour que les évaluations passées gardent leur sens.",
			"Version %d is there already: number this one %d. A version that is issued does not change, so that earlier surveys keep their meaning.", last.Version, last.Version+1)
	case err != nil && !fault.Is(err, fault.NotFound):
		return nil, err
	}
	if err := insertQuestionnaire(ctx, tx, q, string(body)); err != nil {
		return nil, err
	}
	return q, tx.Record(ctx, EventIssued, "", q.Name, map[string]any{"version": q.Version})
}
