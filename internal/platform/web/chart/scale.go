package chart

import "math"

// scale leads from values to a length. Its ends are round numbers.
type scale struct {
	low, high float64
	step      float64
}

// newScale spans all values, with about n steps. Bars begin at zero; lines too,
// unless their values lie far from it and close to each other.
func newScale(values []float64, n int, zero bool) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if known(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	if low > high {
		return scale{0, 1, 1}
	}
	if zero || low > 0 && low < 0.6*high {
		low, high = math.Min(low, 0), math.Max(high, 0)
	}
	if zero || high < 0 && high > 0.6*low {
		high = math.Max(high, 0)
	}
	if low == high {
		if low == 0 {
			high = 1
		} else {
			low, high = math.Min(low, 0), math.Max(high, 0)
		}
	}
	step := roundStep((high - low) / float64(n))
	return scale{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
}

// roundStep is the next of 1, 2, 5 times a power of ten.
func roundStep(rough float64) float64 {
	if !known(rough) || rough <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, m := range []float64{1, 2, 5} {
		if rough <= m*power*1.0000001 {
			return m * power
		}
	}
	return 10 * power
}

// at is where a value lies, from 0 to 1.
func (s scale) at(v float64) float64 {
	return (v - s.low) / (s.high - s.low)
}

// ticks are the round values from the lowest to the highest.
func (s scale) ticks() []float64 {
	n := int(math.Round((s.high - s.low) / s.step))
	out := make([]float64, 0, n+1)
	for i := 0; i <= n && i <= 20; i++ {
		v := s.low + float64(i)*s.step
		if math.Abs(v) < s.step/1e6 {
			v = 0 // and not 5.5e-17
		}
		out = append(out, v)
	}
	return out
}
