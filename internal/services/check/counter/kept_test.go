package counter

import (
	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// count is how many reports are kept.
func (d *desk) count() (n int) {
	d.t.Helper()
	d.Read(d.t, access.System("test"), func(tx access.Tx) (err error) {
		n, err = database.Value[int](d.t.Context(), tx, "test", `select count(*) from check_visit`)
		return err
	})
	return n
}

// row is the one report that is kept, as the database has it.
func (d *desk) row() (digest, sealed string) {
	d.t.Helper()
	d.Read(d.t, access.System("test"), func(tx access.Tx) error {
		return tx.QueryRow(d.t.Context(), `select digest, sealed from check_visit`).Scan(&digest, &sealed)
	})
	return digest, sealed
}
