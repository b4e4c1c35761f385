package app

import (
	"net/url"
	"testing"

	"airial/internal/commons/access"
)

// Stories tell what is gathered, for all and for one, with their coverage; the
// operator sees how it was gathered, keeps a state, stops and resumes.
func TestStoriesTellWhatIsGathered(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		system := access.System("test")
		o.get("/fr/stories/subventions").is(404)
		o.get("/fr/coverage").is(200).says("Rien n’est encore réuni")
		o.deposit(system, o.town, "Subventions 2025", grants("Judo-club", "Tournoi de judo", "800"), true)
		o.deposit(system, o.village, "Subventions 2025", grants("Chorale", "Concert de Noël", "300"), true)
		o.gathered()
		o.get("/fr/stories").is(200).says("Les subventions").silent("Les prénoms")
		o.get("/fr/stories/subventions").is(200).says("versés ou promis", "Judo-club", "Chorale", "Pour 2025, 2 des 3 collectivités ont publié")
		o.get("/fr/stories/subventions?member="+o.village.Slug).is(200).says("Concert de Noël", o.village.Name+" a publié pour 2025").silent("Judo-club")
		o.get("/fr/stories/subventions?member=" + o.village.Slug + "&member=" + o.town.Slug + "&q=JUDO").is(200).says("Tournoi de judo").silent("Concert de Noël")
		o.get("/fr/stories/subventions?q=rien+de+tel").is(200).says("Rien ne correspond")
		o.get("/fr/stories/subventions?year=1789").is(404)
		o.get("/fr/stories/subventions?member=nulle-part").is(404)
		o.get("/fr/coverage/scdl/subventions?year=2025").is(200).says("2 des 3 collectivités ont publié", o.other.Name)
		o.get("/fr/coverage/scdl/subventions?year=1789").is(422)
		o.get("/api/v1/coverage?schema=scdl/subventions&year=2025").is(200).says(`"standing":"published","count":2`)

		admin := o.person("admin", "Une administratrice", o.operator, access.Administrator)
		act := func(name string) {
			o.as(admin).post(gatherConsole+"/"+name, url.Values{"schema": {"scdl/subventions"}}).to(gatherConsole)
		}
		o.as(admin).get("/fr"+gatherConsole).is(200).says("scdl/subventions", "Conserver cet état")
		act("keep")
		o.get("/api/v1/consolidations").is(200).says(`"taken":0`)
		act("stop")
		o.get("/fr/stories/subventions").is(404)
		o.gathered()
		act("resume")
		o.gathered()
		o.get("/fr/stories/subventions").is(200)
		act("rebuild")
		o.gathered()
		o.as(o.secretary).get("/fr" + gatherConsole).is(404)
	})
}

const gatherConsole = "/console/operator/gather"
