package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"airial/internal/platform/fault"
)

// A Damage is an object of a place that is not what was put there.
type Damage struct {
	Object string
	Cause  error
}

func (d *Damage) Error() string { return fmt.Sprintf("backup object %s: %v", d.Object, d.Cause) }

func (d *Damage) Unwrap() error { return d.Cause }

var errMissing = errors.New("it is missing")

// store packs, encrypts and puts what fill writes, and returns the size of the
// object and its SHA-256.
func (r *Repository) store(ctx context.Context, name string, fill func(io.Writer) error) (size int64, sum []byte, err error) {
	s := &spool{}
	defer s.close()
	sum, err = r.seal(s, fill)
	if err != nil {
		return 0, nil, err
	}
	return s.size, sum, r.place.put(ctx, name, s, s.size, sum)
}

// seal writes what fill writes, packed and encrypted.
func (r *Repository) seal(to io.Writer, fill func(io.Writer) error) (sum []byte, err error) {
	h := sha256.New()
	out := io.MultiWriter(to, h)
	var closers []io.Closer
	if r.key != nil {
		sealed, err := age.Encrypt(out, r.key.identity.Recipient())
		if err != nil {
			return nil, err
		}
		out, closers = sealed, append(closers, sealed)
	}
	packed, err := zstd.NewWriter(out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	err = errors.Join(fill(packed), packed.Close())
	for _, c := range closers {
		err = errors.Join(err, c.Close())
	}
	return h.Sum(nil), err
}

// load opens an object, decrypted and unpacked. What is wrong with it is a
// *Damage; so is that it is missing.
func (r *Repository) load(ctx context.Context, name string) (io.ReadCloser, error) {
	body, err := r.place.open(ctx, name)
	if missing(err) {
		return nil, &Damage{name, errMissing}
	}
	if err != nil {
		return nil, err
	}
	var in io.Reader = body
	if r.key != nil {
		in, err = age.Decrypt(body, r.key.identity)
		if err != nil {
			return nil, errors.Join(damaged(name, err), body.Close())
		}
	}
	// The limit is on what the decoder holds, not on what it gives out.
	unpacked, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return nil, errors.Join(&Damage{name, err}, body.Close())
	}
	return &loaded{name: name, unpacked: unpacked, body: body}, nil
}

type loaded struct {
	name     string
	unpacked *zstd.Decoder
	body     io.Closer
}

func (l *loaded) Read(p []byte) (int, error) {
	n, err := l.unpacked.Read(p)
	if err == io.EOF {
		return n, err
	}
	return n, damaged(l.name, err)
}

// damaged says that an object is, unless it was the place that failed.
func damaged(name string, err error) error {
	var place *fault.Error
	if err == nil || errors.As(err, &place) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Damage{name, err}
}

func (l *loaded) Close() error {
	l.unpacked.Close()
	return l.body.Close()
}

// loadAll reads a whole object of at most a size.
func (r *Repository) loadAll(ctx context.Context, name string, most int64) ([]byte, error) {
	in, err := r.load(ctx, name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(in, most+1))
	err = errors.Join(err, in.Close())
	if err == nil && int64(len(text)) > most {
		err = &Damage{name, fmt.Errorf("it holds more than %d bytes", most)}
	}
	return text, err
}

// spool holds an object on its way: in memory while it is small, then in a file
// without a name.
type spool struct {
	head bytes.Buffer
	file *os.File
	size int64
}

const spoolInMemory = 8 << 20

func (s *spool) Write(p []byte) (int, error) {
	if s.file == nil && s.size+int64(len(p)) > spoolInMemory {
		file, err := os.CreateTemp("", "airial-backup-")
		if err != nil {
			return 0, err
		}
		s.file = file
		_ = os.Remove(file.Name())
		_, err = file.Write(s.head.Bytes())
		if err != nil {
			return 0, err
		}
		s.head = bytes.Buffer{}
	}
	s.size += int64(len(p))
	if s.file != nil {
		return s.file.Write(p)
	}
	return s.head.Write(p)
}

func (s *spool) ReadAt(p []byte, offset int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, offset)
	}
	return bytes.NewReader(s.head.Bytes()).ReadAt(p, offset)
}

func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
}
