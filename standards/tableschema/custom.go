package tableschema

import "fmt"

// checkProg is a custom check made ready.
type checkProg struct {
	CustomCheck
	fields []int // -1 for a column that is no field of the schema
	kind   checkKind
}

// checkKind is how a check looks at a row: at one cell, at the values of
// several, or at the row as it likes. One of the three is there; none for a
// check that is unknown. What they give is the detail of the fault, and
// whether there is none.
type checkKind struct {
	need   int // columns
	one    func(p *checkProg, f *Field, cell []byte) (detail string, ok bool)
	values func(p *checkProg, states []*cellState) (detail string, ok bool)
	row    func(r *run, c *checkRun)
}

// checkRun is a custom check on one table.
type checkRun struct {
	*checkProg
	states []*cellState
}

var checkKinds = map[string]checkKind{
	CheckSIRET:         {need: 1, one: siretFault},
	CheckSIREN:         {need: 1, one: sirenFault},
	CheckNomenclature:  {need: 1, one: nomenclatureFault},
	CheckYearInterval:  {need: 1, one: yearIntervalFault},
	CheckOpeningHours:  {need: 1, one: openingHoursFault},
	CheckPhoneNumber:   {need: 1, one: phoneFault},
	CheckGPS:           {need: 1, one: gpsFault},
	CheckCompare:       {need: 2, values: compareFault},
	CheckSum:           {need: 2, values: sumFault},
	CheckCohesive:      {need: 2, row: checkCohesive},
	CheckOneOfRequired: {need: 2, row: checkOneOfRequired},
}

func compileCheck(s *Schema, c CustomCheck) (checkProg, error) {
	p := checkProg{CustomCheck: c}
	for _, name := range c.Columns {
		p.fields = append(p.fields, s.index(name))
	}
	kind, ok := checkKinds[c.Name]
	if !ok {
		return p, nil // reported at each check, see startCheck
	}
	if len(c.Columns) < kind.need {
		return p, fmt.Errorf("tableschema: the check %s names %d columns", c.Name, len(c.Columns))
	}
	p.kind = kind
	return p, nil
}

// startCheck makes a check ready when the columns it needs are there. A check
// is skipped where a column is absent, but for one-of-required.
func (r *run) startCheck(p *checkProg, have []bool) {
	if p.kind.need == 0 {
		f := Finding{Level: Warning, Code: "check-error", Detail: "unknown"}
		r.c.add(*f.arg("check", p.Name))
		return
	}
	present := 0
	for _, i := range p.fields {
		if i >= 0 && have[i] {
			present++
		}
	}
	if p.Name == CheckOneOfRequired {
		if present == 0 {
			f := Finding{Level: Error, Code: CheckOneOfRequired, Detail: "columns", Field: p.Columns[0], HasField: true}
			r.c.add(*f.arg("columns", listNames(p.Columns)))
			return
		}
	} else if present < len(p.fields) {
		return
	}
	c := checkRun{checkProg: p}
	for i := range p.fields {
		c.states = append(c.states, c.state(r, i))
	}
	r.checks = append(r.checks, c)
}

// look makes the check on the row under way.
func (c *checkRun) look(r *run) {
	if c.kind.row != nil {
		c.kind.row(r, c)
		return
	}
	for _, s := range c.states {
		if s.state != set {
			return
		}
	}
	if c.kind.one != nil {
		if detail, ok := c.kind.one(c.checkProg, r.prog.fields[c.fields[0]].f, c.states[0].Text); !ok {
			c.fail(r, detail)
		}
		return
	}
	detail, ok := c.kind.values(c.checkProg, c.states)
	if ok {
		return
	}
	if f := c.fail(r, detail); f != nil {
		switch c.Name {
		case CheckCompare:
			f.arg("op", c.Op).arg("other", c.Columns[1]).arg("other_value", shown(c.states[1].Text))
		case CheckSum:
			c.explainSum(f)
		}
	}
}

// state gives the state of the i-th column of the check.
func (c *checkRun) state(r *run, i int) *cellState {
	if c.fields[i] < 0 {
		return &cellState{}
	}
	return &r.cells[c.fields[i]]
}

// fail notes a finding of the check on its first column.
func (c *checkRun) fail(r *run, detail string) *Finding {
	state := c.state(r, 0)
	var cell []byte
	if state.state == set {
		cell = state.Text
	}
	return r.fault(&r.prog.fields[max(c.fields[0], 0)], c.Name, detail, cell)
}

// checkOneOfRequired asks for a value in one of the columns. A column that the
// file does not have counts as empty.
func checkOneOfRequired(r *run, c *checkRun) {
	for i := range c.fields {
		if s := c.state(r, i).state; s == set || s == wrong {
			return
		}
	}
	if f := c.fail(r, "empty"); f != nil {
		f.Value, f.HasValue = "", false
		f.arg("columns", listNames(c.Columns))
	}
}

// checkCohesive asks for values in all of the columns or in none.
func checkCohesive(r *run, c *checkRun) {
	filled := 0
	var empty []string
	for i := range c.fields {
		switch c.state(r, i).state {
		case set, wrong:
			filled++
		default:
			empty = append(empty, c.Columns[i])
		}
	}
	if filled == 0 || len(empty) == 0 {
		return
	}
	if f := c.fail(r, "mixed"); f != nil {
		f.arg("columns", listNames(c.Columns)).arg("empty", listNames(empty))
	}
}

// compareFault compares two columns: as numbers when both are, as texts when
// both are texts, as dates when both are.
func compareFault(p *checkProg, states []*cellState) (detail string, ok bool) {
	sign, ok := compareCells(states[0], states[1])
	switch {
	case !ok:
		return "incomparable", false
	case !holds(p.Op, sign):
		return "false", false
	}
	return "", true
}

func compareCells(a, b *cellState) (sign int, ok bool) {
	x, y := a.Value, b.Value
	if a.kind == kindText && b.kind == kindText {
		d, ok1 := parseDecimal(trimSpace(a.Text))
		e, ok2 := parseDecimal(trimSpace(b.Text))
		if !ok1 || !ok2 {
			return compareText(a.Text, b.Text), true
		}
		return d.compare(e)
	}
	x, y = numeric(x), numeric(y)
	return compareValues(x, y)
}

// numeric reads a text that looks like a number as one, as the reference does
// to compare it with a number.
func numeric(v Value) Value {
	if v.kind == kindText {
		if d, ok := parseDecimal(trimSpace(v.Text)); ok {
			return Value{kind: kindNumber, dec: d}
		}
	}
	return v
}

func compareText(a, b []byte) int {
	switch {
	case string(a) < string(b):
		return -1
	case string(a) > string(b):
		return 1
	}
	return 0
}

func holds(op string, sign int) bool {
	switch op {
	case ">":
		return sign > 0
	case ">=":
		return sign >= 0
	case "==":
		return sign == 0
	case "!=":
		return sign != 0
	case "<=":
		return sign <= 0
	case "<":
		return sign < 0
	}
	return false
}
