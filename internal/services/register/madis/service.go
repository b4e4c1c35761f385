package madis

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/intake"
	"airial/standards/mysqldump"
	"airial/standards/sirene"
)

// The room's jobs.
const (
	jobRead   = "register-import.read"
	jobAccept = "register-import.accept"
	jobUndo   = "register-import.undo"
)

// Files is the store of files, as far as this room needs it.
type Files interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	// Claim says in the transaction that names a file that it is named.
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Service is the room, put together.
type Service struct {
	Doors  *access.Doors
	Queue  *jobs.Queue // nil where the caller runs everything itself
	Files  Files
	Holds  intake.Holds
	Limits mysqldump.Limits
}

// scope is that of the work itself; who asked for it stands in the import.
var scope = access.System("register-import")

func (s *Service) write(ctx context.Context, fn func(access.Tx) error) error {
	return s.Doors.Write(ctx, scope, fn)
}

func (s *Service) reading(ctx context.Context, fn func(access.Tx) error) error {
	return s.Doors.Read(ctx, scope, fn)
}

func (s *Service) get(ctx context.Context, id string) (i intake.Import, err error) {
	err = s.reading(ctx, func(tx access.Tx) error {
		i, err = intake.Get(ctx, tx, id)
		return err
	})
	return i, err
}

// Handle gives the room's jobs to a runner.
func (s *Service) Handle(runner *jobs.Runner) {
	for kind, do := range map[string]func(context.Context, string) error{jobRead: s.readFile, jobAccept: s.TakeOver, jobUndo: s.TakeBack} {
		runner.Handle(kind, func(ctx context.Context, job jobs.Job) error {
			var id string
			if err := job.Decode(&id); err != nil {
				return jobs.Cancel(err)
			}
			return do(ctx, id)
		})
	}
}

func (s *Service) enqueue(ctx context.Context, tx access.Tx, kind, id string) error {
	if s.Queue == nil {
		return nil
	}
	_, err := s.Queue.Insert(ctx, tx, jobs.Job{Kind: kind, Args: id, UniqueKey: id})
	return err
}

// readFile reads the dump that was uploaded.
func (s *Service) readFile(ctx context.Context, id string) error {
	i, err := s.get(ctx, id)
	if err != nil || i.State != intake.Reading {
		return err
	}
	open := func() (io.ReadCloser, error) { return s.Files.Open(ctx, i.MemberID, i.Digest) }
	err = s.Read(ctx, id, FromDump(open, s.Limits, nil))
	if after, again := s.get(ctx, id); again == nil && after.State == intake.Failed {
		return s.free(ctx, id) // its page says why
	}
	return err
}

// free destroys the files of an import that are of no more use.
func (s *Service) free(ctx context.Context, id string) error {
	var digests []string
	var member string
	err := s.write(ctx, func(tx access.Tx) error {
		i, err := intake.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		digests, member = digests[:0], i.MemberID
		for _, d := range []string{i.Digest, i.Documents} {
			if d != "" {
				digests = append(digests, d)
			}
		}
		i.Digest, i.Documents = "", ""
		return intake.Save(ctx, tx, i)
	})
	if err != nil || len(digests) == 0 {
		return err
	}
	return s.Files.Destroy(ctx, member, digests)
}

// sirenOf is the SIREN that Madis keeps as a number, which has lost its zeros;
// "" when it is none.
func sirenOf(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 9 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	s = fmt.Sprintf("%09s", s)
	if !sirene.ValidSIREN([]byte(s)) || s == "000000000" {
		return ""
	}
	return s
}

// folder finds files by their name alone, wherever they lie within.
type folder struct {
	tree  fs.FS
	paths map[string]string
}

// maxFiles is how many files a folder of documents may have, maxFile how long
// one may be.
const (
	maxFiles = 500_000
	maxFile  = 200 << 20
)

// folderOf looks a folder or a zip over. Nil has no files.
func folderOf(tree fs.FS) (*folder, error) {
	f := &folder{tree: tree, paths: map[string]string{}}
	if tree == nil {
		return f, nil
	}
	err := fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() && len(f.paths) < maxFiles {
			f.paths[base(path)] = path
		}
		return nil
	})
	return f, err
}

// open opens a file, or says that it is not there.
func (f *folder) open(name string) (io.ReadCloser, bool, error) {
	path, ok := f.paths[base(name)]
	if !ok || name == "" {
		return nil, false, nil
	}
	file, err := f.tree.Open(path)
	return file, err == nil, err
}
