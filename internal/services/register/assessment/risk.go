package assessment

import (
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// Point is a place on the map of risks: 1 to 4 each way, 0 while it is not told.
type Point struct{ Severity, Likelihood int }

// Told tells whether the point has a place.
func (p Point) Told() bool { return p.Severity > 0 && p.Likelihood > 0 }

// Risk is a feared event: where it stands with the measures that are there, and
// where once the plan is carried out.
type Risk struct {
	Letter string // on the map
	Title  i18n.Text
	Now    Point
	After  Point
}

// Risks are the three of an assessment.
func Risks(r model.Record) []Risk {
	letters := map[string]string{"3.2": "A", "3.3": "M", "3.4": "D"}
	var out []Risk
	for _, p := range pia.Parts() {
		letter, feared := letters[p.Ref]
		if !feared {
			continue
		}
		x := Risk{Letter: letter, Title: textOf(p.Title)}
		x.Now = Point{number(r.Get(question(p.Questions[4]))), number(r.Get(question(p.Questions[5])))}
		row, _ := r.Row(lEvaluations, evaluationKey(p.Ref))
		x.After = Point{number(row.Cells[cSeverity]), number(row.Cells[cLikelihood])}
		out = append(out, x)
	}
	return out
}

// The map is a square of four by four cells, severity upwards, likelihood to
// the right, with room for the names of the axes.
const (
	mapCell = 72
	mapLeft = 34
	mapTop  = 8
	mapSide = mapLeft + 4*mapCell + 8
	mapHigh = mapTop + 4*mapCell + 34
)

// cell is one of the sixteen.
type cell struct {
	X, Y string
	Heat string // of 1 to 4: how grave the place is, for the eye alone
}

func cells() []cell {
	var out []cell
	for s := 1; s <= 4; s++ {
		for l := 1; l <= 4; l++ {
			heat := 1
			switch sum := s + l; {
			case sum >= 7:
				heat = 4
			case sum == 6 || s == 4 && l > 1:
				heat = 3
			case sum >= 4:
				heat = 2
			}
			out = append(out, cell{strconv.Itoa(mapLeft + (l-1)*mapCell), strconv.Itoa(mapTop + (4-s)*mapCell), strconv.Itoa(heat)})
		}
	}
	return out
}

// mark is a risk drawn on the map.
type mark struct {
	Letter string
	X, Y   string
	TextY  string
	After  bool
}

// drawn places the risks: those of one place stand side by side.
func drawn(list []Risk) []mark {
	var out []mark
	for n, r := range list {
		for i, p := range []Point{r.Now, r.After} {
			if !p.Told() {
				continue
			}
			x := mapLeft + (p.Likelihood-1)*mapCell + 15 + n*21
			y := mapTop + (4-p.Severity)*mapCell + 20 + i*32
			out = append(out, mark{r.Letter, strconv.Itoa(x), strconv.Itoa(y), strconv.Itoa(y + 4), i == 1})
		}
	}
	return out
}

// Task is a line of the plan of action: what an evaluation asks, or a measure
// that is planned.
type Task struct {
	Key    string // of what it is about, within the assessment
	Part   i18n.Text
	What   i18n.Text
	Person string
	Due    string
}

// Plan lists what is to be done.
func Plan(r model.Record) []Task {
	var out []Task
	for _, c := range evaluatedChapters {
		for _, s := range c.subjects(r) {
			row, _ := r.Row(lEvaluations, s.Key)
			t := Task{Key: s.Key, Part: s.Title, What: say(row.Cells[cPlan]), Person: row.Cells[cPerson].Fr, Due: row.Cells[cDue].Fr}
			if c.Name == "measures" && t.What.Empty() {
				if m, ok := r.Row(lMeasures, s.Key[len("3-1-"):]); ok && !m.Cells[cPlanned].Empty() {
					t.What = i18n.T("Mettre en place cette mesure", "Put this measure in place")
				}
			}
			if !t.What.Empty() {
				out = append(out, t)
			}
		}
	}
	return out
}
