package journal

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// SequencerConfig tunes a sequencer. The zero value is fit for a server.
type SequencerConfig struct {
	// Interval is how often to look without having been woken; default 1 s.
	Interval time.Duration
	// Linger is how long to wait after a commit for others to come, so that
	// they share a checkpoint; default 5 ms.
	Linger time.Duration
	// Pace is the least time from one batch to the next; default 100 ms. A busy
	// server then numbers what came in between at once: each batch costs a
	// dozen statements.
	Pace time.Duration
	// Batch bounds the entries of one transaction; default 4,096.
	Batch int
}

// A Sequencer numbers committed entries, hashes them and signs checkpoints. Any
// number of processes may have one: they take turns by the lock of the head
// row, which ends with the transaction or the process that holds it.
type Sequencer struct {
	journal *Journal
	db      database.Transactor
	signer  note.Signer
	log     *slog.Logger
	config  SequencerConfig

	mu   sync.Mutex
	edge *edge // as this process left it; another may have gone on since
}

// NewSequencer returns a sequencer that signs with the given key, whose name is
// the log's origin.
func NewSequencer(j *Journal, db database.Transactor, signer note.Signer, logger *slog.Logger, c SequencerConfig) *Sequencer {
	if c.Interval <= 0 {
		c.Interval = time.Second
	}
	if c.Linger <= 0 {
		c.Linger = 5 * time.Millisecond
	}
	if c.Pace <= 0 {
		c.Pace = 100 * time.Millisecond
	}
	if c.Batch <= 0 {
		c.Batch = 4096
	}
	return &Sequencer{journal: j, db: db, signer: signer, log: logger, config: c}
}

// Run numbers entries as they are committed, until the context ends; then it
// numbers what is left.
func (s *Sequencer) Run(ctx context.Context) error {
	rung, deaf := s.journal.appended.Listen()
	defer deaf()
	timer := time.NewTimer(0)
	defer timer.Stop()
	pace := time.NewTimer(0) // ends when the next batch may come
	defer pace.Stop()
	for {
		select {
		case <-ctx.Done():
			_, err := s.Sequence(context.WithoutCancel(ctx))
			return err
		case <-timer.C:
			s.complain(ctx, s.look(ctx))
		case <-rung:
			time.Sleep(s.config.Linger)
			select {
			case <-pace.C:
			case <-ctx.Done():
				continue
			}
			pace.Reset(s.config.Pace)
			_, err := s.Sequence(ctx)
			s.complain(ctx, err)
		}
		timer.Reset(s.config.Interval)
	}
}

func (s *Sequencer) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "journal: cannot number the entries; will try again", "error", err)
	}
}

// look numbers entries if there are any, without writing when there are none.
func (s *Sequencer) look(ctx context.Context) error {
	var found []int64
	err := s.db.Read(ctx, func(tx database.Tx) error {
		var err error
		found, err = database.All(database.Last(ctx), tx, "journal.look", scanInt, `select position from journal_inbox limit 1`)
		return err
	})
	if err != nil || len(found) == 0 {
		return err
	}
	_, err = s.Sequence(ctx)
	return err
}

// Sequence numbers all that is committed and returns how many entries that was.
func (s *Sequencer) Sequence(ctx context.Context) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	total := 0
	for {
		n, err := s.batch(database.Relaxed(ctx))
		total += n
		if err != nil || n < s.config.Batch {
			return total, err
		}
	}
}

func (s *Sequencer) batch(ctx context.Context) (n int, err error) {
	var grown *edge
	err = s.db.Write(ctx, func(tx database.Tx) error {
		var err error
		grown, n, err = s.number(ctx, tx)
		if n > 0 {
			tx.AfterCommit(s.journal.numbered.Ring)
		}
		return err
	})
	if err != nil {
		s.edge = nil // the commit may have happened all the same
		return 0, fault.Wrap("journal.Sequence", err)
	}
	s.edge = grown
	return n, nil
}

// number takes the next batch from the inbox to the log. The lock of the head
// row makes it the only one to do so.
func (s *Sequencer) number(ctx context.Context, tx database.Tx) (*edge, int, error) {
	const op = "journal.number"
	size, err := database.Value[int64](ctx, tx, op, `select size from journal_head where id = 1`+forUpdate(tx))
	if err != nil {
		return nil, 0, err
	}
	type waiting struct {
		leaf
		position int64
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (waiting, error) {
		var w waiting
		return w, r.Scan(append(w.fields(), &w.position)...)
	}, `select `+leafColumns+`, position from journal_inbox order by position limit $1`, s.config.Batch)
	if err != nil || len(list) == 0 {
		return s.edge, 0, err
	}
	e, err := s.edgeAt(ctx, tx, size)
	if err != nil {
		return nil, 0, err
	}
	leaves, positions, tiles := make([]numberedLeaf, len(list)), make([]int64, len(list)), []tile(nil)
	for i, w := range list {
		h := w.hash()
		leaves[i], positions[i] = numberedLeaf{leaf: w.leaf, seq: e.size, stored: h[:]}, w.position
		tiles = append(tiles, e.add(h)...)
	}
	if err = insertLeaves(ctx, tx, leaves); err == nil {
		err = deleteWaiting(ctx, tx, positions)
	}
	if err != nil {
		return nil, 0, err
	}
	return e, len(list), s.seal(ctx, tx, e, tiles)
}

// edgeAt returns the edge of the tree to be grown, from memory if this process
// was the last to grow it.
func (s *Sequencer) edgeAt(ctx context.Context, tx database.Tx, size int64) (*edge, error) {
	if s.edge != nil && s.edge.size == size {
		return s.edge.clone(), nil
	}
	return loadEdge(ctx, tx, size)
}

// seal writes the tiles that were completed, the new size, and the checkpoint.
func (s *Sequencer) seal(ctx context.Context, tx database.Tx, e *edge, tiles []tile) error {
	const op = "journal.seal"
	for _, t := range tiles {
		err := database.Later(ctx, tx, op, `insert into journal_tile (level, n, hashes, root) values ($1, $2, $3, $4)`,
			t.level, t.n, t.hashes, t.root[:])
		if err != nil {
			return err
		}
	}
	err := database.Later(ctx, tx, op, `update journal_head set size = $1 where id = 1`, e.size)
	if err != nil {
		return err
	}
	root, err := e.root()
	if err != nil {
		return err
	}
	signed, err := Checkpoint{Origin: s.signer.Name(), Size: e.size, Root: root}.sign(s.signer)
	if err != nil {
		return err
	}
	return saveCheckpoint(ctx, tx, e.size, signed, s.journal.clock.Now())
}

func scanInt(s database.Row) (int64, error) {
	var n int64
	return n, s.Scan(&n)
}
