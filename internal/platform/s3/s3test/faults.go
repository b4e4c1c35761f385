package s3test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// A Fault is what befalls a request.
type Fault int

// The faults. None lets the request pass.
const (
	None      Fault = iota
	Status500       // the store answers 500
	Status503       // the store asks to slow down
	Refused         // nobody answers
	Torn            // the answer breaks off in the middle
	Lost            // the store does what it is asked, and its answer is lost
	Hanging         // no answer comes until the caller gives up
)

// Faults is a line to the server that breaks when Fail says so. Fail is called
// with the number of the request, from 1, and the request.
type Faults struct {
	Fail     func(n int64, r *http.Request) Fault
	Delay    time.Duration // before each request, as on a long line
	Requests atomic.Int64  // made so far
}

// RoundTrip implements http.RoundTripper.
func (f *Faults) RoundTrip(r *http.Request) (*http.Response, error) {
	n := f.Requests.Add(1)
	if f.Delay > 0 {
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	what := None
	if f.Fail != nil {
		what = f.Fail(n, r)
	}
	switch what {
	case Status500:
		return f.answer(r, 500, "InternalError"), nil
	case Status503:
		return f.answer(r, 503, "SlowDown"), nil
	case Refused:
		return nil, syscall.ECONNREFUSED
	case Hanging:
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	switch what {
	case Lost:
		_ = answer.Body.Close()
		return nil, syscall.ECONNRESET
	case Torn:
		answer.Body = &torn{answer.Body, answer.ContentLength / 2}
	}
	return answer, nil
}

func (f *Faults) answer(r *http.Request, status int, code string) *http.Response {
	if r.Body != nil {
		_, _ = io.CopyN(io.Discard, r.Body, 1000) // part of what was sent is gone
		_ = r.Body.Close()
	}
	body := "<Error><Code>" + code + "</Code><Message>told to</Message></Error>"
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/xml"}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: r}
}

// torn breaks off after some bytes.
type torn struct {
	io.ReadCloser
	left int64
}

func (t *torn) Read(p []byte) (int, error) {
	if t.left <= 0 {
		return 0, errors.Join(io.ErrUnexpectedEOF, errTold)
	}
	n, err := t.ReadCloser.Read(p[:min(int64(len(p)), t.left)])
	t.left -= int64(n)
	return n, err
}

var errTold = errors.New("the line was told to break")
