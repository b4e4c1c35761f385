package tables

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkAsk1Mx16 stands against 25 ms for a filtered page, 40 ms for groups
// and 300 ms for a search over all text. Each round asks something else, so that
// no total is known.
func BenchmarkAsk1Mx16(b *testing.B) {
	table := big(b)
	e := newEngine(b, Config{})
	if err := e.Warm(b.Context(), table); err != nil {
		b.Fatal(err)
	}
	cell := func(i int) *Node { return Cell(i, subsidyColumns[i]) }
	all := make([]*Node, len(subsidyColumns))
	for i := range all {
		all[i] = cell(i)
	}
	round := 0
	for name, ask := range map[string]func() Ask{
		"filtered page": func() Ask {
			return Ask{Out: all, Limit: 20, Where: Must(And, Must(More, cell(8), Value(round%90_000)),
				Must(AtLeas, cell(3), Day(time.Date(2018, 1, 1+round%2000, 0, 0, 0, 0, time.UTC))))}
		},
		"group by text": func() Ask {
			return Ask{Out: []*Node{Key(0, cell(1)), Must(Sum, cell(8)), Must(Count)}, Group: []*Node{cell(1)},
				Order: []Order{{By: Must(Sum, cell(8)), Desc: true}}, Limit: 20, Where: Must(More, cell(8), Value(round%90_000))}
		},
		"group by year": func() Ask {
			year := Must(Part, Value("year"), cell(3))
			return Ask{Out: []*Node{Key(0, year), Must(Average, cell(8))}, Group: []*Node{year}, Limit: 20, Where: Must(More, cell(8), Value(round%90_000))}
		},
		"search all text": func() Ask {
			var any []*Node
			for i, c := range subsidyColumns {
				if c.Type == Text {
					any = append(any, Must(Holds, Must(Folded, cell(i)), Value(fmt.Sprint("soutien a l'oeuvre n° ", round%20_000))))
				}
			}
			return Ask{Out: all, Limit: 20, Where: Must(Or, any...)}
		},
		"sorted page": func() Ask {
			return Ask{Out: all, Limit: 20, Offset: int64(round % 1000), Order: []Order{{By: cell(8), Desc: true}}}
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				round++
				if _, _, err := e.Ask(b.Context(), table, ask()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
