package madis

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/mysqldump"
)

// A Source gives the rows of an installation. It is read twice: once to learn
// to whom rows belong, for a dump is in the order of the tables' names.
type Source interface {
	// Each calls fn for every row, with the name of its database ("" where there
	// is one alone). Values of NULL are left out.
	Each(ctx context.Context, fn func(database, table string, row map[string]string) error) error
	// Whole tells, after a reading, whether the end was there.
	Whole() bool
}

// Live is a database that can be asked itself.
type Live interface {
	Each(ctx context.Context, fn func(table string, row map[string]string) error) error
}

// FromLive reads a database that answers.
func FromLive(l Live) Source { return liveSource{l} }

type liveSource struct{ Live }

func (l liveSource) Each(ctx context.Context, fn func(string, string, map[string]string) error) error {
	return l.Live.Each(ctx, func(table string, row map[string]string) error { return fn("", table, plain(row)) })
}

func (liveSource) Whole() bool { return true }

// plain makes text of the values that are bytes.
func plain(row map[string]string) map[string]string {
	for c, v := range row {
		if !utf8.ValidString(v) || len(v) == 1 && v[0] < 9 {
			row[c] = readable(v)
		}
	}
	return row
}

// readable is how bytes are kept: bits as digits, identifiers in their usual
// form, anything else in base 64.
func readable(v string) string {
	switch {
	case len(v) == 1 && v[0] < 9:
		return fmt.Sprint(v[0])
	case utf8.ValidString(v):
		return v
	case len(v) == 16:
		h := hex.EncodeToString([]byte(v))
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	}
	return "base64:" + base64.StdEncoding.EncodeToString([]byte(v))
}

// FromDump reads a dump, opened anew for each reading. progress hears how many
// bytes of SQL were read.
func FromDump(open func() (io.ReadCloser, error), limits mysqldump.Limits, progress func(int64)) Source {
	return &dumpSource{open: open, limits: limits, progress: progress}
}

type dumpSource struct {
	open     func() (io.ReadCloser, error)
	limits   mysqldump.Limits
	progress func(int64)
	whole    bool
}

func (d *dumpSource) Whole() bool { return d.whole }

func (d *dumpSource) Each(ctx context.Context, fn func(string, string, map[string]string) error) error {
	file, err := d.open()
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := mysqldump.New(file, d.limits)
	if err != nil {
		return unreadable(err)
	}
	for n := 0; ; n++ {
		if n%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if d.progress != nil {
				d.progress(r.Read())
			}
		}
		row, err := r.Next()
		if err == io.EOF {
			d.whole = r.Complete()
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		values := make(map[string]string, len(row.Table.Columns))
		for _, c := range row.Table.Columns {
			switch v := row.Get(c.Name); v.Kind {
			case mysqldump.Null:
			case mysqldump.Bytes:
				values[c.Name] = readable(v.S)
			default:
				values[c.Name] = v.S
			}
		}
		if err := fn(row.Table.Database, row.Table.Name, values); err != nil {
			return err
		}
	}
}

// unreadable says what to do about a dump that cannot be read.
func unreadable(err error) error {
	const op = "madis.read"
	say := i18n.Text{}
	var at *mysqldump.SyntaxError
	switch {
	case errors.Is(err, mysqldump.ErrEmpty):
		say = i18n.T("Le fichier est vide.", "The file is empty.")
	case errors.Is(err, mysqldump.ErrUTF16):
		say = i18n.T("Le fichier est en UTF-16, comme l’écrit une redirection sous Windows. Refaites la sauvegarde avec --result-file=madis.sql.",
			"The file is UTF-16, as a redirection under Windows writes it. Make the dump again with --result-file=madis.sql.")
	case errors.Is(err, mysqldump.ErrBinary):
		say = i18n.T("Ce fichier n’est pas une sauvegarde SQL. Faites-la avec mysqldump ou mariadb-dump (fichier .sql ou .sql.gz).",
			"This file is no SQL dump. Make it with mysqldump or mariadb-dump (a .sql or .sql.gz file).")
	case errors.Is(err, mysqldump.ErrLimit):
		return &fault.Error{Kind: fault.TooLarge, Op: op, Cause: err, Say: i18n.T("La sauvegarde dépasse la taille admise.", "The dump exceeds the size that is allowed.")}
	case errors.As(err, &at):
		say = i18n.T("La sauvegarde ne se lit pas à la ligne %[1]d\u202f: %[2]s. Rien n’a été repris. Refaites-la en entier avec mysqldump ou mariadb-dump.",
			"The dump cannot be read at line %[1]d: %[2]s. Nothing was taken over. Make it again, whole, with mysqldump or mariadb-dump.", at.Line, at.What)
	case errors.Is(err, io.ErrUnexpectedEOF):
		say = i18n.T("Le fichier compressé est coupé. Rien n’a été repris. Envoyez-le de nouveau.", "The compressed file is cut off. Nothing was taken over. Send it again.")
	default:
		return err
	}
	return &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: say}
}
