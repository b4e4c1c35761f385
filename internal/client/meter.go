package client

import (
	"fmt"
	"io"

	"airial/internal/platform/i18n"
)

// meter tells how much of a file was sent, each tenth of it.
type meter struct {
	r     io.Reader
	total int64
	sent  int64
	tenth int64
	to    io.Writer
	lang  i18n.Lang
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.sent += int64(n)
	// A small file is sent at once: nothing to tell.
	if m.total > 1<<20 {
		if tenth := m.sent * 10 / m.total; tenth > m.tenth {
			m.tenth = tenth
			fmt.Fprintf(m.to, i18n.T("envoyé : %d %%\n", "sent: %d %%\n").In(m.lang), tenth*10)
		}
	}
	return n, err
}
