package world

import (
	"regexp"
	"strings"
	"testing"
)

func luhn(number string) bool {
	sum := 0
	for i, c := range number {
		d := int(c - '0')
		if (len(number)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// The patterns that the official schemas set on names of communes and codes.
var (
	townPattern   = regexp.MustCompile(`^(Le |La |Les |Los |Aux |L'|)([A-ZÉÇŒÈÎ])(((-| | - |')[A-ZÉÇŒÈÎ])|('|-| |)[a-zàâéèêëïîÿôûüœç])*( \([A-Z][a-z]*\)|)$`)
	addressOfTown = regexp.MustCompile(`^[A-Za-z\s\-\x{00C0}-\x{00FF}]+$`)
	inseePattern  = regexp.MustCompile(`^([013-9]\d|2[AB1-9])\d{3}$`)
)

func TestThirtyFiveThousandMembersAreAllDifferent(t *testing.T) {
	if MaxMembers < 35000 {
		t.Fatalf("codes for %d members only", MaxMembers)
	}
	g, err := newGenerator(Options{Members: 35000, Seed: 1, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	once := func(what, value string, m Member) {
		if other, known := seen[what+value]; known {
			t.Fatalf("%s %q of %s is also %s's", what, value, m.Name, other)
		}
		seen[what+value] = m.Name
	}
	kinds, small, communes := map[Kind]int{}, 0, 0
	for i := -1; i < g.Members; i++ {
		m := g.member(i)
		once("name", m.Name, m)
		once("slug", m.Slug, m)
		once("siren", m.SIREN, m)
		if len(m.SIREN) != 9 || !luhn(m.SIREN) || len(m.SIRET) != 14 || !luhn(m.SIRET) || !strings.HasPrefix(m.SIRET, m.SIREN) {
			t.Fatalf("%s: SIREN %s, SIRET %s", m.Name, m.SIREN, m.SIRET)
		}
		kinds[m.Kind]++
		if m.Kind == KindCommune {
			once("insee", m.INSEE, m)
			communes++
			if m.Population < 500 {
				small++
			}
			if !townPattern.MatchString(m.Name) || !addressOfTown.MatchString(m.Name) {
				t.Fatalf("%q is no name for a commune", m.Name)
			}
		}
		if !inseePattern.MatchString(m.INSEE) || m.Population < 30 || m.Staff < 1 || m.PostalCode[:2] != departmentCode {
			t.Fatalf("%+v", m)
		}
		if m.Lat < 42.4 || m.Lat > 50 || m.Lon < -1.6 || m.Lon > 8.3 {
			t.Fatalf("%s lies at %f, %f", m.Name, m.Lat, m.Lon)
		}
	}
	if share := small * 100 / communes; share < 45 || share > 60 {
		t.Errorf("%d %% of communes have fewer than 500 people, want about 53", share)
	}
	for kind, least := range map[Kind]int{KindCommune: 25000, KindCommunity: 800, KindCCAS: 4000, KindUnion: 3000, KindOperator: 1} {
		if kinds[kind] < least {
			t.Errorf("%d of kind %s, want at least %d", kinds[kind], kind, least)
		}
	}
}

// Public bodies' SIREN numbers hold their département: none of ours may hold a
// real one with a number that a real commune has.
func TestNoNumberCanBeARealBody(t *testing.T) {
	highest := map[string]int{"02": 834, "14": 764, "57": 767, "62": 909, "76": 759, "80": 836}
	for k := range communeCodes {
		code := inseeCode(k)
		department := code[:2]
		if department == "96" || department == "00" {
			continue
		}
		if _, high := highest[department]; high || department == "20" || department > "95" || code[2:] < "720" {
			t.Fatalf("code %s may be a real commune's", code)
		}
	}
	for _, prefix := range []string{sirenEPCI, sirenUnion, sirenCCAS, sirenFirm, sirenClub} {
		if prefix[2:] != departmentCode {
			t.Errorf("prefix %s", prefix)
		}
	}
}

func TestTheTwentyFour(t *testing.T) {
	w := demo()
	if len(w.Members) != 24 {
		t.Fatalf("%d members", len(w.Members))
	}
	kinds, least, most, mandates, silent := map[Kind]int{}, 1<<30, 0, 0, 0
	published := map[string]int{}
	for _, d := range w.Deposits {
		published[d.SIREN]++
	}
	for _, m := range w.Members {
		kinds[m.Kind]++
		if m.Kind == KindCommune {
			least, most = min(least, m.Population), max(most, m.Population)
		}
		if m.Mandate != nil {
			mandates++
		}
		if published[m.SIREN] == 0 {
			silent++
		}
	}
	if kinds[KindCommune] != 20 || kinds[KindCommunity] != 2 || kinds[KindCCAS] != 1 || kinds[KindUnion] != 1 {
		t.Errorf("kinds %v", kinds)
	}
	if least != 120 || most < 29000 || most > 30000 {
		t.Errorf("communes from %d to %d people", least, most)
	}
	if mandates < 18 || mandates == 24 || silent != 1 {
		t.Errorf("%d mandates, %d members that publish nothing", mandates, silent)
	}
	born := w.Members[NewCommune]
	if born.Created.Year != 2025 || len(born.Former) != 3 {
		t.Errorf("commune nouvelle %+v", born)
	}
	people := 0
	for _, f := range born.Former {
		people += f.Population
	}
	if people != born.Population {
		t.Errorf("its former communes have %d people, it has %d", people, born.Population)
	}
	if w.Operator.Kind != KindOperator || w.Operator.Index != -1 {
		t.Errorf("operator %+v", w.Operator)
	}
}

func TestPeople(t *testing.T) {
	w := demo()
	logins, roles, mailboxes := map[string]bool{}, map[string]int{}, map[string]int{}
	var shared *User
	for i, u := range w.Users {
		if logins[u.Login] {
			t.Errorf("login %s twice", u.Login)
		}
		logins[u.Login] = true
		mailboxes[u.Email]++
		served := map[string]bool{}
		for _, g := range u.Grants {
			roles[g.Role]++
			served[g.SIREN] = true
		}
		if len(served) == 3 {
			shared = &w.Users[i]
		}
		if !strings.HasSuffix(u.Email, ".example") {
			t.Errorf("%s could be a real address", u.Email)
		}
	}
	for _, role := range []string{RoleAdministrator, RoleProtectionOfficer, RoleDataOfficer, RoleSecurityOfficer, RoleSupport,
		RoleManager, RoleElected, RoleDepositor, RoleApprover, RoleReader} {
		if roles[role] == 0 {
			t.Errorf("nobody is %s", role)
		}
	}
	if shared == nil {
		t.Fatal("nobody serves three members")
	}
	for _, i := range []int{SharedFirst, SharedSecond, SharedCCAS} {
		if !shared.Has(w.Members[i].SIREN, RoleDepositor) {
			t.Errorf("%s does not deposit for %s", shared.Login, w.Members[i].Name)
		}
	}
	if mailboxes["mairie@saint-aubesc.example"] != 2 {
		t.Errorf("mailboxes %v", mailboxes)
	}
	for _, u := range w.Users {
		if u.Has(w.Members[Smallest].SIREN, RoleElected) && !u.LastLogin.Before(today.AddDays(-350)) {
			t.Errorf("the mayor of the smallest commune logged in on %v", u.LastLogin)
		}
	}
}

func TestCodes(t *testing.T) {
	r := &rng{9}
	for range 200 {
		account := iban(r)
		rest := 0
		for _, c := range account[4:] + "1527" + account[2:4] {
			rest = (rest*10 + int(c-'0')) % 97
		}
		if len(account) != 27 || rest != 1 {
			t.Fatalf("IBAN %s", account)
		}
		if n := rnaNumber(r); !regexp.MustCompile(`^W\d{9}$`).MatchString(n) {
			t.Fatalf("RNA %s", n)
		}
	}
}
