package jobs_test

import (
	"testing"

	"airial/internal/platform/database"
)

// BenchmarkCommit is what the others stand against: one small transaction.
func BenchmarkCommit(b *testing.B) {
	onEach(b, func(b *testing.B, db *database.DB) {
		for b.Loop() {
			err := db.Write(b.Context(), func(tx database.Tx) error {
				_, err := tx.Exec(b.Context(), `update job_run set fair = ''`)
				if err != nil {
					return err
				}
				_, err = tx.Exec(b.Context(), `insert into job_ended values ('a','','','','',0,0,0,0,'',0,'',0) on conflict (id) do update set attempt = job_ended.attempt + 1`)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
