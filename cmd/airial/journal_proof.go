package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/journal"
)

// journalProof verifies, offline, a proof that a page of the portal gave.
type journalProof struct {
	Proof string `arg:"" type:"existingfile" help:"The file of the proof, as the page of a version gives it."`
	Key   string `name:"key" required:"" placeholder:"KEY" help:"The public key of the journal, from a source that you trust."`
	File  string `name:"file" type:"existingfile" placeholder:"FILE" help:"The data file of which to check that it is the one that was published."`
}

func (c *journalProof) Run() error {
	text, err := os.ReadFile(c.Proof)
	if err != nil {
		return err
	}
	var opened journal.Opened
	if err := json.Unmarshal(text, &opened); err != nil {
		return fmt.Errorf("%s is no proof: %w", c.Proof, err)
	}
	verifier, err := note.NewVerifier(c.Key)
	if err != nil {
		return fmt.Errorf("--key: %w", err)
	}
	p, err := opened.Prove(verifier)
	if err != nil {
		fmt.Println("NOT PROVEN:", err)
		return exit(1)
	}
	fmt.Printf("proven: %s at %s\nentry %d of %d in %s\nbody %s\n", p.Kind, p.At.Format(time.RFC3339), opened.Entry, p.Checkpoint.Size, p.Checkpoint.Origin, p.Body)
	if c.File == "" {
		return nil
	}
	digest, err := digestOf(c.File)
	if err != nil {
		return err
	}
	if !strings.Contains(string(p.Body), `"`+digest+`"`) {
		fmt.Printf("NOT THE SAME FILE: the SHA-256 of %s is %s\n", c.File, digest)
		return exit(1)
	}
	fmt.Println("the file is the one that was published:", digest)
	return nil
}

func digestOf(path string) (string, error) {
	f, err := os.Open(path) // #nosec G304 -- a file that the caller names
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
