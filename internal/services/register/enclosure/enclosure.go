// Package enclosure takes in the files that go with records of the register:
// evidence of a request or a breach, proof of an action. Each room keeps rows of
// its own, which name a file by its digest; what they share is how a file comes
// in, how large it may be, and what is left of its name.
package enclosure

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
)

// Max is the most bytes of a file.
const Max = 20 << 20

// Files is where they are kept: bytes are put, then claimed by the record that
// names them, and dropped when it does so no longer.
type Files interface {
	// Put keeps a file, which goes by itself within a day unless it is claimed.
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	// Claim makes sure that it stays, in the transaction whose record names it.
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	// Destroy destroys files that no record names any more.
	Destroy(ctx context.Context, member string, digests []string) error
}

// Put keeps a file of at most Max bytes. A larger one is TooLarge; nothing is in
// the Ref of an empty one, which the caller refuses in its own words.
func Put(ctx context.Context, files Files, op, member string, body io.Reader) (blob.Ref, error) {
	over := &bounded{r: body, left: Max}
	ref, err := files.Put(ctx, member, over)
	if over.over {
		return ref, fault.New(fault.TooLarge, op, "Ce fichier dépasse 20\u00a0Mo.", "This file is larger than 20 MB.")
	}
	if err != nil {
		return ref, fault.Wrap(op, err)
	}
	return ref, nil
}

// bounded stops a file that is too large.
type bounded struct {
	r    io.Reader
	left int64
	over bool
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		b.over = true
		return 0, errors.New("too large")
	}
	return n, err
}

// longest is how many characters of a name are kept: its end, which says what
// kind of file it is.
const longest = 120

// Name is the name of a file without the folders and signs that it came with.
func Name(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name))
	for n := utf8.RuneCountInString(name); n > longest; n-- {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if name == "" {
		return "document"
	}
	return name
}
