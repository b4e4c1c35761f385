package datagouv

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// State is whether an account is used.
type State string

// The states of an account.
const (
	On      State = "on"
	Off     State = "off"     // somebody has paused it
	Refused State = "refused" // data.gouv.fr does not take its token, or it cannot be read here
)

// Account is how a member is known at data.gouv.fr.
type Account struct {
	MemberID     string
	Organisation string // their identifier
	Name         string // of the organisation, as they say it
	Private      bool   // new datasets are made private there
	State        State
	Problem      string
	Created      time.Time
	By           string
	sealed       string
}

const accountColumns = `member_id, organisation, organisation_name, token, private, state, problem, created_at, created_by`

func scanAccount(r database.Row) (a Account, err error) {
	var created int64
	err = r.Scan(&a.MemberID, &a.Organisation, &a.Name, &a.sealed, &a.Private, &a.State, &a.Problem, &created, &a.By)
	a.Created = clock.FromMicros(created)
	return a, err
}

func account(ctx context.Context, tx access.Tx, member string) (Account, error) {
	return database.One(ctx, tx, "datagouv.account", scanAccount, `select `+accountColumns+` from datagouv_account where member_id = $1`, member)
}

// AccountOf returns a member's account; NotFound where it has none.
func AccountOf(ctx context.Context, tx access.Tx, member string) (Account, error) {
	if err := tx.Sees("datagouv.AccountOf", member); err != nil {
		return Account{}, err
	}
	return account(ctx, tx, member)
}

// Accounts lists those of all members that the scope sees.
func Accounts(ctx context.Context, tx access.Tx) ([]Account, error) {
	where, args := tx.Only("member_id", nil)
	return database.All(ctx, tx, "datagouv.Accounts", scanAccount, `select `+accountColumns+` from datagouv_account where `+where+` order by member_id`, args...)
}

// MayChoose asks whether the scope decides on a member's account: its manager
// does, and who opens data for the operator under a mandate.
func MayChoose(ctx context.Context, tx access.Tx, member string) error {
	if tx.Scope().OfOperator() {
		return tx.May(ctx, access.Publish, member)
	}
	return tx.May(ctx, access.Manage, member)
}

// Draft is what somebody gives for an account. Token "" keeps the one before.
type Draft struct {
	Organisation string
	Token        string
	Private      bool
}

var organisationForm = regexp.MustCompile(`^[0-9a-zA-Z][0-9a-zA-Z-]{2,99}$`)

// clean reads the identifier of an organisation out of an address too.
func (d Draft) clean() (Draft, error) {
	d.Organisation, d.Token = strings.TrimSpace(d.Organisation), strings.TrimSpace(d.Token)
	if _, after, ok := strings.Cut(d.Organisation, "/organizations/"); ok {
		d.Organisation, _, _ = strings.Cut(after, "/")
	}
	if !organisationForm.MatchString(d.Organisation) {
		return d, fault.New(fault.Invalid, "datagouv.organisation", "Donnez l’identifiant de l’organisation, ou l’adresse de sa page sur data.gouv.fr.",
			"Give the identifier of the organisation, or the address of its page at data.gouv.fr.")
	}
	if len(d.Token) > 500 || strings.ContainsAny(d.Token, " \t\r\n") {
		return d, fault.New(fault.Invalid, "datagouv.token", "Cette clé d’API n’a pas la bonne forme\u202f: copiez-la entière, sans espace.",
			"This API key does not look right: copy all of it, without spaces.")
	}
	return d, nil
}

// Probe asks data.gouv.fr whether a token is good, and which organisation it is
// for. It is called outside any transaction.
func (s *Service) Probe(ctx context.Context, organisation, token string) (id, name string, err error) {
	const op = "datagouv.Probe"
	if !s.On() {
		return "", "", closed(op)
	}
	c := s.client(token)
	var me, o document
	if err = c.call(ctx, http.MethodGet, "/me/", nil, &me); err == nil {
		err = c.call(ctx, http.MethodGet, pathOf("organizations", organisation), nil, &o)
	}
	switch status := statusOf(err); {
	case err == nil:
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return "", "", fault.New(fault.Invalid, op, "data.gouv.fr refuse cette clé d’API. Créez-en une autre sur votre compte, à la rubrique «\u00a0clés API\u00a0».",
			"data.gouv.fr refuses this API key. Make another one in your account there.")
	case status == http.StatusNotFound || status == http.StatusGone:
		return "", "", fault.New(fault.Invalid, op, "data.gouv.fr ne connaît pas cette organisation.", "data.gouv.fr knows no such organisation.")
	default:
		s.Log.Warn("data.gouv.fr did not answer a probe", "error", err)
		return "", "", fault.New(fault.Unavailable, op, "data.gouv.fr ne répond pas. Réessayez dans quelques minutes.", "data.gouv.fr does not answer. Try again in a few minutes.")
	}
	mine := false
	for _, one := range me.list("organizations") {
		mine = mine || one.text("id") == o.text("id")
	}
	if !mine {
		return "", "", fault.New(fault.Invalid, op, "Cette clé d’API appartient à une personne qui n’est pas membre de l’organisation «\u00a0%[1]s\u00a0».",
			"This API key belongs to somebody who is no member of the organisation “%[1]s”.", o.text("name"))
	}
	return o.text("id"), o.text("name"), nil
}

// Connect sets a member's account and has all its datasets compared: nothing is
// changed there before somebody presses the button.
func (s *Service) Connect(ctx context.Context, tx access.Tx, member string, d Draft, name string) error {
	const op = "datagouv.Connect"
	if err := MayChoose(ctx, tx, member); err != nil {
		return err
	}
	if err := access.Served(ctx, tx, op, member); err != nil {
		return err
	}
	d, err := d.clean()
	if err != nil {
		return err
	}
	before, err := account(ctx, tx, member)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	sealed := before.sealed
	if d.Token != "" {
		if sealed, err = s.seal(d.Token); err != nil {
			return err
		}
	}
	if sealed == "" {
		return fault.New(fault.Invalid, op, "Donnez une clé d’API de data.gouv.fr.", "Give an API key of data.gouv.fr.")
	}
	if before.Organisation != "" && before.Organisation != d.Organisation {
		// What was pushed belongs to another organisation: it is not ours to change from here.
		if _, err := database.Exec(ctx, tx, op, `delete from datagouv_link where member_id = $1`, member); err != nil {
			return err
		}
	}
	_, err = database.Exec(ctx, tx, op, `insert into datagouv_account (`+accountColumns+`) values ($1,$2,$3,$4,$5,'on','',$6,$7)
		on conflict (member_id) do update set organisation = excluded.organisation, organisation_name = excluded.organisation_name, token = excluded.token,
		private = excluded.private, state = 'on', problem = ''`, member, d.Organisation, name, sealed, database.Bool(d.Private), tx.Micros(), tx.Scope().Actor().ID)
	if err != nil {
		return err
	}
	if err := tx.Record(ctx, EventConnected, member, "", map[string]any{"organisation": d.Organisation, "private": d.Private}); err != nil {
		return err
	}
	_, err = s.Run(ctx, tx.Elevated("datagouv"), member, Compare, tx.Scope().Actor().ID)
	return err
}

// Switch pauses an account, or goes on with it: what waited meanwhile is done
// then.
func (s *Service) Switch(ctx context.Context, tx access.Tx, member string, on bool) error {
	if err := MayChoose(ctx, tx, member); err != nil {
		return err
	}
	a, err := account(ctx, tx, member)
	if err != nil || (a.State == On) == on {
		return err
	}
	state, event := Off, EventPaused
	if on {
		state, event = On, EventResumed
	}
	if _, err := database.Exec(ctx, tx, "datagouv.Switch", `update datagouv_account set state = $1, problem = '' where member_id = $2`, string(state), member); err != nil {
		return err
	}
	if err := tx.Record(ctx, event, member, "", nil); err != nil || !on {
		return err
	}
	return s.ask(ctx, tx, member)
}

// refuse notes that data.gouv.fr does not take the token any more.
func refuse(ctx context.Context, tx access.Tx, member, words string) error {
	n, err := database.Exec(ctx, tx, "datagouv.refuse", `update datagouv_account set state = 'refused', problem = $1 where member_id = $2 and state = 'on'`, words, member)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventRefused, member, "", nil)
}

// Disconnect forgets a member's account. What is there stays there.
func (s *Service) Disconnect(ctx context.Context, tx access.Tx, member string) error {
	if err := MayChoose(ctx, tx, member); err != nil {
		return err
	}
	if _, err := account(ctx, tx, member); err != nil {
		return err
	}
	if err := drop(ctx, tx, member); err != nil {
		return err
	}
	return tx.Record(ctx, EventLeft, member, "", nil)
}

// drop deletes all that this room keeps of a member.
func drop(ctx context.Context, tx access.Tx, member string) error {
	for _, table := range []string{"datagouv_line", "datagouv_run", "datagouv_link", "datagouv_account"} {
		if _, err := database.Exec(ctx, tx, "datagouv.drop", `delete from `+table+` where member_id = $1`, member); err != nil {
			return err
		}
	}
	return nil
}
