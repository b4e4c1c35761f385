package foreign

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
)

// A Database is a database of another program.
type Database struct {
	db   *sql.DB
	name string
}

// Open connects to mysql://user:password@host:3306/name, or with
// ?socket=/run/mysqld/mysqld.sock to one on this machine. password stands in
// for one that the address does not have, so that it need not be typed where
// others see it. Only that host is contacted; tls=true in the address wants an
// encrypted connection.
func Open(ctx context.Context, address, password string) (*Database, error) {
	const op = "foreign.Open"
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "mysql" && u.Scheme != "mariadb" || strings.Trim(u.Path, "/") == "" {
		return nil, fault.New(fault.Invalid, op, "L’adresse a la forme mysql://utilisateur@hôte:3306/base.", "The address has the form mysql://user@host:3306/database.")
	}
	c := mysql.NewConfig()
	c.User, c.DBName = u.User.Username(), strings.Trim(u.Path, "/")
	if c.Passwd = password; password == "" {
		c.Passwd, _ = u.User.Password()
	}
	c.Logger = log.New(io.Discard, "", 0)
	c.Timeout, c.ReadTimeout = 20*time.Second, 10*time.Minute
	c.Collation = "utf8mb4_unicode_ci"
	if socket := u.Query().Get("socket"); socket != "" {
		c.Net, c.Addr = "unix", socket
	} else {
		port := u.Port()
		if port == "" {
			port = "3306"
		}
		c.Net, c.Addr = "tcp", net.JoinHostPort(u.Hostname(), port)
		way := outbound.New(outbound.Config{Clock: clock.System{}})
		way.Declare(c.Addr, i18n.T("base à reprendre", "database to take over"))
		c.DialFunc = way.Dialer("foreign-database")
	}
	if t := u.Query().Get("tls"); t != "" {
		c.TLSConfig = t
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, fault.New(fault.Invalid, op, "L’adresse de la base n’est pas comprise\u202f: %[1]s", "The address of the database is not understood: %[1]s", err.Error())
	}
	d := &Database{sql.OpenDB(connector), c.DBName}
	if err := d.db.PingContext(ctx); err != nil {
		return nil, errors.Join(unreachable(op, err), d.Close())
	}
	return d, nil
}

func unreachable(op string, err error) error {
	var refused *mysql.MySQLError
	if errors.As(err, &refused) {
		return &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: i18n.T("La base refuse la connexion\u202f: %[1]s", "The database refuses the connection: %[1]s", refused.Message)}
	}
	return &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: i18n.T("La base ne répond pas\u202f: %[1]s. Vérifiez l’hôte, le port et le pare-feu.",
		"The database does not answer: %[1]s. Check host, port and firewall.", err.Error())}
}

// Name is the database's.
func (d *Database) Name() string { return d.name }

// Close lets the database go.
func (d *Database) Close() error { return d.db.Close() }

// Each calls fn for every row of every table, as the database is at the
// beginning. Values of NULL are left out. The map is fn's to keep.
func (d *Database) Each(ctx context.Context, fn func(table string, row map[string]string) error) (err error) {
	const op = "foreign.Each"
	tx, err := d.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return unreachable(op, err)
	}
	defer func() { _ = tx.Rollback() }()
	tables, err := names(ctx, tx, `select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by table_name`)
	if err != nil {
		return unreachable(op, err)
	}
	for _, t := range tables {
		if err := rows(ctx, tx, t, fn); err != nil {
			return err
		}
	}
	return nil
}

func names(ctx context.Context, tx *sql.Tx, query string) (list []string, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}

func rows(ctx context.Context, tx *sql.Tx, table string, fn func(string, map[string]string) error) (err error) {
	const op = "foreign.rows"
	r, err := tx.QueryContext(ctx, "select * from `"+strings.ReplaceAll(table, "`", "``")+"`") // #nosec G202 -- quoted; no placeholder can stand for a name
	if err != nil {
		return unreachable(op, err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	columns, err := r.Columns()
	if err != nil {
		return unreachable(op, err)
	}
	values := make([]sql.RawBytes, len(columns))
	into := make([]any, len(columns))
	for n := range values {
		into[n] = &values[n]
	}
	for r.Next() {
		if err := r.Scan(into...); err != nil {
			return unreachable(op, err)
		}
		row := make(map[string]string, len(columns))
		for n, v := range values {
			if v != nil {
				row[columns[n]] = string(v)
			}
		}
		if err := fn(table, row); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return unreachable(op, err)
	}
	return nil
}
