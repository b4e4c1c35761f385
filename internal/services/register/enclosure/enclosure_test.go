package enclosure_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/services/register/enclosure"
)

func TestNamesLoseTheirFolders(t *testing.T) {
	for given, want := range map[string]string{
		"lettre.pdf": "lettre.pdf", `C:\Users\x\capture.png`: "capture.png", "../../etc/passwd": "passwd", "a\x00b\r\n.txt": "ab.txt", "": "document", "dossier/": "document",
		"\xff.pdf": ".pdf", strings.Repeat("é", 200) + ".pdf": strings.Repeat("é", 116) + ".pdf",
	} {
		if got := enclosure.Name(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

type sink struct{ enclosure.Files }

func (sink) Put(_ context.Context, _ string, body io.Reader) (blob.Ref, error) {
	n, err := io.Copy(io.Discard, body)
	return blob.Ref{Size: n}, err
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestAFileMayBeSoLarge(t *testing.T) {
	ref, err := enclosure.Put(t.Context(), sink{}, "test", "m", io.LimitReader(zeros{}, enclosure.Max))
	if err != nil || ref.Size != enclosure.Max {
		t.Errorf("%d bytes, %v", ref.Size, err)
	}
	if _, err = enclosure.Put(t.Context(), sink{}, "test", "m", io.LimitReader(zeros{}, enclosure.Max+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("one byte more: %v", err)
	}
}
