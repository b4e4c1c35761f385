package user_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
)

// RFC 6238, appendix B, cut to six digits.
func TestTOTPVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := user.TOTPCode(secret, time.Unix(at, 0)); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestCodesOfAnAuthenticator(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		u := signUp(t, g)
		s := service(t, g)
		secret := user.NewTOTP()
		if _, err := s.AddTOTP(ctx, u.ID, secret, user.TOTPCode(secret, g.Clock.Now().Add(5*time.Minute))); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code of another time: %v", err)
		}
		spare, err := s.AddTOTP(ctx, u.ID, secret, user.TOTPCode(secret, g.Clock.Now()))
		if err != nil || len(spare) != 10 {
			t.Fatalf("%d recovery codes, %v", len(spare), err)
		}
		g.Read(t, access.System("test"), func(tx access.Tx) error {
			var kept string
			err := tx.QueryRow(ctx, `select secret from account_totp`).Scan(&kept)
			if strings.Contains(kept, string(secret)) || len(kept) < 40 {
				t.Errorf("the secret is kept as %q", kept)
			}
			return err
		})
		h := siteOf(g, s)
		b := &browser{t: t, site: h}
		prove := func(code string) int {
			status, _ := b.do("POST", "/console/login/second", url.Values{"code": {code}})
			return status
		}
		enter := func() {
			t.Helper()
			b.cookie = ""
			b.wants(303, "/console/login/second", "POST", user.LoginPath, url.Values{"login": {"claire"}, "password": {good}, "next": {"/console/pieces"}})
		}
		enter()
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil) // half a log-in opens nothing
		if got := prove(user.TOTPCode(secret, g.Clock.Now())); got != 422 {
			t.Errorf("the code that was used to set it up: %d", got)
		}
		g.Clock.Advance(time.Minute)
		code := user.TOTPCode(secret, g.Clock.Now())
		b.wants(303, "/console/pieces", "POST", "/console/login/second", url.Values{"code": {code[:3] + " " + code[3:]}})
		enter()
		if got := prove(code); got != 422 {
			t.Errorf("the same code again: %d", got)
		}
		b.wants(303, "/console/pieces", "POST", "/console/login/second", url.Values{"code": {strings.ToUpper(spare[0])}})
		enter()
		if got := prove(spare[0]); got != 422 {
			t.Errorf("a recovery code twice: %d", got)
		}
		// Half a log-in is forgotten after a while.
		enter()
		g.Clock.Advance(11 * time.Minute)
		b.wants(303, "/console/login?next=%2Fconsole%2Flogin%2Fsecond", "GET", "/console/login/second", nil)
		// Who guesses must wait; the password alone does not help.
		enter()
		last := 0
		for range 8 {
			last = prove("000000")
		}
		if last != http.StatusTooManyRequests {
			t.Errorf("the eighth guess: %d", last)
		}
	})
}

var secretIn = regexp.MustCompile(`<code tabindex="0">([A-Z2-7 ]+)</code>`)

func TestPolicyLeadsToSetUp(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		u := signUp(t, g)
		grant(t, g, u, g.Operator.ID, access.Administrator)
		s := service(t, g)
		admin := organisationtest.At(u.ID, g.Operator, access.Administrator)
		set := func(by access.Scope, role access.Role, m user.Means) error {
			return g.Try(t, by, func(tx access.Tx) error { return user.SetPolicy(ctx, tx, []user.Rule{{Role: role, Means: m}}) })
		}
		if err := set(organisationtest.At("x", g.Operator, access.SecurityOfficer), access.Administrator, user.Second); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by the security officer: %v", err)
		}
		if err := set(admin, "emperor", user.Second); !fault.Is(err, fault.Invalid) {
			t.Errorf("for a role that does not exist: %v", err)
		}
		if err := set(admin, access.Administrator, user.Second); err != nil {
			t.Fatal(err)
		}
		lacks := func() (n int) {
			g.Read(t, admin, func(tx access.Tx) (err error) { _, n, err = user.WhoLacks(ctx, tx); return err })
			return n
		}
		if lacks() != 1 {
			t.Errorf("%d people lack a second proof, want 1", lacks())
		}
		b := &browser{t: t, site: siteOf(g, s)}
		b.wants(303, "/console/login/setup", "POST", user.LoginPath, url.Values{"login": {"claire"}, "password": {good}, "next": {"/console/pieces"}})
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
		b.wants(200, "", "GET", "/console/login/setup", nil)
		page := b.wants(200, "", "GET", "/console/login/setup/code", nil)
		found := secretIn.FindStringSubmatch(page)
		if found == nil {
			t.Fatalf("no secret on the page: %s", page)
		}
		secret := decode(t, strings.ReplaceAll(found[1], " ", ""))
		if status, _ := b.do("POST", "/console/login/setup/code", url.Values{"code": {"123"}}); status != 422 {
			t.Errorf("a wrong first code: %d", status)
		}
		page = b.wants(200, "", "POST", "/console/login/setup/code", url.Values{"code": {user.TOTPCode(secret, g.Clock.Now())}})
		if strings.Count(page, "<code>") != 10 {
			t.Errorf("the page of recovery codes: %s", page)
		}
		b.wants(200, "", "GET", "/console", nil)
		if lacks() != 0 {
			t.Error("the policy does not see the authenticator")
		}
		// A stricter rule wants a passkey still.
		if err := set(admin, access.Administrator, user.PasskeyOnly); err != nil || lacks() != 1 {
			t.Errorf("%v, %d people lack a passkey", err, lacks())
		}
	})
}

// A role that is lent asks for what it asks of her whose own it is, as long as
// it is lent.
func TestPolicyHoldsOfLentRoles(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		deputy := signUp(t, g)
		mayor := create(t, g, user.Account{Login: "maire", Name: "Maire", Password: user.WeakHash(good)})
		grant(t, g, deputy, g.Village.ID, access.Reader)
		grant(t, g, mayor, g.Village.ID, access.Official)
		var lent access.Delegation
		g.Write(t, organisationtest.At("a", g.Operator, access.Administrator), func(tx access.Tx) (err error) {
			today := access.Today(g.Clock)
			if lent, err = access.Delegate(ctx, tx, access.Delegation{MemberID: g.Village.ID, Role: access.Official, GiverID: mayor.ID, TakerID: deputy.ID,
				From: today, Until: today, Reason: access.ByOrder}); err != nil {
				return err
			}
			return user.SetPolicy(ctx, tx, []user.Rule{{Role: access.Official, Means: user.Second}})
		})
		b := &browser{t: t, site: siteOf(g, service(t, g))}
		enters := func(to string, lacking int) {
			t.Helper()
			b.cookie = ""
			b.wants(303, to, "POST", user.LoginPath, url.Values{"login": {"claire"}, "password": {good}, "next": {"/console/pieces"}})
			g.Read(t, access.System("test"), func(tx access.Tx) error {
				_, n, err := user.WhoLacks(ctx, tx)
				if n != lacking {
					t.Errorf("%d people lack a second proof, want %d", n, lacking)
				}
				return err
			})
		}
		enters("/console/login/setup", 2)
		now := g.Clock.Now()
		g.Clock.Set(now.AddDate(0, 0, 1))
		enters("/console/pieces", 1) // it is over
		g.Clock.Set(now)
		enters("/console/login/setup", 2)
		g.Write(t, access.System("test"), func(tx access.Tx) error { return access.Undelegate(ctx, tx, lent.ID) })
		enters("/console/pieces", 1)
	})
}

// A known browser has a budget of its own, even at the address of the one who
// guesses; a new session from elsewhere is told of by mail.
func TestNobodyLocksAnotherOut(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		create(t, g, user.Account{Login: "claire", Name: "Claire", Email: "claire@exemple.fr", Password: user.WeakHash(good)})
		s := service(t, g)
		h := siteOf(g, s)
		hers, attacker := &browser{t: t, site: h}, &browser{t: t, site: h}
		if status := hers.login("claire", good, ""); status != 303 || hers.device == "" {
			t.Fatalf("her log-in: %d, browser %q", status, hers.device)
		}
		if len(letters(t, g)) != 0 {
			t.Error("a letter about the very first browser")
		}
		for range 6 {
			attacker.login("claire", "faux mot de passe", "")
		}
		if status := attacker.login("claire", good, ""); status != 429 {
			t.Errorf("the attacker: %d", status)
		}
		hers.cookie = ""
		if status := hers.login("claire", good, ""); status != 303 {
			t.Errorf("from her own browser at the same address: %d", status)
		}
		// Another process shares the counts.
		other := &browser{t: t, site: siteOf(g, service(t, g))}
		if status := other.login("claire", good, ""); status != 429 {
			t.Errorf("another process lets the attacker try: %d", status)
		}
		// Support lets her in from a new browser at once, and a letter says so.
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			u, err := user.ByLogin(t.Context(), tx, "claire")
			if err != nil {
				return err
			}
			return s.Unlock(t.Context(), tx, u.ID)
		})
		if status := other.login("claire", good, ""); status != 303 {
			t.Errorf("after the unlocking: %d", status)
		}
		if got := letters(t, g); len(got) != 1 || !strings.Contains(got[0].Text, "192.0.*.*") {
			t.Errorf("letters: %+v", got)
		}
		if _, body := hers.do("GET", user.AccountPath, nil); strings.Count(body, user.AccountPath+"/sessions/") != 2 {
			t.Errorf("her account page lists other log-ins: %s", body)
		}
	})
}
