package witness

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// maxBody bounds a request, in bytes.
	maxBody = 64 << 10
	// maxProof is the longest consistency proof (C2SP tlog-witness).
	maxProof = 63
	// conflictType is the media type of the size that comes with a conflict.
	conflictType = "text/x.tlog.size"
)

// A Request asks to countersign a checkpoint.
type Request struct {
	Old        int64          // size of the last one that the witness is thought to know
	Proof      tlog.TreeProof // that the checkpoint continues it; empty when Old is 0
	Checkpoint string         // a signed note
}

// Marshal writes the body of the request.
func (r Request) Marshal() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "old %d\n", r.Old)
	for _, h := range r.Proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + r.Checkpoint)
	return b.Bytes()
}

// ParseRequest reads the body of a request.
func ParseRequest(body []byte) (Request, error) {
	var r Request
	head, checkpoint, found := strings.Cut(string(body), "\n\n")
	if !found {
		return r, errors.New("there is no checkpoint after an empty line")
	}
	r.Checkpoint = checkpoint
	lines := strings.Split(head, "\n")
	text, ok := strings.CutPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil || old < 0 || text != strconv.FormatInt(old, 10) {
		return r, errors.New(`the first line is not "old" and a size`)
	}
	r.Old = old
	if len(lines)-1 > maxProof {
		return r, fmt.Errorf("the proof has more than %d lines", maxProof)
	}
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil || h.String() != line {
			return r, errors.New("a line of the proof is not a hash")
		}
		r.Proof = append(r.Proof, h)
	}
	return r, nil
}

// Origin is the first line of the checkpoint: which log it speaks of.
func (r Request) Origin() string {
	origin, _, _ := strings.Cut(r.Checkpoint, "\n")
	return origin
}
