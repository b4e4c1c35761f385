package pia

import "time"

// Status is where an assessment stands.
type Status int

// The statuses, as the tool numbers them.
const (
	Doing Status = iota
	Refused
	Validated // simply
	Signed
	Archived
)

// Mark is what an evaluator thinks of a part.
type Mark int

// The marks, as the tool numbers them.
const (
	Pending Mark = iota
	ToBeFixed
	Improvable // acceptable once its plan of action is carried out
	Acceptable
)

// Assessment is what a file says.
type Assessment struct {
	Name, Category               string
	Status                       Status
	Author, Evaluator, Validator string
	DPO, People                  Opinion
	PeopleAsked                  *bool  // nil while it is not told
	WhyNotAsked                  string // of the people concerned
	Rejection, Adjustments       string
	Created, Updated             time.Time
	Answers                      map[int]Answer // by question
	Measures                     []Measure
	Evaluations                  map[string]Evaluation // by part: "1.2", "2.1.211", "3.1." and a measure's id, "3.2"
	Comments                     []Comment
}

// Opinion is that of the data-protection officer, or of the people concerned.
type Opinion struct {
	Names, Text string
	Favourable  *bool // nil while none is given
}

// Answer is what is said to a question: a text in HTML, a list, or a gauge from
// 1 to 4.
type Answer struct {
	Text  string
	List  []string
	Gauge int
}

// Measure is a measure that exists or is planned. Content is HTML.
type Measure struct {
	ID             int // within its file
	Title, Content string
}

// Evaluation is the mark of a part, and what is to be done.
type Evaluation struct {
	Mark       Mark
	Plan       string // the plan of action
	Remark     string
	Severity   int // 0 to 4, once the plan is carried out
	Likelihood int
	Due        time.Time
	Person     string // in charge
	Finished   bool   // the evaluation, not the plan
}

// Comment is a remark beside a question or a measure.
type Comment struct {
	Ref     string
	Text    string
	Measure bool // Ref is a measure's id
	Created time.Time
}
