package person

import (
	_ "embed"
	"strings"
	"sync"
)

// flag says what a word can be.
type flag uint32

const (
	given    flag = 1 << iota // first name
	family                    // family name
	word                      // a word of the language or of administrations
	both                      // a first name that is a word as well
	civility                  // M., Mme, Monsieur…
	plural                    // of a civility: MM., Mesdames…
	office                    // a function that makes a person public: maire, présidente…
	staff                     // what is said of agents and private people: agent, locataire…
	thing                     // what is named after people: rue, école, stade…
	company                   // société, SARL, menuiserie…
	particle                  // de, du, le, van…
	joining                   // née, épouse, veuve: another name follows
	heading                   // présents, absents, pouvoirs: a list of elected follows
	calling                   // consorts, famille, succession, élève: a bare name follows
	rank                      // docteur, général, abbé: inside names of streets
	quality                   // municipal, primaire, polyvalente: between a thing and its name
	saint                     // saint, sainte, st
	living                    // demeurant, domicilié, né: behind a private person's name
	article                   // le, la, l’, les, un
	street                    // rue, avenue, place: of a thing
	place                     // a country, a region, a town
)

//go:embed prenoms.txt
var givenList string

//go:embed motsprenoms.txt
var bothList string

//go:embed noms.txt
var familyList string

//go:embed mots.txt
var wordList string

//go:embed lieux.txt
var placeList string

// words are the closed classes, folded.
var words = map[flag]string{
	civility:          "m mr monsieur mme madame mlle mademoiselle dr docteur me maitre fam pr professeur mgr monseigneur abbe sieur dame",
	civility | plural: "mm messieurs mmes mesdames mlles mesdemoiselles",
	office: `maire maires mairesse adjoint adjointe adjoints adjointes conseiller conseillere conseillers conseilleres president presidente presidents
		vice-president vice-presidente vice-presidents depute deputee senateur senatrice prefet prefete sous-prefet sous-prefete ministre rapporteur rapporteure
		rapporteurs elu elue elus elues delegue deleguee delegues tresorier tresoriere architecte architectes gerant gerante titulaire attributaire mandataire notaire notaires
		commissaire enqueteur commissaire-enqueteur geometre geometre-expert avocat avocate avocats huissier juge magistrat coordonnateur coordonnatrice paysagiste conciliateur conciliatrice defenseur defenseure urbaniste scrutateur scrutateurs scrutatrice scrutatrices assesseur assesseurs doyen doyenne sous-traitant cotraitant ordonnateur comptable
		signataire recteur rectrice consul gouverneur premier ministre colistier ingenieur-conseil maitre-doeuvre prestataire adjudicataire`,
	staff: `agent agents agente redacteur redactrice atsem stagiaire apprenti apprentie contractuel contractuelle salarie salariee employe employee technicien technicienne
		animateur animatrice auxiliaire educateur educatrice infirmier infirmiere gardien vacataire gendarme adjudant adjudante brigadier brigadiere caporal caporale policier policiere sapeur enseignant enseignante enseignants enseignantes instituteur institutrice professeur
		locataire locataires proprietaire proprietaires riverain riveraine acquereur acquereurs vendeur vendeuse usager usagere allocataire
		beneficiaire beneficiaires eleve eleves enfant enfants defunt defunte debiteur debitrice redevable redevables requerant requerante plaignant plaignante
		victime assure assuree patient patiente resident residente concessionnaire fermier fermiere exploitant exploitante petitionnaire demandeur demanderesse
		recrutement titularisation avancement licenciement sanction conge maladie deces retraite grossesse accident indemnisation secours non-valeur creance impaye impayes
		prime promotion reclassement disponibilite detachement mutation candidat candidate candidature recrute recrutee nomme nommee matricule
		habitant habitante administre administree voisin voisine mineur mineure tuteur tutrice conjoint conjointe veuf heritier heritiere heritiers`,
	living: "demeurant domicilie domiciliee domicilies residant habitant ne nee nes nees titulaire employe employee recrute recrutee age agee decede decedee matricule locataire proprietaire",
	thing | street: `rue rues avenue av boulevard bd boul place pl impasse imp allee allees chemin che route rte quai square cours esplanade rond-point giratoire passage lotissement residence
		sentier pont lieu-dit lieudit hameau quartier domaine voie venelle ruelle promenade parvis carrefour rocade traverse montee cote faubourg fg mail villa cite clos`,
	thing: `ecole ecoles college lycee groupe-scolaire creche salle salles stade gymnase piscine mediatheque bibliotheque espace centre theatre musee maison ehpad parc jardin hopital
		clinique eglise chapelle complexe hall foyer tribune monument fondation prix trophee challenge tournoi institut universite amphitheatre batiment caserne barrage parking zac za zi
		cosec auditorium conservatoire kiosque halle halles marche cimetiere arena palais hotel auberge cinema dojo boulodrome aerodrome port phare ludotheque cyber-base rpa
		iut campus cfa imprimerie cathedrale basilique abbaye collegiale statue buste stele plaque fresque exposition oeuvre oeuvres livre film concert spectacle
		commune communes ville villes communaute syndicat departement canton paroisse village amis amies espoir chorale cercle fanfare harmonie union avenant chez
		mairie mairies tresorerie prefecture gare port bassin cirque lavoir croix manoir fontaine salon amphi pavillon abri aeroport crypte presbytere vallee col plage hommage chanteur chanteuse ecrivain peintre sculpteur poete romancier comedien
		compositeur auteur piece roman album tournee oeuvre chanson personnage tome bd mont source arboretum verger pole banda fanfare troupe theatre groupement federation
		jardins villas residences domaines lotissements studio tableau tableaux toile quartiers manoir mas chalet camping gite
		loi lois amendement rapport methode plan dispositif article code circulaire decret arret jurisprudence commission syndrome maladie pont-neuf station gare arret metro ligne
		puy test vaccin vehicule camion tondeuse remorque copieur photocopieur imprimante tempete ouragan cyclone indice echelle theoreme modele tracteur logiciel usine site marque vache jument rosier variete collection maternite creches aire echangeur ecluse passerelle tunnel bibliobus chemins sentiers circuit course ronde criterium rallye cross semi-marathon marathon bateau navire festival coupe memorial ordre legion programme centre-ville ilot secteur zone canal ruisseau riviere moulin ferme chateau tour fort grotte col mont ile pic bois foret etang lac marais
		relais label labels plateforme plateformes hortensia hortensias dahlia dahlias tulipe tulipes geranium geraniums pivoine variete varietes cultivar cepage champagne cloche cloches
		centenaire bicentenaire annee journee semaine nuit logiciels jeu jeux produit produits marques lecture lectures films spectacles menu menus scenario scenarios variante forage bassins serveur serveurs
		sauce salade tarte peche poulet sirop vase vases porcelaine faience portrait mobilier style tapisserie gouffre refuge refuges convoi escale navette train tgv tramway bibliobus ludobus
		trophees coupes medaille theoremes atlas dictionnaire manuel chapitre scene decor costume partition symphonie requiem ballet opera comedie tragedie
		chene tilleul cedre platane cheval chien chat chiens chats ane poney taureau caniveau station-service kermesse feria cavalcade fete fetes foire salons galerie galeries pinacotheque
		institut laboratoire laboratoires fondations mutuelle mutuelles assurance assurances banque banques agences editeur editeurs fournisseur fournisseurs imprimantes photocopieurs voiture fourgon camionnette
		police caractere savon gel javel tondeuses quartette cocktail pizza crepe crepes gateau gateaux fromage fromages vin biere bieres`,
	company: `societe sarl sas sasu eurl sci scp scm selarl scop snc sa earl gaec ets etablissements etablissement entreprise entreprises cabinet agence groupe garage boulangerie patisserie pharmacie
		evenements auto-ecole photo photographie association amicale comite club transports menuiserie maconnerie atelier ateliers laboratoire charpente plomberie electricite peinture couverture boucherie charcuterie coiffure
		librairie imprimeur fleuriste jardinerie pepinieres horticulture paysage terrassement tp btp etudes editions edition compagnie cie orchestre ensemble trio quartet quartette quatuor
		traiteur restaurant brasserie cafe bar tabac presse auto autos automobiles motoculture ambulances taxi taxis pompes funebres marbrerie optique opticien audio vergers domaine vignobles
		cars autocars voyages freres laboratoires vins caves domaines chocolats meubles cycles motos location immobilier gestion conseil conseils ingenierie services solutions energies energie batiment batiments habitat maisons restaurants groupement
		construction constructions industrie industries paysages eiffage bouygues vinci colas spie engie veolia suez onet elior sodexo api dalkia cegelec eurovia sogea axians ineo demathieu razel nge guintoli renault peugeot citroen michelin dassault safran thales carrefour auchan intermarche casino lidl decathlon leroy-merlin castorama darty fnac foncia nexity kaufman orpea korian tennis fc holding consulting architectes associes`,
	particle: "de du des d le la les l van von der den ter ten da dos das do di del della el al ben bin ibn ould ait o mac mc abd y i e san santa saint",
	joining:  "ne nee nes nees epouse ep epse epx epoux veuve vve veuf divorcee divorce",
	heading: `presents presentes presente present absents absentes absent absente excuses excusees excuse excusee pouvoir pouvoirs procuration procurations representes representee represente
		suffrages votants membres votent vote contre abstention abstentions`,
	calling: `consorts famille indivision succession hoirie heritiers agent agente eleve enfant petit petite jeune concession prenomme prenommee nomme nommee denomme denommee
		patient patiente locataire demandeur requerant requerante beneficiaire allocataire defunt defunte usager usagere couple epoux enfants freres soeurs menage fam eleves jumeaux jumelles filles garcons`,
	rank: `docteur dr general gal marechal mal colonel commandant cdt capitaine cne lieutenant sergent soldat amiral abbe pere soeur frere chanoine cardinal eveque president
		professeur pr maitre comte comtesse duc duchesse baron marquis prince princesse roi reine saint sainte st ste freres`,
	quality: `natale laique laic municipal municipale communal communale intercommunal intercommunale departemental departementale regional regionale primaire elementaire maternelle publique public prive privee
		polyvalent polyvalente sportif sportive omnisports culturel culturelle scolaire social sociale fetes sports spectacles associations general generale technologique professionnel professionnelle
		superieur jeunesse loisirs d’accueil medico-social multi-accueil associatif associative dit dite nomme nommee denomme denommee intitule intitulee rural rurale mixte multisports nautique couvert`,
	saint:   "saint sainte saints saintes st ste sts stes",
	article: "le la les l un une cet cette ce du de des d au aux",
}

// entry is what is known of a word.
type entry struct {
	flags flag
	sets  set
}

// lexicon is all of it, by folded word, made when it is first asked for.
var lexicon = sync.OnceValue(func() map[string]entry {
	out := make(map[string]flag, 16000)
	add := func(list string, f flag) {
		for line := range strings.Lines(list) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for w := range strings.FieldsSeq(line) {
				out[foldString(w)] |= f
			}
		}
	}
	add(givenList, given)
	add(bothList, given|both)
	add(familyList, family)
	add(wordList, word)
	add(placeList, place)
	for f, list := range words {
		add(list, f)
	}
	for w, f := range out {
		if f&(office|staff|thing|company|quality|heading|calling|living|civility|joining) != 0 {
			out[w] |= word
		}
		if f&(particle|article) != 0 && len(w) <= 3 {
			out[w] |= word
		}
	}
	all := make(map[string]entry, 16000)
	for w, f := range out {
		all[w] = entry{flags: f}
	}
	for bit, list := range sets {
		for w := range strings.FieldsSeq(list) {
			w = foldString(w)
			e := all[w]
			e.sets |= bit
			if bit == acronyms {
				e.flags |= word
			}
			all[w] = e
		}
	}
	return all
})
