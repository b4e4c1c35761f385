package catalogue

// SubjectNames counts the names under all subjects.
func SubjectNames() (n int) {
	for _, s := range Subjects {
		n += len(s.names)
	}
	return n
}
