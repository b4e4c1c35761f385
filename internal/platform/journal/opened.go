package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// OpenedForm names the form of a file that holds an Opened.
const OpenedForm = "airial-journal-proof/v1"

// Opened is an entry with all that proves, without us, that the log holds it
// and what its body says: who has it and the log's public key needs nothing
// else. Whoever makes one decides that the body may be read: Opened hides no
// part of it. Parties (whom it concerns, who did it) stay sealed.
type Opened struct {
	Form       string   `json:"form"`
	Entry      int64    `json:"entry"`      // its number, from 0
	Record     string   `json:"record"`     // the leaf's bytes
	Salt       string   `json:"salt"`       // hexadecimal
	Body       string   `json:"body"`       // SHA-256 of salt and body is in the record
	Proof      []string `json:"proof"`      // RFC 6962 §2.1.1, base64
	Checkpoint string   `json:"checkpoint"` // the signed note that the proof leads to
}

// Open returns an entry that has a number with its body, and proves it under
// the newest checkpoint. It is a fault of kind NotFound when the entry has no
// number yet or its body was erased, and for entries of the first form, whose
// record names what is not public.
func (j *Journal) Open(ctx context.Context, tx database.Tx, id string) (Opened, error) {
	const op = "journal.Open"
	l, err := database.One(ctx, tx, op, scanLeaf, `select `+leafColumns+`, seq, hash from journal_leaf where id = $1`, id)
	if err != nil {
		return Opened{}, err
	}
	out := Opened{Form: OpenedForm, Entry: l.seq, Record: string(l.record())}
	var salt []byte
	var erased string
	row := tx.QueryRow(ctx, `select salt, body, erased_by from journal_body where entry = $1`, id)
	if err := row.Scan(&salt, &out.Body, &erased); err != nil {
		return Opened{}, fault.Wrap(op, err)
	}
	out.Salt = hex.EncodeToString(salt)
	head, err := j.Head(ctx, tx)
	if err != nil {
		return Opened{}, err
	}
	if erased != "" || len(l.seal) == 0 || l.seq < 0 || l.seq >= head.Size {
		return Opened{}, fault.Missing(op)
	}
	path, err := j.Prove(ctx, tx, l.seq, head.Size)
	if err != nil {
		return Opened{}, err
	}
	for _, h := range path {
		out.Proof = append(out.Proof, h.String())
	}
	out.Checkpoint = head.Note
	return out, nil
}

// Proven is what an Opened has proven.
type Proven struct {
	Kind       string
	At         time.Time
	Body       json.RawMessage
	Checkpoint Checkpoint
}

// Prove checks an opened entry with the log's public key, and nothing else: the
// body against the record, the record against the root, the root against the
// signature.
func (o Opened) Prove(verifier note.Verifier) (Proven, error) {
	var p Proven
	if o.Form != OpenedForm {
		return p, fmt.Errorf("the file is no proof of the form %s", OpenedForm)
	}
	c, err := OpenCheckpoint(o.Checkpoint, verifier)
	if err != nil {
		return p, fmt.Errorf("the checkpoint is not signed by this key: %w", err)
	}
	path := make(tlog.RecordProof, len(o.Proof))
	for i, text := range o.Proof {
		if path[i], err = tlog.ParseHash(text); err != nil {
			return p, fmt.Errorf("the proof is broken: %w", err)
		}
	}
	if err := tlog.CheckRecord(path, c.Size, c.Root, o.Entry, tlog.RecordHash([]byte(o.Record))); err != nil {
		return p, errors.New("the entry is not in the log of this checkpoint")
	}
	fields := map[string]string{}
	for line := range strings.SplitSeq(o.Record, "\n") {
		name, value, _ := strings.Cut(line, " ")
		fields[name] = value
	}
	salt, err := hex.DecodeString(o.Salt)
	if err != nil {
		return p, fmt.Errorf("the salt is broken: %w", err)
	}
	sum := sha256.Sum256(append(salt, o.Body...))
	if hex.EncodeToString(sum[:]) != fields["body"] {
		return p, errors.New("the body is not the one that was entered in the log")
	}
	p.Kind, p.Body, p.Checkpoint = fields["kind"], json.RawMessage(o.Body), c
	p.At, err = time.Parse(recordTime, fields["at"])
	return p, err
}
