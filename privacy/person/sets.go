package person

// set is a class of words that a rule asks for. A word may be in several; all of
// them are looked up at once, with what the word can be, when the text is cut.
type set uint64

const (
	introduces    set = 1 << iota // the articles' forms that stand before persons too
	foreign                       // particles of family names that open with a capital
	elects                        // plurals behind which elected people are listed
	labels                        // announce the name of a person before a colon
	sureLabels                    // of these: a single unknown word behind them is a name
	closings                      // open or close a letter: “Bonjour”, “Cordialement”
	matters                       // what is filed under a bare family name
	strongMatters                 // of these: hardly anything but a name follows
	kinWords                      // kin of a person: a first name follows
	families                      // several people of one name, or who cannot act alone
	accounts                      // what a private person is the holder of
	between                       // may stand between a function and a name
	deeds                         // what elected people and signatories do in minutes
	indefinite                    // “présente un handicap” is no elected person's deed
	occasions                     // what happens to one person: “le départ de Léa”
	selves                        // “je suis Léa”, “s’appelle Léa”
	lawmen                        // those whom laws and bonuses are named after
	units                         // what amounts and durations are counted in
	acronyms                      // no names, though they read like some
	numbers                       // announce an agent's number
	twoInitials                   // of compound first names: “jp”
	weekdays                      // stand before a name in a rota
	firstPerson                   // somebody speaks of herself
	sittings                      // what an assembly holds
	pupils                        // who is listed as present or absent without being elected
	nicknames                     // another name of somebody who was named follows
	dues                          // what is paid to persons, or by them
	elected                       // functions that stay with who held them
	minors                        // whose council is no assembly of elected people
	councils                      // what they sit in
	speakers                      // “représentée par”
	tills                         // what agents keep
	trades                        // what private people and agents do: no function
	writings                      // by which private people speak to an assembly
	hosts                         // whom only others thank
	deals                         // what private people propose to do
)

// sets are their words, folded.
var sets = map[set]string{
	introduces: "a de d du des",
	foreign:    "da do di del dos das el al ben bin ould ait van von der den ter du ait",
	elects:     "elus elues delegues deleguees titulaires suppleants suppleantes adjoints adjointes conseillers conseilleres rapporteurs",
	labels: `nom noms prenom prenoms demandeur demandeurs demanderesse petitionnaire petitionnaires beneficiaire beneficiaires eleve eleves enfant enfants agent agents patient patiente
		debiteur debiteurs debitrice locataire locataires entrant sortant entrants sortants proprietaire proprietaires usager usagere allocataire adherent adherente responsable legal pere mere tuteur assure assuree
		requerant requerante acquereur acquereurs vendeur candidat candidats candidate candidates redevable redevables defunt defunte inscrit inscrits inscrites laureat laureats laureate laureates vainqueur vainqueurs
		gagnant gagnants gagnante gagnantes signe contact contacts emetteur expediteur destinataire destinataires resident residente interesse interessee stagiaire stagiaires apprenti apprentie parent parents conjoint
		conjointe jures equipe participants participantes absents creance creances titulaire employe employee salarie salariee felicitations groupe appel vendeurs inhumation assures attribution mandataire architecte
		concessionnaire ayants-droit famille objet deces reclamant reclamante plaignant plaignante victime temoin temoins auteur conducteur conductrice hebergeant hebergeante heberge hebergee garant garante caution
		preneur bailleur acheteur tiers indivisaires riverains convoques admissibles admis retenus recus remplacement remplacements astreinte referent referente inscriptions naissances naissance mariage mariages
		jury benevole benevoles volontaires assesseurs nomination nominations titularisation promus promues medailles radies radiation remplacante remplacant enseignant enseignante nounou
		assistante surveillant beneficie allocataires adherents fermier exploitant lettre courrier appels relance rappeler invites invite cc de transmis copie visites rendez-vous impayes anniversaires voisin voisine gerant occupant occupante occupants`,
	sureLabels: `nom noms prenom prenoms eleve enfant enfants patient patiente debiteur debiteurs locataire locataires inscrit inscrits inscrites laureat laureats laureates signe defunt defunte agent agents demandeur
		demandeurs beneficiaire beneficiaires usager usagere assure creance creances titulaire requerant requerante pere mere parent parents vainqueur vainqueurs proprietaire proprietaires entrant sortant equipe groupe reclamant
		reclamante plaignant plaignante victime temoin conducteur hebergeant hebergee garant riverains indivisaires candidats convoques admissibles gagnants stagiaires redevables riverain occupant occupante`,
	closings: "cordialement bonjour bonsoir salut chere cher salutations merci soussigne soussignee amities amicalement bises respectueusement sentiments",
	matters: `affaire affaires permis rachat cabinet-dentaire dossier dossiers creance dette bail vente echange legs don dia epoux concession propriete proprietes terrain terrains cession secours aide remise location
		remboursement remb parcelle acquisition indemnisation expropriation servitude bornage caution attribution suivi inhumation exhumation admission recours litige contentieux
		degrevement maison titulaire avec appartenant enfant fils fille papa maman frere soeur mari femme oncle tante dont mere pere epouse voisin voisine que demande
		pour vu messagers cousin cousine neveu niece gendre bru parrain marraine grand-pere grand-mere petit-fils petite-fille beau-frere belle-soeur beau-pere belle-mere compagne
		naissance loyer obseques logement gratification avance sepulture caveau tombe case columbarium heritage donation divorce jugement protocole indemnite indemnites
		immeuble mediation conciliation tutelle curatelle hebergement impaye impayes trop-percu hangar grange`,
	strongMatters: "affaire dia propriete proprietes creance degrevement inhumation exhumation obseques sepulture",
	kinWords: `enfant fils fille papa maman frere soeur mari femme oncle tante mere pere dont petit petite cousin cousine neveu niece gendre bru parrain marraine grand-pere grand-mere petit-fils
		petite-fille beau-frere belle-soeur beau-pere belle-mere compagne jumeau jumelle`,
	families: "indivision consorts famille succession hoirie heritiers epoux mineur mineure enfant petition riverains riverain requerants requerant plaignants habitants parents proprietaires locataires",
	accounts: "rib iban compte carte concession permis bail livret abonnement licence pension allocation plaque immatriculation grise vehicule concessions jardin cle badge",
	between: `par et ou son sa en de du des general generale generaux services finances urbanisme premier premiere deuxieme troisieme quatrieme
		delegue deleguee charge chargee empeche empechee honoraire sortant sortante enqueteur enquetrice dplg dpe hmonp interimaire suppleant suppleante technique
		voirie ecoles culture sport sports affaires scolaires communautaire groupement comite expert principal regional territorial commune ville agglomeration association societe
		chambre agriculture metiers commerce industrie federation club comite syndicat amicale region departement conseil office centre ecole college lycee foyer bureau tribunal banque caisse agence union police adjointe pouvoir procuration donne donnee ayant remis a dont la le les suivante suivants savoir personne messieurs mesdames dgs rgpd seance est sont marche lot contrat sps`,
	deeds: `expose exposent rappelle rappellent precise precisent repond repondent souligne soulignent intervient interviennent soumet
		preside rapporte votent vote abstient abstiennent interroge s'interroge etonne ajoute complete remercie proposent`,
	indefinite: "un une des de d'",
	occasions: `absence depart retour arrivee anniversaire remplacement naissance deces dossier demande cas situation conges heures mere pere enfant enfants maman papa soeur frere fils fille grand-mere grand-pere
		tante oncle parents famille tombe photo nom place bureau chambre vetements cahier doudou inscription scolarite sante comportement etat tutelle garde prenom candidature compte bulletin voix
		voiture velo chien chat affaires courrier message mail appel planning poste accident opposition avis accord visite entretien proces dires temoignage propos declarations aide obseques mariage merci bravo bienvenue voisin voisine ami amie compagnon compagne`,
	selves:   "presente voici voila prevenir rappeler appeler contacter remercie remercier felicite selon suis appelle prenomme prenommee",
	elected:  "maire maires adjoint adjointe depute deputee senateur senatrice conseiller conseillere prefet prefete ministre",
	minors:   "enfants jeunes classe",
	councils: "conseil parlement assemblee delegue deleguee delegues deleguees",
	speakers: "represente representee representes representees",
	tills:    "regie regies regisseur regisseuse",
	trades: `psychologue infirmier infirmiere aide-soignant aide-soignante puericultrice sage-femme kinesitherapeute orthophoniste ergotherapeute medecin dentiste pharmacien pharmacienne veterinaire opticien
		ouvrier ouvriere artisan commercant commercante restaurateur restauratrice cafetier boucher charcutier coiffeur coiffeuse fleuriste libraire eleveur eleveuse agriculteur agricultrice maraicher maraichere
		viticulteur viticultrice apiculteur forestier bucheron chasseur pecheur cultivateur ostreiculteur horticulteur pepinieriste paysan paysanne cordonnier cordonniere garagiste mecanicien mecanicienne electricien
		electricienne plombier plombiere macon menuisier menuisiere peintre carreleur couvreur soudeur chauffeur conducteur conductrice livreur facteur factrice cuisinier cuisiniere serveur serveuse
		caissier caissiere vendeur vendeuse secretaire assistante assistant comptable informaticien informaticienne graphiste photographe journaliste musicien musicienne comedien comedienne chanteur chanteuse danseur danseuse
		etudiant etudiante lyceen lyceenne collegien collegienne ecolier ecoliere doctorant doctorante chercheur chercheuse professeur professeure formateur formatrice moniteur monitrice entraineur entraineuse educatrice coach
		retraite retraitee chomeur chomeuse sinistre sinistree benevole bienfaiteur bienfaitrice donateur donatrice temoin riverain riveraine parent parents grand-parent nourrice nounou
		responsable coordinateur coordinatrice coordonnateur chef cheffe chargee gestionnaire instructeur instructrice referent referente charge directeur directrice adjudant-chef sergent-chef capitaine lieutenant
		gouvernante concierge gardienne jardinier jardiniere agent balayeur eboueur cantonnier archiviste bibliothecaire documentaliste mediateur mediatrice surveillant surveillante atsem aesh avs
		sociologue historien historienne ecologue naturaliste pompier pompiere militaire gendarme policier policiere ambulancier ambulanciere taxi forain foraine`,
	writings: "courrier courriel lettre mail email recours requete telephone telephonique message sms reclamation temoignage",
	hosts:    "conseil municipalite commune mairie collectivite communaute",
	deals:    "ceder vendre donner acheter echanger acquerir racheter louer payer rembourser",
	lawmen: `macron pinel scellier denormandie malraux robien borloo duflot besson barnier raffarin chevenement aubry evin sapin royal hamon veil pons badinter grenelle savary debre ferry falloux
		girardin censi bouvard cosse lemaire taubira sarkozy villepin fillon warsmann pasqua toubon haby jospin guigou leonetti claeys vivien solon molac kasbarian rist egalim climat engel galland dailly neiertz
		scrivener hoguet spinetta carrez pelissard thiriez lambert doligé delevoye bachelot touraine castaner darmanin`,
	numbers:     "matricule",
	firstPerson: "je j mon ma mes moi",
	sittings:    "seance debat debats reunion assemblee discussion scrutin vote",
	pupils:      "eleve eleves enfant enfants agent agents salaries personnel personnels usager usagers candidat candidats stagiaires resident residents joueurs joueuses benevoles patients ecole classe equipe service creche",
	nicknames:   "dit dite alias surnomme surnommee",
	weekdays:    "lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi semaine s lun mar mer jeu ven",
	dues: `complement indemnite indemnites prime primes salaire paie paye secours remboursement remb conge conges retraite vacation vacations jury frais mission deplacement bourse aide allocation concession
		sepulture inhumation exhumation rachat naissance caution loyer loyers bail trop percu cantine garderie annulation impaye impayes avance acompte nomination titularisation avancement mutation recrutement licenciement
		arrete deces capital-deces obseques creance admission degrevement gratification stage stagiaire logement hebergement succession legs don mariage regularisation rappel`,
	twoInitials: "jp jl jm jf jc jb jy jg jd jr mc ml mf md mp mt mj pa py ac al",
	units:       "euros eur jours jour j mois ans an heures h pts points place places rang lot",
	acronyms: `bafa bafd ccas cias apa rsa pai gir caf maif macif maaf gmf matmut axa allianz mma groupama attee atsem sdis sdea siaep sivu sivom sictom smictom scot plu plui pos pcaet dgs dga drh dsi dgfip urssaf msa cpam
		cdg cnfpt ehpad aspa asl ads enedis grdf orange sfr sncf ratp edf gdf engie veolia suez saur insee ademe anah anru caue dreal ddtm drac ars samu smur pmi ase mdph aah aesh ulis segpa ime esat cat
		cdd cdi cap bep bac bts dut vae cpf dif rtt cet ifse cia nbi spa lpo onf inao safer sepanso cgt cfdt fsu unsa cftc csa cst chsct fna amf aof sas sarl sci eurl gaec earl scea epci epic spl sem`,
}

// in tells whether the word is in a class.
func (t token) in(s set) bool { return t.sets&s != 0 }
