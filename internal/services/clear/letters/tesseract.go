// Package letters reads the letters of scanned pages, through tesseract where it
// is installed. Pictures are handed over a pipe: nothing is written to disk.
package letters

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/privacy/redact"
)

// mostTime bounds the reading of a page, mostPage what is said of one.
const (
	mostTime = 2 * time.Minute
	mostPage = 32 << 20
)

// Tesseract runs the program of that name.
type Tesseract struct{ path, languages string }

// Installed gives a reader, nil where tesseract is not installed.
func Installed() redact.Reader {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil
	}
	said, err := exec.Command(path, "--list-langs").Output() // #nosec G204 -- the program is the one that was found
	if err != nil {
		return nil
	}
	t := Tesseract{path: path, languages: "eng"}
	if slices.Contains(strings.Fields(string(said)), "fra") {
		t.languages = "fra"
	}
	return t
}

// Read implements redact.Reader.
func (t Tesseract) Read(ctx context.Context, picture []byte) ([]redact.ReadWord, error) {
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.path, "stdin", "stdout", "-l", t.languages, "--psm", "3", "tsv") // #nosec G204 -- neither comes from outside
	cmd.Stdin = bytes.NewReader(picture)
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "PATH=/usr/bin:/bin"}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{w: &out}, &limited{w: &complaint}
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: tesseract: %w: %.200s", redact.ErrNotRead, err, complaint.String())
	}
	return parse(&out)
}

// limited takes no more than mostPage.
type limited struct {
	w *bytes.Buffer
}

func (l *limited) Write(p []byte) (int, error) {
	if l.w.Len()+len(p) > mostPage {
		return 0, io.ErrShortBuffer
	}
	return l.w.Write(p)
}

// parse reads the table that tesseract writes: level, page_num, block_num,
// par_num, line_num, word_num, left, top, width, height, conf, text.
func parse(in io.Reader) ([]redact.ReadWord, error) {
	var out []redact.ReadWord
	var width, height float64
	lines := map[string]int{}
	all := bufio.NewScanner(in)
	all.Buffer(nil, mostPage)
	for all.Scan() {
		row := strings.Split(all.Text(), "\t")
		if len(row) < 11 {
			continue
		}
		n := func(i int) float64 {
			v, _ := strconv.ParseFloat(row[i], 64)
			return v
		}
		switch row[0] {
		case "1":
			width, height = n(8), n(9)
		case "5":
			if len(row) < 12 || strings.TrimSpace(row[11]) == "" || width <= 0 || height <= 0 {
				continue
			}
			key := strings.Join(row[1:5], ".")
			if _, ok := lines[key]; !ok {
				lines[key] = len(lines)
			}
			out = append(out, redact.ReadWord{Text: row[11], Line: lines[key],
				Box: redact.Rect{X0: n(6) / width, Y0: n(7) / height, X1: (n(6) + n(8)) / width, Y1: (n(7) + n(9)) / height}})
		}
	}
	return out, all.Err()
}
