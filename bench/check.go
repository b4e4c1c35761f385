package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"airial/standards/catalogue"
)

const checkedRows = 1_000_000

// run1 is one run of a program: how long it took, what it took of the
// processors, and its memory at most.
type run1 struct {
	took, processor time.Duration
	memory          float64 // MB
}

// timed runs a program and reads all that it prints. A status of 1 is no
// error: the check says so of a file that is not valid.
func timed(ctx context.Context, name string, args ...string) (run1, []byte, error) {
	command := exec.CommandContext(ctx, name, args...)
	begun := time.Now()
	out, err := command.CombinedOutput()
	r := run1{took: time.Since(begun)}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.processor = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		r.memory = float64(usage.Maxrss) * 1024 / 1e6
	}
	if err != nil && command.ProcessState.ExitCode() != 1 {
		return r, out, fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return r, out, nil
}

// peer is a program that reads the same file.
type peer struct {
	name string
	rows float64 // it reads so many
	run  func() (run1, error)
}

// checkRows measures airial check on files of grants with all the rules of
// their schema, valid and with a fault in every row, beside peers on the same
// file in the same run.
func checkRows(ctx context.Context, b *bench) error {
	valid, faulty, short := b.folder("million.csv"), b.folder("faulty.csv"), b.folder("short.csv")
	for path, rows := range map[string]int{valid: checkedRows, short: checkedRows / 50} {
		if err := writeGrants(path, rows, 1); err != nil {
			return err
		}
		defer os.Remove(path)
	}
	if err := spoil(valid, faulty); err != nil {
		return err
	}
	defer os.Remove(faulty)
	info, err := os.Stat(valid)
	if err != nil {
		return err
	}
	runs := map[string][]run1{}
	note := func(name string, r run1, err error) error {
		runs[name] = append(runs[name], r)
		return err
	}
	peers := checkPeers(ctx, b, valid, short)
	for range b.runs {
		for name, path := range map[string]string{"valid": valid, "faulty": faulty} {
			r, _, err := timed(ctx, b.binary, "check", "--schema", "scdl/subventions", path)
			if err := note(name, r, err); err != nil {
				return err
			}
		}
		for _, p := range peers {
			r, err := p.run()
			if err := note(p.name, r, err); err != nil {
				return err
			}
		}
	}
	rate := func(label, name string, rows float64) Figure {
		var values, processor []float64
		for _, r := range runs[name] {
			values = append(values, rows/r.took.Seconds())
			processor = append(processor, r.processor.Seconds()*1e6/rows)
		}
		f := medianOf(label, "rows/s", 0, values)
		f.Peer = amount(medianOf("", "", 0, processor).Value, "s of processor a million rows")
		return f
	}
	ours, wrong := rate("airial check, 1,000,000 valid rows × 16 columns", "valid", checkedRows), rate("  a fault in every row", "faulty", checkedRows)
	ours.Peer += fmt.Sprintf("; %s MB/s", number(ours.Value/checkedRows*float64(info.Size())/1e6))
	b.add(ours, wrong)
	for _, p := range peers {
		f := rate("  peer: "+p.name, p.name, p.rows)
		f.Peer += fmt.Sprintf("; airial check is %s times as fast", number(ours.Value/f.Value))
		b.add(f)
	}
	var peak []float64
	for _, r := range append(runs["valid"], runs["faulty"]...) {
		peak = append(peak, r.memory)
	}
	memory := medianOf("  its memory at most (RSS)", "MB", 100, peak)
	memory.Peer = "for a file of " + amount(float64(info.Size())/1e6, "MB")
	first, err := firstFinding(ctx, b, faulty)
	if err != nil {
		return err
	}
	compiled, err := compileSchemas(b)
	if err != nil {
		return err
	}
	b.add(memory, first, compiled)
	return nil
}

// spoil copies a file of grants and puts a wrong check digit into every row. It
// holds one line: the system counts the memory of who starts a program into the
// program's.
func spoil(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(out, 1<<20)
	lines := bufio.NewScanner(in)
	for n := 0; lines.Scan(); n++ {
		line := lines.Bytes()
		if i := bytes.IndexByte(line, ','); n > 0 && i >= 0 && len(line) > i+14 {
			line[i+14] = '0' + (line[i+14]-'0'+1)%10 // the last digit of idAttribuant
		}
		w.Write(line)
		w.WriteByte('\n')
	}
	return errors.Join(lines.Err(), w.Flush())
}

// checkPeers are wc -l, which only counts line feeds, encoding/csv of Go's
// library, which only splits cells, and what bench/peers/install has put into
// bench/.peers: DuckDB, which reads the same file with its types, and the
// reference libraries, on a fiftieth of the rows.
func checkPeers(ctx context.Context, b *bench, path, short string) []peer {
	program := func(name string, args ...string) func() (run1, error) {
		return func() (run1, error) { r, _, err := timed(ctx, name, args...); return r, err }
	}
	peers := []peer{
		{"wc -l", checkedRows, program("wc", "-l", path)},
		{"encoding/csv alone", checkedRows, func() (run1, error) {
			begun, before := time.Now(), ownProcessor()
			err := splitOnly(path)
			return run1{took: time.Since(begun), processor: ownProcessor() - before}, err
		}},
	}
	dir, err := filepath.Abs(filepath.Join("bench", ".peers"))
	python := filepath.Join(dir, "python", "bin", "python")
	if _, missing := os.Stat(python); err != nil || missing != nil {
		fmt.Fprintln(os.Stderr, "check: DuckDB, frictionless and tableschema are not there: run bench/peers/install")
		return peers
	}
	schema := b.folder("schema.json")
	s, _ := catalogue.Lookup("scdl/subventions")
	if raw, err := s.Descriptor(); err == nil {
		_ = os.WriteFile(schema, raw, 0o644)
	}
	at := func(name string) string { return filepath.Join(dir, "..", "peers", name) }
	return append(peers,
		peer{"DuckDB, the same file with its types", checkedRows, program(python, at("duck.py"), path)},
		peer{"frictionless-py, 20,000 rows, no custom check", checkedRows / 50, program(python, at("frictionless_check.py"), short, schema)},
		peer{"tableschema-js, 20,000 rows, no custom check", checkedRows / 50, program("node", at("tableschema_check.cjs"), dir, short, schema)})
}

// firstFinding is the time from the start of the program to its first finding
// on the pipe, the schema recognised. On a busy machine the processor time of
// the whole of a small file says more: it stands beside.
func firstFinding(ctx context.Context, b *bench, path string) (Figure, error) {
	var values []float64
	for range b.runs {
		command := exec.CommandContext(ctx, b.binary, "check", "--format", "jsonl", path)
		pipe, err := command.StdoutPipe()
		if err != nil {
			return Figure{}, err
		}
		begun := time.Now()
		if err := command.Start(); err != nil {
			return Figure{}, err
		}
		lines := bufio.NewReader(pipe)
		for range 2 { // how it is understood, the first finding
			if _, err := lines.ReadString('\n'); err != nil {
				return Figure{}, err
			}
		}
		values = append(values, millis(time.Since(begun)))
		_ = command.Process.Kill()
		_ = command.Wait()
	}
	small := b.folder("small.csv")
	if err := writeGrants(small, 20, 2); err != nil {
		return Figure{}, err
	}
	defer os.Remove(small)
	var processor []float64
	for range b.runs {
		r, _, err := timed(ctx, b.binary, "check", small)
		if err != nil {
			return Figure{}, err
		}
		processor = append(processor, millis(r.processor))
	}
	f := medianOf("  first finding, from the start of the program", "ms", 200, values)
	f.Peer = amount(medianOf("", "", 0, processor).Value, "ms of processor for 20 rows, start and recognition included")
	return f, nil
}

// compileSchemas reads and compiles all the schemas that are built in, as the
// program does when it has to recognise one.
func compileSchemas(b *bench) (Figure, error) {
	var values, processor []float64
	count := 0
	for range max(b.runs, 5) {
		begun, before := time.Now(), ownProcessor()
		count = len(catalogue.Fresh().All())
		values = append(values, millis(time.Since(begun)))
		processor = append(processor, millis(ownProcessor()-before))
	}
	if count == 0 {
		return Figure{}, errors.New("no schema was read")
	}
	f := medianOf(fmt.Sprintf("%d schemas read and compiled", count), "ms", 50, values)
	f.Peer = amount(medianOf("", "", 0, processor).Value, "ms of processor")
	return f, nil
}

// ownProcessor is what this program took of the processors so far.
func ownProcessor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
