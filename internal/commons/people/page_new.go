package people

import (
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
)

// openedView is what is shown, once, of an account that was just opened.
type openedView struct {
	User   user.User
	Member organisation.Member
	Handed user.Handed
	First  bool   // the account was just opened
	Again  string // address that opens another one
	Back   string
}

// newAccount asks the administrator for an account anywhere.
func (p *Pages) newAccount(w http.ResponseWriter, r *http.Request) error {
	f := form.New()
	if at := r.URL.Query().Get("member"); at != "" {
		f.Set("member", at)
	}
	return p.showNewAccount(w, r, http.StatusOK, f)
}

func (p *Pages) showNewAccount(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Ouvrir un compte", "Open an account")
	return p.Desk.ShowStatus(w, r, status, p.personPage(ctx, title), newAccountBody(newView{Form: f, Path: operatorPath + "/new",
		Roles: append(append([]access.Role{}, memberRoles...), operatorRoles...), Anywhere: true, Back: operatorPath}))
}

type newView struct {
	Form     *form.Form
	Path     string
	Back     string
	Roles    []access.Role
	Anywhere bool // the member is asked for
}

func (p *Pages) openAccount(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	typed := f.Required("member", 200, i18n.T("Indiquez la collectivité, par son nom ou son SIREN.", "Give the member, by its name or SIREN."))
	v, err := p.open(r, f, func(tx access.Tx) (organisation.Member, error) { return memberNamed(ctx, tx, typed) })
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showNewAccount(w, r, http.StatusUnprocessableEntity, f)
	}
	v.Again, v.Back = operatorPath+"/new", operatorPath+"/"+v.User.ID
	w.Header().Set("Cache-Control", "no-store")
	return p.Desk.Show(w, r, p.personPage(ctx, v.User.Name), openedBody(v))
}

// newColleague asks a member's manager for an account there.
func (p *Pages) newColleague(w http.ResponseWriter, r *http.Request) error {
	return p.showNewColleague(w, r, http.StatusOK, form.New(), nil)
}

func (p *Pages) showNewColleague(w http.ResponseWriter, r *http.Request, status int, f, existing *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	var face console.Face
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		face, err = p.managed(ctx, tx, r, "people")
		return err
	})
	if err != nil {
		return err
	}
	path := console.MemberPath(face.Member.Siren) + "/people"
	return p.Desk.ShowMember(w, r, status, face, newColleagueBody(newView{Form: f, Path: path + "/new", Back: path,
		Roles: choiceAt(scope, face.Member.IsOperator)}, existing, path+"/existing"))
}

func (p *Pages) openColleague(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var face console.Face
	v, err := p.open(r, f, func(tx access.Tx) (organisation.Member, error) {
		face, err = p.managed(ctx, tx, r, "people")
		return face.Member, err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return p.showNewColleague(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	v.Back = console.MemberPath(face.Member.Siren) + "/people"
	v.Again = v.Back + "/new"
	w.Header().Set("Cache-Control", "no-store")
	return p.Desk.ShowMember(w, r, http.StatusOK, face, openedBody(v))
}

// open reads the form of a new account and opens it at the member. What is
// wrong stands in the form.
func (p *Pages) open(r *http.Request, f *form.Form, at func(access.Tx) (organisation.Member, error)) (v openedView, err error) {
	ctx := r.Context()
	profile, wrong := user.CleanProfile(user.Profile{Name: f.Text("name", 0), Email: f.Text("email", 0)})
	for _, field := range []string{"name", "email"} {
		if say, bad := wrong[field]; bad {
			f.Fail(field, say)
		}
	}
	login := f.Text("login", user.MaxLogin)
	if login == "" {
		login = loginFor(profile.Name)
	}
	roles := rolesIn(f, append(append([]access.Role{}, memberRoles...), operatorRoles...))
	if len(roles) == 0 {
		f.Fail("roles", i18n.T("Choisissez au moins un rôle.", "Choose at least one role."))
	}
	if !f.OK() {
		return v, nil
	}
	v.First = true
	field := "member"
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		field = "member"
		if v.Member, err = at(tx); err != nil {
			return err
		}
		field = "login"
		v.User, err = user.OpenAt(ctx, tx, v.Member.ID, user.Account{Login: login, Name: profile.Name, Email: profile.Email}, roles)
		if err == nil {
			v.Handed, err = p.Entrance.Invite(ctx, tx, v.User.ID, f.Checked("hand"))
		}
		return err
	})
	return v, refuse(f, err, field)
}

// loginFor makes a login of a name: "Marie-Hélène Dubosq" is marie-helene.dubosq.
func loginFor(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return text.Slug(name)
	}
	return text.Slug(words[0]) + "." + text.Slug(strings.Join(words[1:], " "))
}

// addExisting leads a manager to the page of somebody who has an account
// already, with another body for instance. She gives the login that the person
// told her.
func (p *Pages) addExisting(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	login := f.Required("existing", 2*user.MaxLogin, i18n.T("Indiquez l’identifiant de la personne.", "Give the person’s login."))
	var u user.User
	var face console.Face
	if f.OK() {
		err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if face, err = p.managed(ctx, tx, r, "people"); err != nil {
				return err
			}
			u, err = user.ByLogin(ctx, tx.Elevated("manager adds an account by its login"), login)
			return noSuchLogin(err)
		})
		if err = refuse(f, err, "existing"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showNewColleague(w, r, http.StatusUnprocessableEntity, form.New(), f)
	}
	return web.Redirect(w, r, personAt(face.Member.Siren, u.ID))
}
