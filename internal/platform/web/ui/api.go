package ui

// APIDoc is a machine interface as people read it.
type APIDoc struct {
	Title, Version, Description string
	Document                    string // address of the OpenAPI document
	Groups                      []APIGroup
	Problems                    []APIProblem
}

// APIGroup is the operations of one tag.
type APIGroup struct {
	Name, Description string
	Operations        []APIOperation
}

// APIOperation is one thing that a machine may ask.
type APIOperation struct {
	ID, Method, Path     string
	Summary, Description string
	Token                bool // needs one
	Params               []APIField
	BodyType             string
	Body                 []APIField
	Answers              []APIAnswer
	Curl                 string
}

// APIField is a parameter, or a field of a body.
type APIField struct {
	Name, In, Type, Description string
	Required                    bool
}

// APIAnswer is what comes back with a status.
type APIAnswer struct {
	Status, Description, Type string
	Fields                    []APIField
}

// APIProblem is a kind of failure, with the anchor its type address leads to.
type APIProblem struct {
	Kind           string
	Status         int
	Title, Message string
}
