package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"time"
)

// fillSmall measures the filling of the demonstration with 600 members.
func fillSmall(ctx context.Context, b *bench) error {
	took, used, err := b.fill(ctx, "small", 600)
	if err != nil {
		return err
	}
	b.add(Figure{Name: "demonstration of 600 members", Value: seconds(took), Unit: "s", Runs: 1, Most: 60, Load: load(),
		Peer: "Processor time " + amount(seconds(used), "s")})
	return nil
}

// fill fills a folder with the demonstration, and returns the time that passed
// and the processors' time.
func (b *bench) fill(ctx context.Context, name string, members int) (took, used time.Duration, err error) {
	begun := time.Now()
	command := exec.CommandContext(ctx, b.binary, "demo", "--data", b.folder(name), "--members", strconv.Itoa(members))
	if out, err := command.CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, out)
	}
	return time.Since(begun), command.ProcessState.UserTime() + command.ProcessState.SystemTime(), nil
}

// small is the folder of the demonstration with 600 members.
func (b *bench) small(ctx context.Context) (string, error) {
	_, _, err := b.fill(ctx, "small", 600) // does nothing when it is there
	return b.folder("small"), err
}

// idle is how long a server is left alone before its memory is looked at once
// more.
const idle = 30 * time.Second

// start measures, on 600 members, the time from the start of the process to
// the first home page, and the memory then and after idling. The files are in
// the memory of the system, as they are on a server that is restarted.
func start(ctx context.Context, b *bench) error {
	data, err := b.small(ctx)
	if err != nil {
		return err
	}
	var times, atOnce, later, anonymous []float64
	for i := range b.runs {
		s, err := b.serve(ctx, place{kind: sqlite, data: data})
		if err != nil {
			return err
		}
		times = append(times, millis(s.Started))
		all, _ := memory(s.Pid)
		atOnce = append(atOnce, all)
		if i < 2 { // twice is enough: it hardly varies
			time.Sleep(idle)
			all, own := memory(s.Pid)
			later, anonymous = append(later, all), append(anonymous, own)
		}
		if err := s.stop(); err != nil {
			return err
		}
	}
	b.add(medianOf("start to first answer, 600 members", "ms", 1000, times),
		medianOf("memory (RSS) after the first answer", "MB", 120, atOnce),
		medianOf("memory (RSS) after 30 s idle", "MB", 120, later))
	b.figures[len(b.figures)-1].Peer = "Of it not backed by a file: " + amount(medianOf("", "", 0, anonymous).Value, "MB")
	return nil
}
