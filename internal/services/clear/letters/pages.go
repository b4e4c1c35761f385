package letters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// Drawer makes a picture of a page of a PDF.
type Drawer interface {
	// Draw gives page n, from 1, as a PNG.
	Draw(ctx context.Context, pdf []byte, n int) ([]byte, error)
}

const (
	mostDrawing = 30 * time.Second
	dotsPerInch = "90"
)

// poppler and mupdf run programs of these projects.
type (
	poppler struct{ path string }
	mupdf   struct{ path string }
)

// DrawerInstalled gives a drawer, nil where neither pdftoppm nor mutool is
// installed. It is to be given files that this program has written: what comes
// from outside may be made to harm such programs.
func DrawerInstalled() Drawer {
	if path, err := exec.LookPath("pdftoppm"); err == nil {
		return poppler{path}
	}
	if path, err := exec.LookPath("mutool"); err == nil {
		return mupdf{path}
	}
	return nil
}

// Draw implements Drawer.
func (d poppler) Draw(ctx context.Context, pdf []byte, n int) ([]byte, error) {
	page := strconv.Itoa(n)
	return run(ctx, pdf, d.path, "-png", "-r", dotsPerInch, "-cropbox", "-f", page, "-l", page, "-")
}

// Draw implements Drawer. mutool reads no pipe: the file is there for as long as
// it runs.
func (d mupdf) Draw(ctx context.Context, pdf []byte, n int) (out []byte, err error) {
	dir, err := os.MkdirTemp("", "airial-page-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		return nil, err
	}
	return run(ctx, nil, d.path, "draw", "-q", "-F", "png", "-r", dotsPerInch, "-o", "-", in, strconv.Itoa(n))
}

func run(ctx context.Context, in []byte, path string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, mostDrawing)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...) // #nosec G204 -- neither comes from outside
	cmd.Stdin, cmd.Env = bytes.NewReader(in), []string{"PATH=/usr/bin:/bin"}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{w: &out}, &limited{w: &complaint}
	if err := cmd.Run(); err != nil || out.Len() == 0 {
		return nil, fmt.Errorf("letters: %s: %w: %.200s", filepath.Base(path), err, complaint.String())
	}
	return out.Bytes(), nil
}
