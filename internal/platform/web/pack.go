package web

import (
	"io"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

// Pack is where a handler writes a file of any size that gains by being packed on
// its way: for those who ask it is, at the level that costs the least work, for
// such a file is as fast as it is packed. The caller closes it when all is
// written; what is not closed does not look like a whole file.
func Pack(w http.ResponseWriter, r *http.Request) io.WriteCloser {
	w.Header().Add("Vary", "Accept-Encoding")
	if !asksForGzip(r.Header.Get("Accept-Encoding")) {
		return unpacked{w}
	}
	packed, _ := gzip.NewWriterLevel(&begun{w: w}, gzip.BestSpeed) // the level is a known one
	return packed
}

type unpacked struct{ io.Writer }

func (unpacked) Close() error { return nil }

// begun says that the answer is packed once it begins: an error before that is
// answered as any other. The head of a packed file comes before there is anything
// to pack, and waits for it.
type begun struct {
	w    http.ResponseWriter
	head []byte
	some bool
}

const gzipHead = 10

func (b *begun) Write(p []byte) (int, error) {
	if !b.some && len(b.head)+len(p) <= gzipHead {
		b.head = append(b.head, p...)
		return len(p), nil
	}
	if !b.some {
		b.some = true
		b.w.Header().Set("Content-Encoding", "gzip")
		b.w.Header().Set(gzhttp.HeaderNoCompression, "1")
		b.w.Header().Del("Content-Length")
		if _, err := b.w.Write(b.head); err != nil {
			return 0, err
		}
	}
	return b.w.Write(p)
}

// asksForGzip reads an Accept-Encoding header.
func asksForGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(part, " ", "")), ";")
		if name == "gzip" {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
