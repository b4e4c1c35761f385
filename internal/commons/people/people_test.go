package people_test

import (
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/people"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
)

func each(t *testing.T, test func(t *testing.T, d *consoletest.Desk)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, people.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		sessions := user.NewSessions(g.Doors, g.Clock, "http://localhost", slog.New(slog.DiscardHandler))
		entrance := user.New(user.Parts{Doors: g.Doors, Clock: g.Clock, Sessions: sessions, PublicURL: "http://localhost", Name: func() string { return "Données" }})
		d.Serve(people.New(people.Parts{Doors: g.Doors, Desk: d.Console, Sessions: d.Sessions(), Entrance: entrance, Clock: g.Clock}).Register)
		test(t, d)
	})
}

// account opens an account with roles at a member and returns it.
func account(t *testing.T, d *consoletest.Desk, login, name string, m organisation.Member, roles ...access.Role) user.User {
	t.Helper()
	var u user.User
	d.Write(t, access.System("test"), func(tx access.Tx) (err error) {
		u, err = user.OpenAt(t.Context(), tx, m.ID, user.Account{Login: login, Name: name}, roles)
		return err
	})
	return u
}

// signedIn is what a person has who signs in now.
func signedIn(t *testing.T, d *consoletest.Desk, u user.User) (s access.Scope) {
	t.Helper()
	d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		if s, err = access.ScopeOf(t.Context(), tx, u.Actor()); err != nil {
			return err
		}
		s, err = access.InSession(t.Context(), tx, s, consoletest.Session)
		return err
	})
	return s
}

func TestAManagerOpensAnAccountOfHerMember(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		boss := signedIn(t, d, account(t, d, "claire", "Claire Dupuy", d.Village, access.Manager))
		page := "/console/members/" + d.Village.Siren + "/people"
		body, _ := d.Wants(422, boss, page+"/new", "name", "", "email", "rien")
		consoletest.Says(t, "a wrong form", body, "À corriger", "Indiquez votre nom", "n’a pas la forme", "Choisissez au moins un rôle")
		d.Wants(422, boss, page+"/new", "name", "Un intrus", "role-administrator", "1") // it exists at the operator only
		body, header := d.Wants(200, boss, page+"/new", "name", "Jean-Rémi Lassalle", "role-depositor", "1", "role-reader", "1")
		consoletest.Says(t, "the opened account", body, "Le compte de Jean-Rémi Lassalle est ouvert", "Remettez ce lien", "jean-remi.lassalle", "choisit elle-même")
		if header.Get("Cache-Control") != "no-store" || !strings.Contains(body, `data-copy="http://localhost/console/login/`) {
			t.Errorf("the link is not shown once: %v", header)
		}
		body, _ = d.Wants(200, boss, page)
		consoletest.Says(t, "the list", body, "Claire Dupuy", "gestionnaire", "Jean-Rémi Lassalle", "déposant, lecteur")
		body, _ = d.Wants(422, boss, page+"/new", "name", "Jean-Rémi Lassalle", "role-reader", "1")
		consoletest.Says(t, "a login that is taken", body, "est déjà pris")
		for name, c := range map[string]struct {
			scope access.Scope
			want  int
		}{
			"another's manager": {organisationtest.At("x", d.Town, access.Manager), 404},
			"an approver":       {organisationtest.At("x", d.Village, access.Approver), 403},
			"support":           {organisationtest.At("x", d.Operator, access.Support), 403},
			"an administrator":  {organisationtest.At("x", d.Operator, access.Administrator), 200},
		} {
			if status, _, _ := d.As(c.scope, page); status != c.want {
				t.Errorf("the list for %s: %d, want %d", name, status, c.want)
			}
			if status, _, _ := d.As(c.scope, page+"/new", "name", "Une Autre "+name, "login", "une-"+strings.ReplaceAll(strings.ReplaceAll(name, " ", ""), "'", ""), "role-reader", "1"); status != c.want {
				t.Errorf("opening for %s: %d, want %d", name, status, c.want)
			}
		}
	})
}

func TestRolesAreGivenTakenAndBroughtBack(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		claire := account(t, d, "claire", "Claire Dupuy", d.Village, access.Manager)
		jean := account(t, d, "jean", "Jean Lassalle", d.Village, access.Depositor)
		boss := signedIn(t, d, claire)
		page := "/console/members/" + d.Village.Siren + "/people/"
		d.Wants(303, boss, page+jean.ID, "role-approver", "1", "role-reader", "1")
		says := d.Told()
		if len(says) != 1 || says[0].Undo == "" {
			t.Fatalf("nothing to undo: %+v", says)
		}
		if got := signedIn(t, d, jean).RolesAt(d.Village.ID); len(got) != 2 || got[0] != access.Approver {
			t.Errorf("roles %v", got)
		}
		d.Wants(303, boss, says[0].Undo, []string{}...)
		d.Wants(303, boss, says[0].Undo, "undo", "1")
		if got := signedIn(t, d, jean).RolesAt(d.Village.ID); len(got) != 1 || got[0] != access.Depositor {
			t.Errorf("roles after undo %v", got)
		}
		// The last manager stays, unless the operator's administrator takes her away.
		body, _ := d.Wants(422, boss, page+claire.ID, "role-reader", "1")
		consoletest.Says(t, "without a manager", body, "C’est le dernier gestionnaire")
		d.Wants(303, organisationtest.At("a", d.Operator, access.Administrator), page+claire.ID, "role-reader", "1")
		// Somebody who has an account elsewhere is added by her login.
		town := account(t, d, "paul", "Paul Lesca", d.Town, access.Manager)
		boss = organisationtest.At("m", d.Village, access.Manager)
		body, _ = d.Wants(422, boss, page+"existing", "existing", "nobody")
		consoletest.Says(t, "a login that nobody has", body, "Aucun compte n’a cet identifiant")
		if _, header := d.Wants(303, boss, page+"existing", "existing", "Paul"); header.Get("Location") != page+town.ID {
			t.Errorf("led to %s", header.Get("Location"))
		}
		d.Wants(303, boss, page+town.ID, "role-reader", "1")
		if s := signedIn(t, d, town); !s.Sees(d.Village.ID) || !s.Sees(d.Town.ID) {
			t.Error("Paul does not serve both")
		}
	})
}

func TestDisableAndEnable(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		jean := account(t, d, "jean", "Jean Lassalle", d.Village, access.Depositor)
		both := account(t, d, "paul", "Paul Lesca", d.Village, access.Reader)
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			return access.Grant(t.Context(), tx, both.ID, d.Town.ID, access.Reader)
		})
		boss := organisationtest.At("m", d.Village, access.Manager)
		here := "/console/members/" + d.Village.Siren + "/people/"
		d.Wants(303, boss, here+jean.ID+"/disable", "go", "1")
		undo := d.Told()[0].Undo
		var u user.User
		read := func() user.User {
			d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
				u, err = user.Get(t.Context(), tx, jean.ID)
				return err
			})
			return u
		}
		if read().Disabled.IsZero() {
			t.Error("the account is open")
		}
		body, _ := d.Wants(200, boss, here+jean.ID)
		consoletest.Says(t, "the person", body, "désactivé", "Rouvrir le compte")
		d.Wants(303, boss, undo, "go", "1")
		if !read().Disabled.IsZero() {
			t.Error("the account is closed")
		}
		d.Told()
		d.Wants(303, boss, here+both.ID+"/disable", "go", "1")
		if says := d.Told(); len(says) != 1 || !strings.Contains(says[0].Text, "aussi pour d’autres collectivités") {
			t.Errorf("who works elsewhere too: %+v", says)
		}
		// The operator's last administrator cannot be closed.
		admin := account(t, d, "admin", "Anne Admin", d.Operator, access.Administrator)
		other := organisationtest.At("a", d.Operator, access.Administrator)
		d.Wants(303, other, "/console/operator/people/"+admin.ID+"/disable", "go", "1")
		if says := d.Told(); len(says) != 1 || !strings.Contains(says[0].Text, "dernier administrateur") {
			t.Errorf("the last administrator: %+v", says)
		}
	})
}

func TestTheOperatorFindsAndOpensAccounts(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		account(t, d, "helene.dubosq", "Hélène Dubosq", d.Village, access.Manager)
		account(t, d, "jean", "Jean Lassalle", d.Town, access.Depositor)
		admin := organisationtest.At("a", d.Operator, access.Administrator)
		const page = "/console/operator/people"
		for query, want := range map[string][]string{
			"":                           {"2 comptes", "Hélène Dubosq", "Jean Lassalle"},
			"?q=H%C3%A9l%C3%A8ne+dubosq": {"1 compte", "Hélène Dubosq", "!Jean"},
			"?role=depositor":            {"1 compte", "Jean Lassalle", "!Hélène"},
			"?at=saint-elix&state=never": {"1 compte", "Hélène Dubosq"}, // the one of that very name
			"?at=nowhere":                {"0 compte"},
			"?at=" + d.Village.Siren:     {"1 compte", "Hélène Dubosq"},
			"?state=disabled":            {"0 compte", "Personne ne correspond"},
		} {
			body, _ := d.Wants(200, admin, page+query)
			consoletest.Says(t, query, body, want...)
		}
		body, _ := d.Wants(422, admin, page+"/new", "name", "Une Autre", "member", "nulle part", "role-reader", "1")
		consoletest.Says(t, "no such member", body, "Aucun adhérent ne porte ce nom")
		body, _ = d.Wants(200, admin, page+"/new", "name", "Karim Benali", "member", d.Operator.Name, "role-support", "1")
		consoletest.Says(t, "opened", body, "karim.benali")
		d.Wants(404, organisationtest.At("s", d.Operator, access.Support), page+"/new")
		d.Wants(404, organisationtest.At("m", d.Village, access.Manager), page)
	})
}

func TestUnlockingByTelephone(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		claire := account(t, d, "claire", "Claire Dupuy", d.Village, access.Depositor)
		account(t, d, "jean", "Jean Lassalle", d.Village, access.Depositor)
		lucie := signedIn(t, d, account(t, d, "lucie", "Lucie Dupouy", d.Operator, access.Support))
		code := regexp.MustCompile(`(?s)class="code-big">\s*(\d{4}\x{00a0}\d{4})`)
		ask := func(login string) string {
			body, _ := d.Wants(200, access.Public(), "/console/login/code", "login", login)
			m := code.FindStringSubmatch(body)
			if m == nil {
				t.Fatalf("no code for %s:\n%s", login, body)
			}
			return m[1]
		}
		ask("nobody") // the answer is the same
		locked := func() (n int) {
			d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
				n, err = database.Value[int](t.Context(), tx, "test", `select count(*) from login_try where account_id = $1`, claire.ID)
				return err
			})
			return n
		}
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `insert into login_try (key, account_id, failed, until_at, last_at) values ('k', $1, 9, $2, $3)`,
				claire.ID, tx.Micros()+1e9, tx.Micros())
			return err
		})
		page := "/console/operator/people/" + claire.ID
		right, others := ask("Claire"), ask("jean")
		for _, wrong := range []string{"", "12345678", others} {
			d.Wants(422, lucie, page+"/unlock", "code", wrong)
		}
		d.Wants(404, organisationtest.At("o", d.Operator, access.OpenDataOfficer), page+"/unlock", "code", right)
		d.Wants(404, organisationtest.At("m", d.Village, access.Manager), page+"/unlock", "code", right)
		if locked() != 1 {
			t.Fatal("unlocked without the code")
		}
		d.Wants(303, lucie, page+"/unlock", "code", strings.ReplaceAll(right, "\u00a0", " "))
		if locked() != 0 {
			t.Error("the account still waits")
		}
		d.Wants(422, lucie, page+"/unlock", "code", right) // once
		late := ask("claire")
		d.Clock.Advance(10 * time.Minute)
		d.Wants(422, lucie, page+"/unlock", "code", late)
	})
}

func TestDelegationsAreShownToBoth(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		mayor := account(t, d, "chantal", "Chantal Puyo", d.Village, access.Official)
		deputy := account(t, d, "bernard", "Bernard Adjoint", d.Village, access.Reader)
		page := "/console/account/access"
		lend := page + "/delegations?at=" + d.Village.Siren
		body, _ := d.Wants(422, signedIn(t, d, mayor), lend, "giver", mayor.ID+" official", "taker", deputy.ID, "from", "2026-10-05", "until", "2026-10-04", "reason", "order")
		consoletest.Says(t, "a wrong form", body, "avant le premier", "numéro et la date de l’arrêté")
		d.Wants(303, signedIn(t, d, mayor), lend, "giver", mayor.ID+" official", "taker", deputy.ID, "from", "2026-10-05", "until", "2026-10-31",
			"reason", "order", "reference", "Arrêté 2026-12 du 1er octobre")
		for _, u := range []user.User{mayor, deputy} {
			body, _ = d.Wants(200, signedIn(t, d, u), page)
			consoletest.Says(t, "the access of "+u.Name, body, "Élu", "Chantal Puyo", "Bernard Adjoint", "du 5 octobre 2026 au 31 octobre 2026", "Arrêté 2026-12", "en cours")
		}
		// One lends one's own roles only, whatever the form says.
		d.Wants(422, signedIn(t, d, deputy), lend, "giver", mayor.ID+" official", "taker", mayor.ID, "from", "2026-10-05", "until", "2026-10-31", "reason", "other")
		manager := organisationtest.At("m", d.Village, access.Manager)
		list := "/console/members/" + d.Village.Siren + "/delegations"
		body, _ = d.Wants(200, manager, list)
		consoletest.Says(t, "the member’s", body, "Bernard Adjoint", "Révoquer", "Enregistrer une délégation")
		body, _ = d.Wants(200, signedIn(t, d, deputy), list)
		consoletest.Says(t, "the deputy’s", body, "Bernard Adjoint", "!Révoquer", "!Enregistrer")
		revoke := regexp.MustCompile(list + `/[^"]*/revoke`).FindString(func() string { b, _ := d.Wants(200, manager, list); return b }())
		d.Wants(404, signedIn(t, d, deputy), revoke)
		d.Wants(200, signedIn(t, d, mayor), revoke)
		d.Wants(303, signedIn(t, d, mayor), revoke, "go", "1")
		body, _ = d.Wants(200, manager, list)
		consoletest.Says(t, "after", body, "révoquée", "!Révoquer")
	})
}

func TestWhoSeesWhat(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		account(t, d, "chantal", "Chantal Puyo", d.Village, access.Official)
		gone := account(t, d, "ancien", "Un Ancien", d.Village, access.Manager)
		account(t, d, "amandine", "Amandine Larrieu", d.Operator, access.OpenDataOfficer)
		account(t, d, "lucie", "=Lucie Dupouy", d.Operator, access.Support)
		account(t, d, "ailleurs", "Quelqu’un d’ailleurs", d.Town, access.Manager)
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			if _, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: d.Village.ID, From: "2026-01-01", Until: "2026-12-31", Signatory: "La maire", Reference: "Délibération 12"}); err != nil {
				return err
			}
			if _, _, err := access.CreateToken(t.Context(), tx, d.Village.ID, "Logiciel de paie", access.Depositor); err != nil {
				return err
			}
			return user.Disable(t.Context(), tx, gone.ID)
		})
		page := "/console/members/" + d.Village.Siren + "/access"
		reader := organisationtest.At("r", d.Village, access.Reader)
		body, _ := d.Wants(200, reader, page)
		consoletest.Says(t, "the page", body, "au 5 octobre 2026", "Personnes de la collectivité", "Chantal Puyo", "Élu", "Logiciels", "Logiciel de paie",
			"Personnes de l’opérateur", "Amandine Larrieu", "et sous mandat (Délibération 12) jusqu’au 31 décembre 2026", "Lucie Dupouy", "Assistance",
			"1 compte désactivé", "!Un Ancien", "!d’ailleurs")
		table, header := d.Wants(200, reader, page+"/export")
		for _, want := range []string{"Chantal Puyo;chantal;Personnes de la collectivité;oui;;;;oui;oui;oui;;;;Élu\r\n", "'=Lucie Dupouy;lucie;",
			"Amandine Larrieu;amandine;Personnes de l’opérateur;oui;sous mandat;sous mandat;;sous mandat;sous mandat;sous mandat;sous mandat;;;"} {
			if !strings.Contains(table, want) {
				t.Errorf("the table does not say %q:\n%s", want, table)
			}
		}
		if !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
			t.Errorf("headers %v", header)
		}
		d.Wants(404, organisationtest.At("x", d.Town, access.Manager), page)
		d.Wants(404, organisationtest.At("x", d.Town, access.Manager), page+"/export")
	})
}

func TestMandatesWhoseEndIsNear(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		add := func(m organisation.Member, from, until string) {
			d.Write(t, access.System("test"), func(tx access.Tx) error {
				_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: m.ID, From: from, Until: until, Signatory: "La maire"})
				return err
			})
		}
		add(d.Village, "2020-01-01", "2026-12-04") // sixty days from now
		add(d.Town, "2020-01-01", "2026-11-30")
		add(d.Town, "2026-12-01", "") // which follows
		add(d.Welfare, "2020-01-01", "2026-12-05")
		officer := organisationtest.At("o", d.Operator, access.OpenDataOfficer)
		body, _ := d.Wants(200, officer, "/console/operator/mandates")
		consoletest.Says(t, "in force", body, "1 mandat se termine bientôt", "Ychoux-sur-Lande", "se termine bientôt", "Saint-Élix", "CCAS de Saint-Élix", "en cours")
		body, _ = d.Wants(200, officer, "/console/operator/mandates?state=ending")
		consoletest.Says(t, "ending", body, "Saint-Élix", "du 1er janvier 2020 au 4 décembre 2026", "!Ychoux", "!CCAS")
		body, _ = d.Wants(200, officer, "/console/operator/mandates/export?state=all")
		if !strings.Contains(body, "Ychoux-sur-Lande;214000010;2026-12-01;;à venir;La maire;;2026-10-05;test") {
			t.Errorf("the table:\n%s", body)
		}
		d.Wants(404, organisationtest.At("m", d.Village, access.Manager), "/console/operator/mandates")
	})
}

func TestActingForAPerson(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk) {
		claire := account(t, d, "claire", "Claire Dupuy", d.Village, access.Manager)
		lucie := account(t, d, "lucie", "Lucie Dupouy", d.Operator, access.Support)
		page := "/console/operator/people/" + claire.ID + "/act"
		d.Wants(404, organisationtest.At("o", d.Operator, access.OpenDataOfficer), page)
		d.Wants(403, signedIn(t, d, lucie), "/console/operator/people/"+lucie.ID+"/act")
		body, _ := d.Wants(422, signedIn(t, d, lucie), page, "reason", "")
		consoletest.Says(t, "without a reason", body, "Lire seulement", "Dites pourquoi")
		d.Wants(303, signedIn(t, d, lucie), page, "reason", "Le dépôt ne part pas")
		whole, _ := d.Wants(200, signedIn(t, d, lucie), "/console/members/"+d.Village.Siren+"/delegations")
		if !strings.Contains(whole, "Vous agissez pour Claire Dupuy.") || !strings.Contains(whole, "10:30 au plus tard") {
			t.Error("no banner")
		}
		d.Wants(403, signedIn(t, d, lucie), "/console/account/access")
		d.Wants(403, signedIn(t, d, lucie), "/console/members/"+d.Village.Siren+"/people")
		d.Wants(404, signedIn(t, d, lucie), page)
		d.Wants(303, signedIn(t, d, lucie), "/console/acting/end", "go", "1")
		if _, acts := signedIn(t, d, lucie).Acting(); acts {
			t.Error("it goes on")
		}
		d.Told()
		for range 2 {
			d.Wants(200, signedIn(t, d, claire), "/console")
		}
		if says := d.Told(); len(says) != 1 || !strings.Contains(says[0].Text, "Lucie Dupouy a agi à votre place") {
			t.Errorf("Claire reads %+v", says)
		}
		body, _ = d.Wants(200, signedIn(t, d, claire), "/console/account/access")
		consoletest.Says(t, "her access", body, "Qui a agi à votre place", "Lucie Dupouy", "Le dépôt ne part pas")
		d.Clock.Advance(time.Hour)
	})
}
