package opendata_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

func TestAMemberDepositsSoManyFilesAnHour(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.service.LimitDeposits(3)
		put := func(title string) error {
			_, _, err := h.service.Deposit(t.Context(), h.as(access.Depositor, "d"), opendata.Request{MemberID: h.member.ID, Title: title,
				FileName: "a.csv"}, strings.NewReader("a;b\n"+title+";2\n"))
			return err
		}
		for _, title := range []string{"Un", "Deux", "Trois"} {
			if err := put(title); err != nil {
				t.Fatalf("%s: %v", title, err)
			}
		}
		err := put("Quatre")
		if !fault.Is(err, fault.TooMany) || !strings.Contains(fault.Message(err).Fr, "3 fichiers en une heure") || !strings.Contains(fault.Message(err).En, "3 files within an hour") {
			t.Errorf("one too many: %v", err)
		}
		if err := put("Trois"); err != nil {
			t.Errorf("the same again, which is no new deposit: %v", err)
		}
		h.clock.Advance(time.Hour + time.Second)
		if err := put("Quatre"); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

func TestAFormHasAnEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nv\r\n", 21)
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		_, err := h.service.ReadForm(r, &opendata.Request{MemberID: h.member.ID})
		if !fault.Is(err, fault.TooLarge) || !strings.Contains(fault.Message(err).Fr, "plus de 20 champs") {
			t.Errorf("a form of 21 fields: %v", err)
		}
	})
}
