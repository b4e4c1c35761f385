package e2e

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// madisDump is a small installation of Madis as mysqldump writes it: one body is
// a member here, the other is not, and clones the first one's activity.
const madisDump = `-- MySQL dump 10.13
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE ` + "`user_collectivity` (`id` char(36), `name` varchar(255), `type` varchar(255), `siren` int" + `);
INSERT INTO user_collectivity VALUES ('c1','Première','commune',SIREN),('c2','L\'Estandon','ccas',10009);
INSERT INTO registry_treatment (id,collectivity_id,cloned_from_id,name,goal,legal_basis,active,statut,created_at) VALUES
('t1','c1',NULL,'Cantine \"midi\"','Inscrire',_binary '[\"consent\"]',1,'draft','2020-01-02 10:00:00'),('t2','c2','t1','Cantine \"midi\"','Autrement','[\"consent\"]',1,'draft','2020-01-02 10:00:00');
INSERT INTO registry_proof (id,collectivity_id,name,type,document,created_at) VALUES ('p1','c1','Délibération','deliberation','d.pdf','2023-01-01 00:00:00');
-- Dump completed on 2026-11-28
`

// TestAnInstallationOfMadis takes one over at the command line, beside the
// server, and takes it back.
func TestAnInstallationOfMadis(t *testing.T) {
	s := start(t, opts{})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(strings.ReplaceAll(madisDump, "SIREN", firstSiren)))
	_ = z.Close()
	dump := write(t, "madis.sql.gz", packed.Bytes())
	documents := t.TempDir()
	if err := os.WriteFile(filepath.Join(documents, "d.pdf"), []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) result {
		t.Helper()
		r := airial(t, append([]string{"import", "madis", "--data=" + s.Dir}, args...)...)
		if r.code != want {
			t.Fatalf("%v: exit %d, want %d: %s", args, r.code, want, r.stderr)
		}
		return r
	}
	run(2)
	if r := run(2, write(t, "cut.sql", []byte(madisDump[:300]))); !strings.Contains(r.stderr, "ligne 4") {
		t.Errorf("a dump that breaks off: %s", r.stderr)
	}
	read := run(0, dump) // read, and not taken over
	id := strings.Fields(read.stdout)[0]
	if !strings.Contains(read.stdout, "ready") || !strings.Contains(read.stdout, "choose") {
		t.Errorf("read: %s", read.stdout)
	}
	run(1, "--accept-import", id) // nobody has said what becomes of the other body
	run(0, "--drop", id)
	done := run(0, dump, "--documents", documents, "--make", "--accept")
	if !strings.Contains(done.stdout, " done\n") || strings.Count(done.stdout, "activities 1/1") != 2 || !strings.Contains(done.stdout, "proofs 1/1") {
		t.Errorf("taken over: %s", done.stdout)
	}
	if again := run(0, dump, "--documents", documents, "--accept"); strings.Count(again.stdout, "activities 0/1 (1 there)") != 2 {
		t.Errorf("again: %s", again.stdout)
	}
	if undone := run(0, "--undo", strings.Fields(done.stdout)[0]); !strings.Contains(undone.stdout, "undone") || strings.Contains(undone.stderr, "kept") {
		t.Errorf("undone: %s %s", undone.stdout, undone.stderr)
	}
}
