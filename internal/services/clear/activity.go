package clear

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/privacy"
)

// Activity is a processing activity (traitement, GDPR art. 30) that files come
// from, as far as the gate has to know it.
type Activity struct {
	ID   string    `json:"id"`
	Name i18n.Text `json:"name"` // both wordings alike where a member has written it
	// Sensitive is that the activity works on data of GDPR, art. 9 or 10: its
	// files get the strict profile.
	Sensitive bool `json:"sensitive"`
	// Categories of data that the activity declares: keys of Categories, or
	// kinds of finding (privacy.Kinds) by themselves.
	Categories []string `json:"categories"`
}

// Activities is what this room needs of the register of processing activities.
type Activities interface {
	// Of lists the activities from which files of a member may come, by name.
	Of(ctx context.Context, tx access.Tx, member string) ([]Activity, error)
	// Proposed returns the identifier of the one from which a file under a
	// schema ("" for none) with a title likely comes; "" for none.
	Proposed(ctx context.Context, tx access.Tx, member, schema, title string) (string, error)
}

// Category is one of the categories of data by which a register of processing
// activities describes them (model of the CNIL, GDPR art. 30.1 c), with the
// kinds of finding that belong to it.
type Category struct {
	Key   string
	Label i18n.Text
	Kinds []privacy.Kind
}

// Categories are those of the register, in its order. Some have no kind of
// finding: the gate cannot see them.
var Categories = []Category{
	{"identity", i18n.T("état civil, identité, coordonnées", "civil status, identity, contact"),
		[]privacy.Kind{privacy.PersonName, privacy.BirthDate, privacy.BirthPlace, privacy.IDDocument, privacy.Address, privacy.Phone, privacy.Email}},
	{"personal-life", i18n.T("vie personnelle", "personal life"), []privacy.Kind{privacy.Address, privacy.CAF, privacy.INE, privacy.Plate}},
	{"professional-life", i18n.T("vie professionnelle", "professional life"), []privacy.Kind{privacy.SiretPerson, privacy.Phone, privacy.Email, privacy.Salary}},
	{"economic", i18n.T("informations économiques et financières", "economic and financial information"),
		[]privacy.Kind{privacy.IBAN, privacy.Card, privacy.Salary, privacy.CAF, privacy.SiretPerson}},
	{"connection", i18n.T("données de connexion", "connection data"), []privacy.Kind{privacy.IP, privacy.MAC}},
	{"location", i18n.T("données de localisation", "location data"), []privacy.Kind{privacy.Coordinates, privacy.Address, privacy.Plate}},
	{"internet", i18n.T("données internet", "internet data"), []privacy.Kind{privacy.IP, privacy.Email}},
	{"origin", i18n.T("origine raciale ou ethnique", "racial or ethnic origin"), []privacy.Kind{privacy.Origin}},
	{"politics", i18n.T("opinions politiques", "political opinions"), nil},
	{"religion", i18n.T("convictions religieuses ou philosophiques", "religious or philosophical beliefs"), []privacy.Kind{privacy.Religion}},
	{"union", i18n.T("appartenance syndicale", "union membership"), []privacy.Kind{privacy.Union}},
	{"genetic", i18n.T("données génétiques", "genetic data"), nil},
	{"biometric", i18n.T("données biométriques", "biometric data"), nil},
	{"health", i18n.T("santé", "health"), []privacy.Kind{privacy.Health}},
	{"sexual-life", i18n.T("vie ou orientation sexuelle", "sexual life or orientation"), []privacy.Kind{privacy.SexualLife}},
	{"offence", i18n.T("infractions et condamnations", "offences and convictions"), []privacy.Kind{privacy.Offence}},
	{"nir", i18n.T("numéro de sécurité sociale", "social-security number"), []privacy.Kind{privacy.NIR}},
}

// known tells whether a word names a category or a kind of finding.
func known(word string) bool {
	return slices.Contains(privacy.Kinds, privacy.Kind(word)) || slices.ContainsFunc(Categories, func(c Category) bool { return c.Key == word })
}

// Valid tells whether what an activity says of itself can be understood.
func (a Activity) Valid() bool {
	return a.ID != "" && !a.Name.Empty() && !slices.ContainsFunc(a.Categories, func(w string) bool { return !known(w) })
}

// Expects tells whether data of a kind are to be expected in a file that comes
// from the activity.
func (a Activity) Expects(k privacy.Kind) bool {
	for _, word := range a.Categories {
		if word == string(k) {
			return true
		}
		for _, c := range Categories {
			if c.Key == word && slices.Contains(c.Kinds, k) {
				return true
			}
		}
	}
	return false
}

// Declares says in words what categories the activity declares.
func (a Activity) Declares() i18n.Text {
	var out i18n.Text
	for _, word := range a.Categories {
		say := label(privacy.Kind(word))
		for _, c := range Categories {
			if c.Key == word {
				say = c.Label
			}
		}
		if !out.Empty() {
			out.Fr, out.En = out.Fr+", ", out.En+", "
		}
		out.Fr, out.En = out.Fr+say.Fr, out.En+say.En
	}
	return out
}

// Origin is the activity that a dataset comes from, as it is kept with it.
type Origin struct {
	Activity
	// Proposed is that nobody has said so: it was taken from schema and title.
	Proposed bool
	// Gone is that the register no longer has the activity: what it said last
	// holds on.
	Gone bool
}

// None is the answer of who knows that a file comes from no activity of the
// register.
const None = "none"
