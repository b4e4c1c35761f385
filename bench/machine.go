package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// load is the mean load of the last minute; 0 where the system does not say.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), " ")
	v, _ := strconv.ParseFloat(first, 64)
	return v
}

// describeMachine writes what the figures were taken on.
func describeMachine(w io.Writer, binary string) {
	version, err := exec.Command(binary, "version").Output()
	if err != nil {
		version = []byte("unknown")
	}
	fmt.Fprintf(w, "airial %s, %s\n", strings.TrimSpace(string(version)), runtime.Version())
	fmt.Fprintf(w, "%d processors (%s), %s of memory, %s\n", runtime.NumCPU(), field("/proc/cpuinfo", "model name"),
		field("/proc/meminfo", "MemTotal"), filesystem(os.TempDir()))
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Fprintf(w, "load at the beginning %s", load)
}

// field is the first value of a name in a file of lines "name : value".
func field(path, name string) string {
	file, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		key, value, ok := strings.Cut(lines.Text(), ":")
		if ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// filesystem names what a folder lies on, for a memory disk flatters figures.
func filesystem(dir string) string {
	out, err := exec.Command("df", "--output=fstype", dir).Output()
	if lines := strings.Fields(string(out)); err == nil && len(lines) == 2 {
		return "files on " + lines[1]
	}
	return "files in " + dir
}

// memory is what a process holds: all of it (RSS), and the part that no file
// backs.
func memory(pid int) (all, anonymous float64) {
	path := filepath.Join("/proc", strconv.Itoa(pid), "status")
	return kilobytes(field(path, "VmRSS")), kilobytes(field(path, "RssAnon"))
}

// processorTime is what a process has used of the processors so far. Unlike the
// time that passes, it says something on a busy machine too.
func processorTime(pid int) time.Duration {
	fields := statOf(pid)
	return hundredths(fields, 11, 12)
}

// familyTime is the processor time of a process and of its children, those that
// have ended included: of a PostgreSQL server.
func familyTime(pid int) time.Duration {
	if pid == 0 {
		return 0
	}
	total := hundredths(statOf(pid), 11, 12, 13, 14)
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, path := range all {
		child, _ := strconv.Atoi(filepath.Base(path))
		if fields := statOf(child); len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			total += hundredths(fields, 11, 12, 13, 14)
		}
	}
	return total
}

// statOf reads what the system says of a process (proc(5)), from its state on:
// its parent is then at 1, utime, stime, cutime and cstime are at 11 to 14, in
// hundredths of a second.
func statOf(pid int) []string {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return nil
	}
	// The name, in brackets, may hold blanks.
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

func hundredths(fields []string, places ...int) (sum time.Duration) {
	for _, i := range places {
		if i < len(fields) {
			n, _ := strconv.Atoi(fields[i])
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}

func kilobytes(text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSuffix(text, " kB"), 64)
	if err != nil {
		return 0
	}
	return n * 1024 / 1e6
}
