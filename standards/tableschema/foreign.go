package tableschema

import (
	"context"
	"hash/maphash"
	"io"
	"slices"
)

// KeySet holds the values of some fields of a table, as digests, for the keys
// of other tables that refer to them.
type KeySet struct {
	digests map[uint64]bool
}

var foreignSeed = maphash.MakeSeed()

// foreignDigest is the digest of the values of a key: texts as they are
// written, without the blanks around them.
func foreignDigest(buf []byte, values [][]byte) ([]byte, uint64) {
	buf = buf[:0]
	for _, v := range values {
		buf = append(append(buf, trimSpace(v)...), 0)
	}
	return buf, maphash.Bytes(foreignSeed, buf)
}

// CollectKeys reads a table to its end and gives the values of the fields that
// are named. ok is false when one of them has no column.
func CollectKeys(ctx context.Context, src Source, schema *Schema, fields []string) (set *KeySet, ok bool, err error) {
	places := make([]int, len(fields))
	columns := Match(src.Header(), schema).Columns
	for i, f := range fields {
		places[i] = slices.IndexFunc(columns, func(c Column) bool { return c.Field == f })
		if places[i] < 0 {
			return nil, false, nil
		}
	}
	set = &KeySet{digests: map[uint64]bool{}}
	values := make([][]byte, len(fields))
	var buf []byte
	for n := 0; ; n++ {
		if n%checkInterval == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		rec, err := src.Next()
		if err == io.EOF {
			return set, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		for i, p := range places {
			values[i] = nil
			if p < len(rec.Cells) {
				values[i] = rec.Cells[p]
			}
		}
		var digest uint64
		buf, digest = foreignDigest(buf, values)
		set.digests[digest] = true
	}
}

// foreignRun looks the values of some fields up in another table.
type foreignRun struct {
	key    *ForeignKey
	fields []int
	set    *KeySet
	buf    []byte
	values [][]byte
}

// startForeign makes the keys ready of which the caller knows the other table.
func (r *run) startForeign(references map[string]*KeySet) {
	if r.prog.schema == nil {
		return
	}
	for i := range r.prog.schema.ForeignKeys {
		k := &r.prog.schema.ForeignKeys[i]
		set := references[k.Reference()]
		f := foreignRun{key: k, set: set, values: make([][]byte, len(k.Fields))}
		for _, name := range k.Fields {
			at := r.prog.schema.index(name)
			if at < 0 || !slices.ContainsFunc(r.columns, func(c columnRun) bool { return c.field != nil && c.field.index == at }) {
				set = nil
				break
			}
			f.fields = append(f.fields, at)
		}
		if set != nil && len(f.fields) > 0 {
			r.foreign = append(r.foreign, f)
		}
	}
}

// Reference names what the key refers to, for Options.References.
func (k *ForeignKey) Reference() string {
	name := k.Resource
	for _, f := range k.RefFields {
		name += "\x00" + f
	}
	return name
}

// look looks the values of the row under way up. Cells that hold nothing refer
// to nothing.
func (f *foreignRun) look(r *run) {
	empty := true
	for i, at := range f.fields {
		s := &r.cells[at]
		switch s.state {
		case wrong:
			return
		case set:
			f.values[i], empty = s.Text, false
		default:
			f.values[i] = nil
		}
	}
	if empty {
		return
	}
	var digest uint64
	if f.buf, digest = foreignDigest(f.buf, f.values); f.set.digests[digest] {
		return
	}
	if found := r.fault(&r.prog.fields[f.fields[0]], "foreign-key", "", f.values[0]); found != nil {
		found.arg("table", f.key.Resource).arg("columns", listNames(f.key.RefFields))
	}
}
