package database

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"airial/internal/platform/fault"
)

// LockFolder makes this process the only server of a data folder until the
// returned lock is closed or the process ends, however it ends. A folder that
// is already served is a fault of kind Conflict.
func LockFolder(dir string) (io.Closer, error) {
	const op = "database.LockFolder"
	f, err := os.OpenFile(filepath.Join(dir, "serve.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		pid, _ := io.ReadAll(io.LimitReader(f, 20))
		_ = f.Close()
		who := strings.TrimSpace(string(pid))
		return nil, fault.New(fault.Conflict, op,
			"Le dossier %s est déjà servi par un autre processus (numéro %s). Arrêtez-le d’abord, ou choisissez un autre dossier.",
			"The folder %s is already served by another process (number %s). Stop it first, or choose another folder.",
			dir, who)
	}
	if err != nil {
		return nil, errors.Join(fault.Wrap(op, err), f.Close())
	}
	// The number is there for the message above; the lock does not rest on it.
	_ = f.Truncate(0)
	_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return f, nil
}
