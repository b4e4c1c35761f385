package tableschema

import "strings"

// AsValidata gives the same schema with its patterns read as Validata reads
// them: ^…$ is put around a pattern without a group, so that a|b means "begins
// with a, or is b"; the end may be followed by a line feed; \d and \w take
// digits and letters of all scripts. The default is the strict reading, a
// pattern matches the whole cell.
func (s *Schema) AsValidata() *Schema {
	return &Schema{
		Name: s.Name, Version: s.Version, Title: s.Title, Description: s.Description, Fields: s.Fields,
		MissingValues: s.MissingValues, PrimaryKey: s.PrimaryKey, UniqueKeys: s.UniqueKeys, ForeignKeys: s.ForeignKeys,
		Checks: s.Checks, Warnings: s.Warnings, validata: true,
	}
}

// newValidataPattern reads a pattern as Python's re.match reads ^pattern$.
func newValidataPattern(source string) (*pattern, error) {
	loose := pythonClasses(source)
	p, err := newPattern(`(?:^` + loose + `\n?\z)(?s:.*)`)
	if err != nil { // back-references and the like: the strict reading
		return newPattern(source)
	}
	// What stands between \A and the alternatives must bind them all, but ^
	// and the end only their neighbours, as in the reference.
	p.source = source
	return p, nil
}

// pythonClasses writes \d and \w as Python understands them, within brackets
// and outside.
func pythonClasses(source string) string {
	var b strings.Builder
	bracket := false
	for i := 0; i < len(source); i++ {
		c := source[i]
		if c == '\\' && i+1 < len(source) {
			i++
			switch next := source[i]; {
			case next == 'd':
				b.WriteString(`\p{Nd}`)
			case next == 'w' && bracket:
				b.WriteString(`\p{L}\p{N}_`)
			case next == 'w':
				b.WriteString(`[\p{L}\p{N}_]`)
			default:
				b.WriteByte('\\')
				b.WriteByte(next)
			}
			continue
		}
		switch {
		case c == '[' && !bracket:
			bracket = true
		case c == ']' && bracket:
			bracket = false
		}
		b.WriteByte(c)
	}
	return b.String()
}
