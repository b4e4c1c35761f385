package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/request"
)

// requested are requests about rights, so many days before the end of the story,
// at the members of some people.
var requested = []struct {
	who     string // who answers for the member
	days    int
	channel request.Channel
	kinds   []string
	from    request.Requester
	words   string
	state   request.State
}{
	{"chantal.puyo", 43, request.ByLetter, []string{"access"}, request.Requester{Name: "Odile Sentucq", Address: "4 chemin des Arrious"},
		"Je voudrais savoir quelles données la mairie garde sur ma mère, qui a été aidée par le CCAS, et en avoir une copie.", request.Examining},
	{"chantal.puyo", 26, request.ByForm, []string{"objection", "erasure"}, request.Requester{Name: "Bernard Lacouture", Email: "b.lacouture@exemple.fr"},
		"Je ne veux plus recevoir le bulletin municipal par courriel. Effacez mon adresse.", request.Answering},
	{"chantal.puyo", 6, request.ByCounter, []string{"rectification"}, request.Requester{Name: "Sylvie Darmaillacq", Phone: "05 58 00 00 00"},
		"Mon nom d’épouse est faux sur la liste des parents d’élèves.", request.Received},
	{"chantal.puyo", 120, request.ByMail, []string{"access"}, request.Requester{Name: "Jean Tauzin", Email: "j.tauzin@exemple.fr"},
		"Merci de me dire si la commune a des images de moi prises par la caméra de la place.", request.Closed},
	{"karim.bidart", 3, request.ByForm, []string{"information"}, request.Requester{Name: "Maïté Peyrelongue", Email: "m.peyrelongue@exemple.fr"},
		"À qui la commune transmet-elle les inscriptions à la cantine ?", request.Received},
}

// register fills the data-protection register's pages about people: requests,
// breaches, questions. Who is not there, in a smaller territory, is left out.
func (f *filling) register(ctx context.Context) error {
	for _, q := range requested {
		by, known := f.people[q.who]
		if !known || len(by.Members()) == 0 {
			continue
		}
		if err := f.request(ctx, by, q.days, request.Intake{MemberID: by.Members()[0], Channel: q.channel, Kinds: q.kinds, Requester: q.from, Words: q.words}, q.state); err != nil {
			return fmt.Errorf("%s: %w", q.from.Name, err)
		}
	}
	if err := f.breached(ctx); err != nil {
		return err
	}
	return f.advised(ctx)
}

func (f *filling) at(days int, clock time.Duration) {
	f.clock.Set(today.Time().AddDate(0, 0, -days).Add(clock))
}

func (f *filling) request(ctx context.Context, by access.Scope, days int, in request.Intake, state request.State) error {
	f.at(days, 10*hour)
	var id string
	err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		r, err := request.Receive(ctx, tx, in)
		id = r.ID
		return err
	})
	steps := []struct {
		to request.State
		do func(context.Context, access.Tx) error
	}{
		{request.Examining, func(ctx context.Context, tx access.Tx) error {
			r, err := request.Examine(ctx, tx, id, -1)
			if err != nil {
				return err
			}
			_, err = request.Change(ctx, tx, id, r.Revision, request.Record{Kinds: r.Kinds, Bases: []string{"public-task"}, Requester: r.Requester, Words: r.Words})
			return err
		}},
		{request.Answering, func(ctx context.Context, tx access.Tx) error { _, err := request.Prepare(ctx, tx, id, -1); return err }},
		{request.Closed, func(ctx context.Context, tx access.Tx) error {
			_, err := request.Close(ctx, tx, id, -1, request.Ending{Outcome: request.NothingHeld, By: "letter",
				Answer: "Madame, Monsieur,\n\nNous avons cherché et n’avons rien trouvé : les images sont effacées après quinze jours."})
			return err
		}},
	}
	if state == request.Received {
		return err
	}
	for i, s := range steps {
		if err != nil {
			return err
		}
		f.at(days-2-i, 15*hour)
		if err = f.Doors.Write(ctx, by, func(tx access.Tx) error { return s.do(ctx, tx) }); s.to == state {
			return err
		}
	}
	return err
}

// breachFile goes with a breach.
type breachFile struct {
	kind        breach.FileKind
	with        breach.With
	name, words string
}

const (
	wrongMail = "From: cantine@exemple.fr\r\nTo: familles@exemple.fr\r\nSubject: Menus de la semaine\r\nDate: Sat, 21 Nov 2026 09:04:00 +0100\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour, voici les menus de la semaine.\r\n\r\n[pièce jointe retirée : liste des inscrits]\r\n"
	toFamilies = "Madame, Monsieur,\n\nSamedi 21 novembre, un courriel vous a apporté par erreur la liste des enfants inscrits à la cantine.\n" +
		"Effacez ce message et sa pièce jointe, et ne les transmettez à personne.\nLa mairie répond à vos questions à cantine@exemple.fr.\n"
)

// breached enters a breach whose clocks run, one that is over, and an exercise.
func (f *filling) breached(ctx context.Context) error {
	by, known := f.people["chantal.puyo"]
	if !known || len(by.Members()) == 0 {
		return nil
	}
	member := by.Members()[0]
	for _, b := range []struct {
		days     int
		at       time.Duration
		title    string
		story    string
		exercise bool
		answers  map[string]breach.Answers
		files    []breachFile
	}{
		{200, 9 * hour, "Exercice : la mairie sans écrans", "Un jeudi matin, plus rien ne s’allume. On joue la journée sur papier.", true, nil, nil},
		{1, 14*hour + 12*time.Minute, "Liste des inscrits à la cantine envoyée à tous les parents", "Un fichier a été joint par erreur à un courriel adressé à 84 familles.", false,
			map[string]breach.Answers{
				"facts": {"story": {"Un fichier a été joint par erreur à un courriel adressé à 84 familles."}, "found": {"un parent a prévenu l’accueil"}, "losses": {"confidentiality"}, "nature": {"wrong-recipient"}, "cause": {"inside-accident"}},
				"data":  {"plain": {"identity", "contact"}, "sensitive": {"health"}, "people": {"pupils"}, "persons": {"112"}, "protected": {"no"}},
			}, []breachFile{
				{breach.EvidenceFile, breach.With{CNIL: true}, "courriel-de-la-cantine.eml", wrongMail},
				{breach.PeopleFile, breach.With{People: true}, "message-aux-familles.txt", toFamilies},
			}},
	} {
		f.at(b.days, b.at+25*time.Minute)
		var made breach.Breach
		err := f.Doors.Write(ctx, by, func(tx access.Tx) (err error) {
			made, err = breach.Enter(ctx, tx, breach.Opening{MemberID: member, Title: b.title, Aware: tx.Clock().Now().Add(-25 * time.Minute), Exercise: b.exercise, Story: b.story})
			for _, step := range []string{"facts", "data"} {
				if a := b.answers[step]; a != nil && err == nil {
					_, err = breach.Answer(ctx, tx, made.ID, -1, step, a)
				}
			}
			return err
		})
		for _, x := range b.files {
			if err == nil {
				_, err = f.Breaches().AddFile(ctx, by, made.ID, x.kind, x.with, x.name, strings.NewReader(x.words))
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", b.title, err)
		}
	}
	return nil
}

// advised asks the officer, who answers, and fills the document space.
func (f *filling) advised(ctx context.Context) error {
	officer, err := f.who("", access.ProtectionOfficer)
	if err != nil {
		return nil // a small territory has none
	}
	for _, q := range []struct {
		who, words, title, general, answer string
		days                               int
	}{
		{"emilie.lafitte", "Le maire voudrait mettre une caméra factice au cimetière après les vols de fleurs. Faut-il une autorisation ?", "Caméra factice dans un cimetière",
			"Une commune peut-elle poser une caméra factice dans son cimetière ?", "Une caméra factice ne traite aucune donnée : le RGPD ne s’applique pas. Un panneau qui annoncerait un enregistrement serait trompeur. Préférez un passage régulier et un éclairage.", 40},
		{"karine.malet", "Une association demande la liste des parents d’élèves avec leurs adresses. Peut-on la donner ?", "", "", "", 2},
	} {
		asker, known := f.people[q.who]
		if !known || len(asker.Members()) == 0 {
			continue
		}
		f.at(q.days, 9*hour)
		var id string
		err := f.Doors.Write(ctx, asker, func(tx access.Tx) error {
			made, err := advice.Ask(ctx, tx, asker.Members()[0], "/console", q.words)
			id = made.ID
			return err
		})
		if err == nil && q.title != "" {
			f.at(q.days-3, 17*hour)
			err = f.Doors.Write(ctx, officer, func(tx access.Tx) error {
				_, _, err := advice.Answer(ctx, tx, id, advice.Opinion{Title: q.title, Question: q.general, Answer: q.answer, Shared: true})
				return err
			})
		}
		if err != nil {
			return fmt.Errorf("%s asks the officer: %w", q.who, err)
		}
	}
	f.at(30, 11*hour)
	return f.Doors.Write(ctx, officer, func(tx access.Tx) error {
		if _, err := organisation.Operator(ctx, tx); err != nil {
			return err
		}
		for _, d := range []advice.Document{
			{Title: "Les bons réflexes face à une violation de données", Category: "guides", Words: "Le site de la CNIL, pas à pas.", Link: "https://www.cnil.fr/fr/violations-de-donnees-personnelles-les-regles-suivre", Pinned: true},
			{Title: "17Cyber : que faire en cas d’attaque", Category: "awareness", Words: "L’assistance en ligne de l’État, à toute heure.", Link: "https://17cyber.gouv.fr"},
		} {
			if _, err := (&advice.Service{}).Share(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}
