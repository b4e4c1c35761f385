package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	_ "airial/internal/platform/tables/lean"
)

const (
	spareConns  = 3 // for columns and rows that are decoded
	mostStreams = 4 // batches of exports on their way at a time
)

// instance is an in-process DuckDB. Attaching and detaching have a connection
// of their own, so that they never wait for queries.
type instance struct {
	db    *sql.DB
	admin *sql.Conn
}

func (d *instance) close() error { return errors.Join(d.admin.Close(), d.db.Close()) }

// openDuck opens an instance that can open files under the cache and nothing
// else, can load nothing, and cannot be told otherwise.
func openDuck(ctx context.Context, cfg Config) (*instance, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("tables: opening DuckDB: %w", err)
	}
	db := sql.OpenDB(connector)
	// Beside those of the questions: one for administration, a few for what is
	// decoded and for exports, which the reader may keep waiting.
	db.SetMaxOpenConns(cfg.MaxConcurrent + 1 + spareConns + mostStreams)
	db.SetMaxIdleConns(cfg.MaxConcurrent + 1 + spareConns)
	if err := registerZones(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("tables: functions of DuckDB: %w", err), db.Close())
	}
	for _, statement := range []string{
		fmt.Sprintf("set memory_limit = '%dB'", cfg.MemoryLimit),
		fmt.Sprintf("set threads = %d", cfg.Threads),
		// What a question has used goes back to the system after it, not when
		// 128 MB have gathered.
		"set allocator_flush_threshold = '16MiB'",
		"set allocator_bulk_deallocation_flush_threshold = '32MiB'",
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
		"set allow_community_extensions = false",
		"set allow_persistent_secrets = false",
		"set extension_directory = " + quote(filepath.Join(cfg.CacheDir, "none")),
		"set temp_directory = " + quote(filepath.Join(cfg.CacheDir, spillDir)),
		fmt.Sprintf("set max_temp_directory_size = '%dB'", cfg.MaxCacheBytes),
		"set allowed_directories = [" + quote(cfg.CacheDir+string(filepath.Separator)) + "]",
		// From here on the doors are closed, then the key is thrown away.
		"set enable_external_access = false",
		"set lock_configuration = true",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("tables: configuring DuckDB: %w", err), db.Close())
		}
	}
	admin, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("tables: opening DuckDB: %w", err), db.Close())
	}
	return &instance{db: db, admin: admin}, nil
}

// broken tells whether an error means that a native file, or the whole DuckDB
// instance, is no longer usable: the file is disposable and made again.
func broken(err error) bool {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Type {
	case duckdb.ErrorTypeIO, duckdb.ErrorTypeFatal, duckdb.ErrorTypeInternal, duckdb.ErrorTypeSerialization, duckdb.ErrorTypeCatalog:
		return true
	}
	return strings.Contains(e.Msg, "database has been invalidated")
}

// fatal tells whether the whole DuckDB instance has to be opened anew.
func fatal(err error) bool {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Type == duckdb.ErrorTypeFatal || e.Type == duckdb.ErrorTypeInternal ||
		strings.Contains(e.Msg, "database has been invalidated")
}

// memoryRanOut tells whether DuckDB gave up within its memory and its disk.
func memoryRanOut(err error) bool {
	var e *duckdb.Error
	return errors.As(err, &e) && e.Type == duckdb.ErrorTypeOutOfMemory
}

// outOfRange tells whether a value did not fit where a computation led it.
func outOfRange(err error) bool {
	var e *duckdb.Error
	return errors.As(err, &e) && (e.Type == duckdb.ErrorTypeOutOfRange || e.Type == duckdb.ErrorTypeConversion ||
		e.Type == duckdb.ErrorTypeInvalidInput || strings.HasPrefix(e.Msg, "Not implemented Error: Unknown TimeZone") || e.Type == duckdb.ErrorTypeDivideByZero)
}
