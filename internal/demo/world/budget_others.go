package world

// The posts of communities of communes, CCAS and syndicats.

var communityIncome = []post{
	{"6419", "Remboursements sur rémunérations du personnel", "013", 60, 0, 0, general},
	{"70845", "aux communes membres du GFP", "70", 140, 0, 0, general},
	{"7066", "Redevances et droits des services à caractère social", "70", 320, 0, 0, spreadOver("4221", 1)},
	{"70632", "A caractère de loisirs", "70", 260, 0, 0, spreadOver("331", 60, "323", 40)},
	{"73111", "Impôts directs locaux", "731", 2950, 0, 0, none01},
	{"73113", "Taxe sur les surfaces commerciales", "731", 110, 0, 0, none01},
	{"73114", "Imposition forfaitaire sur les entreprises de réseaux", "731", 90, 0, 0, none01},
	{"73133", "Taxe d'enlèvement des ordures ménagères et assimilées", "731", 2380, 0, 0, spreadOver("7212", 1)},
	{"731721", "Taxe de séjour", "731", 70, 0, 0, spreadOver("633", 1)},
	{"7351", "Fraction compensatoire de la TFPB et de la taxe d'habitation sur les résidences principales", "73", 1280, 0, 0, none01},
	{"7352", "Fraction compensatoire de la CVAE", "73", 560, 0, 0, none01},
	{"74718", "Autres", "74", 120, 0, 0, general},
	{"7473", "Départements", "74", 90, 0, 0, spreadOver("331", 1)},
	{"74772", "FEDER", "74", 60, 20000, 0, general},
	{"7478222", "Caisses d'allocations familiales", "74", 620, 0, 0, spreadOver("4221", 60, "331", 40)},
	{"752", "Revenus des immeubles", "75", 180, 0, 0, general},
}

var communitySpending = []post{
	{"60612", "Energie - Electricité", "011", 240, 0, 0, spreadOver("020", 30, "323", 50, "4221", 20)},
	{"60622", "Carburants", "011", 120, 0, 0, spreadOver("7212", 80, "020", 20)},
	{"60623", "Alimentation", "011", 80, 0, 0, spreadOver("4221", 50, "331", 50)},
	{"60632", "Fournitures de petit équipement", "011", 70, 0, 0, general},
	{"611", "Contrats de prestations de services", "011", 2080, 0, 0, spreadOver("7212", 45, "7213", 50, "331", 5)},
	{"615221", "Bâtiments publics", "011", 110, 0, 0, spreadOver("020", 40, "323", 60)},
	{"615231", "Voiries", "011", 180, 0, 0, roads},
	{"6156", "Maintenance", "011", 120, 0, 0, general},
	{"6161", "Multirisques", "011", 50, 0, 0, general},
	{"62268", "Autres honoraires, conseils", "011", 90, 0, 0, spreadOver("510", 60, "020", 40)},
	{"6262", "Frais de télécommunications", "011", 30, 0, 0, general},
	{"6281", "Concours divers (cotisations)", "011", 40, 0, 0, general},
	{"6336", "Cotisations au CNFPT et au centre de gestion de la fonction publique territoriale", "012", 40, 0, 0, general},
	{"64111", "Rémunération principale", "012", 1320, 0, 0, spreadOver("020", 35, "4221", 30, "331", 20, "510", 15)},
	{"64118", "Autres indemnités", "012", 330, 0, 0, general},
	{"64131", "Rémunérations", "012", 620, 0, 0, spreadOver("4221", 55, "331", 45)},
	{"6451", "Cotisations à l'U.R.S.S.A.F.", "012", 370, 0, 0, general},
	{"6453", "Cotisations aux caisses de retraites", "012", 450, 0, 0, general},
	{"739211", "Attribution de compensation", "014", 2150, 0, 0, none01},
	{"739221", "FNGIR", "014", 180, 0, 0, none01},
	{"65311", "Indemnités de fonction", "65", 120, 0, 0, elected},
	{"6553", "Service d'incendie", "65", 420, 0, 0, none01},
	{"65568", "Autres contributions", "65", 330, 0, 0, general},
	{"65748", "Autres personnes de droit privé", "65", 260, 0, 0, spreadOver("633", 50, "311", 50)},
	{"66111", "Intérêts réglés à l'échéance", "66", 110, 0, 0, none01},
	{"673", "Titres annulés (sur exercices antérieurs)", "67", 20, 0, 0, none01},
}

var communityEquipment = []post{
	{"202", "Frais d'études, d'élaboration, de modifications et de révisions des documents d'urbanisme", "20", 700, 0, 0, spreadOver("510", 1)},
	{"2031", "Frais d'études", "20", 500, 0, 0, general},
	{"2051", "Concessions et droits similaires", "20", 200, 0, 0, general},
	{"2041412", "Bâtiments et installations", "204", 1300, 0, 0, general},
	{"2111", "Terrains nus", "21", 600, 0, 0, general},
	{"21318", "Autres bâtiments publics", "21", 1600, 0, 0, spreadOver("323", 50, "4221", 50)},
	{"2151", "Réseaux de voirie", "21", 1500, 0, 0, roads},
	{"2158", "Autres installations, matériel et outillage techniques", "21", 900, 0, 0, spreadOver("7212", 1)},
	{"21828", "Autres matériels de transport", "21", 600, 0, 0, spreadOver("7212", 1)},
	{"21838", "Autre matériel informatique", "21", 200, 0, 0, general},
	{"2188", "Autres", "21", 300, 0, 0, general},
	{"2313", "Constructions", "23", 1600, 0, 0, spreadOver("4221", 60, "633", 40)},
}

var careIncome = []post{
	{"7066", "Redevances et droits des services à caractère social", "70", 3800, 0, 0, nil},
	{"7473", "Départements", "74", 900, 0, 0, nil},
	{"74748", "Autres communes", "74", 4700, 0, 0, nil},
	{"75888", "Autres", "75", 150, 0, 0, nil},
}

var careSpending = []post{
	{"60623", "Alimentation", "011", 2700, 0, 0, nil},
	{"6064", "Fournitures administratives", "011", 90, 0, 0, nil},
	{"6161", "Multirisques", "011", 80, 0, 0, nil},
	{"6232", "Fêtes et cérémonies", "011", 800, 0, 0, nil},
	{"6262", "Frais de télécommunications", "011", 60, 0, 0, nil},
	{"64131", "Rémunérations", "012", 2600, 0, 0, nil},
	{"6451", "Cotisations à l'U.R.S.S.A.F.", "012", 700, 0, 0, nil},
	{"6453", "Cotisations aux caisses de retraites", "012", 300, 0, 0, nil},
	{"65133", "Secours d'urgence", "65", 1100, 0, 0, nil},
	{"65134", "Aides", "65", 700, 0, 0, nil},
	{"65748", "Autres personnes de droit privé", "65", 350, 0, 0, nil},
}

var careEquipment = []post{
	{"21838", "Autre matériel informatique", "21", 400, 0, 0, nil},
	{"21848", "Autres matériels de bureau et mobiliers", "21", 300, 0, 0, nil},
	{"2188", "Autres", "21", 300, 0, 0, nil},
}

var unionIncome = []post{
	{"7011", "Ventes d'eau", "70", 4700, 0, 0, nil},
	{"70682", "Location de compteurs", "70", 1500, 0, 0, nil},
	{"70688", "Autres prestations de services", "70", 500, 0, 0, nil},
	{"74748", "Autres communes", "74", 2900, 0, 0, nil},
	{"75888", "Autres", "75", 150, 0, 0, nil},
}

var unionSpending = []post{
	{"60612", "Energie - Electricité", "011", 1350, 0, 0, nil},
	{"60622", "Carburants", "011", 150, 0, 0, nil},
	{"6068", "Autres matières et fournitures", "011", 600, 0, 0, nil},
	{"611", "Contrats de prestations de services", "011", 900, 0, 0, nil},
	{"615232", "Réseaux", "011", 1100, 0, 0, nil},
	{"6156", "Maintenance", "011", 350, 0, 0, nil},
	{"6161", "Multirisques", "011", 120, 0, 0, nil},
	{"617", "Etudes et recherches", "011", 250, 0, 0, nil},
	{"6262", "Frais de télécommunications", "011", 100, 0, 0, nil},
	{"64111", "Rémunération principale", "012", 1900, 0, 0, nil},
	{"64118", "Autres indemnités", "012", 450, 0, 0, nil},
	{"6451", "Cotisations à l'U.R.S.S.A.F.", "012", 500, 0, 0, nil},
	{"6453", "Cotisations aux caisses de retraites", "012", 640, 0, 0, nil},
	{"65311", "Indemnités de fonction", "65", 170, 0, 0, nil},
	{"6541", "Créances admises en non-valeur", "65", 80, 0, 0, nil},
	{"66111", "Intérêts réglés à l'échéance", "66", 380, 0, 0, nil},
	{"673", "Titres annulés (sur exercices antérieurs)", "67", 60, 0, 0, nil},
}

var unionEquipment = []post{
	{"2031", "Frais d'études", "20", 700, 0, 0, nil},
	{"2158", "Autres installations, matériel et outillage techniques", "21", 2400, 0, 0, nil},
	{"21828", "Autres matériels de transport", "21", 500, 0, 0, nil},
	{"21838", "Autre matériel informatique", "21", 200, 0, 0, nil},
	{"2315", "Installations, matériel et outillage techniques", "23", 5600, 0, 0, nil},
}
