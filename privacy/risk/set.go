package risk

// Set is a set of places, one bit each.
type Set struct{ words []uint64 }

func (s *Set) add(place int) {
	for place>>6 >= len(s.words) {
		s.words = append(s.words, make([]uint64, max(64, len(s.words)))...)
	}
	s.words[place>>6] |= 1 << (place & 63)
}

// Has tells whether a place is in the set.
func (s *Set) Has(place int) bool {
	return place>>6 < len(s.words) && s.words[place>>6]>>(place&63)&1 == 1
}
