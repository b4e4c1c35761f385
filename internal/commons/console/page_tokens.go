package console

import (
	"net/http"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type tokensView struct {
	memberFace
	Now    time.Time
	Tokens []access.Token
	Form   *form.Form
	// Fresh is the token that was just made, with its secret: shown in the
	// answer to the form, and nowhere else.
	Fresh   access.Token
	Secret  string
	Rotated bool // it takes another's place
}

func (c *Console) tokens(w http.ResponseWriter, r *http.Request) error {
	return c.showTokens(w, r, http.StatusOK, tokensView{Form: tokenForm()})
}

// tokenForm is the form as it is found: the rights that a program of the town
// hall usually needs, for a year.
func tokenForm() *form.Form {
	f := form.New("days", "365")
	f.Values["right"] = []string{string(access.Deposit), string(access.Publish)}
	return f
}

func (c *Console) showTokens(w http.ResponseWriter, r *http.Request, status int, v tokensView) error {
	ctx := r.Context()
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.memberFace, err = face(ctx, tx, r, "tokens"); err != nil {
			return err
		}
		v.Now = tx.Clock().Now()
		v.Tokens, err = access.Tokens(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, status, v.memberFace, tokensBody(v))
}

func (c *Console) addToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v := tokensView{Form: f}
	name := f.Required("name", 200, i18n.T("Donnez au jeton un nom qui dise à quoi il sert.", "Give the token a name that says what it is for."))
	days, err := strconv.Atoi(f.Raw("days"))
	if err != nil || days < 1 || days > access.MaxTokenDays {
		f.Fail("days", i18n.T("Choisissez combien de temps le jeton vaut.", "Choose for how long the token is good."))
	}
	var rights []access.Right
	for _, r := range f.All("right") {
		rights = append(rights, access.Right(r))
	}
	if f.OK() {
		err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			at, err := face(ctx, tx, r, "tokens")
			if err != nil {
				return err
			}
			v.Fresh, v.Secret, err = access.MakeToken(ctx, tx, access.NewToken{MemberID: at.Member.ID, Name: name, Rights: rights, Days: days})
			return err
		})
		if err = refused(f, err, "right"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return c.showTokens(w, r, http.StatusUnprocessableEntity, v)
	}
	v.Form = tokenForm()
	w.Header().Set("Cache-Control", "no-store")
	return c.showTokens(w, r, http.StatusOK, v)
}

type revokeView struct {
	memberFace
	Token access.Token
}

func (c *Console) askRevokeToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v revokeView
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.memberFace, v.Token, err = tokenOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, http.StatusOK, v.memberFace, revokeTokenBody(v))
}

// tokenOf finds the token of the address, for somebody who may revoke it.
func tokenOf(tx access.Tx, r *http.Request) (v memberFace, t access.Token, err error) {
	ctx := r.Context()
	if v, err = face(ctx, tx, r, "tokens"); err != nil {
		return v, t, err
	}
	list, err := access.Tokens(ctx, tx, v.Member.ID)
	for _, t := range list {
		if t.ID == r.PathValue("id") {
			return v, t, err
		}
	}
	if err == nil {
		err = fault.Missing("console.tokenOf")
	}
	return v, t, err
}

func (c *Console) revokeToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, t, err := tokenOf(tx, r)
		if err != nil {
			return err
		}
		return access.RevokeToken(ctx, tx, t.ID)
	})
	if err != nil {
		return err
	}
	c.Flash(ctx, ui.Good, i18n.T("Le jeton est révoqué\u202f: il ne fonctionne plus.", "The token is revoked: it no longer works."))
	return web.Redirect(w, r, memberPath(r.PathValue("siren"))+"/tokens")
}

func (c *Console) askRotateToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v revokeView
	err := c.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.memberFace, v.Token, err = tokenOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return c.showMember(w, r, http.StatusOK, v.memberFace, rotateTokenBody(v))
}

// rotateToken makes the token that takes another's place, and shows its secret.
func (c *Console) rotateToken(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := tokensView{Form: tokenForm()}
	err := c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, t, err := tokenOf(tx, r)
		if err != nil {
			return err
		}
		v.Fresh, v.Secret, err = access.RotateToken(ctx, tx, t.ID)
		return err
	})
	if err != nil {
		return err
	}
	v.Rotated = true
	w.Header().Set("Cache-Control", "no-store")
	return c.showTokens(w, r, http.StatusOK, v)
}
