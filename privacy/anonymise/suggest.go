package anonymise

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"airial/privacy"
)

// DefaultK is the k that a suggested plan asks for; StrictK where the file comes
// from the processing of sensitive data.
const (
	DefaultK = 5
	StrictK  = 10
)

// Suggestion is a plan with what it was made from.
type Suggestion struct {
	Plan *Plan
	Scan privacy.Result
}

// byKind says what becomes of a column that holds one kind of datum.
var byKind = map[privacy.Kind]Step{
	privacy.BirthDate:   {Do: Generalise, To: ToYear},
	privacy.Address:     {Do: Generalise, To: ToCommune},
	privacy.Coordinates: {Do: Generalise, To: ToGrid, Digits: DefaultDecimals},
}

// Suggest proposes a plan for a table: columns of one kind of datum are dropped
// or generalised, texts are searched, and where the rows are persons the columns
// that tell them apart are generalised until few rows stand below k.
func Suggest(ctx context.Context, open Opener, strict bool) (*Suggestion, error) {
	var scanner *privacy.Scanner
	var columns []privacy.Column
	look := newSample()
	t, err := open()
	if err != nil {
		return nil, err
	}
	columns = t.Columns()
	if err := t.Close(); err != nil {
		return nil, err
	}
	scanner = privacy.NewScanner(columns, privacy.Options{Names: true, Strict: strict, MaxFindings: 1})
	err = open.each(func(_ []privacy.Column, row int, cells [][]byte) error {
		scanner.Row(row, cells)
		look.row(cells, len(columns))
		if look.rows&0xfff == 0 {
			return ctx.Err()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	result := scanner.Result()
	p, persons := &Plan{}, false
	for i, c := range columns {
		if p.Step(c.Name) != nil {
			continue // two columns of one name share a step
		}
		s := suggestStep(c.Name, look.column(i), result)
		persons = persons || personal(c.Name, result)
		p.Columns = append(p.Columns, s)
	}
	if persons {
		k := DefaultK
		if strict {
			k = StrictK
		}
		look.anonymity(p, columns, k)
	}
	return &Suggestion{Plan: p, Scan: result}, nil
}

// personal tells whether a column says that the rows are private persons.
func personal(name string, r privacy.Result) bool {
	return slices.ContainsFunc(r.Summary, func(s privacy.Summary) bool {
		if s.Field != name || s.Ratio < wholeColumn {
			return false
		}
		switch s.Kind {
		case privacy.PersonName, privacy.NIR, privacy.INE, privacy.CAF, privacy.BirthDate:
			return s.Level >= privacy.Review || s.Kind == privacy.BirthDate
		}
		return false
	})
}

// wholeColumn is the share of cells above which a column is taken to hold one
// kind of datum.
const wholeColumn = 0.5

func suggestStep(name string, values []string, r privacy.Result) Step {
	s := Step{Column: name, Do: Keep, Mark: DefaultMark, Digits: DefaultDecimals}
	var notes []string
	for _, found := range r.Summary {
		if found.Field != name || found.Level < privacy.Review {
			continue
		}
		notes = append(notes, fmt.Sprintf("%s (%s): %d", found.Kind, found.Level, found.Cells))
		switch {
		case s.Do == Drop:
		case found.Ratio < wholeColumn || long(values):
			if s.Do == Keep {
				s.Do = Redact
			}
		default:
			s.Do = Drop
			if w, ok := byKind[found.Kind]; ok && readable(w, values) {
				s.Do, s.To, s.Digits = w.Do, w.To, w.Digits
			}
			if found.Kind == privacy.Salary {
				if size := bandOf(values); size > 0 {
					s.Do, s.To, s.Size = Generalise, ToBand, size
				}
			}
		}
	}
	s.Note = strings.Join(notes, ", ")
	return s
}

// long tells whether the values are texts: what stands in them is more than a
// datum.
func long(values []string) bool {
	words := 0
	for _, v := range values {
		words += len(strings.Fields(v))
	}
	return len(values) > 0 && words > 6*len(values)
}

// readable tells whether a step can read nearly all values.
func readable(s Step, values []string) bool {
	fine := 0
	for _, v := range values {
		if _, ok := s.cell(v, nil); ok {
			fine++
		}
	}
	return fine > 0 && fine*10 >= len(values)*9
}

// bandOf is a round width that cuts the usual range of numbers into some ten
// bands; 0 when they are no numbers.
func bandOf(values []string) int64 {
	var numbers []float64
	for _, v := range values {
		if f, ok := readNumber(v); ok {
			numbers = append(numbers, f)
		}
	}
	if len(numbers) == 0 || len(numbers)*10 < len(values)*9 {
		return 0
	}
	slices.Sort(numbers)
	spread := (numbers[len(numbers)*9/10] - numbers[len(numbers)/10]) / 8
	size := int64(math.Pow(10, math.Max(0, math.Floor(math.Log10(math.Max(spread, 1))))))
	for _, by := range []int64{5, 2} {
		if float64(size*by) <= spread {
			return size * by
		}
	}
	return size
}
