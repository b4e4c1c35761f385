package jobs

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// row is a job as the tables have it.
type row struct {
	id, kind, args, uniqueKey, fair string
	priority                        int
	runAt                           int64
	attempt, maxAttempts            int
	every, err                      string
	insertedAt                      int64
	lost                            int    // times in a row that the process which ran it died
	lease                           string // of job_run only
}

// columns are those that job and job_run share, but for ready.
const columns = `id, kind, args, unique_key, fair, priority, run_at, attempt, max_attempts, every, error, inserted_at, lost`

func (r *row) fields() []any {
	return []any{&r.id, &r.kind, &r.args, &r.uniqueKey, &r.fair, &r.priority, &r.runAt,
		&r.attempt, &r.maxAttempts, &r.every, &r.err, &r.insertedAt, &r.lost}
}

// scanRun reads columns and the lease.
func scanRun(s database.Row) (row, error) {
	var r row
	err := s.Scan(append(r.fields(), &r.lease)...)
	return r, err
}

func (r *row) job() Job {
	return Job{
		Kind: r.kind, Args: json.RawMessage(r.args), UniqueKey: r.uniqueKey, Fair: r.fair,
		RunAt: clock.FromMicros(r.runAt), MaxAttempts: r.maxAttempts, Priority: r.priority,
		ID: r.id, Attempt: r.attempt, InsertedAt: clock.FromMicros(r.insertedAt),
	}
}

// maxError bounds what is kept of an error, in bytes.
const maxError = 2000

// errorText makes an error fit for a text column.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	s := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "\uFFFD")
	if len(s) <= maxError {
		return s
	}
	cut := maxError
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
