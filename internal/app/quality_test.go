package app

import (
	"testing"

	"airial/internal/commons/access"
)

// A member sees how well its datasets are described, with what to do, and what the
// checker remarks in the data; the public gets the points alone.
func TestQualityIsToldToThePublisher(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		system := access.System("test")
		o.get("/fr/console/members/" + o.town.Siren + "/quality").is(401)
		v := o.deposit(system, o.town, "Subventions 2025", grants("Judo-club", "Tournoi de judo", "800")+"Ychoux,21400001000014,2025-03-01,2025-03,Judo-club,,W401234567,Tournoi de judo,800,aide en numéraire,unique,2025-03-01/2025-12-31,,non,1,\n", true)
		o.settle()
		list := "/console/members/" + o.town.Siren + "/quality"
		o.as(o.secretary).get("/fr"+list).is(200).says("Subventions 2025", "6 sur 9", "la fréquence de mise à jour : manque à 1 jeu de données", "Indiquez la fréquence de mise à jour.").links("/fr/console/deposits/" + v.PieceID + "/quality")
		o.get("/fr" + list + "?page=2").is(404)
		one := o.get("/fr/console/deposits/" + v.PieceID + "/quality").is(200)
		one.says("Qualité : Subventions 2025", "6 points sur 9", "Dites en deux phrases d’où viennent les données").links("/fr/console/deposits/" + v.PieceID + "/edit")
		one.says("est identique à la ligne 2", "Supprimez-la si c’est une répétition")
		o.get("/fr/console/deposits/no-such/quality").is(404)
		if o.other.ID != o.town.ID {
			w := o.deposit(system, o.other, "Subventions 2025", grants("Chorale", "Concert", "300"), true)
			o.settle()
			o.get("/fr/console/deposits/" + w.PieceID + "/quality").is(404)
		}
		o.as(access.Public()).get("/api/v1/datasets/"+v.PieceID+"/quality").is(200).says(`"score":6`, `"name":"update_frequency","held":false`).silent("remarks")
		o.get("/api/v1/members/" + o.town.Siren + "/quality").is(200).says(`"title":"Subventions 2025"`)
		o.get("/api/v1/members/000000000/quality").is(404)
	})
}
