package world

// rng draws numbers by splitmix64. It is written out here, and not taken from
// math/rand, so that no release of Go can change the demonstration.
type rng struct{ state uint64 }

func (r *rng) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// n draws from 0 to limit-1.
func (r *rng) n(limit int) int {
	if limit <= 1 {
		return 0
	}
	return int((r.next() >> 11) % uint64(limit))
}

// between draws from low to high, both included.
func (r *rng) between(low, high int) int { return low + r.n(high-low+1) }

// chance is true perMille times out of a thousand.
func (r *rng) chance(perMille int) bool { return r.n(1000) < perMille }

func pick[T any](r *rng, list []T) T { return list[r.n(len(list))] }

// shuffled is a copy of list in another order.
func shuffled[T any](r *rng, list []T) []T {
	out := append([]T(nil), list...)
	for i := len(out) - 1; i > 0; i-- {
		j := r.n(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// key derives an independent stream from a parent key, a label that says what
// is drawn, and numbers (a year, a rank).
func key(parent uint64, label string, numbers ...int) uint64 {
	h := parent ^ 0xcbf29ce484222325
	for i := 0; i < len(label); i++ {
		h = (h ^ uint64(label[i])) * 0x100000001b3
	}
	for _, n := range numbers {
		h = mix(h ^ uint64(int64(n))*0x9e3779b97f4a7c15)
	}
	return mix(h)
}

func draw(parent uint64, label string, numbers ...int) *rng {
	return &rng{key(parent, label, numbers...)}
}
