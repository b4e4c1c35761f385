package backup

import (
	"context"
	"embed"
	"encoding/json"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

//go:embed schema
var files embed.FS

// Schema is the room's table.
var Schema = database.Schema{Room: "backup", Files: files, Tables: []database.Table{
	{Name: "backup_run", Kind: database.Passing},
}}

// The kinds of runs.
const (
	RunBackup = "backup"
	RunCheck  = "check"
	RunDrill  = "drill"
	RunForget = "forget"
)

// A Run is something that was done for the backups.
type Run struct {
	ID     string
	Kind   string
	Backup string // which one; "" when there is none
	Began  time.Time
	Ended  time.Time
	Sound  bool
	Detail Detail
}

// Detail is what else is to be known of a run. What does not apply is zero.
type Detail struct {
	Place    string   `json:"place"`
	Rows     int64    `json:"rows,omitempty"`
	Files    int64    `json:"files,omitempty"`
	Bytes    int64    `json:"bytes,omitempty"`     // of the files, unpacked
	NewFiles int64    `json:"new_files,omitempty"` // copied
	NewBytes int64    `json:"new_bytes,omitempty"` // stored
	Depth    Depth    `json:"depth,omitempty"`
	Read     int64    `json:"read,omitempty"`    // objects read back
	Entries  int64    `json:"entries,omitempty"` // of the journal, verified
	Erased   int64    `json:"erased,omitempty"`  // erasures that were applied
	Removed  int64    `json:"removed,omitempty"` // backups forgotten
	Problems []string `json:"problems,omitempty"`
	// Words are what a person may read of the problems.
	Words i18n.Text `json:"words"`
}

// SaveRun keeps a run, and the last hundred of its kind.
func SaveRun(ctx context.Context, tx database.Tx, r Run) error {
	const op = "backup.SaveRun"
	detail, err := json.Marshal(r.Detail)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = database.Exec(ctx, tx, op, `insert into backup_run (id, kind, backup, began_at, ended_at, sound, detail)
		values ($1,$2,$3,$4,$5,$6,$7)`, r.ID, r.Kind, r.Backup, clock.Micros(r.Began), clock.Micros(r.Ended), database.Bool(r.Sound), string(detail))
	if err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `delete from backup_run where kind = $1 and id not in
		(select id from backup_run where kind = $1 order by began_at desc, id desc limit 100)`, r.Kind)
	return err
}

// LastSound returns the last run of a kind that went well; ok is false when
// none of those that are remembered did.
func LastSound(ctx context.Context, tx database.Tx, kind string) (r Run, ok bool, err error) {
	list, err := runs(ctx, tx, "backup.LastSound", `where kind = $1 and sound = 1 order by began_at desc, id desc limit 1`, kind)
	if len(list) == 1 {
		return list[0], true, err
	}
	return r, false, err
}

// Runs returns the last runs of a kind, the newest first.
func Runs(ctx context.Context, tx database.Tx, kind string, limit int) ([]Run, error) {
	return runs(ctx, tx, "backup.Runs", `where kind = $1 order by began_at desc, id desc limit $2`, kind, limit)
}

func runs(ctx context.Context, tx database.Tx, op, where string, args ...any) ([]Run, error) {
	return database.All(ctx, tx, op, func(row database.Row) (Run, error) {
		var r Run
		var began, ended int64
		var detail string
		err := row.Scan(&r.ID, &r.Kind, &r.Backup, &began, &ended, &r.Sound, &detail)
		r.Began, r.Ended = clock.FromMicros(began), clock.FromMicros(ended)
		if err == nil {
			err = json.Unmarshal([]byte(detail), &r.Detail)
		}
		return r, err
	}, `select id, kind, backup, began_at, ended_at, sound, detail from backup_run `+where, args...)
}
