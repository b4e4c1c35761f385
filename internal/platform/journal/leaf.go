package journal

import (
	"encoding/hex"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// leaf is what stays of an entry for ever.
type leaf struct {
	id, kind, member, subject, by string
	at                            int64 // microseconds
	digest                        []byte
	erases                        []byte // empty, but for orders of erasure
}

// leafColumns are those that journal_inbox and journal_leaf share.
const leafColumns = `id, kind, member, subject, by_whom, at, digest, erases`

func (l *leaf) fields() []any {
	return []any{&l.id, &l.kind, &l.member, &l.subject, &l.by, &l.at, &l.digest, &l.erases}
}

func (l *leaf) values() []any {
	erases := l.erases
	if erases == nil {
		erases = []byte{} // SQLite's driver reads empty bytes as nil, and would write null
	}
	return []any{l.id, l.kind, l.member, l.subject, l.by, l.at, l.digest, erases}
}

const recordTime = "2006-01-02T15:04:05.000000Z"

// record writes the leaf's bytes, as the package's documentation has them. No
// field holds a line feed, so that two leaves never have the same bytes.
func (l *leaf) record() []byte {
	var b strings.Builder
	b.Grow(400)
	b.WriteString("entry/v1\n")
	line := func(label, value string) {
		b.WriteString(label)
		b.WriteByte(' ')
		b.WriteString(value)
		b.WriteByte('\n')
	}
	line("id", l.id)
	line("kind", l.kind)
	line("member", l.member)
	line("subject", l.subject)
	line("by", l.by)
	line("at", clock.FromMicros(l.at).Format(recordTime))
	line("body", hex.EncodeToString(l.digest))
	if len(l.erases) > 0 {
		line("erases", hex.EncodeToString(l.erases))
	}
	return []byte(b.String())
}

func (l *leaf) hash() tlog.Hash { return tlog.RecordHash(l.record()) }

// numberedLeaf is a row of the log.
type numberedLeaf struct {
	leaf
	seq    int64
	stored []byte // the hash as stored
}

func scanLeaf(s database.Row) (numberedLeaf, error) {
	var l numberedLeaf
	return l, s.Scan(append(l.fields(), &l.seq, &l.stored)...)
}
