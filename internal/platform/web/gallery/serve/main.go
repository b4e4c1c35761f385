// Command serve shows the gallery at http://localhost:8099/style, for those who
// work on the look.
package main

import (
	"flag"
	"log/slog"
	"net"
	"os"

	"airial/internal/platform/web"
	"airial/internal/platform/web/gallery"
)

func main() {
	listen := flag.String("listen", "localhost:8099", "address to listen at")
	flag.Parse()
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	var routes web.Routes
	gallery.Add(&routes)
	web.Health(&routes)
	gallery.AddAPI(&routes, "http://"+*listen)
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		logger.Error("cannot listen", "error", err)
		os.Exit(1)
	}
	handler := web.NewRouter(web.Config{PublicURL: "http://" + *listen, Logger: logger}, &routes)
	logger.Info("the gallery is open", "address", "http://"+*listen+"/style")
	if err := web.NewServer(handler, logger).Serve(l); err != nil {
		logger.Error("stopped", "error", err)
		os.Exit(1)
	}
}
