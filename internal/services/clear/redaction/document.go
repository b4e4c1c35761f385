package redaction

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/privacy/redact"
	"airial/privacy/redact/pdf"
)

// mostReading bounds how long scanned pages of a document are read; those that
// are left are told as not read.
const mostReading = 90 * time.Second

// memory is a reader that keeps what was read, so that a page is read once.
type memory struct {
	inner redact.Reader // nil when nothing more is to be read
	known map[string][]redact.ReadWord
}

// Read implements redact.Reader.
func (m *memory) Read(ctx context.Context, picture []byte) ([]redact.ReadWord, error) {
	sum := sha256.Sum256(picture)
	key := hex.EncodeToString(sum[:])
	if words, ok := m.known[key]; ok {
		return words, nil
	}
	if m.inner == nil || ctx.Err() != nil {
		return nil, redact.ErrNotRead
	}
	words, err := m.inner.Read(ctx, picture)
	if err != nil {
		return nil, errors.Join(redact.ErrNotRead, err)
	}
	m.known[key] = words
	return words, nil
}

// turns bound how many documents are worked on at a time, and so the memory
// that they take. Those whose letters are being read, which takes long, have
// turns of their own.
type turns chan struct{}

const documentsAtATime = 2

func (t turns) take(ctx context.Context, do func() error) error {
	select {
	case t <- struct{}{}:
		defer func() { <-t }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open reads a document.
func open(ctx context.Context, file []byte, m *memory) (*redact.Document, error) {
	opts := redact.Options{}
	if m.inner != nil || len(m.known) > 0 {
		opts.Reader = m
	}
	if m.inner != nil {
		var cancel context.CancelFunc
		reading, cancel := context.WithTimeout(ctx, mostReading)
		defer cancel()
		opts.Reader = within{m, reading}
	}
	d, err := redact.Open(ctx, file, opts)
	return d, explained(err)
}

// within reads until its own time is over.
type within struct {
	*memory
	until context.Context
}

// Read implements redact.Reader.
func (w within) Read(_ context.Context, picture []byte) ([]redact.ReadWord, error) {
	return w.memory.Read(w.until, picture)
}

func explained(err error) error {
	if err == nil {
		return nil
	}
	say, ok := refusal(err)
	if !ok {
		return fault.Wrap("redaction.open", err)
	}
	return &fault.Error{Kind: fault.Invalid, Op: "redaction.open", Cause: err, Say: say}
}

func refusal(err error) (i18n.Text, bool) {
	var refused *pdf.RefusedError
	switch {
	case errors.As(err, &refused):
		switch refused.Reason {
		case pdf.Encrypted:
			return i18n.T("Ce PDF est protégé, par un mot de passe ou par des restrictions. Enregistrez-le sans protection, puis déposez-le.", "This PDF is protected, by a password or by restrictions. Save it without protection, then drop it."), true
		case pdf.Vertical:
			return i18n.T("Ce PDF contient du texte en écriture verticale, qui n’est pas traité.", "This PDF has text in vertical writing, which is not dealt with."), true
		case pdf.TooLarge:
			return tooLarge, true
		case pdf.Unverified:
			return i18n.T("Une partie de ce qui devait disparaître serait restée dans la copie\u202f: elle n’est donc pas donnée. Imprimez le document en PDF, puis déposez cette impression.",
				"A part of what was to go would have stayed in the copy: so it is not given. Print the document to PDF, then drop that print."), true
		}
		return i18n.T("Ce PDF est abîmé, ou d’une forme qui n’est pas comprise. Imprimez-le en PDF, puis déposez cette impression.", "This PDF is damaged, or of a form that is not understood. Print it to PDF, then drop that print."), true
	case errors.Is(err, redact.ErrFormat):
		return i18n.T("Déposez un PDF, un DOCX, un ODT, ou l’image d’une page (PNG, JPEG).", "Drop a PDF, a DOCX, an ODT, or the picture of a page (PNG, JPEG)."), true
	case errors.Is(err, redact.ErrEncrypted):
		return i18n.T("Ce document a un mot de passe, ou un ancien format (DOC). Enregistrez-le sans mot de passe, en DOCX ou en ODT.", "This document has a password, or an old format (DOC). Save it without one, as DOCX or ODT."), true
	case errors.Is(err, redact.ErrDamaged):
		return i18n.T("Ce document est abîmé. Ouvrez-le dans votre traitement de texte et enregistrez-le à nouveau.", "This document is damaged. Open it in your word processor and save it again."), true
	case errors.Is(err, redact.ErrTooLarge):
		return tooLarge, true
	case errors.Is(err, redact.ErrUnverified):
		return i18n.T("Une partie de ce qui devait disparaître serait restée dans la copie\u202f: elle n’est donc pas donnée. Enregistrez le document en PDF, puis déposez ce PDF.",
			"A part of what was to go would have stayed in the copy: so it is not given. Save the document as PDF, then drop that PDF."), true
	}
	return i18n.Text{}, false
}

var tooLarge = i18n.T("Ce document est trop grand.", "This document is too large.")
