package witness

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/journal"
)

// Config is what a witness stands on.
type Config struct {
	Key    string   // private key, in the form of golang.org/x/mod/sumdb/note
	Logs   []string // public keys of the logs that it watches
	Folder string   // where it keeps the last checkpoint of each
	Log    *slog.Logger
}

// A Server countersigns the checkpoints of the logs that it knows.
type Server struct {
	signer *cosignature.Signer
	key    string
	logs   map[string][]watched // by origin
	store  folder
	log    *slog.Logger

	mu sync.Mutex // from the last checkpoint to the next, one request at a time
}

type watched struct {
	vkey     string
	verifier note.Verifier
}

// NewServer returns a witness; it makes its folder.
func NewServer(c Config) (*Server, error) {
	signer, err := cosignature.NewSignerForCosignatureV1(c.Key)
	if err != nil {
		return nil, fmt.Errorf("the witness's key: %w", err)
	}
	key, err := PublicKey(c.Key)
	if err != nil {
		return nil, err
	}
	s := &Server{signer: signer, key: key, logs: map[string][]watched{}, store: folder(c.Folder), log: c.Log}
	if len(c.Logs) == 0 {
		return nil, errors.New("a witness needs the public key of a log to watch")
	}
	for _, vkey := range c.Logs {
		v, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, fmt.Errorf("the key %q of a log: %w", vkey, err)
		}
		s.logs[v.Name()] = append(s.logs[v.Name()], watched{vkey, v})
	}
	return s, os.MkdirAll(c.Folder, 0o700)
}

// Key is the public key by which its countersignatures are verified.
func (s *Server) Key() string { return s.key }

// Handler answers POST /add-checkpoint.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			http.Error(w, "the request is too long", http.StatusRequestEntityTooLarge)
			return
		}
		status, answer := s.add(body)
		s.log.Info("witness", "status", status, "answer", strings.TrimSpace(answer))
		if status == http.StatusConflict {
			w.Header().Set("Content-Type", conflictType)
		} else {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	})
	return mux
}

// add is the whole of tlog-witness: the statuses are those of its
// specification.
func (s *Server) add(body []byte) (status int, answer string) {
	r, err := ParseRequest(body)
	if err != nil {
		return http.StatusBadRequest, err.Error() + "\n"
	}
	logs := s.logs[r.Origin()]
	if len(logs) == 0 {
		return http.StatusNotFound, "this witness does not watch the log\n"
	}
	for _, one := range logs {
		c, err := journal.OpenCheckpoint(r.Checkpoint, one.verifier)
		if err == nil {
			return s.advance(one.vkey, r, c)
		}
	}
	return http.StatusForbidden, "the checkpoint is not signed by the log's key\n"
}

func (s *Server) advance(vkey string, r Request, next journal.Checkpoint) (int, string) {
	if r.Old > next.Size {
		return http.StatusBadRequest, "the checkpoint is older than the size given\n"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last, err := s.store.load(vkey)
	if err != nil {
		s.log.Error("witness: cannot read the last checkpoint", "error", err)
		return http.StatusInternalServerError, "the last checkpoint cannot be read\n"
	}
	if r.Old != last.Size || next.Size == last.Size && last.Size > 0 && next.Root != last.Root {
		return http.StatusConflict, strconv.FormatInt(last.Size, 10) + "\n"
	}
	if !continues(last, next, r.Proof) {
		s.log.Warn("witness: a checkpoint does not continue the last", "origin", next.Origin, "last", last.Size, "next", next.Size)
		return http.StatusUnprocessableEntity, "the proof does not show that the checkpoint continues the last one\n"
	}
	// All that the log signed, also lines that are not ours to understand.
	text := r.Checkpoint[:strings.LastIndex(r.Checkpoint, "\n\n")+1]
	signed, err := note.Sign(&note.Note{Text: text}, s.signer)
	if err == nil {
		err = s.store.save(vkey, r.Checkpoint)
	}
	if err != nil {
		s.log.Error("witness: cannot keep the checkpoint", "error", err)
		return http.StatusInternalServerError, "the checkpoint cannot be kept\n"
	}
	return http.StatusOK, string(signed)[len(text)+1:]
}

// continues tells whether the proof shows that one checkpoint is the beginning
// of the other.
func continues(last, next journal.Checkpoint, proof tlog.TreeProof) bool {
	if last.Size == 0 {
		return len(proof) == 0 && (next.Size > 0 || next.Root == emptyRoot)
	}
	return tlog.CheckTree(proof, next.Size, next.Root, last.Size, last.Root) == nil
}

// emptyRoot is that of a log without entries (RFC 6962 §2.1).
var emptyRoot, _ = tlog.TreeHash(0, nil)
