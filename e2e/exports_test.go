package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airial/standards/standardstest"
)

// TestExportsOpenInLibreOffice takes every paper of the register and every
// workbook away and opens them in LibreOffice, which is not asked to repair any:
// each says what its page says.
func TestExportsOpenInLibreOffice(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		standardstest.Missing(t, "LibreOffice does not open what the register exports: it is not installed")
	}
	s := startDemo(t, unhurried...)
	c := s.public(t).logIn("sylvie.castaing")
	dir, out := t.TempDir(), t.TempDir()
	want := map[string][]string{} // of each file, what it must say
	take := func(name, address string, words ...string) {
		t.Helper()
		a := c.get(address)
		a.wants(t, http.StatusOK)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(a.body), 0o600); err != nil {
			t.Fatal(err)
		}
		want[name] = words
	}

	const templates = "/fr/console/operator/rgpd/papers"
	var kinds []string
	one := regexp.MustCompile(`^` + templates + `/([a-z-]+)$`)
	for _, link := range c.page(templates, http.StatusOK).links() {
		if m := one.FindStringSubmatch(link); m != nil && !slices.Contains(kinds, m[1]) {
			kinds = append(kinds, m[1])
		}
	}
	if len(kinds) < 10 {
		t.Fatalf("the operator words %d papers: %q", len(kinds), kinds)
	}
	for _, kind := range kinds {
		title := c.page(templates+"/"+kind, http.StatusOK).texts("h1")[0]
		for _, as := range []string{"odt", "docx"} {
			take(kind+"."+as, templates+"/"+kind+"/sample/"+as)
		}
		t.Logf("%s: %s", kind, title)
	}
	const member = "/fr/console/members/219600509/rgpd"
	for _, as := range []string{"odt", "docx"} {
		take("castelarrouy."+as, member+"/papers/registre/"+as, "Castelarrouy", "Registre des activités de traitement", "État civil", "Code civil, art. 34 et suivants")
	}
	for _, as := range []string{"ods", "xlsx"} {
		take("registre-"+as+"."+as, member+"/export/"+as, "État civil")
	}
	take("plan.xlsx", member+"/plan/export/xlsx", "Action")

	open := func(to, ending string, files ...string) {
		t.Helper()
		args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}
		for _, f := range files {
			args = append(args, filepath.Join(dir, f))
		}
		said, err := exec.Command(office, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		for _, f := range files {
			made := filepath.Join(out, strings.TrimSuffix(f, filepath.Ext(f))+"."+ending)
			b, err := os.ReadFile(made)
			if err != nil {
				t.Errorf("%s does not open: %v", f, err)
				continue
			}
			text := strings.Join(strings.Fields(string(b)), " ") // one kind of blank
			if len(text) < 40 || strings.Contains(text, "{{") {
				t.Errorf("%s says %.200q", f, text)
			}
			for _, w := range want[f] {
				if !strings.Contains(text, w) {
					t.Errorf("%s does not say %q: %.500s", f, w, text)
				}
			}
		}
	}
	of := func(ending string) (files []string) {
		for f := range want {
			if filepath.Ext(f) == ending {
				files = append(files, f)
			}
		}
		slices.Sort(files)
		return files
	}
	open("txt:Text (encoded):UTF8", "txt", of(".odt")...)
	open("txt:Text (encoded):UTF8", "txt", of(".docx")...)
	open("fods", "fods", append(of(".ods"), of(".xlsx")...)...)
}
