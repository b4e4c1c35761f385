package app

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
)

// An upload that does not end keeps the program neither from stopping in time
// nor from stopping well.
func TestServeStopsDuringAnUpload(t *testing.T) {
	grace = 50 * time.Millisecond
	t.Cleanup(func() { grace = 15 * time.Second })
	c := config.Serve{Data: config.Data{Data: t.TempDir()}, Listen: "127.0.0.1:0", PublicURL: "http://localhost",
		Limits: config.Limits{Upload: 1 << 30, Columns: 100, Record: 1 << 20, Requests: 100, Burst: 100}}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		t.Fatal(err)
	}
	c.Listen = listener.Addr().String()
	_ = listener.Close()
	ground, err := OpenGround(t.Context(), GroundConfig{Data: c.Data, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	program, err := New(t.Context(), ground, c, "test", slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	var secret string
	err = ground.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
		m, err := organisation.Add(t.Context(), tx, organisation.Member{Siren: "200000008", Name: "Sainte-Pinède", Kind: organisation.Commune})
		if err != nil {
			return err
		}
		_, secret, err = access.CreateToken(t.Context(), tx, m.ID, "logiciel", access.Depositor)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- program.Serve(ctx, func(string) { close(ready) }) }()
	<-ready
	conn, err := net.Dial("tcp", c.Listen)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /api/v1/members/200000008/deposits HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"+
		"Authorization: Bearer %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n", secret)
	// The server asks for the body once the request has come to its handler.
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || answer.StatusCode != http.StatusContinue {
		t.Fatalf("%+v, %v", answer, err)
	}
	fmt.Fprint(conn, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nnom,montant\n")
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
	if err := ground.Close(); err != nil {
		t.Error(err)
	}
}
