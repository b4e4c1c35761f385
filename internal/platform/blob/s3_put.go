package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"airial/internal/platform/fault"
)

// Put implements Store: all of it is read, up to a block in memory and the rest
// into a file without a name, then sent in one request.
func (s *S3) Put(ctx context.Context, member string, r io.Reader) (Ref, error) {
	const op = "blob.Put"
	err := CheckMember(member)
	if err != nil {
		return Ref{}, err
	}
	spool := &spool{dir: s.spool}
	ref, sum, err := write(ctx, spool, r)
	if err == nil {
		err = s.bucket.Put(ctx, object(member, ref.Digest), spool.content(), spool.size, sum)
	}
	err = errors.Join(err, spool.close())
	if err == nil {
		return ref, nil
	}
	var said *fault.Error
	if errors.As(err, &said) {
		return Ref{}, fault.Wrap(op, err)
	}
	return Ref{}, storage(op, err)
}

// spool holds what is to be sent: in memory while it is one block.
type spool struct {
	dir  string
	head []byte
	file *os.File
	size int64
}

func (s *spool) Write(p []byte) (int, error) {
	if s.size == 0 {
		s.head = append(s.head, p...) // a block, whose buffer is needed again
		s.size = int64(len(p))
		return len(p), nil
	}
	if s.file == nil {
		err := s.spill()
		if err != nil {
			return 0, err
		}
	}
	n, err := s.file.Write(p)
	s.size += int64(n)
	return n, err
}

// spill moves what is there to a file that has no name any more.
func (s *spool) spill() error {
	file, err := os.CreateTemp(s.dir, "airial-put-")
	if err != nil {
		return err
	}
	s.file = file
	err = os.Remove(file.Name())
	if err != nil {
		return err
	}
	_, err = file.Write(s.head)
	s.head = nil
	return err
}

func (s *spool) content() io.ReaderAt {
	if s.file != nil {
		return s.file
	}
	return bytes.NewReader(s.head)
}

func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
