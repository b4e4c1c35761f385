package privacy_test

import (
	"testing"

	"airial/privacy"
)

func TestEmail(t *testing.T) {
	contact := privacy.Column{Name: "EQUIP_EMAIL", Type: "string", PublicContact: true}
	runCases(t, []scanCase{
		{cell: "jeanne.dupont@gmail.com", want: "email:review"},
		{cell: "Jeanne.Dupont@Gmail.Com", want: "email:review"},
		{cell: "jeanne.dupont@mairie-exemple.fr", want: "email:review"},
		{cell: "j.dupont@cc-exemple.fr", want: "email:review"},
		{cell: "jdupont40@orange.fr", want: "email:review"},
		{cell: "jeanne_dupont+asso@wanadoo.fr", want: "email:review"},
		{cell: "jeanne-dupont@exemple.co.uk", want: "email:review"},
		{cell: "jérôme.dupont@laposte.net", want: "email:review"},
		{cell: "o'brien@exemple.fr", want: "email:review"},
		{cell: "Mme Dupont (jeanne.dupont@free.fr) est nommée", want: "email:review"},
		{cell: "écrire à jeanne.dupont@free.fr.", want: "email:review"},
		{cell: "<jeanne.dupont@free.fr>", want: "email:review"},
		{cell: "mailto:jeanne.dupont@free.fr", want: "email:review"},
		{cell: "'jeanne.dupont@free.fr'", want: "email:review"},
		{cell: "a@b.fr;c@d.fr", want: "email:review email:review"},
		{cell: "a@b.fr, c@d.fr / e@f.fr", want: "email:review email:review email:review"},
		{cell: "x@sous.domaine.exemple.fr", want: "email:review"},
		{cell: "contact@gmail.com", want: "email:review"},
		{cell: "contact.leon@cc-exemple.fr", want: "email:review"},
		{cell: "secretariat.dupont@exemple.fr", want: "email:review"},
		{cell: "jeanne.dupont@free.fr", column: named("siret"), want: "email:review"},
		{cell: "https://exemple.fr/?mail=jeanne.dupont@free.fr", want: "email:review"},

		{cell: "mairie@exemple.fr", want: "email:info"},
		{cell: "Mairie@exemple.fr", want: "email:info"},
		{cell: "mairie.exemple@orange.fr", want: "email:info"},
		{cell: "mairie-exemple@wanadoo.fr", want: "email:info"},
		{cell: "commune-d-exemple@orange.fr", want: "email:info"},
		{cell: "ccas@exemple.fr", want: "email:info"},
		{cell: "contact@exemple.fr", want: "email:info"},
		{cell: "accueil@exemple.fr", want: "email:info"},
		{cell: "secretariat@exemple.fr", want: "email:info"},
		{cell: "dgs@exemple.fr", want: "email:info"},
		{cell: "urbanisme@exemple.fr", want: "email:info"},
		{cell: "info@exemple.fr", want: "email:info"},
		{cell: "service.urbanisme@exemple.fr", want: "email:info"},
		{cell: "etat-civil@exemple.fr", want: "email:info"},
		{cell: "contact-exemple@exemple.fr", want: "email:info"},
		{cell: "accueil2@exemple.fr", want: "email:info"},
		{cell: "mediatheque.exemple@exemple.fr", want: "email:info"},
		{cell: "officedetourisme@exemple.fr", want: "email:info"},
		{cell: "jeanne.dupont@free.fr", column: contact, want: "email:info"},
		{cell: "contact@gmail.com", column: contact, want: "email:info"},

		{cell: "@MairieExemple", want: ""},
		{cell: "@ville@mastodon.social", want: ""},
		{cell: "jeanne@", want: ""},
		{cell: "@exemple.fr", want: ""},
		{cell: "jeanne@exemple", want: ""},
		{cell: "jeanne@exemple.f", want: ""},
		{cell: "jeanne@exemple.123", want: ""},
		{cell: "3 lots @ 12,50", want: ""},
		{cell: "prix @ l'unité", want: ""},
		{cell: "jeanne @exemple.fr", want: ""},
		{cell: "@", want: ""},
		{cell: "@@@@", want: ""},
		{cell: "jeanne@.fr", want: ""},
	})
}
