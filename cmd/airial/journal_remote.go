package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/client"
	"airial/internal/platform/journal/openlog"
	"airial/internal/platform/journal/remote"
	"airial/internal/platform/journal/witness"
)

// remoteVerify is how to verify a journal from outside.
type remoteVerify struct {
	URL        string `name:"url" placeholder:"URL" help:"Verify the journal of an installation elsewhere, over HTTP, instead of a folder's."`
	Key        string `name:"key" placeholder:"KEY" help:"With --url: the public key of the journal. Without it the one that the server shows is believed."`
	WitnessKey string `name:"witness" placeholder:"KEY" help:"With --url: the public key of the witness whose countersignature is wanted."`
	Keep       string `name:"keep" placeholder:"FILE" help:"With --url: compare with the checkpoint in this file, then keep the new one there."`
}

func (c *remoteVerify) run(ctx context.Context) error {
	doer := client.New(time.Minute)
	check, err := c.check(ctx, doer)
	if err != nil {
		return err
	}
	report, err := remote.Open(ctx, c.URL, doer).Verify(check)
	if wrong := (*remote.Mismatch)(nil); errors.As(err, &wrong) {
		fmt.Println(wrong.Error())
		return exit(1)
	}
	if err != nil {
		return err
	}
	fmt.Printf("size %d\nroot %s\nentries %d, kept back %d, earlier checkpoints %d\n", report.Size, report.Root, report.Entries, report.Withheld, len(check.Known))
	if !report.Signed.IsZero() {
		fmt.Println("countersigned", report.Signed.UTC().Format(time.RFC3339))
	}
	if c.Keep == "" {
		return nil
	}
	return os.WriteFile(c.Keep, []byte(report.Note), 0o644) // #nosec G306 -- a checkpoint is public
}

func (c *remoteVerify) check(ctx context.Context, client remote.Doer) (check remote.Check, err error) {
	if c.Key == "" {
		if c.Key, err = shownKey(ctx, client, c.URL); err != nil {
			return check, err
		}
		fmt.Println("key", c.Key, "(as the server shows it: compare it with one that you have from elsewhere)")
	}
	if check.Verifier, err = note.NewVerifier(c.Key); err != nil {
		return check, fmt.Errorf("--key: %w", err)
	}
	if c.WitnessKey != "" {
		if check.Witness, err = witness.Verifier(c.WitnessKey); err != nil {
			return check, fmt.Errorf("--witness: %w", err)
		}
	}
	if c.Keep != "" {
		kept, err := os.ReadFile(c.Keep)
		if err == nil {
			check.Known = append(check.Known, string(kept))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return check, err
		}
	}
	return check, nil
}

// shownKey asks the server for its key.
func shownKey(ctx context.Context, client remote.Doer, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/api/v1/journal", nil)
	if err != nil {
		return "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	var log openlog.LogJSON
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: status %d", req.URL, res.StatusCode)
	}
	err = json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&log)
	return log.Key, err
}
