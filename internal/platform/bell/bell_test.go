package bell_test

import (
	"testing"

	"airial/internal/platform/bell"
)

func TestRing(t *testing.T) {
	var b bell.Bell
	b.Ring() // nobody listens
	first, stop := b.Listen()
	second, _ := b.Listen()
	b.Ring()
	b.Ring()
	<-first
	<-second
	select {
	case <-first:
		t.Error("two rings are heard twice by who was busy")
	default:
	}
	stop()
	b.Ring()
	select {
	case <-first:
		t.Error("it rings for one who has stopped listening")
	default:
	}
	<-second
}
