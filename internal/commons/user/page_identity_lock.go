package user

import (
	"context"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

// opensBy returns what people call the provider when an identity there can open
// an account's locked session, "" otherwise.
func (p *pages) opensBy(ctx context.Context, account string) (label string, err error) {
	if p.Provider == nil {
		return "", nil
	}
	err = p.doors.Read(ctx, access.System("lock"), func(tx access.Tx) error {
		list, err := Identities(ctx, tx, account)
		for _, i := range list {
			if i.Issuer == p.Provider.Issuer() {
				label = p.Provider.Label()
			}
		}
		return err
	})
	return label, err
}

// askAgain leads the person of a locked session to the provider, which is to
// ask her anew who she is.
func (p *pages) askAgain(w http.ResponseWriter, r *http.Request, u User, why, next string) error {
	ctx := r.Context()
	q, address, err := p.Provider.AskAgain(ctx)
	if fault.Is(err, fault.Unavailable) {
		f := form.New("next", next)
		f.Fail("", fault.Message(err))
		return p.showLocked(w, r, http.StatusServiceUnavailable, u, why, f)
	}
	if err == nil {
		err = p.remember(ctx, away{Question: q, Next: next, Open: u.ID})
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// openByProvider opens a locked session for the person whose it is, once the
// provider has asked her anew.
func (p *pages) openByProvider(w http.ResponseWriter, r *http.Request, a away) error {
	ctx := r.Context()
	u, why, err := p.lockedUser(ctx)
	if err != nil {
		return err
	}
	if why == "" || u.ID != a.Open {
		return web.Redirect(w, r, LoginPath+"?"+url.Values{"next": {SafeNext(a.Next)}}.Encode())
	}
	person, err := p.Provider.Answer(ctx, a.Question, r.URL.Query())
	if fault.Is(err, fault.Unauthenticated) {
		p.Log.WarnContext(ctx, "an answer of the identity provider was refused", "error", err)
		err = p.logins.refused(ctx, u.ID, err)
	}
	var came User
	if err == nil {
		came, err = p.logins.ByIdentity(ctx, person, p.Provider.Label())
	}
	if err == nil && came.ID != u.ID {
		err = p.logins.refused(ctx, u.ID, fault.New(fault.Unauthenticated, "user.openByProvider",
			"%[1]s a reconnu quelqu’un d’autre\u202f: cette session reste verrouillée.", "%[1]s knows somebody else: this session stays locked.", p.Provider.Label()))
	}
	if status := refusal(err); status != 0 || fault.Is(err, fault.Unavailable) {
		f := form.New("next", SafeNext(a.Next))
		f.Fail("", fault.Message(err))
		return p.showLocked(w, r, max(status, http.StatusUnprocessableEntity), u, why, f)
	}
	if err != nil {
		return err
	}
	if err := p.keepIDToken(ctx, u.ID, person.IDToken); err != nil {
		return err
	}
	return p.reopen(w, r, form.New("next", SafeNext(a.Next)))
}

func openByProviderLabel(ctx context.Context, provider string) string {
	return i18n.Sayf(ctx, "Reprendre avec %s", "Go on with %s", provider)
}

// againPath is where a locked session asks the provider.
func againPath(next string) string {
	return providerPath + "?" + url.Values{"again": {"1"}, "next": {next}}.Encode()
}
