package life

import (
	"context"

	"airial/internal/commons/access"
)

// JournalRecorder is the Recorder that writes into the journal: one entry for
// each step, about the piece.
type JournalRecorder struct{}

// Record implements Recorder.
func (JournalRecorder) Record(ctx context.Context, tx access.Tx, l Life, s Step) error {
	return tx.RecordBy(ctx, s.By, "life."+string(s.Outcome), l.MemberID, l.PieceID, map[string]any{
		"version": l.VersionID, "step": s.Number, "stage": s.Stage, "reason": s.Reason.Fr, "evidence": s.Evidence})
}
