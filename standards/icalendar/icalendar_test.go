package icalendar

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func write(t testing.TB, c Calendar) string {
	t.Helper()
	var b strings.Builder
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	changed := time.Date(2026, 11, 28, 10, 0, 0, 0, time.FixedZone("", 3600))
	got := write(t, Calendar{Product: "-//Airial//FR", Name: "Mairie", Events: []Event{
		{UID: "a@x", Changed: changed, Day: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Summary: "Chiffrer, enfin; ou pas", Description: "Un\nDeux\\trois",
			URL: "https://x.fr/a", Categories: []string{"RGPD", "a,b"}, Remind: 7*24*time.Hour + 90*time.Minute},
		{UID: "b@x", Changed: changed, At: changed.Add(72 * time.Hour), Summary: "Notifier", Done: true, Remind: time.Hour},
	}})
	want := strings.Join([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Airial//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Mairie",
		"BEGIN:VEVENT", "UID:a@x", "DTSTAMP:20261128T090000Z", "LAST-MODIFIED:20261128T090000Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
		`SUMMARY:Chiffrer\, enfin\; ou pas`, `DESCRIPTION:Un\nDeux\\trois`, "URL:https://x.fr/a", `CATEGORIES:RGPD,a\,b`, "TRANSP:TRANSPARENT",
		"BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:Chiffrer\, enfin\; ou pas`, "TRIGGER:-P7DT90M", "END:VALARM", "END:VEVENT",
		"BEGIN:VEVENT", "UID:b@x", "DTSTAMP:20261128T090000Z", "LAST-MODIFIED:20261128T090000Z", "DTSTART:20261201T090000Z", "SUMMARY:Notifier", "TRANSP:TRANSPARENT", "END:VEVENT",
		"END:VCALENDAR", ""}, "\r\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whatever a summary holds, it is one line of content, read back as it was.
func TestFolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		summary := rapid.StringOfN(rapid.SampledFrom([]rune("aé😀,;\\\n ")), 0, 200, -1).Draw(t, "summary")
		var b strings.Builder
		if err := (Calendar{Events: []Event{{Summary: summary}}}).Write(&b); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\r\n") {
			if len(line) > 75 || !strings.HasPrefix(line, " ") && strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d octets: %q", len(line), line)
			}
		}
		for line := range strings.SplitSeq(strings.ReplaceAll(b.String(), "\r\n ", ""), "\r\n") {
			if value, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
				if got := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(value); got != summary {
					t.Fatalf("%q is read as %q", summary, got)
				}
			}
		}
	})
}
