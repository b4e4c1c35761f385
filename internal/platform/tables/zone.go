package tables

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// The functions of DuckDB that turn an instant into what the wall clock of a zone
// shows, and back. They are ours, for DuckDB would need a library of 8 MB for
// them, with another list of zones than the rest of the program has.
var zoneFunctions = map[string]func(*time.Location, time.Time) time.Time{"airial_at_zone": atZone, "airial_of_zone": ofZone}

func registerZones(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for name, turn := range zoneFunctions {
		f, err := newZoneFunction(turn)
		if err != nil {
			return err
		}
		if err := duckdb.RegisterScalarUDF(conn, name, f); err != nil {
			return err
		}
	}
	return nil
}

// zoneFunction is one of two arguments: the name of a zone, and a moment.
type zoneFunction struct {
	text, moment duckdb.TypeInfo
	turn         func(*time.Location, time.Time) time.Time
}

func newZoneFunction(turn func(*time.Location, time.Time) time.Time) (f zoneFunction, err error) {
	f.turn = turn
	if f.text, err = duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR); err != nil {
		return f, err
	}
	f.moment, err = duckdb.NewTypeInfo(duckdb.TYPE_TIMESTAMP)
	return f, err
}

func (f zoneFunction) Config() duckdb.ScalarFuncConfig {
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{f.text, f.moment}, ResultTypeInfo: f.moment}
}

func (f zoneFunction) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (any, error) {
		name, isName := values[0].(string)
		at, isMoment := values[1].(time.Time)
		if !isName || !isMoment {
			return nil, nil
		}
		zone, err := zoneNamed(name)
		if err != nil {
			return nil, err
		}
		return f.turn(zone, at), nil
	}}
}

// zones are those that have been asked for, by name.
var zones sync.Map

func zoneNamed(name string) (*time.Location, error) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("tables: no time zone %q", name)
	}
	zones.Store(name, zone)
	return zone, nil
}

// atZone is what the wall clock of a zone shows at an instant.
func atZone(zone *time.Location, at time.Time) time.Time {
	_, offset := at.In(zone).Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// ofZone is the instant at which the wall clock of a zone shows a time: the later
// one where it does so twice; where it never does, an hour being left out, the one
// at which it would have done so without the change.
func ofZone(zone *time.Location, wall time.Time) time.Time {
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	_, after := wall.Add(24 * time.Hour).In(zone).Zone()
	first, second := wall.UTC().Add(-time.Duration(before)*time.Second), wall.UTC().Add(-time.Duration(after)*time.Second)
	if atZone(zone, second).Equal(wall) && (second.After(first) || !atZone(zone, first).Equal(wall)) {
		return second
	}
	return first
}
