package odsql

// Expr is a node of a tree.
type Expr interface {
	// Pos is the byte at which the node begins in its clause.
	Pos() int
}

// At is where a node begins.
type At int

// Pos implements Expr.
func (a At) Pos() int { return int(a) }

// Field is the name of a field, without back-quotes.
type Field struct {
	At
	Name string
}

// String is a text. In the place of a condition it is searched for in all
// fields.
type String struct {
	At
	Value string
}

// Number is a number. Whole says that it was written without a fraction.
type Number struct {
	At
	Value float64
	Whole bool
}

// Bool is true or false.
type Bool struct {
	At
	Value bool
}

// Null is the word null.
type Null struct{ At }

// Date is a date literal: the first instant that it can mean and how much of
// the calendar it names.
type Date struct {
	At
	Value Moment
}

// Geometry is a geometry literal.
type Geometry struct {
	At
	Value Shape
}

// Quantity is a number with a unit: 10km, 1 day.
type Quantity struct {
	At
	Value float64
	Unit  string
}

// Star is *: all fields, all rows, or an open end.
type Star struct{ At }

// Operator joins two expressions.
type Operator string

// The operators, from the weakest to the strongest.
const (
	Or       Operator = "or"
	And      Operator = "and"
	Equal    Operator = "="
	Unequal  Operator = "!="
	Less     Operator = "<"
	AtMost   Operator = "<="
	Greater  Operator = ">"
	AtLeast  Operator = ">="
	Plus     Operator = "+"
	Minus    Operator = "-"
	Times    Operator = "*"
	DividedB Operator = "/"
)

// Binary is Left Op Right.
type Binary struct {
	At
	Op          Operator
	Left, Right Expr
}

// Not is the contrary of a condition.
type Not struct {
	At
	X Expr
}

// Negative is -X.
type Negative struct {
	At
	X Expr
}

// Like is X like "words".
type Like struct {
	At
	X       Expr
	Pattern string
}

// In is X in (a, b, c).
type In struct {
	At
	X    Expr
	List []Expr
}

// Within is X in [from..to]: OpenFrom and OpenTo leave an end out.
type Within struct {
	At
	X, From, To      Expr
	OpenFrom, OpenTo bool
}

// IsNull is X is null.
type IsNull struct {
	At
	X Expr
}

// IsBool is X is true or X is false.
type IsBool struct {
	At
	X     Expr
	Value bool
}

// Call is a function with its arguments. Name is in lower case.
type Call struct {
	At
	Name     string
	Distinct bool // count(distinct x)
	Args     []Expr
	Named    []Named // now(hours=-1)
}

// Named is an argument with a name.
type Named struct {
	Name  string
	Value float64
}

// Ranges is range(field, ...): either a width, in units of a field or of the
// calendar, or steps.
type Ranges struct {
	At
	X     Expr
	Width *Quantity // Unit "" for numbers
	Steps []Expr    // Number or Date, rising
	// Below and Above make groups of what lies before the first step and from
	// the last one on.
	Below, Above bool
}

// Selected is one expression of a select clause.
type Selected struct {
	X    Expr   // nil for Include and Exclude; *Star for all fields
	As   string // label, "" for none
	Text string // as it was written, without the label
	// Include and Exclude name fields; a * at the end stands for any ending.
	Include, Exclude []string
}

// Label is the key of the expression in answers.
func (s Selected) Label() string { return label(s.X, s.As, s.Text) }

// Grouped is one expression of a group_by clause.
type Grouped struct {
	X    Expr
	As   string
	Text string
}

// Label is the key of the expression in answers.
func (g Grouped) Label() string { return label(g.X, g.As, g.Text) }

func label(x Expr, as, text string) string {
	if as != "" {
		return as
	}
	if f, ok := x.(*Field); ok {
		return f.Name
	}
	return text
}

// Ordered is one expression of an order_by clause.
type Ordered struct {
	X    Expr
	Desc bool
	Text string
}
