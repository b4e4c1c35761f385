package journal

import (
	"crypto/sha256"
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
	seal                          []byte // hides the parties; empty in entries of the first form
}

// leafColumns are those that journal_inbox and journal_leaf share.
const leafColumns = `id, kind, member, subject, by_whom, at, digest, erases, seal`

func (l *leaf) fields() []any {
	return []any{&l.id, &l.kind, &l.member, &l.subject, &l.by, &l.at, &l.digest, &l.erases, &l.seal}
}

func (l *leaf) values() []any {
	return []any{l.id, l.kind, l.member, l.subject, l.by, l.at, l.digest, orEmpty(l.erases), orEmpty(l.seal)}
}

// orEmpty is for SQLite's driver, which reads empty bytes as nil and would write
// null.
func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

const recordTime = "2006-01-02T15:04:05.000000Z"

// record writes the leaf's bytes, as the package's documentation has them. No
// field holds a line feed, so that two leaves never have the same bytes.
func (l *leaf) record() []byte {
	var b strings.Builder
	b.Grow(400)
	line := func(label, value string) {
		b.WriteString(label)
		b.WriteByte(' ')
		b.WriteString(value)
		b.WriteByte('\n')
	}
	sealed := len(l.seal) > 0
	if sealed {
		b.WriteString("entry/v2\n")
	} else {
		b.WriteString("entry/v1\n")
	}
	line("id", l.id)
	line("kind", l.kind)
	if sealed {
		parties := sha256.Sum256(l.parties())
		line("parties", hex.EncodeToString(parties[:]))
	} else {
		line("member", l.member)
		line("subject", l.subject)
		line("by", l.by)
	}
	line("at", clock.FromMicros(l.at).Format(recordTime))
	line("body", hex.EncodeToString(l.digest))
	if len(l.erases) > 0 {
		line("erases", hex.EncodeToString(l.erases))
	}
	return []byte(b.String())
}

// parties is what the digest of that name is taken of.
func (l *leaf) parties() []byte {
	text := "member " + l.member + "\nsubject " + l.subject + "\nby " + l.by + "\n"
	return append(append(make([]byte, 0, len(l.seal)+len(text)), l.seal...), text...)
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
