package airial

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var madeTable = regexp.MustCompile(`(?im)^\s*create (?:virtual )?table (?:if not exists )?(\w+)`)

// A migration that makes a table declares it in the room's Schema.Tables:
// row-level security, backups, moves and the export of a member are made from
// that register. internal/app's test compares the register with the databases;
// this one is quick, and names the file.
func TestDoorsOfTheTables(t *testing.T) {
	made := 0
	files, err := filepath.Glob("internal/*/*/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		sql, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		room := filepath.Dir(filepath.Dir(path))
		declared := source(t, room)
		for _, m := range madeTable.FindAllStringSubmatch(string(sql), -1) {
			made++
			if !strings.Contains(declared, `Name: "`+m[1]+`"`) && !strings.Contains(string(sql), "drop table "+m[1]) &&
				!strings.Contains(string(sql), "alter table "+m[1]+" rename to") {
				t.Errorf("%s makes the table %s, which %s does not declare: add it to Schema.Tables, with whose rows it holds", path, m[1], room)
			}
		}
	}
	if made < 30 {
		t.Fatalf("only %d tables were seen: the test no longer sees the house", made)
	}
}

// source is all the code of a folder.
func source(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
