package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"airial/privacy/corpus"
	"airial/privacy/person"
)

// example is what a model learns from: the features of one case, and the answer.
type example struct {
	slots  []int32
	yes    bool
	weight float64
	part   int // of the corpus, where it is cut to measure
}

func (e example) plain() example { return e }

func newExample(features []uint32, size int, yes bool, weight float64, part int) example {
	e := example{yes: yes, weight: weight, part: part, slots: make([]int32, len(features))}
	for i, f := range features {
		e.slots[i] = int32(person.Slot(f, size))
	}
	return e
}

// parts is into how many the corpus is cut to measure a model: each of them by one
// that has learned from the others.
const parts = 6

// part is where a sentence belongs.
func part(s corpus.Sentence) int {
	h := fnv.New32a()
	h.Write([]byte(s.Where))
	return int(h.Sum32() % parts)
}

// others are the examples of all parts but one.
func others[E interface{ plain() example }](examples []E, part int) []example {
	var out []example
	for _, e := range examples {
		if e := e.plain(); e.part != part {
			out = append(out, e)
		}
	}
	return out
}

// linear is a model that learns.
type linear struct {
	weights, squares []float64
	bias             float64
	biasSquares      float64
}

func (l *linear) logit(e example) float64 {
	sum := l.bias
	for _, s := range e.slots {
		sum += l.weights[s]
	}
	return sum
}

// learning is how a model is fitted.
type learning struct {
	size   int     // weights, a power of two
	rounds int     // passes over the examples
	rate   float64 // of the steps, which shrink by AdaGrad
	decay  float64 // pull of each weight towards nought at each step that touches it
}

// learn fits a logistic model. It gives the same weights for the same examples.
func learn(examples []example, how learning) *linear {
	l := &linear{weights: make([]float64, how.size), squares: make([]float64, how.size)}
	r := rand.New(rand.NewPCG(1, 2))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for range how.rounds {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := examples[i]
			gradient := 1 / (1 + math.Exp(-l.logit(e)))
			if e.yes {
				gradient--
			}
			gradient *= e.weight
			for _, s := range e.slots {
				g := gradient + how.decay*l.weights[s]
				l.squares[s] += g * g
				l.weights[s] -= how.rate * g / math.Sqrt(l.squares[s]+1e-6)
			}
			l.biasSquares += gradient * gradient
			l.bias -= how.rate * gradient / math.Sqrt(l.biasSquares+1e-6)
		}
	}
	return l
}
