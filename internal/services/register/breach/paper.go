package breach

import (
	"context"
	"embed"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// The names of the papers.
const (
	noticePaper = "violation-personnes"
	sheetPaper  = "violation-fiche"
)

// Papers are the papers of a breach: the notice to the people, in French, and
// the sheet for the register.
func Papers() []paper.Kind {
	return []paper.Kind{{
		Name: noticePaper, Group: paper.Breaches, Template: paper.Read(paperFiles, "violation-personnes"), Subjects: paperSubjects, May: May, Fill: fillNotice,
		Title: i18n.T("Message aux personnes touchées", "Notice to the people concerned"),
		About: i18n.T("Ce que l’article 34 demande de dire, en termes clairs. À relire et à adapter avant l’envoi.", "What article 34 asks to be said, in plain words. To be read again and adapted before it goes out; in French."),
		Fields: []paper.Field{
			paper.Text("constat", "Jour où la violation a été constatée", "Day on which the breach was noticed", "26 novembre 2026", "26 November 2026"),
			paper.Text("recit", "Ce qui s’est passé, vide tant que ce n’est pas écrit", "What happened, empty while it is not written", "Un message est parti au mauvais destinataire.", "A message went to the wrong recipient."),
			paper.Text("donnees", "Données touchées, vide si elles ne sont pas connues", "Data concerned, empty when they are not known", "état civil, coordonnées", "civil status, contact details"),
			paper.Text("suites", "Ce qui peut s’ensuivre, vide s’il n’y a rien à craindre", "What may follow, empty when nothing is to be feared", "hameçonnage", "phishing"),
			paper.Text("mesures", "Ce qui a été fait, vide si rien n’est noté", "What was done, empty when nothing is recorded", "Le destinataire a effacé le message.", "The recipient has deleted the message."),
			paper.Text("conseils", "Ce que les personnes peuvent faire, vide si rien n’est noté", "What people may do, empty when nothing is recorded", "Changez votre mot de passe.", "Change your password."),
			paper.List("pieces", "Les pièces jointes au message", "The files that go with the message", paper.Text("piece", "Nom du fichier", "Name of the file", "conseils.pdf", "advice.pdf")),
		},
	}, {
		Name: sheetPaper, Group: paper.Breaches, Template: paper.Read(paperFiles, "violation-fiche"), Subjects: paperSubjects, May: May, Fill: fillSheet,
		Title: i18n.T("Fiche de violation", "Sheet of a breach"),
		About: i18n.T("Tout le dossier, dans l’ordre du téléservice de la CNIL (art. 33.5).", "The whole file, in the order of the CNIL’s online form (art. 33.5)."),
		Fields: []paper.Field{
			paper.Text("numero", "Numéro au registre", "Number in the register", "V2026-01", "V2026-01"),
			paper.Text("objet", "Objet", "Subject", "Envoi au mauvais destinataire", "Sent to the wrong recipient"),
			paper.Text("constat", "Constatée le", "Noticed on", "26 novembre 2026 à 9:40", "26 November 2026 at 9:40"),
			paper.Text("limite", "À notifier avant le", "To be notified by", "29 novembre 2026 à 9:40", "29 November 2026 at 9:40"),
			paper.Text("notifiee", "Notifiée le, ou «\u00a0pas encore\u00a0»", "Notified on, or “not yet”", "27 novembre 2026 à 14:00", "27 November 2026 at 14:00"),
			paper.Text("dossier_cnil", "Numéro du dossier de la CNIL, vide s’il n’y en a pas", "File number of the CNIL, empty where there is none", "C-2026-1", "C-2026-1"),
			paper.Text("notifier", "Décision de notifier la CNIL, et pourquoi", "Decision to notify the CNIL, and why", "Oui – données de santé", "Yes – health data"),
			paper.Text("informer", "Décision d’informer les personnes, et pourquoi", "Decision to tell the people, and why", "Non – risque faible", "No – low risk"),
			paper.Yes("exercice", "C’est un exercice", "It is an exercise"),
			paper.List("etapes", "Les rubriques du téléservice", "The parts of the online form", paper.Text("rubrique", "Rubrique", "Part", "Ce qui s’est passé", "What happened"),
				paper.List("questions", "Les questions qui ont une réponse", "The questions that have an answer",
					paper.Text("question", "Question", "Question", "La cause", "The cause"), paper.Text("reponse", "Réponse", "Answer", "Interne, accidentelle", "Inside, by accident"))),
			paper.List("pieces", "Les pièces jointes à la notification", "The files that go with the notification", paper.Text("piece", "Nom du fichier", "Name of the file", "capture.png", "picture.png"),
				paper.Text("nature", "Ce que c’est", "What it is", "Trace de l’incident", "Trace of the incident")),
			paper.List("faits", "Ce qui a été fait, dans l’ordre", "What was done, in order", paper.Text("quand", "Date et heure", "Date and time", "26 novembre 2026", "26 November 2026"),
				paper.Text("fait", "Ce qui a été fait", "What was done", "Décision prise", "Decision taken"), paper.Text("qui", "Par qui", "By whom", "Mme Exemple", "Mme Exemple"), paper.Text("mots", "Note", "Note", "–", "–")),
		},
	}}
}

func paperSubjects(ctx context.Context, tx access.Tx, m organisation.Member) ([]paper.Subject, error) {
	list, _, err := List(ctx, tx, Filter{Member: m.ID}, 1000, 0)
	if err != nil {
		return nil, err
	}
	exercises, _, err := List(ctx, tx, Filter{Member: m.ID, View: "exercise"}, 1000, 0)
	var out []paper.Subject
	for _, b := range append(list, exercises...) {
		out = append(out, paper.Subject{ID: b.ID, Name: b.Name() + dashed(b.Title), Href: Path(m.Siren, b.ID)})
	}
	return out, err
}

// askedOf is the breach that a paper is about, at its member.
func askedOf(ctx context.Context, tx access.Tx, a paper.Ask) (Breach, []Event, error) {
	b, events, err := Get(ctx, tx, a.Subject)
	if err == nil && b.MemberID != a.Member.ID {
		err = fault.Missing("breach.paper")
	}
	return b, events, err
}

func fillNotice(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	b, _, err := askedOf(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, q := range []string{"plain", "sensitive"} {
		if s := b.Answers.chosen(q); s != "" {
			kinds = append(kinds, s)
		}
	}
	d := document.Data{"constat": i18n.Date(ctx, b.Aware), "recit": b.Answers.First("story"), "donnees": strings.Join(kinds, ", "),
		"mesures": b.Answers.First("after"), "conseils": b.Answers.First("advice")}
	if !b.Answers.Has("impacts", "none") {
		d["suites"] = b.Answers.chosen("impacts")
	}
	d["pieces"], err = enclosed(ctx, tx, b, func(w With) bool { return w.People })
	return d, err
}

func fillSheet(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	b, events, err := askedOf(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	d := document.Data{"numero": b.Name(), "objet": b.Title, "constat": i18n.DateTime(ctx, b.Aware), "limite": i18n.DateTime(ctx, b.Due()),
		"notifiee": doneWords(ctx, b.Notified), "dossier_cnil": b.NotifiedRef, "notifier": decisionWords(ctx, b.Notify, b.NotifyWhy),
		"informer": decisionWords(ctx, b.Tell, b.TellWhy), "exercice": b.Exercise}
	var steps, done []document.Data
	for _, s := range Steps() {
		var questions []document.Data
		for _, q := range s.Questions {
			if b.Answers.Has(q.ID) {
				questions = append(questions, document.Data{"question": i18n.Read(ctx, q.Text()), "reponse": answerWords(ctx, q, b.Answers)})
			}
		}
		steps = append(steps, document.Data{"rubrique": i18n.Read(ctx, s.Text()), "questions": questions})
	}
	for _, e := range events {
		done = append(done, document.Data{"quand": i18n.DateTime(ctx, e.At), "fait": i18n.Read(ctx, eventLabels[e.Kind]), "qui": e.ActorName, "mots": e.Words})
	}
	d["etapes"], d["faits"] = steps, done
	d["pieces"], err = enclosed(ctx, tx, b, func(w With) bool { return w.CNIL })
	return d, err
}

// enclosed are the files that go with a paper, for it to name them.
func enclosed(ctx context.Context, tx access.Tx, b Breach, with func(With) bool) (out []document.Data, err error) {
	list, err := filesWhere(ctx, tx, `breach_id = $1 and digest <> ''`, b.ID)
	for _, f := range list {
		if with(f.With) {
			out = append(out, document.Data{"piece": f.Name, "nature": i18n.Read(ctx, f.Kind.Label())})
		}
	}
	return out, err
}

// Chapter is what the register of breaches says in the yearly report.
func Chapter() paper.Chapter {
	return paper.Chapter{Name: "violations", Part: paper.InRegisters, Title: i18n.T("Violations de données", "Personal-data breaches"),
		Text: paper.Read(paperFiles, "bilan-violations"), Fill: fillChapter, May: May,
		Fields: []paper.Field{
			paper.Text("nombre", "Constatées dans l’année, vide pour aucune", "Noticed in the year, empty for none", "2", "2"),
			paper.Text("notifiees", "Notifiées à la CNIL, vide pour aucune", "Notified to the CNIL, empty for none", "1", "1"),
			paper.Text("a_temps", "Notifiées dans les 72 heures, vide pour aucune", "Notified within 72 hours, empty for none", "1", "1"),
			paper.Text("informees", "Dont les personnes ont été informées, vide pour aucune", "Of which the people were told, empty for none", "1", "1"),
			paper.Text("en_cours", "Encore en cours, vide pour aucune", "Still open, empty for none", "1", "1"),
			paper.Text("exercices", "Exercices de l’année, vide pour aucun", "Exercises of the year, empty for none", "1", "1"),
			paper.List("liste", "Les violations de l’année", "The breaches of the year", paper.Text("numero", "Numéro", "Number", "V2026-01", "V2026-01"),
				paper.Text("objet", "Objet", "Subject", "Clé perdue", "Lost key"), paper.Text("constat", "Constatée le", "Noticed on", "3 mars 2026", "3 March 2026"),
				paper.Text("cnil", "Ce qu’il en est de la CNIL", "How it stands with the CNIL", "notifiée à temps", "notified in time")),
		}}
}

func fillChapter(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	list, _, err := List(ctx, tx, Filter{Member: a.Member.ID}, 100_000, 0)
	if err != nil {
		return nil, err
	}
	exercises, _, err := List(ctx, tx, Filter{Member: a.Member.ID, View: "exercise"}, 100_000, 0)
	if err != nil {
		return nil, err
	}
	in := func(b Breach) bool { return i18n.Local(b.Aware).Year() == a.Year }
	var all, notified, inTime, told, open, tried int
	var rows []document.Data
	for _, b := range list {
		if !in(b) {
			continue
		}
		all++
		if !b.Notified.IsZero() {
			notified++
		}
		if b.InTime() {
			inTime++
		}
		if !b.Told.IsZero() {
			told++
		}
		if b.State == Open {
			open++
		}
		cnil, _ := cnilWords(ctx, b, tx.Clock().Now())
		rows = append(rows, document.Data{"numero": b.Name(), "objet": b.Title, "constat": i18n.Date(ctx, b.Aware), "cnil": cnil})
	}
	for _, b := range exercises {
		if in(b) {
			tried++
		}
	}
	return document.Data{"nombre": paper.Count(ctx, all), "notifiees": paper.Count(ctx, notified), "a_temps": paper.Count(ctx, inTime),
		"informees": paper.Count(ctx, told), "en_cours": paper.Count(ctx, open), "exercices": paper.Count(ctx, tried), "liste": rows}, nil
}
