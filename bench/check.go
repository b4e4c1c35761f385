package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const checkedRows = 1_000_000

// checkRows measures airial check on a valid file of grants with all the rules
// of its schema, beside two peers on the same file: wc -l, which only counts
// line feeds, and encoding/csv of Go's library, which only splits cells.
func checkRows(ctx context.Context, b *bench) error {
	path := b.folder("million.csv")
	if err := writeGrants(path, checkedRows, 1); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	var ours, count, split, peak []float64
	rate := func(begun time.Time) float64 { return checkedRows / time.Since(begun).Seconds() }
	for range b.runs {
		begun := time.Now()
		command := exec.CommandContext(ctx, b.binary, "check", "--schema", "scdl/subventions", path)
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		ours = append(ours, rate(begun))
		if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = append(peak, float64(usage.Maxrss)*1024/1e6)
		}
		begun = time.Now()
		if err := exec.CommandContext(ctx, "wc", "-l", path).Run(); err != nil {
			return err
		}
		count = append(count, rate(begun))
		begun = time.Now()
		if err := splitOnly(path); err != nil {
			return err
		}
		split = append(split, rate(begun))
	}
	checked := medianOf("airial check, 1,000,000 rows × 16 columns", "rows/s", 0, ours)
	wc, library := medianOf("  peer: wc -l", "rows/s", 0, count), medianOf("  peer: encoding/csv alone", "rows/s", 0, split)
	checked.Peer = fmt.Sprintf("%s MB/s; %.2f times encoding/csv, %.3f times wc -l",
		number(checked.Value/checkedRows*float64(info.Size())/1e6), checked.Value/library.Value, checked.Value/wc.Value)
	memory := medianOf("  its memory at most (RSS)", "MB", 0, peak)
	memory.Peer = "for a file of " + amount(float64(info.Size())/1e6, "MB")
	b.add(checked, memory, wc, library)
	return os.Remove(path)
}

// splitOnly reads a file with Go's library and looks at nothing.
func splitOnly(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r := csv.NewReader(bufio.NewReaderSize(file, 1<<20))
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
