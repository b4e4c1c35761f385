package people

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// memberRoles and operatorRoles list the roles in the order of forms.
var (
	memberRoles   = []access.Role{access.Manager, access.Official, access.Depositor, access.Approver, access.Reader}
	operatorRoles = []access.Role{access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer, access.SecurityOfficer, access.Support}
)

// roleHelp says what each role may do.
var roleHelp = map[access.Role]i18n.Text{
	access.Manager:           i18n.T("Fait tout ce qui suit, et gère les comptes, les jetons et les règles de la collectivité.", "Does all of the following, and manages the body’s accounts, tokens and rules."),
	access.Official:          i18n.T("Maire, présidente, adjoint\u202f: approuve, refuse, retire, décide sur les données personnelles.", "Mayor, president, deputy: approves, refuses, withdraws, decides on personal data."),
	access.Depositor:         i18n.T("Dépose des fichiers, les publie, les retire.", "Deposits files, publishes them, withdraws them."),
	access.Approver:          i18n.T("Dépose et publie, approuve ou refuse, retire et efface.", "Deposits and publishes, approves or refuses, withdraws and erases."),
	access.Reader:            i18n.T("Voit tout ce que la collectivité a déposé, sans rien changer.", "Sees all that the body has deposited, and changes nothing."),
	access.Administrator:     i18n.T("Gère les adhérents, les comptes, les mandats et l’installation.", "Manages members, accounts, mandates and the installation."),
	access.ProtectionOfficer: i18n.T("Voit tout\u202f; sous mandat, décide sur les données personnelles, retire et efface.", "Sees all; under a mandate decides on personal data, withdraws and erases."),
	access.OpenDataOfficer:   i18n.T("Voit tout\u202f; sous mandat, dépose, publie, approuve, retire et efface.", "Sees all; under a mandate deposits, publishes, approves, withdraws and erases."),
	access.SecurityOfficer:   i18n.T("Voit tout, pour la sécurité.", "Sees all, for security."),
	access.Support:           i18n.T("Voit tout, répond aux demandes d’aide, débloque un compte, agit pour une personne sous mandat.", "Sees all, answers requests for help, unlocks accounts, acts for a person under a mandate."),
}

func roleWord(ctx context.Context, role access.Role) string { return i18n.Read(ctx, role.Label()) }

func roleList(ctx context.Context, roles []access.Role) string {
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = roleWord(ctx, role)
	}
	return strings.Join(words, ", ")
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

// day writes a date of law (2026-01-31) for people.
func day(ctx context.Context, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return i18n.Date(ctx, t)
}

func lastSeen(ctx context.Context, u user.User) string {
	if u.LastLogin.IsZero() {
		return i18n.Say(ctx, "jamais", "never")
	}
	return i18n.Date(ctx, u.LastLogin)
}

func accountState(ctx context.Context, u user.User) (string, ui.Tone) {
	switch {
	case !u.Disabled.IsZero():
		return i18n.Say(ctx, "désactivé", "disabled"), ui.Bad
	case u.LastLogin.IsZero():
		return i18n.Say(ctx, "jamais connecté", "never logged in"), ui.Wait
	}
	return i18n.Say(ctx, "ouvert", "open"), ui.Good
}

// rolesIn reads the boxes of a form that name roles.
func rolesIn(f *form.Form, choice []access.Role) []access.Role {
	var out []access.Role
	for _, role := range choice {
		if f.Checked("role-" + string(role)) {
			out = append(out, role)
		}
	}
	return out
}

// rolesForm is a form with the boxes of some roles ticked.
func rolesForm(roles []access.Role) *form.Form {
	f := form.New()
	for _, role := range roles {
		f.Set("role-"+string(role), "1")
	}
	return f
}

// roleOptions lists all roles for a filter.
func roleOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Tous", "All")}}
	for _, role := range memberRoles {
		out = append(out, ui.Option{Value: string(role), Label: capital(roleWord(ctx, role))})
	}
	for _, role := range operatorRoles {
		out = append(out, ui.Option{Value: string(role), Label: i18n.Say(ctx, "Opérateur\u202f: ", "Operator: ") + roleWord(ctx, role)})
	}
	return out
}

// rolesView is a choice of roles in a form.
type rolesView struct {
	Legend string
	Choice []access.Role
	Form   *form.Form
}

// choiceAt lists the roles that the scope may give at a member: the operator's
// at the operator only, by its administrator.
func choiceAt(s access.Scope, atOperator bool) []access.Role {
	if atOperator && s.Has(access.Administrator) {
		return append(append([]access.Role{}, operatorRoles...), memberRoles...)
	}
	return memberRoles
}
