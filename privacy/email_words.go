package privacy

import "strings"

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// bodyWords name a public body or a place open to the public.
var bodyWords = set(`
	mairie commune ville communaute agglo agglomeration metropole departement region ccas cias
	syndicat sivom sivu smictom sictom sydec epci prefecture souspref mediatheque bibliotheque
	ludotheque ecole college lycee creche ehpad piscine cinema musee conservatoire gendarmerie
	tourisme officedetourisme otsi office dechetterie decheterie hoteldeville camping
	periscolaire multiaccueil residence gymnase salledesfetes centresocial`)

// functionWords name a function, not a person.
var functionWords = set(`
	contact contacts accueil info infos information informations secretariat secretaire direction
	dgs dga drh rh dpo rgpd cnil urbanisme etatcivil etat civil elections comptabilite compta
	finances finance facturation marches marchespublics achats courrier communication presse
	culture sport sports jeunesse enfance scolaire social technique techniques services service
	st voirie eau assainissement environnement dechets proprete logement habitat police
	policemunicipale pm reservation reservations inscription inscriptions billetterie webmaster
	admin support assistance abonnement noreply no-reply ne-pas-repondre opendata data sig sante
	association asso club bureau president presidence cabinet gestion patrimoine juridique
	archives archive location locations standard general public publics administration
	administratif recrutement emploi stage transport transports mobilite portail donnees
	numerique informatique dsi contactez formation economie developpement tri agence boutique
	guichet unique clic maison petite centre loisirs crous`)

// privateProviders give mailboxes to private persons.
var privateProviders = set(`
	gmail.com googlemail.com orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net hotmail.fr
	hotmail.com outlook.fr outlook.com live.fr live.com msn.com yahoo.fr yahoo.com icloud.com
	me.com mac.com bbox.fr aol.com aol.fr numericable.fr club-internet.fr cegetel.net aliceadsl.fr
	alice.fr dbmail.com gmx.fr gmx.com gmx.net protonmail.com proton.me pm.me tutanota.com
	voila.fr ymail.com libertysurf.fr tele2.fr 9online.fr noos.fr mailo.com caramail.com
	caramail.fr net-c.fr zaclys.net zaclys.com infonie.fr nordnet.fr ozone.net mail.com`)
