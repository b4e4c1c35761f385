package draft

import (
	"time"

	"airial/standards/tableschema"
)

// Draft is a table that is being written.
type Draft struct {
	ID        string
	MemberID  string
	PieceID   string // the dataset whose next version it will be; "" for a new one
	VersionID string // the version that it corrects; "" for one begun from its schema
	Schema    tableschema.SchemaRef
	Title     string
	Proposals []Proposal // what can be mended, of a version
	Decided   bool       // somebody has said which of them to make
	Accepted  []string   // keys of the proposals that are made
	Rows      int        // rows that are shown, of one begun from its schema
	Revision  int64      // grows with every change
	Found     Found
	CreatedBy string // as the journal names actors
	Created   time.Time
	Changed   time.Time
	Expires   time.Time
}

// days is how long a draft is kept after the last change.
const days = 60

// Bounds of a draft. Beyond them a file is the better tool.
const (
	MostRows   = 5_000  // of a table begun from its schema
	mostEdited = 20_000 // rows of a deposited file that are written over
	mostFound  = 20_000 // rows with findings that are listed
	mostCross  = 2_000  // findings about several rows that are kept
	mostCell   = 20_000 // bytes of a cell
)

// Corrects tells whether the draft corrects a deposited file.
func (d Draft) Corrects() bool { return d.VersionID != "" }

// Proposal is a correction that is beyond doubt, of all the cells of a column.
type Proposal struct {
	Rule     string    `json:"rule"`
	Field    string    `json:"field,omitempty"`
	Count    int       `json:"count"`
	Examples []example `json:"examples,omitempty"`
}

type example struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Key names a proposal within its draft.
func (p Proposal) Key() string { return p.Rule + "\x1f" + p.Field }

// Always tells whether the change is made by the mere writing of a clean file.
func (p Proposal) Always() bool { return tableschema.Always(p.Rule) }

// Found is what a check of the whole draft found.
type Found struct {
	Revision int64                 `json:"revision"` // of the draft that was checked; -1 for none
	Errors   int                   `json:"errors"`
	Warnings int                   `json:"warnings"`
	Total    int                   `json:"total"`           // rows of the table
	Rows     []int                 `json:"rows"`            // those with findings, in order
	More     bool                  `json:"more,omitempty"`  // there are more of them
	Table    []tableschema.Finding `json:"table,omitempty"` // about the table as a whole
	Cross    []tableschema.Finding `json:"cross,omitempty"` // about a row among others
}

// Edit is a cell that a person writes. Was is what the page showed.
type Edit struct {
	Row, Col int
	Was, To  string
}

// Conflict is a cell that somebody else has written meanwhile.
type Conflict struct {
	Edit
	Theirs string
	By     string // who, "" when it is not known any more
}

// change is a cell in the list of writings.
type change struct {
	Row  int    `json:"r"`
	Col  int    `json:"c"`
	From string `json:"f"`
	To   string `json:"t"`
}

// step is one writing.
type step struct {
	Number  int64    `json:"-"`
	Cells   []change `json:"cells,omitempty"`
	Dropped []int    `json:"dropped,omitempty"`
	Undone  bool     `json:"-"`
	ByRef   string   `json:"-"`
	ByName  string   `json:"-"`
}

// overlay is what was written over the rows of a table.
type overlay map[int]*row

type row struct {
	cells   map[int]string
	dropped bool
}

func (o overlay) at(n int) *row {
	r := o[n]
	if r == nil {
		r = &row{cells: map[int]string{}}
		o[n] = r
	}
	return r
}
