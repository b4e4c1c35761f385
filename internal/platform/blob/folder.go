package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"

	"airial/internal/platform/fault"
)

// FolderConfig says how a folder keeps blobs.
type FolderConfig struct {
	Dir string // created when it is not there
	// NoSync lets Put return before the disk has the bytes, for filling a
	// new folder in bulk; Flush then writes all of it at once.
	NoSync bool
}

// Folder is the store in a folder: one file per blob, DIR/<member>/<digest>.
// Several processes may use it at once.
type Folder struct {
	root    *os.Root
	noSync  bool
	members sync.Map // members whose folder is known to be there
}

var _ Store = (*Folder)(nil)

// partial is the folder of the files being written. No member can have its
// name.
const partial = ".partial"

// OpenFolder opens the store and removes what processes that died have left
// half written.
func OpenFolder(c FolderConfig) (*Folder, error) {
	const op = "blob.OpenFolder"
	err := os.MkdirAll(c.Dir, 0o750)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	f := &Folder{root: root, noSync: c.NoSync}
	err = f.prepare()
	if err != nil {
		_ = root.Close()
		return nil, fault.Wrap(op, err)
	}
	return f, nil
}

// Close frees the folder. Blobs that are open stay so.
func (f *Folder) Close() error { return f.root.Close() }

// Flush returns when everything put so far is on the disk. It is only needed
// with NoSync.
func (f *Folder) Flush() error {
	syscall.Sync()
	return nil
}

func (f *Folder) prepare() error {
	err := f.root.Mkdir(partial, 0o750)
	if err == nil {
		return f.syncFolder(".")
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	names, err := f.names(partial)
	if err != nil {
		return err
	}
	for _, name := range names {
		f.removeAbandoned(path.Join(partial, name))
	}
	return nil
}

// removeAbandoned removes a partial file unless its writer, who holds a lock on
// it, is alive.
func (f *Folder) removeAbandoned(name string) {
	file, err := f.root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }()
	if lock(file) == nil {
		_ = f.root.Remove(name)
	}
}

func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// create opens a new partial file, locked.
func (f *Folder) create() (*os.File, string, error) {
	for {
		name := path.Join(partial, rand.Text())
		file, err := f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640)
		if err != nil {
			return nil, "", err
		}
		if lock(file) == nil {
			return file, name, nil
		}
		// Another process has just taken it for an abandoned one.
		_ = file.Close()
	}
}

// member makes a member's folder if it is not there yet.
func (f *Folder) member(member string) error {
	_, known := f.members.Load(member)
	if known {
		return nil
	}
	err := f.root.Mkdir(member, 0o750)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	// Whoever made it may not have come this far.
	err = f.syncFolder(".")
	if err != nil {
		return err
	}
	f.members.Store(member, true)
	return nil
}

// syncFolder makes the names in a folder survive a power cut.
func (f *Folder) syncFolder(name string) error {
	if f.noSync {
		return nil
	}
	dir, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// names lists a folder in order; one that is not there is empty.
func (f *Folder) names(dir string) ([]string, error) {
	d, err := f.root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Close() }()
	names, err := d.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// Delete implements Store.
func (f *Folder) Delete(ctx context.Context, member, digest string) error {
	return f.DeleteAll(ctx, member, []string{digest})
}

// DeleteAll implements Store.
func (f *Folder) DeleteAll(ctx context.Context, member string, digests []string) error {
	const op = "blob.Delete"
	err := CheckMember(member)
	if err != nil {
		return err
	}
	var failed []error
	removed := false
	for _, digest := range digests {
		err = ctx.Err()
		if err != nil {
			failed = append(failed, err)
			break
		}
		err = CheckDigest(digest)
		if err == nil {
			err = f.root.Remove(path.Join(member, digest))
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		removed = removed || err == nil
		failed = append(failed, err)
	}
	if removed {
		failed = append(failed, f.syncFolder(member))
	}
	return storage(op, errors.Join(failed...))
}

// Walk implements Store.
func (f *Folder) Walk(ctx context.Context, member string, fn func(Ref) error) error {
	const op = "blob.Walk"
	err := CheckMember(member)
	if err != nil {
		return err
	}
	names, err := f.names(member)
	if err != nil {
		return storage(op, err)
	}
	for _, digest := range names {
		if !validDigest(digest) {
			continue
		}
		ref, err := f.Stat(ctx, member, digest)
		if fault.Is(err, fault.NotFound) {
			continue // deleted since
		}
		if err != nil {
			return err
		}
		err = fn(ref)
		if err != nil {
			return err
		}
	}
	return nil
}

// WalkAll implements Store.
func (f *Folder) WalkAll(ctx context.Context, after Place, fn func(Place) error) error {
	const op = "blob.WalkAll"
	members, err := f.names(".")
	if err != nil {
		return storage(op, err)
	}
	// The order of the keys: a hyphen comes before the slash.
	slices.SortFunc(members, func(a, b string) int { return strings.Compare(a+"/", b+"/") })
	from := after.Key()
	for _, member := range members {
		if CheckMember(member) != nil || member+"/" < from && member != after.Member {
			continue
		}
		names, err := f.names(member)
		if errors.Is(err, syscall.ENOTDIR) {
			continue // somebody's file
		}
		if err != nil {
			return storage(op, err)
		}
		for _, digest := range names {
			place := Place{Member: member, Digest: digest}
			if !validDigest(digest) || place.Key() <= from {
				continue
			}
			if err := errors.Join(ctx.Err(), fn(place)); err != nil {
				return err
			}
		}
	}
	return nil
}

// storage names the operation of a failure; a full disk gets words of its own.
func storage(op string, cause error) error {
	if errors.Is(cause, syscall.ENOSPC) || errors.Is(cause, syscall.EDQUOT) {
		full := fault.New(fault.Unavailable, op,
			"Il n’y a plus de place pour enregistrer le fichier. Rien n’a été perdu. L’opérateur doit libérer de l’espace\u202f; recommencez ensuite.",
			"There is no room left to store the file. Nothing was lost. The operator has to free some space; then try again.")
		full.Cause = cause
		return full
	}
	return fault.Wrap(op, cause)
}
