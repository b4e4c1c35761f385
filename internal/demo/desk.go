package demo

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/help"
	"airial/internal/demo/world"
)

// lent are the roles that people of the demonstration lend one another.
var lent = []struct {
	giver, taker string
	role         access.Role
	day          world.Date // on which it was recorded
	from, until  world.Date
	reason       access.Reason
	reference    string
}{
	{"chantal.puyo", "amandine.lannes", access.Official, day(2026, time.October, 30), day(2026, time.November, 2), day(2027, time.June, 30),
		access.ByOrder, "Arrêté no 2026-14 du 30 octobre 2026"},
	{"karim.bidart", "marie-helene.dubosq", access.Approver, day(2026, time.July, 10), day(2026, time.July, 13), day(2026, time.August, 14),
		access.Absence, "Congés d’été"},
}

// asked are questions to the operator, with what was answered.
var asked = []struct {
	who, page string
	at        time.Duration // before the end of the story
	words     string
	taker     string
	answer    string
}{
	{"emilie.lafitte", "/console/deposits", 12 * 24 * time.Hour,
		"Je ne trouve pas le modèle pour les subventions. Où le prendre ?", "lucie.dupouy",
		"Il est sur la page « Schémas » du portail : choisissez « Subventions », puis « Modèle ». Les colonnes sont déjà en place."},
	{"karine.malet", "/console", 3 * 24 * time.Hour,
		"Notre nouvelle collègue arrive lundi. Faut-il un compte à son nom, ou peut-elle prendre celui de la mairie ?", "paul.daguerre", ""},
	{"marie-helene.dubosq", "/console/deposits", 26 * time.Hour,
		"Le budget primitif de Cournegan est refusé : 91 erreurs.\n\nLe fichier vient tel quel du logiciel de comptabilité. Que dois-je demander à l’éditeur ?", "", ""},
}

func day(year int, month time.Month, d int) world.Date {
	return world.Date{Year: year, Month: month, Day: d}
}

// desk writes what people settle between themselves: roles that are lent,
// questions to the operator. Who is not there, in a smaller territory, is left
// out.
func (f *filling) desk(ctx context.Context) error {
	for _, l := range lent {
		giver, taker := f.people[l.giver], f.people[l.taker]
		if len(giver.Members()) == 0 || len(taker.Members()) == 0 {
			continue
		}
		f.clock.Set(l.day.Time().Add(10 * hour))
		err := f.Doors.Write(ctx, giver, func(tx access.Tx) error {
			_, err := access.Delegate(ctx, tx, access.Delegation{MemberID: giver.Members()[0], Role: l.role, GiverID: giver.Actor().ID,
				TakerID: taker.Actor().ID, From: l.from.String(), Until: l.until.String(), Reason: l.reason, Reference: l.reference})
			return err
		})
		if err != nil {
			return fmt.Errorf("%s lends to %s: %w", l.giver, l.taker, err)
		}
	}
	for _, a := range asked {
		asker, known := f.people[a.who]
		if !known || len(asker.Members()) == 0 {
			continue
		}
		f.clock.Set(today.Time().Add(11*hour - a.at))
		if err := f.ask(ctx, asker, a.page, a.words, f.people[a.taker], a.answer); err != nil {
			return fmt.Errorf("%s asks: %w", a.who, err)
		}
	}
	return nil
}

func (f *filling) ask(ctx context.Context, asker access.Scope, page, words string, taker access.Scope, answer string) error {
	var q help.Question
	err := f.Doors.Write(ctx, asker, func(tx access.Tx) (err error) {
		q, err = help.Ask(ctx, tx, help.Question{MemberID: asker.Members()[0], Page: page}, words)
		return err
	})
	if err != nil || !taker.OfOperator() {
		return err
	}
	f.clock.Set(f.clock.Now().Add(2 * hour))
	return f.Doors.Write(ctx, taker, func(tx access.Tx) error {
		if _, err := help.Take(ctx, tx, q.ID); err != nil || answer == "" {
			return err
		}
		_, err := help.Reply(ctx, tx, q.ID, answer)
		return err
	})
}
