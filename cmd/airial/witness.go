package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/journal"
	"airial/internal/platform/journal/witness"
	"airial/internal/platform/web"
)

type witnessCommand struct {
	Listen string   `name:"listen" env:"AIRIAL_WITNESS_LISTEN" default:"localhost:8090" placeholder:"ADDR" help:"Address and port to listen on."`
	Folder string   `name:"folder" env:"AIRIAL_WITNESS_FOLDER" required:"" placeholder:"DIR" help:"Folder of the witness: its key, unless --key says otherwise, and the last checkpoint of each log."`
	Key    string   `name:"key" env:"AIRIAL_WITNESS_KEY_FILE" placeholder:"FILE" help:"File of the private key, made at the first start. Default: witness.key in the folder."`
	Name   string   `name:"name" env:"AIRIAL_WITNESS_NAME" default:"airial/witness" placeholder:"NAME" help:"Name of a new key: that of the host where the witness runs."`
	Log    []string `name:"log" env:"AIRIAL_WITNESS_LOGS" required:"" placeholder:"KEY" help:"Public key of a log to watch, as its page /journal shows it. May be repeated."`
}

// Run answers until the context ends.
func (c *witnessCommand) Run(ctx context.Context) error {
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return err
	}
	if c.Key == "" {
		c.Key = filepath.Join(c.Folder, "witness.key")
	}
	private, err := journal.LoadPrivate(c.Key, c.Name)
	if err != nil {
		return err
	}
	log := app.NewLogger(os.Stderr, config.Serve{LogLevel: "info", LogFormat: "auto"})
	server, err := witness.NewServer(witness.Config{Key: private, Logs: c.Log, Folder: c.Folder, Log: log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	fmt.Println("Airial", version, "· witness ·", listener.Addr())
	fmt.Println("key", server.Key())
	web := web.NewServer(server.Handler(), log)
	web.ReadTimeout, web.WriteTimeout = 30*time.Second, 30*time.Second
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return web.Shutdown(closing)
}
