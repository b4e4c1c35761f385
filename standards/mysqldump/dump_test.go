package mysqldump_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/mysqldump"
)

// read returns the rows of a dump as table, line and values by column.
func read(t testing.TB, sql string, limits mysqldump.Limits) (rows []map[string]mysqldump.Value, r *mysqldump.Reader, err error) {
	t.Helper()
	if r, err = mysqldump.New(strings.NewReader(sql), limits); err != nil {
		return nil, nil, err
	}
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows, r, nil
		}
		if err != nil {
			return rows, r, err
		}
		values := map[string]mysqldump.Value{"": {Kind: mysqldump.Text, S: row.Table.Name}}
		for _, c := range row.Table.Columns {
			values[c.Name] = row.Get(c.Name)
		}
		rows = append(rows, values)
	}
}

const sample = "/*M!999999\\- enable the sandbox mode */ \n" + `-- MariaDB dump 10.19
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
DROP TABLE IF EXISTS ` + "`town`" + `;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE ` + "`town`" + ` (
  ` + "`id`" + ` char(36) COLLATE utf8mb4_unicode_ci NOT NULL COMMENT '(DC2Type:uuid)',
  ` + "`name`" + ` varchar(255) DEFAULT 'it''s, (none)',
  ` + "`kind`" + ` enum('a)','b,') NOT NULL,
  ` + "`blob`" + ` longblob,
  ` + "`check`" + ` tinyint(1) NOT NULL,
  PRIMARY KEY (` + "`id`" + `),
  KEY ` + "`IDX`" + ` (` + "`name`(10),`kind`" + `),
  CONSTRAINT ` + "`FK`" + ` FOREIGN KEY (` + "`id`" + `) REFERENCES ` + "`x` (`id`)" + ` ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
LOCK TABLES ` + "`town`" + ` WRITE;
INSERT INTO ` + "`town`" + ` VALUES
('1','Saint-Avé ; l\'été -- 🙂 \\ "x"','a)',0x00FF41,1),
('2',NULL,'b,',_binary 'a\0b\'',0),('3','a''b\n\t\%','a)',X'41',-1.5e+3);
UNLOCK TABLES;
DELIMITER ;;
CREATE TRIGGER t BEFORE INSERT ON town FOR EACH ROW BEGIN INSERT INTO town VALUES (1); END ;;
DELIMITER ;
INSERT INTO town (name, id) VALUES (_latin1'caf` + "\xe9" + `', 4) ON DUPLICATE KEY UPDATE name = 'x;';
-- Dump completed on 2026-11-28
`

func TestRows(t *testing.T) {
	rows, r, err := read(t, sample, mysqldump.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	text := func(s string) mysqldump.Value { return mysqldump.Value{Kind: mysqldump.Text, S: s} }
	number := func(s string) mysqldump.Value { return mysqldump.Value{Kind: mysqldump.Number, S: s} }
	raw := func(s string) mysqldump.Value { return mysqldump.Value{Kind: mysqldump.Bytes, S: s} }
	want := []map[string]mysqldump.Value{
		{"": text("town"), "id": text("1"), "name": text(`Saint-Avé ; l'été -- 🙂 \ "x"`), "kind": text("a)"), "blob": raw("\x00\xffA"), "check": number("1")},
		{"": text("town"), "id": text("2"), "name": {}, "kind": text("b,"), "blob": raw("a\x00b'"), "check": number("0")},
		{"": text("town"), "id": text("3"), "name": text("a'b\n\t\\%"), "kind": text("a)"), "blob": raw("A"), "check": number("-1.5e+3")},
		{"": text("town"), "id": number("4"), "name": text("café"), "kind": {}, "blob": {}, "check": {}},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	columns := []mysqldump.Column{{"id", "char(36)", "(DC2Type:uuid)"}, {"name", "varchar(255)", ""}, {"kind", "enum(?,?)", ""}, {"blob", "longblob", ""}, {"check", "tinyint(1)", ""}}
	if d := cmp.Diff(columns, r.Tables()[0].Columns); d != "" {
		t.Error(d)
	}
	if !r.Complete() {
		t.Error("the dump is taken for a part of one")
	}
}

func TestCompressedReadsTheSame(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(sample))
	_ = z.Close()
	want, _, err := read(t, sample, mysqldump.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := read(t, b.String(), mysqldump.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, _, err := read(t, b.String()[:b.Len()-20], mysqldump.Limits{}); err == nil {
		t.Error("a file that breaks off is read as whole")
	}
}

func TestCharsets(t *testing.T) {
	for name, sql := range map[string]string{
		"latin1": "SET NAMES latin1;\nINSERT INTO t (a) VALUES ('\x80 caf\xe9');",
		"utf8":   "SET NAMES utf8;\nINSERT INTO t (a) VALUES ('€ café');",
		"cp850":  "INSERT INTO t (a) VALUES (_utf8mb4'€ caf', _cp850'\x82');",
	} {
		t.Run(name, func(t *testing.T) {
			if name == "cp850" {
				sql = strings.Replace(sql, "(a)", "(a, b)", 1)
			}
			rows, _, err := read(t, sql, mysqldump.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if got := rows[0]["a"].S + rows[0]["b"].S; got != "€ café" {
				t.Errorf("%q", got)
			}
		})
	}
	if _, _, err := read(t, "SET NAMES big5;", mysqldump.Limits{}); err == nil || !strings.Contains(err.Error(), "utf8mb4") {
		t.Errorf("an unknown character set: %v", err)
	}
}

func TestEscapesAsTheModeSays(t *testing.T) {
	rows, _, err := read(t, `SET SQL_MODE='ANSI,NO_BACKSLASH_ESCAPES'; INSERT INTO t (a) VALUES ('C:\');`, mysqldump.Limits{})
	if err != nil || rows[0]["a"].S != `C:\` {
		t.Errorf("%v %v", rows, err)
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, sql string
		limits    mysqldump.Limits
		want      string
	}{
		{"empty", "", mysqldump.Limits{}, "empty"},
		{"a Windows shell", "\xff\xfeI\x00", mysqldump.Limits{}, "UTF-16"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", mysqldump.Limits{}, "not SQL"},
		{"a table of another kind", "nom;prénom\n1;2\n", mysqldump.Limits{}, "no statement"},
		{"only comments", "-- nothing\n", mysqldump.Limits{}, "not SQL"},
		{"cut in a string", "INSERT INTO t (a) VALUES ('abc", mysqldump.Limits{}, "line 1: the dump breaks off within a string"},
		{"cut between rows", "\nINSERT INTO t (a) VALUES (1),", mysqldump.Limits{}, "line 2: the dump breaks off"},
		{"cut in a table", "CREATE TABLE t (`a` int,", mysqldump.Limits{}, "breaks off within CREATE"},
		{"too few values", "CREATE TABLE t (a int, `b` int, `c` int);INSERT INTO t VALUES (1);", mysqldump.Limits{}, "1 values for 2"},
		{"an expression", "INSERT INTO t (a) VALUES (now());", mysqldump.Limits{}, `"now" is not read`},
		{"a query", "INSERT INTO t (a) SELECT 1;", mysqldump.Limits{}, "only INSERT … VALUES"},
		{"a long value", "INSERT INTO t (a) VALUES ('" + strings.Repeat("x", 100) + "');", mysqldump.Limits{Value: 50}, "longer than 50"},
		{"a long dump", "INSERT INTO t (a) VALUES ('" + strings.Repeat("x", 100) + "');", mysqldump.Limits{Bytes: 50}, "larger"},
		{"many tables", "CREATE TABLE a (`x` int);CREATE TABLE b (`x` int);", mysqldump.Limits{Tables: 1}, "more than 1 tables"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, test.sql, test.limits)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want … %s …", err, test.want)
			}
		})
	}
	_, _, err := read(t, "INSERT INTO t (a) VALUES\n(1),\n(x", mysqldump.Limits{})
	if at := (*mysqldump.SyntaxError)(nil); !errors.As(err, &at) || at.Line != 3 {
		t.Errorf("the place is %v", err)
	}
}

func TestABackupThatLacksItsEnd(t *testing.T) {
	_, r, err := read(t, "INSERT INTO t (a) VALUES (1);\n", mysqldump.Limits{})
	if err != nil || r.Complete() {
		t.Errorf("complete without its last line: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("INSERT INTO t (a) VALUES (0b101,b'1',X'ab',TRUE,-1,_binary 'x');"))
	f.Add([]byte("CREATE TABLE IF NOT EXISTS `a`.`b` (`x` decimal(10,2) DEFAULT '1',\n`y` json) COMMENT 'x';"))
	f.Add([]byte("DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT ';'; END$$\nDELIMITER ;\nSELECT 1;"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := mysqldump.New(bytes.NewReader(b), mysqldump.Limits{Bytes: 1 << 20, Value: 1 << 12, Columns: 64, Tables: 16})
		if err != nil {
			return
		}
		for range 10_000 {
			row, err := r.Next()
			if err != nil {
				break
			}
			for _, c := range row.Table.Columns {
				row.Get(c.Name)
			}
		}
		if r.Read() > 1<<20+1 {
			t.Errorf("read %d bytes beyond the limit", r.Read())
		}
	})
}
