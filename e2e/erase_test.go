package e2e

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestErasure erases a dataset for personal data, and looks for what is left
// of it: in every address, and in every byte of the installation.
func TestErasure(t *testing.T) {
	s := start(t, opts{})
	depositor, approver := s.as(t, s.token(t, firstSiren, "depositor")), s.as(t, s.token(t, firstSiren, "approver"))
	nobody := s.public(t)
	// One word for each place where the dataset has words; none is a word of
	// any language, and none has an accent that an index would fold.
	marks := map[string]string{"title": "zqxtitrezqx", "file name": "zqxfichierzqx", "description": "zqxdescriptifzqx",
		"column": "zqxcolonnezqx", "cell": "zqxcellulezqx", "refused cell": "zqxrefuszqx", "note": "zqxnotezqx", "decision": "zqxraisonzqx"}
	old := []byte("code," + marks["column"] + "\n1," + marks["cell"] + "\n2,x\n")
	f := form{title: "Aides " + marks["title"], file: marks["file name"] + ".csv", description: "Ce que " + marks["description"] + " dit.", content: old}
	l := depositor.publish(firstSiren, f)
	bystander := depositor.publish(firstSiren, form{title: "Voisin", content: table("voisin")})

	// A refused version leaves a report with cells, a stopped one a scan and a
	// decision with its reason, a withdrawal a note.
	next := f
	next.piece = l.Piece
	next.content = append(bytes.Clone(old), []byte("3,"+marks["refused cell"]+",de trop\n")...)
	if bad := depositor.await(depositor.deposit(firstSiren, next).Life); bad.Outcome != "refused" {
		t.Fatalf("a bad version is %s", bad.Outcome)
	}
	next.content = append(bytes.Clone(old), []byte("3,"+marks["cell"]+"@gmail.com\n")...)
	stopped := depositor.await(depositor.deposit(firstSiren, next).Life)
	if stopped.Outcome != "waiting" {
		t.Fatalf("a version with an e-mail address is %s", stopped.Outcome)
	}
	approver.decide(stopped.ID, "allow", "Parce que "+marks["decision"]).wants(t, http.StatusOK)
	approver.await(s.URL + "/api/v1/deposits/" + stopped.ID)
	nobody.get(l.Dataset.API+"/rows?q="+marks["cell"]).wants(t, http.StatusOK) // makes the query file
	approver.remove(l.Piece, "reason=Note+"+marks["note"]).wants(t, http.StatusNoContent)
	for place, mark := range marks {
		if len(s.holding(t, mark)) == 0 {
			t.Errorf("before the erasure nothing holds the mark of the %s: the search below would find nothing either", place)
		}
	}

	approver.remove(l.Piece, "reason=error&erase=true").problem(t, http.StatusUnprocessableEntity)
	depositor.remove(l.Piece, "reason=personal-data&erase=true").problem(t, http.StatusForbidden)
	approver.remove(l.Piece, "reason=personal-data&erase=true").wants(t, http.StatusNoContent)

	machines, pages := every(l, "3")
	gone := func(nobody caller) {
		t.Helper()
		for _, address := range machines {
			nobody.get(address).problem(t, http.StatusGone)
		}
		for _, address := range pages {
			if p := nobody.page(address, http.StatusGone); !p.says("effacé") || p.says(marks["title"]) {
				t.Errorf("%s does not say that the dataset was erased, or says its title", address)
			}
		}
	}
	gone(nobody)
	nobody.get(bystander.Dataset.CSV).wants(t, http.StatusOK)
	depositor.send(firstSiren, next).problem(t, http.StatusGone)
	approver.remove(l.Piece, "reason=personal-data&erase=true").problem(t, http.StatusGone)
	approver.do(http.MethodPost, "/api/v1/datasets/"+l.Piece+"/restore", nil, "").problem(t, http.StatusGone)
	if r := airial(t, "journal", "verify", "--data", s.Dir); r.code != 0 {
		t.Errorf("after the erasure the journal does not verify: %s%s", r.stdout, r.stderr)
	}

	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for place, mark := range marks {
		for _, file := range s.holding(t, mark) {
			t.Errorf("the mark of the %s is still in %s", place, file)
		}
	}
	for _, content := range [][]byte{old, next.content} {
		for _, file := range s.holding(t, digest(content)) {
			t.Errorf("the digest of an erased file is still in %s", file)
		}
	}
	again := start(t, opts{dir: s.Dir})
	machines = []string{"/datasets/" + l.Piece + "/data.csv", "/api/v1/datasets/" + l.Piece}
	pages = []string{"/datasets/" + l.Piece}
	gone(again.public(t))
}

// holding lists the files of the installation, whatever they are for, in whose
// bytes a mark stands: as UTF-8 or UTF-16, in whatever case; and the tables that
// hold it, where they are not files of the folder.
func (s *server) holding(t *testing.T, mark string) []string {
	t.Helper()
	var wide []byte
	for _, unit := range utf16.Encode([]rune(mark)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	var out []string
	err := filepath.WalkDir(s.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(s.Dir, path)
		if err == nil && strings.Contains(name, mark) {
			out = append(out, name+" (its name)")
		}
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil // a temporary file that went while we looked
		}
		lower := bytes.ToLower(b)
		if bytes.Contains(lower, []byte(mark)) || bytes.Contains(lower, wide) {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(out, tablesHolding(t, s.Dir, mark)...)
}
