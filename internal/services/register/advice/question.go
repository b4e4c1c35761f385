package advice

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// What this room tells the journal.
const (
	EventAsked    = "question.asked"
	EventAnswered = "question.answered"
	EventClosed   = "question.closed"
	EventShared   = "document.shared"
	EventRemoved  = "document.removed"
)

// MaxWords is how long a question or an opinion is at most, in characters.
const MaxWords = 10_000

// State is where a question stands.
type State string

// The states.
const (
	Open     State = "open"
	Answered State = "answered"
	Closed   State = "closed" // without an answer: it was asked by mistake
)

// Question is something that a member asks the officer.
type Question struct {
	ID        string
	MemberID  string
	Number    int64
	AskerID   string
	AskerName string
	Page      string // on which it was asked, "" for none
	Words     string
	State     State
	Asked     time.Time
}

// Opinion is the officer's dated answer.
type Opinion struct {
	ID           string
	QuestionID   string
	Year, Number int
	Title        string
	Question     string // in general, without names
	Answer       string
	Shared       bool
	AuthorName   string
	Given        time.Time
}

// Name is the number under which it is quoted.
func (o Opinion) Name() string { return fmt.Sprintf("%d-%03d", o.Year, o.Number) }

const questionColumns = `id, member_id, number, asker_id, asker_name, page, words, state, asked_at`

func scanQuestion(r database.Row) (q Question, err error) {
	var state string
	var at int64
	err = r.Scan(&q.ID, &q.MemberID, &q.Number, &q.AskerID, &q.AskerName, &q.Page, &q.Words, &state, &at)
	q.State, q.Asked = State(state), clock.FromMicros(at)
	return q, err
}

const opinionColumns = `id, question_id, year, number, title, question, answer, shared, author_name, given_at`

func scanOpinion(r database.Row) (o Opinion, err error) {
	var at int64
	err = r.Scan(&o.ID, &o.QuestionID, &o.Year, &o.Number, &o.Title, &o.Question, &o.Answer, &o.Shared, &o.AuthorName, &at)
	o.Given = clock.FromMicros(at)
	return o, err
}

func officer(s access.Scope) bool { return s.IsSystem() || s.Has(access.ProtectionOfficer) }

// person is who asks: her for whom somebody acts, else herself.
func person(s access.Scope) string {
	if s.Actor().Kind != access.Person {
		return ""
	}
	return access.Persons(s.Actor().ID)[0]
}

// reads tells whether the scope reads what the officer shares: whoever works for
// a member or for the operator.
func reads(s access.Scope) bool { return s.IsSystem() || s.OfOperator() || len(s.Members()) > 0 }

func needs(what, fr, en string) error { return fault.New(fault.Invalid, "advice."+what, fr, en) }

// Ask sends a question about a member's processing to the officer.
func Ask(ctx context.Context, tx access.Tx, member, page, words string) (Question, error) {
	const op = "advice.Ask"
	if len(tx.Scope().RolesAt(member)) == 0 { // the operator's own people ask in another way
		return Question{}, fault.Missing(op)
	}
	q := Question{ID: tx.NewID(), MemberID: member, AskerID: person(tx.Scope()), AskerName: tx.Scope().Actor().Name, Page: page,
		Words: strings.TrimSpace(words), State: Open, Asked: tx.Clock().Now()}
	if q.AskerID == "" {
		return q, fault.Missing(op)
	}
	return put(ctx, tx, q)
}

// Hear takes down what somebody without an account here asks for a member: by
// mail, or through a program that decides there.
func Hear(ctx context.Context, tx access.Tx, member, name, words string) (Question, error) {
	if err := tx.May(ctx, access.Decide, member); err != nil {
		return Question{}, err
	}
	if name = strings.TrimSpace(name); name == "" {
		return Question{}, needs("asker", "Dites qui pose la question.", "Say who asks.")
	}
	return put(ctx, tx, Question{ID: tx.NewID(), MemberID: member, AskerName: name, Words: strings.TrimSpace(words), State: Open, Asked: tx.Clock().Now()})
}

// put keeps a question under its number.
func put(ctx context.Context, tx access.Tx, q Question) (Question, error) {
	const op = "advice.put"
	if q.Words == "" {
		return q, needs("words", "Posez votre question en quelques phrases.", "Ask your question in a few sentences.")
	}
	last, err := database.Value[int64](ctx, tx.Elevated("questions"), op, `select coalesce(max(number), 0) from register_question`)
	if err != nil {
		return q, err
	}
	q.Number = last + 1
	_, err = database.Exec(ctx, tx, op, `insert into register_question (`+questionColumns+`, closed_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0)`,
		q.ID, q.MemberID, q.Number, q.AskerID, q.AskerName, q.Page, q.Words, string(q.State), clock.Micros(q.Asked))
	if err != nil {
		return q, err
	}
	return q, tx.Record(ctx, EventAsked, q.MemberID, q.ID, nil)
}

// Get returns a question with its opinion, whose ID is "" while there is none.
func Get(ctx context.Context, tx access.Tx, id string) (Question, Opinion, error) {
	const op = "advice.Get"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scanQuestion, `select `+questionColumns+` from register_question where id = $1 and `+where, args...)
	if err != nil || len(list) == 0 {
		return Question{}, Opinion{}, orMissing(op, err)
	}
	q, s := list[0], tx.Scope()
	if !officer(s) && (q.AskerID == "" || person(s) != q.AskerID) && !slices.Contains(s.MembersWith(access.Decide), q.MemberID) {
		return Question{}, Opinion{}, fault.Missing(op)
	}
	given, err := database.All(ctx, tx, op, scanOpinion, `select `+opinionColumns+` from register_opinion where question_id = $1`, id)
	if err != nil || len(given) == 0 {
		return q, Opinion{}, err
	}
	return q, given[0], nil
}

func orMissing(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.Missing(op)
}

// Answer gives the officer's opinion. A shared one is read by all members: its
// title, its question and its answer name nobody.
func Answer(ctx context.Context, tx access.Tx, id string, o Opinion) (Question, Opinion, error) {
	const op = "advice.Answer"
	if !officer(tx.Scope()) {
		return Question{}, o, fault.Missing(op)
	}
	q, given, err := Get(ctx, tx, id)
	if err != nil {
		return q, o, err
	}
	if given.ID != "" || q.State != Open {
		return q, o, fault.New(fault.Conflict, op, "Cette question a déjà sa réponse.", "This question has its answer already.")
	}
	o.Title, o.Question, o.Answer = strings.TrimSpace(o.Title), strings.TrimSpace(o.Question), strings.TrimSpace(o.Answer)
	switch {
	case o.Title == "":
		return q, o, needs("title", "Donnez un titre à l’avis.", "Give the opinion a title.")
	case o.Answer == "":
		return q, o, needs("answer", "Écrivez l’avis.", "Write the opinion.")
	case o.Shared && o.Question == "":
		return q, o, needs("question", "Pour partager l’avis, posez la question en général, sans nommer personne.", "To share the opinion, put the question in general, naming nobody.")
	}
	o.ID, o.QuestionID, o.Given, o.AuthorName = tx.NewID(), id, tx.Clock().Now(), tx.Scope().Actor().Name
	o.Year, _ = strconv.Atoi(access.Day(o.Given)[:4])
	last, err := database.Value[int](ctx, tx, op, `select coalesce(max(number), 0) from register_opinion where year = $1`, o.Year)
	if err != nil {
		return q, o, err
	}
	o.Number, q.State = last+1, Answered
	if _, err := database.Exec(ctx, tx, op, `insert into register_opinion (`+strings.Replace(opinionColumns, "author_name", "search, author_id, author_name", 1)+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`, o.ID, id, o.Year, o.Number, o.Title, o.Question, o.Answer, database.Bool(o.Shared),
		" "+text.Index(o.Title, o.Question, o.Answer)+" ", tx.Scope().Actor().ID, o.AuthorName, clock.Micros(o.Given)); err != nil {
		return q, o, err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_question set state = 'answered', closed_at = $1 where id = $2`, tx.Micros(), id); err != nil {
		return q, o, err
	}
	return q, o, tx.Record(ctx, EventAnswered, q.MemberID, id, map[string]any{"opinion": o.Name(), "shared": o.Shared})
}

// Search finds shared opinions by their words, the latest first; no words list
// them all.
func Search(ctx context.Context, tx access.Tx, query string, limit int) ([]Opinion, error) {
	if !reads(tx.Scope()) {
		return nil, fault.Missing("advice.Search")
	}
	where, args := `shared = 1`, []any{}
	for i, word := range strings.Fields(text.Index(query)) {
		if i == 8 {
			break
		}
		args = append(args, "% "+text.EscapeLike(word)+" %")
		where += fmt.Sprintf(` and search like $%d escape '\'`, len(args))
	}
	args = append(args, limit)
	return database.All(ctx, tx, "advice.Search", scanOpinion, `select `+opinionColumns+` from register_opinion where `+where+
		fmt.Sprintf(` order by given_at desc, id desc limit $%d`, len(args)), args...)
}

// OpinionOf returns a shared opinion.
func OpinionOf(ctx context.Context, tx access.Tx, id string) (Opinion, error) {
	const op = "advice.OpinionOf"
	if !reads(tx.Scope()) {
		return Opinion{}, fault.Missing(op)
	}
	list, err := database.All(ctx, tx, op, scanOpinion, `select `+opinionColumns+` from register_opinion where id = $1 and shared = 1`, id)
	if err != nil || len(list) == 0 {
		return Opinion{}, orMissing(op, err)
	}
	return list[0], nil
}

// Mine lists the questions of the person of the scope and of the members for
// which she decides, the latest first.
func Mine(ctx context.Context, tx access.Tx, limit int) ([]Question, error) {
	where, args := tx.OnlyOwn(access.Decide, "member_id", []any{person(tx.Scope()), limit})
	return database.All(ctx, tx, "advice.Mine", scanQuestion, `select `+questionColumns+` from register_question
		where asker_id <> '' and asker_id = $1 or `+where+` order by asked_at desc, id desc limit $2`, args...)
}

// Of lists the questions of a member, for who decides there, the latest first.
func Of(ctx context.Context, tx access.Tx, member string, limit int) ([]Question, error) {
	if err := tx.May(ctx, access.Decide, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, "advice.Of", scanQuestion, `select `+questionColumns+` from register_question
		where member_id = $1 order by asked_at desc, id desc limit $2`, member, limit)
}

// Queue lists all questions for the officer: those that wait first, the oldest
// first.
func Queue(ctx context.Context, tx access.Tx, limit, offset int) ([]Question, int, error) {
	const op = "advice.Queue"
	if !officer(tx.Scope()) {
		return nil, 0, fault.Missing(op)
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*) from register_question`)
	if err != nil {
		return nil, 0, err
	}
	list, err := database.All(ctx, tx, op, scanQuestion, `select `+questionColumns+` from register_question
		order by case state when 'open' then 0 else 1 end, case state when 'open' then asked_at else -asked_at end, id limit $1 offset $2`, limit, offset)
	return list, total, err
}

func countOpen(ctx context.Context, tx access.Tx) (int, error) {
	return database.Value[int](ctx, tx, "advice.countOpen", `select count(*) from register_question where state = 'open'`)
}

// Take puts down, for the officer, what somebody asked in another way: an e-mail.
// asker is the account of who asked, "" for one without.
func Take(ctx context.Context, tx access.Tx, member, asker, name, page, words string) (Question, error) {
	const op = "advice.Take"
	if !officer(tx.Scope()) {
		return Question{}, fault.Missing(op)
	}
	if name = strings.TrimSpace(name); name == "" {
		return Question{}, needs("asker", "Dites qui pose la question.", "Say who asks.")
	}
	return put(ctx, tx, Question{ID: tx.NewID(), MemberID: member, AskerID: asker, AskerName: name, Page: page, Words: strings.TrimSpace(words), State: Open, Asked: tx.Clock().Now()})
}
