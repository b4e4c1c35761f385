package user

import "strings"

// commonWords are the words of which people make passwords when they must think
// of one: the place, the work, the season, what one loves. The list is ours, in
// French and English; it holds what town halls would think of, too.
var commonWords = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(commonList) {
		out[w] = true
	}
	return out
}()

const commonList = `
motdepasse motdepass mdp passe password passwort passw passphrase pass secret secrete changeme changezmoi changer
bienvenue welcome bonjour hello salut coucou merci letmein ouvretoi sesame entrer login connexion identifiant
admin administrateur administrator root user utilisateur compte invite guest test essai demo defaut default temp
temporaire provisoire nouveau nouvelle
mairie commune ville village maire adjoint secretaire secretariat secretairedemairie accueil agent elu conseil
municipal communaute intercommunalite agglo departement region prefecture republique france liberte egalite fraternite
marianne service public territoire collectivite ccas syndicat etatcivil urbanisme comptabilite compta finances budget
informatique numerique ordinateur internet clavier bureau poste travail
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
january february march april june july august september october november december
lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
printemps ete automne hiver spring summer autumn winter noel vacances soleil plage montagne
amour love jetaime iloveyou doudou loulou chouchou cheri cherie bebe coeur princesse princess ange angel papillon
maman papa famille mamie papy enfant enfants
chocolat croissant fromage camembert cassoulet vin rouge cafe pastis
football foot rugby psg marseille olympique lyon paris bordeaux toulouse nantes lille strasbourg landes allezlesbleus
dragon monkey tiger lion licorne chat chien chaton minou medor poupoune nounours
superman batman starwars pokemon mario naruto matrix
azerty qwerty qwertz qsdf wxcv abc abcd
nicolas thomas julien alexandre camille marie sophie isabelle nathalie philippe michel martine christine sylvie
laurent patrick pierre jean julie caroline sandrine valerie stephane christophe frederic david daniel alain
trustno master shadow sunshine flower freedom baseball computer whatever access orange free bouygues
`
