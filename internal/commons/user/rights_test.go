package user_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
)

func TestCopyAndErasure(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		u := create(t, g, user.Account{Login: "claire", Name: "Claire Lalande", Email: "claire@exemple.fr", Password: user.WeakHash(good)})
		grant(t, g, u, g.Village.ID, access.Depositor)
		s := service(t, g)
		g.Doors.Tell(s.Journal)
		secret := user.NewTOTP()
		if _, err := s.AddTOTP(ctx, u.ID, secret, user.TOTPCode(secret, g.Clock.Now().Add(-30e9))); err != nil {
			t.Fatal(err)
		}
		b := &browser{t: t, site: siteOf(g, s)}
		b.login("claire", good, "")
		b.wants(303, "/console", "POST", "/console/login/second", url.Values{"code": {user.TOTPCode(secret, g.Clock.Now())}})
		b.wants(200, "", "GET", "/console/account/data", nil)
		var c user.Copy
		if err := json.Unmarshal([]byte(b.wants(200, "", "GET", "/console/account/data.json", nil)), &c); err != nil ||
			c.Name != "Claire Lalande" || len(c.Roles) != 1 || len(c.Devices) != 1 || c.Spare != 10 || len(c.Sessions) != 1 {
			t.Errorf("the copy: %+v, %v", c, err)
		}
		other := organisationtest.At("other", g.Village, access.Manager)
		if err := s.Erase(ctx, other, u.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("by another person: %v", err)
		}
		if status, _ := b.do("POST", "/console/account/erase", nil); status != 422 {
			t.Errorf("without the tick: %d", status)
		}
		b.wants(303, user.LoginPath, "POST", "/console/account/erase", url.Values{"sure": {"1"}})
		if status := b.login("claire", good, ""); status != 422 {
			t.Errorf("the erased account answers %d", status)
		}
		// Nothing of her is left but that an account acted.
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			for _, table := range []string{"account_totp", "account_code", "account_device", "role_grant"} {
				var n int
				if err := tx.QueryRow(ctx, `select count(*) from `+table).Scan(&n); err != nil || n > 0 {
					t.Errorf("%s still has %d rows, %v", table, n, err)
				}
			}
			var row string
			if err := tx.QueryRow(ctx, `select login || name || email || password from account where id = $1`, u.ID).Scan(&row); err != nil {
				return err
			}
			if strings.Contains(strings.ToLower(row), "claire") || strings.Contains(row, "argon2") {
				t.Errorf("the account still says %q", row)
			}
			var bodies int
			err := tx.QueryRow(ctx, `select count(*) from journal_body b join journal_inbox i on i.id = b.entry where i.subject = $1 and i.kind <> $2 and b.erased_by = ''`,
				u.ID, user.EventErased).Scan(&bodies)
			if bodies > 0 {
				t.Errorf("%d bodies about her are left in the journal", bodies)
			}
			return err
		})
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := service(t, g)
		first := create(t, g, user.Account{Login: "premiere", Name: "Première"})
		grant(t, g, first, g.Operator.ID, access.Administrator)
		if err := s.Erase(t.Context(), access.System("test"), first.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("the last administrator: %v", err)
		}
		second := create(t, g, user.Account{Login: "seconde", Name: "Seconde"})
		grant(t, g, second, g.Operator.ID, access.Administrator)
		if err := s.Erase(t.Context(), access.System("test"), first.ID); err != nil {
			t.Errorf("one of two: %v", err)
		}
	})
}
