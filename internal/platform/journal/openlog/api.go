package openlog

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
)

// LogJSON is how the log stands, as machines read it.
type LogJSON struct {
	Origin     string       `json:"origin" doc:"The name of the log: first line of its checkpoints"`
	Key        string       `json:"key" doc:"The public key that verifies its checkpoints (note verifier key). Learn it from somewhere else too"`
	Size       int64        `json:"size" doc:"How many entries the newest checkpoint covers"`
	Root       string       `json:"root" doc:"The hash of the tree of those entries (RFC 6962), base64"`
	SignedAt   *time.Time   `json:"signed_at,omitempty" doc:"When the newest checkpoint was signed"`
	Checkpoint string       `json:"checkpoint" doc:"The newest checkpoint (signed note); empty while the log is empty"`
	Witness    *WitnessJSON `json:"witness,omitempty" doc:"Who countersigns, if anybody does"`
}

// WitnessJSON is how far the witness has followed.
type WitnessJSON struct {
	Key        string     `json:"key" doc:"The public key that verifies its countersignatures (cosignature/v1)"`
	Size       int64      `json:"size" doc:"How many entries the newest countersigned checkpoint covers"`
	SignedAt   *time.Time `json:"signed_at,omitempty" doc:"When it countersigned"`
	Checkpoint string     `json:"checkpoint" doc:"The newest countersigned checkpoint, which is that of /journal/checkpoint"`
	LateSince  *time.Time `json:"late_since,omitempty" doc:"When the first checkpoint was signed that waits for its countersignature"`
}

// ProofJSON proves that an entry is in the log.
type ProofJSON struct {
	Entry  int64    `json:"entry" doc:"The number of the entry, from 0"`
	ID     string   `json:"id"`
	Kind   string   `json:"kind" doc:"What happened"`
	At     string   `json:"at" doc:"When"`
	Record string   `json:"record" doc:"What is hashed; empty when it is kept back"`
	Hash   string   `json:"hash" doc:"SHA-256 of 0x00 and the record, base64"`
	Size   int64    `json:"size" doc:"The tree that the proof leads to: that of the first entries, as many as this"`
	Root   string   `json:"root" doc:"Its hash, base64. Compare it with a checkpoint of that size"`
	Proof  []string `json:"proof" doc:"The hashes of the way up (RFC 6962 §2.1.1), base64"`
}

// ConsistencyJSON proves that the log was only continued.
type ConsistencyJSON struct {
	From     int64    `json:"from"`
	FromRoot string   `json:"from_root" doc:"The hash of the tree of the first entries, as many as from, base64"`
	Size     int64    `json:"size"`
	Root     string   `json:"root" doc:"The hash of the tree of the first entries, as many as size, base64"`
	Proof    []string `json:"proof" doc:"RFC 6962 §2.1.2, base64"`
}

type proofInput struct {
	Entry string `query:"entry" pattern:"^[0-9]{0,18}$" doc:"The number of the entry; or give its id"`
	ID    string `query:"id" maxLength:"200" doc:"The identifier of the entry"`
	Size  int64  `query:"size" minimum:"0" doc:"The tree to lead to; 0 for that of the newest checkpoint"`
}

type consistencyInput struct {
	From int64 `query:"from" required:"true" minimum:"1" doc:"The size of the checkpoint that you kept"`
	Size int64 `query:"size" minimum:"0" doc:"The size of a later one; 0 for the newest"`
}

type (
	logOutput         struct{ Body LogJSON }
	proofOutput       struct{ Body ProofJSON }
	consistencyOutput struct{ Body ConsistencyJSON }
)

func (s *Service) operations(api *web.Interface) {
	op := func(id, path, summary, description string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Description: description, Tags: []string{"Journal"}}
	}
	web.Operation(api, web.Everyone, op("get-journal", "/api/v1/journal", "How the journal stands",
		"Size, root, keys, the newest checkpoint and how far the witness has followed. The log itself is at /journal/ (C2SP tlog-tiles)."), s.apiLog)
	web.Operation(api, web.Everyone, op("prove-entry", "/api/v1/journal/proof", "Prove that an entry is in the journal",
		"The hashes that lead from an entry to the root of a checkpoint."), s.apiProof)
	web.Operation(api, web.Everyone, op("prove-consistency", "/api/v1/journal/consistency", "Prove that the journal was only continued",
		"The hashes that show that the tree of an earlier checkpoint is the beginning of a later one."), s.apiConsistency)
}

func (s *Service) apiLog(ctx context.Context, _ *struct{}) (*logOutput, error) {
	st, err := s.state(ctx, nil)
	if err != nil {
		return nil, err
	}
	out := LogJSON{Origin: st.Head.Origin, Key: s.p.Key, Size: st.Head.Size, Root: st.Head.Root.String(),
		SignedAt: instant(st.Head.At), Checkpoint: st.Head.Note}
	if s.p.Witness != "" {
		out.Witness = &WitnessJSON{Key: s.p.WitnessKey, Size: st.Witness.Size, SignedAt: instant(st.Witness.SignedAt),
			Checkpoint: st.Witness.Note, LateSince: instant(st.LateSince)}
		if st.Witness.Size == 0 {
			out.Witness.SignedAt = nil
		}
	}
	return &logOutput{out}, nil
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (s *Service) apiProof(ctx context.Context, in *proofInput) (*proofOutput, error) {
	if (in.Entry == "") == (in.ID == "") {
		return nil, fault.New(fault.Invalid, "openlog.proof", "Indiquez « entry » ou « id », l’un des deux.", "Give “entry” or “id”, one of the two.")
	}
	entry, err := strconv.ParseInt(cmp.Or(in.Entry, "-1"), 10, 64)
	if err != nil {
		return nil, fault.Missing("openlog.proof")
	}
	var out ProofJSON
	_, err = s.state(ctx, func(tx database.Tx, st State) error {
		p, err := s.prove(ctx, tx, st, entry, in.ID, in.Size)
		if err == nil {
			out = p.json()
		}
		return err
	})
	return &proofOutput{out}, err
}

// proof is an entry with its way up to a root.
type proof struct {
	journal.Public
	size int64
	root tlog.Hash
	path tlog.RecordProof
}

func (s *Service) prove(ctx context.Context, tx database.Tx, st State, entry int64, id string, size int64) (p proof, err error) {
	if id != "" {
		p.Public, err = s.p.Journal.PublicByID(ctx, tx, id)
	} else {
		p.Public, err = s.p.Journal.Public(ctx, tx, entry)
	}
	if err != nil {
		return p, err
	}
	if p.size = size; size == 0 {
		p.size = st.Head.Size
	}
	if p.path, err = s.p.Journal.Prove(ctx, tx, p.Seq, p.size); err != nil {
		return p, err
	}
	p.root, err = s.p.Journal.Root(ctx, tx, p.size)
	return p, err
}

func (p proof) json() ProofJSON {
	return ProofJSON{Entry: p.Seq, ID: p.ID, Kind: p.Kind, At: p.At.Format(time.RFC3339Nano), Record: p.Record, Hash: p.Hash.String(),
		Size: p.size, Root: p.root.String(), Proof: words(p.path)}
}

func words(list []tlog.Hash) []string {
	out := make([]string, len(list))
	for i, h := range list {
		out[i] = h.String()
	}
	return out
}

func (s *Service) apiConsistency(ctx context.Context, in *consistencyInput) (*consistencyOutput, error) {
	var out ConsistencyJSON
	_, err := s.state(ctx, func(tx database.Tx, st State) error {
		c, err := s.consistency(ctx, tx, st, in.From, in.Size)
		if err == nil {
			out = ConsistencyJSON{From: c.from, FromRoot: c.fromRoot.String(), Size: c.size, Root: c.root.String(), Proof: words(c.path)}
		}
		return err
	})
	return &consistencyOutput{out}, err
}

// consistency is the way from one root to a later one.
type consistency struct {
	from, size     int64
	fromRoot, root tlog.Hash
	path           tlog.TreeProof
}

func (s *Service) consistency(ctx context.Context, tx database.Tx, st State, from, size int64) (c consistency, err error) {
	if c.from, c.size = from, size; size == 0 {
		c.size = st.Head.Size
	}
	if c.path, err = s.p.Journal.ProveConsistency(ctx, tx, c.from, c.size); err != nil {
		return c, err
	}
	if c.fromRoot, err = s.p.Journal.Root(ctx, tx, c.from); err != nil {
		return c, err
	}
	c.root, err = s.p.Journal.Root(ctx, tx, c.size)
	return c, err
}
