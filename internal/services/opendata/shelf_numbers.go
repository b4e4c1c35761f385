package opendata

import "sync"

// kind is all by which a dataset can be narrowed besides who publishes it. Many
// datasets are of one kind: what is found is counted by kinds, and what each of
// them has is only then looked at.
type kind struct {
	schema  int32 // the numbers of its names
	licence int16
	year    int16  // of its latest publication, in France
	themes  uint16 // a bit each, in the order of theme.All; noTheme for none
	formats uint16 // a bit each, in the order of Formats
}

// names numbers names, and keeps one copy of each.
type names = numbers[string]

// numbers numbers values as they come. A number stays what it is.
type numbers[T comparable] struct {
	mu      sync.RWMutex
	numbers map[T]int32
	list    []T
}

// of returns the number of a value, which it gets if it had none.
func (n *numbers[T]) of(value T) int32 {
	n.mu.Lock()
	defer n.mu.Unlock()
	no, known := n.numbers[value]
	if !known {
		if n.numbers == nil {
			n.numbers = map[T]int32{}
		}
		no = int32(len(n.list))
		n.numbers[value], n.list = no, append(n.list, value)
	}
	return no
}

// wanted returns the number of a value that is looked for.
func (n *numbers[T]) wanted(value T) int32 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if no, known := n.numbers[value]; known {
		return no
	}
	return nothing
}

// all are the values by their numbers.
func (n *numbers[T]) all() []T {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.list
}

// marks are a set of numbers, a bit each.
type marks []uint64

func (m marks) has(n int64) bool {
	return uint64(n)>>6 < uint64(len(m)) && m[n>>6]>>(n&63)&1 == 1
}

func (m *marks) add(n int64) {
	if more := int(n>>6) + 1 - len(*m); more > 0 {
		*m = append(*m, make(marks, more)...)
	}
	(*m)[n>>6] |= 1 << (n & 63)
}
