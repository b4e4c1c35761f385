package backup

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"airial/internal/platform/fault"
)

// folderPlace keeps each object as a file of its name.
type folderPlace struct {
	root    *os.Root
	folders sync.Map // known to be there
}

const partial = ".partial"

func openFolder(dir string, create bool) (place, error) {
	const op = "backup.Open"
	if create {
		err := os.MkdirAll(dir, 0o700)
		if err != nil {
			return nil, cannot(op, err)
		}
	}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, op, "Le dossier de sauvegarde %s n’existe pas. Vérifiez son nom, ou que son disque est monté.",
			"The backup folder %s does not exist. Check its name, or that its disk is mounted.", dir)
	}
	if err != nil {
		return nil, cannot(op, err)
	}
	return &folderPlace{root: root}, nil
}

func (f *folderPlace) Close() error { return f.root.Close() }

// put writes beside, syncs, renames, and syncs the folder.
func (f *folderPlace) put(_ context.Context, name string, r io.ReaderAt, size int64, _ []byte) error {
	const op = "backup.put"
	err := f.folder(path.Dir(name))
	if err == nil {
		err = f.folder(partial)
	}
	if err != nil {
		return cannot(op, err)
	}
	fresh := path.Join(partial, rand.Text())
	file, err := f.root.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return cannot(op, err)
	}
	_, err = io.Copy(file, io.NewSectionReader(r, 0, size))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = f.root.Rename(fresh, name)
	}
	if err != nil {
		_ = f.root.Remove(fresh)
		return cannot(op, err)
	}
	return cannot(op, f.sync(path.Dir(name)))
}

func (f *folderPlace) folder(name string) error {
	if _, known := f.folders.Load(name); known || name == "." {
		return nil
	}
	err := f.folder(path.Dir(name))
	if err == nil {
		err = f.root.Mkdir(name, 0o700)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	f.folders.Store(name, true)
	return f.sync(path.Dir(name))
}

func (f *folderPlace) sync(name string) error {
	dir, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func (f *folderPlace) open(_ context.Context, name string) (io.ReadCloser, error) {
	file, err := f.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing("backup.open")
	}
	if err != nil {
		return nil, cannot("backup.open", err)
	}
	return file, nil
}

func (f *folderPlace) list(ctx context.Context, prefix string, fn func(object) error) error {
	const op = "backup.list"
	dir := strings.TrimSuffix(prefix, "/")
	var found []object
	err := fs.WalkDir(f.root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			found = append(found, object{filepath.ToSlash(name), info.Size(), info.ModTime()})
		}
		return err
	})
	if err != nil {
		return cannot(op, err)
	}
	slices.SortFunc(found, func(a, b object) int { return strings.Compare(a.name, b.name) })
	for _, o := range found {
		err = fn(o)
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *folderPlace) remove(_ context.Context, names ...string) error {
	var failed []error
	folders := map[string]bool{}
	for _, name := range names {
		err := f.root.Remove(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		failed = append(failed, err)
		folders[path.Dir(name)] = true
	}
	for folder := range folders {
		failed = append(failed, f.sync(folder))
	}
	return cannot("backup.remove", errors.Join(failed...))
}

// cannot says that the place fails; a full disk gets words of its own.
func cannot(op string, cause error) error {
	if cause == nil {
		return nil
	}
	e := fault.New(fault.Unavailable, op, "L’emplacement des sauvegardes ne répond pas comme il faut (%v).",
		"The place of the backups does not answer as it should (%v).", root(cause))
	if errors.Is(cause, syscall.ENOSPC) || errors.Is(cause, syscall.EDQUOT) {
		e = fault.New(fault.Unavailable, op, "Il n’y a plus de place pour la sauvegarde. Libérez de l’espace, puis recommencez\u202f: ce qui est déjà copié ne le sera plus.",
			"There is no room left for the backup. Free some space, then try again: what is copied already will not be copied again.")
	}
	e.Cause = cause
	return e
}

func root(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
