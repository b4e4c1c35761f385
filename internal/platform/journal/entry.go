package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"airial/internal/platform/bell"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
)

//go:embed schema
var files embed.FS

// Schema is the room's tables.
var Schema = database.Schema{Room: "journal", Files: files, Tables: []database.Table{
	// Entries wait here for their number, under whatever scope they were made.
	{Name: "journal_inbox", People: []database.Person{{ID: "by_whom"}}},
	// An entry without a member is the installation's.
	{Name: "journal_leaf", Member: "member", People: []database.Person{{ID: "by_whom"}}},
	{Name: "journal_body", Append: true,
		Through: database.Through{Column: "entry", Table: "journal_leaf", Key: "id", Member: "member"}},
	{Name: "journal_tile", Closed: true},
	{Name: "journal_checkpoint", Closed: true},
	{Name: "journal_head", Closed: true},
	{Name: "journal_cursor", Closed: true},
	{Name: "journal_witness"},
	{Name: "journal_past"},
}}

// An Entry says what happened. All but Body stays for ever: Kind, Member,
// Subject and By hold identifiers, never names. Anybody may read the Kind and At
// of every entry; the rest is behind salted digests.
type Entry struct {
	Kind    string    // "piece.published"
	Member  string    // whose affair it is; may be empty
	Subject string    // what it happened to; may be empty
	By      string    // who did it: "user:…", "system:…"; may be empty
	At      time.Time // zero is now
	// Body is what else there is to know (reasons, evidence), written as JSON
	// of at most MaxBody bytes. It can be erased.
	Body any
}

// MaxBody bounds the body of an entry, in bytes of JSON.
const MaxBody = 64 << 10

// maxIdentifier bounds Kind, Member, Subject and By, in bytes.
const maxIdentifier = 200

const saltSize = 16

// A Journal appends to the log and reads from it. It is safe for concurrent use.
type Journal struct {
	clock    clock.Clock
	ids      *ident.Source
	random   io.Reader
	appended bell.Bell
	numbered bell.Bell
}

// New returns a journal. random gives the salts; nil stands for the system's
// secure random bytes.
func New(c clock.Clock, ids *ident.Source, random io.Reader) *Journal {
	if random == nil {
		random = rand.Reader
	}
	return &Journal{clock: c, ids: ids, random: random}
}

// Append adds an entry to the log, if and when the transaction commits, and
// returns its identifier. It has no number yet.
func (j *Journal) Append(ctx context.Context, tx database.Tx, e Entry) (id string, err error) {
	return j.append(ctx, tx, j.ids.New(), e, []byte{})
}

func (j *Journal) append(ctx context.Context, tx database.Tx, id string, e Entry, erases []byte) (string, error) {
	const op = "journal.Append"
	err := e.check()
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	raw, err := json.Marshal(e.Body)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	// JSON given as such may hold anything; a text column does not.
	body := strings.ToValidUTF8(string(raw), "\uFFFD")
	if len(body) > MaxBody {
		return "", fault.Wrap(op, fmt.Errorf("the body has %d bytes, more than %d", len(body), MaxBody))
	}
	random := make([]byte, 2*saltSize)
	_, err = io.ReadFull(j.random, random)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	salt, seal := random[:saltSize:saltSize], random[saltSize:]
	at := e.At
	if at.IsZero() {
		at = j.clock.Now()
	}
	err = insertEntry(ctx, tx, leaf{id: id, kind: e.Kind, member: e.Member, subject: e.Subject, by: e.By,
		at: clock.Micros(at), digest: bodyDigest(salt, body), erases: erases, seal: seal}, salt, body)
	if err != nil {
		return "", err
	}
	tx.AfterCommit(j.appended.Ring)
	return id, nil
}

func bodyDigest(salt []byte, body string) []byte {
	h := sha256.New()
	h.Write(salt)
	_, _ = io.WriteString(h, body)
	return h.Sum(nil)
}

func (e Entry) check() error {
	if e.Kind == "" {
		return errors.New("an entry needs a kind")
	}
	for _, s := range []string{e.Kind, e.Member, e.Subject, e.By} {
		if len(s) > maxIdentifier || strings.ContainsFunc(s, notInIdentifier) {
			// Not repeated in the message: it may be a name.
			return fmt.Errorf("%s: member, subject and author are identifiers: at most %d letters, digits and signs of -._:/", e.Kind, maxIdentifier)
		}
	}
	return nil
}

func notInIdentifier(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._:/", r))
}
