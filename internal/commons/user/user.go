package user

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// User is a person with an account.
type User struct {
	ID        string
	Login     string // unique, folded by FoldLogin
	Name      string
	Email     string    // may be shared with others, may be empty
	Locale    i18n.Lang // "" follows the browser
	Created   time.Time
	LastLogin time.Time // zero: never yet
	Disabled  time.Time // zero while the account is open
}

// Actor returns the person as steps and the journal name it.
func (u User) Actor() access.Actor {
	return access.Actor{Kind: access.Person, ID: u.ID, Name: u.Name}
}

// Limits of what an account holds, in characters.
const (
	MinLogin = 3
	MaxLogin = 64
	MaxName  = 120
	MaxEmail = 254 // RFC 5321 §4.5.3.1.3
)

// FoldLogin returns a login as it is kept and compared: lower case, without
// accents or blanks around it. People type it on telephones and in capitals.
func FoldLogin(login string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.TrimSpace(login)))
}

// checkLogin tells what is wrong with a folded login.
func checkLogin(op, login string) error {
	ok := len(login) >= MinLogin && len(login) <= MaxLogin
	for _, r := range login {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
	}
	if ok {
		return nil
	}
	return fault.New(fault.Invalid, op,
		"Un identifiant compte de %[1]d à %[2]d lettres, chiffres, points ou tirets.",
		"A login has %[1]d to %[2]d letters, digits, dots or hyphens.", MinLogin, MaxLogin)
}

// Profile is what a person may change of her account.
type Profile struct {
	Name   string
	Email  string
	Locale i18n.Lang
}

// CleanProfile returns a profile fit to be kept, or what is wrong with it by
// the name of its field: "name", "email", "locale".
func CleanProfile(p Profile) (Profile, map[string]i18n.Text) {
	wrong := map[string]i18n.Text{}
	p.Name, p.Email = strings.TrimSpace(p.Name), strings.TrimSpace(p.Email)
	switch n := utf8.RuneCountInString(p.Name); {
	case n == 0:
		wrong["name"] = i18n.T("Indiquez votre nom\u202f: il signe vos décisions.", "Give your name: it signs your decisions.")
	case n > MaxName:
		wrong["name"] = i18n.T("Ce nom dépasse %[1]d caractères. Raccourcissez-le.", "This name exceeds %[1]d characters. Shorten it.", MaxName)
	}
	if p.Email != "" && !plausibleEmail(p.Email) {
		wrong["email"] = i18n.T("Cette adresse électronique n’a pas la forme «\u00a0nom@domaine.fr\u00a0». Corrigez-la ou laissez le champ vide.",
			"This e-mail address does not look like “name@domain.fr”. Correct it or leave the field empty.")
	}
	if p.Locale != "" && p.Locale != i18n.French && p.Locale != i18n.English {
		wrong["locale"] = i18n.T("Choisissez le français ou l’anglais.", "Choose French or English.")
	}
	return p, wrong
}

// plausibleEmail refuses what cannot be an address. Whether it is one, only a
// message can tell.
func plausibleEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	return mail.Plausible(s) && found && local != "" && len(s) <= MaxEmail && strings.Contains(strings.Trim(domain, "."), ".") &&
		!strings.ContainsAny(s, " \t\r\n<>,;\"") && !strings.Contains(domain, "@")
}
