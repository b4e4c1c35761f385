package activity

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

// A noticeForm is a form in which people are told: on a form, a page, a wall.
type noticeForm struct {
	paper.Kind
	Form  string // as records and addresses have it
	Label i18n.Text
	// Fits tells whether it goes with an activity; nil for all.
	Fits func(f model.Full) bool
}

// noticeForms are the forms, in the order in which people read them.
var noticeForms = func() []noticeForm {
	form := func(name, file, fr, en, aboutFr, aboutEn string, fits func(model.Full) bool) noticeForm {
		n := noticeForm{Form: name, Label: i18n.T(fr, en), Fits: fits}
		n.Kind = paper.Kind{Name: file, Group: paper.Informing, Title: i18n.T("Mention\u202f: "+lowerFirst(fr), "Notice: "+lowerFirst(en)), About: i18n.T(aboutFr, aboutEn),
			Template: paper.Read(paperFiles, file), Fields: noticeFields(), Fill: fillNotice, Subjects: func(ctx context.Context, tx access.Tx, m organisation.Member) ([]paper.Subject, error) {
				return noticeSubjects(ctx, tx, m, fits)
			}}
		return n
	}
	return []noticeForm{
		form("form", "mention-formulaire", "Formulaire (court)", "Form (short)", "Sous un formulaire, papier ou en ligne.", "Below a form, on paper or online.", nil),
		form("page", "mention-page", "Page internet (complète)", "Web page (full)", "Sur le site de la collectivité.", "On the body’s website.", nil),
		form("poster", "mention-affiche", "Affiche", "Poster", "Dans le hall, à l’accueil du service.", "In the hall, at the desk of the service.", nil),
		form("camera", "mention-videoprotection", "Panneau de vidéoprotection", "Sign for public cameras", "À l’entrée des lieux filmés ouverts au public.", "Where the public enters a filmed place.", films(true)),
		form("cctv", "mention-videosurveillance", "Panneau de vidéosurveillance", "Sign for cameras in closed premises", "À l’entrée des locaux filmés qui ne sont pas ouverts au public.", "Where staff enter filmed premises that are closed to the public.", films(false)),
		form("image", "droit-image", "Autorisation de droit à l’image", "Permission to use a picture", "À faire signer par la personne, ou par ses parents.", "To be signed by the person, or by the parents.", pictures),
	}
}()

func lowerFirst(s string) string {
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// films tells whether an activity is about cameras: by the operator's model, or
// by its words. public are those of places that are open to all.
func films(public bool) func(model.Full) bool {
	return func(f model.Full) bool {
		switch f.Code {
		case "PM03":
			return public
		case "RH07":
			return !public
		case "":
			return says(f, "videoprotection", "videosurveillance", "cameras", "camera") &&
				public == slices.ContainsFunc(f.Record.Lists[lPeople], func(r model.Row) bool { return r.Cells["category"].Fr == "passers" })
		}
		return false
	}
}

// pictures tells whether an activity publishes pictures of people.
func pictures(f model.Full) bool {
	return f.Code == "AD06" || f.Code == "" && says(f, "photographies", "photos", "photographie", "photo", "images")
}

// says tells whether one of the words stands in the name or the purpose of an
// activity.
func says(f model.Full, words ...string) bool {
	said := strings.Fields(text.Fold(f.Record.Get(fName).Fr + " " + f.Record.Get(fAbout).Fr))
	return slices.ContainsFunc(said, func(w string) bool { return slices.Contains(words, strings.Trim(w, ".,;:()’'")) })
}

func noticeSubjects(ctx context.Context, tx access.Tx, m organisation.Member, fits func(model.Full) bool) ([]paper.Subject, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID})
	var out []paper.Subject
	for _, f := range list {
		if fits == nil || fits(f) {
			out = append(out, paper.Subject{ID: f.ID, Name: f.Name.In(lang(ctx)), Href: Base(m.Siren) + "/activities/" + f.ID})
		}
	}
	return out, err
}

// noticeFields are those of a record, and phrases made of it.
func noticeFields() []paper.Field {
	return append([]paper.Field{
		paper.Text("les_finalites", "Les finalités, en une phrase", "The purposes, in a phrase", "gérer les inscriptions\u202f; facturer les repas", "handle enrolments; bill meals"),
		paper.Text("les_bases", "Les bases légales, en une phrase", "The legal bases, in a phrase", "Mission d’intérêt public (6.1.e)", "Task in the public interest (6.1.e)"),
		paper.Text("les_donnees", "Les données, en une phrase", "The data, in a phrase", "état civil\u202f; régimes alimentaires", "civil status; diets"),
		paper.Text("les_destinataires", "Les destinataires, en une phrase", "The recipients, in a phrase", "service des affaires scolaires", "schools office"),
		paper.Text("les_durees", "Les durées de conservation, en une phrase", "The retention, in a phrase", "état civil\u202f: l’année scolaire", "civil status: the school year"),
		paper.Text("les_transferts", "Les transferts hors de l’Union européenne, vide s’il n’y en a pas", "The transfers outside the European Union, empty where there are none", "Prestataire (Canada, décision d’adéquation)", "Supplier (Canada, adequacy decision)"),
		paper.Text("les_droits", "Les droits, en une phrase", "The rights, in a phrase", "accéder à vos données, les faire rectifier", "access your data, have them corrected"),
		paper.Yes("autres_sources", "Des données viennent d’autres organismes (art. 14)", "Some data come from other bodies (art. 14)"),
	}, recordFields()...)
}

// fillNotice makes the phrases of a notice.
func fillNotice(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	f, err := byID(ctx, tx, a.Member.ID, a.Subject)
	if err != nil {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	return noticeData(ctx, terms, f), err
}

func noticeData(ctx context.Context, terms model.Terms, f model.Full) document.Data {
	l, r := lang(ctx), f.Record
	t := func(fr, en string) string { return i18n.Say(ctx, fr, en) }
	var purposes, bases, data, kept, recipients, transfers, may []string
	for _, row := range r.Lists[lPurposes] {
		purposes = append(purposes, lowered(row.Cells["name"].In(l)))
		basis := showCell(l, lPurposes, "basis", row, nil)
		if law := row.Cells["law"].In(l); law != "" {
			basis += " – " + law
		}
		if !slices.Contains(bases, basis) {
			bases = append(bases, basis)
		}
	}
	for _, row := range r.Lists[lData] {
		category := lowered(showCell(l, lData, "category", row, terms))
		kept = append(kept, category+t("\u202f: ", ": ")+lowered(row.Cells["active"].In(l)))
		if detail := row.Cells["detail"].In(l); detail != "" {
			category += " (" + lowered(detail) + ")"
		}
		data = append(data, category)
	}
	for _, row := range r.Lists[lRecipients] {
		recipients = append(recipients, lowered(row.Cells["name"].In(l)))
	}
	for _, row := range r.Lists[lTransfers] {
		transfers = append(transfers, row.Cells["recipient"].In(l)+" ("+row.Cells["country"].In(l)+", "+lowered(showCell(l, lTransfers, "safeguard", row, nil))+")")
	}
	_, rights := Rights(r)
	for _, w := range rights {
		may = append(may, w.In(l))
	}
	join := func(list []string) string { return strings.Join(list, t("\u202f; ", "; ")) }
	origin := r.Get(fOrigin).Fr
	d := recordData(ctx, terms, f)
	d["les_finalites"], d["les_bases"], d["les_donnees"], d["les_destinataires"] = join(purposes), join(bases), join(data), join(recipients)
	d["les_durees"], d["les_transferts"], d["les_droits"] = join(kept), join(transfers), strings.Join(may, ", ")
	d["autres_sources"] = origin == "other" || origin == "both"
	return d
}
