package person

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
)

// model is a linear one: each feature has a weight, found by its number. Models
// are made by “go run ./train”, of sentences of our own, and stand in the binary.
type model struct {
	scale, bias float32
	weights     []int8 // a power of two of them
}

// logit is how far the features speak for the answer yes, as the logarithm of
// its odds.
func (m *model) logit(features []uint32) float32 {
	sum, mask := int32(0), uint32(len(m.weights)-1)
	for _, h := range features {
		sum += int32(m.weights[slot(h)&mask])
	}
	return m.bias + m.scale*float32(sum)
}

// slot mixes the bits of a feature's number: the low ones alone are poor.
func slot(h uint32) uint32 { return (h ^ h>>15) * 0x9e3779b1 >> 8 }

// header is the size of what stands before the weights of a model: the scale and
// the bias, as IEEE 754 numbers, little endian.
const header = 8

var errModel = errors.New("person: not a model")

//go:generate go run ./train

//go:embed role.model
var roleWeights []byte

// roleModel weighs whether a person is named in a public role.
var roleModel = mustRead(roleWeights)

func mustRead(b []byte) *model {
	m, err := readModel(b)
	if err != nil {
		panic(err)
	}
	return m
}

// readModel reads what Pack wrote.
func readModel(b []byte) (*model, error) {
	n := len(b) - header
	if n <= 0 || n&(n-1) != 0 {
		return nil, errModel
	}
	m := &model{
		scale:   math.Float32frombits(binary.LittleEndian.Uint32(b)),
		bias:    math.Float32frombits(binary.LittleEndian.Uint32(b[4:])),
		weights: make([]int8, n),
	}
	for i, w := range b[header:] {
		m.weights[i] = int8(w)
	}
	return m, nil
}

// Slot is where the weight of a feature stands among size of them, a power of
// two. It is for the trainer, as are Pack and the samples.
func Slot(feature uint32, size int) int { return int(slot(feature) & uint32(size-1)) }

// Pack writes a model: its weights are rounded to a byte each.
func Pack(weights []float64, bias float64) []byte {
	most := 1e-9
	for _, w := range weights {
		most = max(most, math.Abs(w))
	}
	scale := most / 127
	out := make([]byte, header, header+len(weights))
	binary.LittleEndian.PutUint32(out, math.Float32bits(float32(scale)))
	binary.LittleEndian.PutUint32(out[4:], math.Float32bits(float32(bias)))
	for _, w := range weights {
		out = append(out, byte(int8(math.Round(w/scale))))
	}
	return out
}
