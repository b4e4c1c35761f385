package activity

import (
	"context"
	"embed"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

//go:embed papers
var paperFiles embed.FS

// paperNames are the names of fields and lists in templates: French words, for
// those who write templates read French.
var paperNames = map[string]string{
	fName: "nom", fAbout: "description", fRef: "reference", fService: "service", fSince: "depuis", fPaper: "papier", fArt9: "condition_art9",
	fOrigin: "origine", fDPIA: "aipd", fDPIAWhy: "aipd_pourquoi", fVerified: "textes_verifies", fRemarks: "remarques",
	lPurposes: "finalites", lPeople: "personnes", lData: "donnees", lRecipients: "destinataires", lTransfers: "transferts",
	lMeasures: "mesures", lSoftware: "logiciels", lJoint: "conjoints", lSchemas: "jeux",
	lPurposes + ".name": "finalite", lPurposes + ".basis": "base", lPurposes + ".law": "texte",
	lPeople + ".category": "categorie", lPeople + ".detail": "precision",
	lData + ".category": "categorie", lData + ".detail": "detail", lData + ".active": "duree", lData + ".intermediate": "archivage",
	lData + ".fate": "sort", lData + ".source": "source_duree",
	lRecipients + ".name": "destinataire", lRecipients + ".kind": "nature", lRecipients + ".why": "pourquoi",
	lTransfers + ".recipient": "destinataire", lTransfers + ".country": "pays", lTransfers + ".safeguard": "garantie", lTransfers + ".document": "document",
	lJoint + ".name": "conjoint", lJoint + ".contact": "contact", lJoint + ".role": "role",
	lSoftware + ".name": "logiciel", lSoftware + ".publisher": "editeur", lSoftware + ".hosting": "hebergement",
	lMeasures + ".kind": "nature", lMeasures + ".detail": "mesure", lSchemas + ".schema": "schema",
}

// example of an activity, for the sample.
var paperExamples = map[string]i18n.Text{
	fName: i18n.T("Restauration scolaire", "School meals"), fAbout: i18n.T("Inscriptions, repas et facturation.", "Enrolment, meals and bills."),
	fService: i18n.T("Affaires scolaires", "Schools"), fSince: i18n.T("1er septembre 2024", "1 September 2024"), fDPIA: i18n.T("Dispensée", "Exempt"),
}

// recordFields are the fields of one activity, as templates name them.
func recordFields() []paper.Field {
	out := []paper.Field{
		paper.Text("code", "Code du modèle de l’opérateur, vide pour une fiche propre", "Code of the operator’s model, empty for a record of the body’s own", "SC02", "SC02"),
		paper.Text("domaine", "Domaine", "Domain", "Scolaire", "School"),
		paper.Text("etat", "Brouillon, complet ou vérifié", "Draft, complete or checked", "complet", "complete"),
		paper.Text("cree", "Date de création de la fiche", "Day on which the record was made", "3 février 2026", "3 February 2026"),
		paper.Text("modifie", "Date de mise à jour", "Day of the last change", "12 novembre 2026", "12 November 2026"),
		paper.Text("verifie", "Date de la vérification par le délégué, vide s’il n’y en a pas", "Day of the officer’s check, empty where there is none", "20 novembre 2026", "20 November 2026"),
		paper.Yes("sensible", "Le traitement porte sur des données sensibles (art. 9 et 10, NIR)", "The activity works on sensitive data (art. 9 and 10, NIR)"),
		paper.List("droits", "Droits des personnes, d’après les bases légales", "People’s rights, from the legal bases",
			paper.Text("droit", "Droit, à la deuxième personne", "Right, in the second person", "accéder à vos données", "access your data")),
	}
	for _, p := range ModelSpec.Parts {
		for _, f := range p.Fields {
			out = append(out, recordField(f, f.Name))
		}
		for _, l := range p.Lists {
			list := paper.Field{Name: paperNames[l.Name], Means: l.Label}
			for _, c := range l.Cells {
				list.Items = append(list.Items, recordField(c, l.Name+"."+c.Name))
			}
			if l.Name == lData {
				list.Items = append(list.Items, paper.Yes("donnee_sensible", "Catégorie sensible (art. 9 et 10, NIR)", "Sensitive category (art. 9 and 10, NIR)"))
			}
			out = append(out, list)
		}
	}
	return out
}

func recordField(f model.Field, key string) paper.Field {
	out := paper.Field{Name: paperNames[key], Means: f.Label, Yes: f.Type == model.Yes, Example: paperExamples[key]}
	if out.Example.Empty() {
		out.Example = i18n.Text{Fr: "(" + f.Label.Fr + ")", En: "(" + f.Label.En + ")"}
	}
	return out
}

// recordData is what they hold.
func recordData(ctx context.Context, terms model.Terms, f model.Full) document.Data {
	l := lang(ctx)
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return i18n.Date(ctx, t)
	}
	d := document.Data{"code": f.Code, "domaine": DomainLabel(l, f.Domain), "etat": f.State.Label().In(l),
		"cree": day(f.Made), "modifie": day(f.Changed), "verifie": day(f.Checked)}
	_, rights := Rights(f.Record)
	var may []document.Data
	for _, w := range rights {
		may = append(may, document.Data{"droit": w.In(l)})
	}
	d["droits"] = may
	show := func(x model.Field, v model.Value) any {
		switch x.Type {
		case model.Yes:
			return !v.Empty()
		case model.Day:
			if v.Fr != "" {
				return model.DayWords(ctx, v.Fr)
			}
		}
		return Spec.Show(l, x, v, terms)
	}
	for _, p := range ModelSpec.Parts {
		for _, x := range p.Fields {
			d[paperNames[x.Name]] = show(x, f.Record.Get(x.Name))
		}
		for _, list := range p.Lists {
			var rows []document.Data
			for _, row := range f.Record.Lists[list.Name] {
				r := document.Data{}
				for _, c := range list.Cells {
					r[paperNames[list.Name+"."+c.Name]] = show(c, row.Cells[c.Name])
				}
				if list.Name == lData {
					t, ok := terms.Find(DataTerms, row.Cells["category"].Fr)
					r["donnee_sensible"] = ok && t.Sensitive
					if ok && t.Sensitive {
						d["sensible"] = true
					}
				}
				rows = append(rows, r)
			}
			d[paperNames[list.Name]] = rows
		}
	}
	return d
}

// Papers are the papers of the register of activities.
func Papers() []paper.Kind {
	fields := recordFields()
	out := []paper.Kind{{
		Name: "registre", Group: paper.Registers, Template: paper.Read(paperFiles, "registre"),
		Title: i18n.T("Registre des traitements", "Register of processing"),
		About: i18n.T("Tout le registre du responsable de traitement (art. 30.1), une fiche par traitement.", "The whole register of the controller (art. 30.1), a record for each activity."),
		Fields: []paper.Field{
			paper.Text("nombre", "Nombre de traitements", "Number of activities", "42", "42"),
			paper.List("traitements", "Les traitements, par nom", "The activities, by name", fields...),
		},
		Fill: func(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
			list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: a.Member.ID})
			if err != nil {
				return nil, err
			}
			terms, err := model.ReadTerms(ctx, tx)
			var out []document.Data
			for _, f := range list {
				out = append(out, recordData(ctx, terms, f))
			}
			return document.Data{"nombre": i18n.Number(ctx, len(list)), "traitements": out}, err
		},
	}, {
		Name: "fiche", Group: paper.Registers, Template: paper.Read(paperFiles, "fiche"),
		Title:  i18n.T("Fiche de traitement", "Record of an activity"),
		About:  i18n.T("Un traitement du registre, avec les champs du modèle de la CNIL.", "One activity of the register, with the fields of the CNIL’s model."),
		Fields: fields, Subjects: paperSubjects,
		Fill: func(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
			f, err := byID(ctx, tx, a.Member.ID, a.Subject)
			if err != nil {
				return nil, err
			}
			terms, err := model.ReadTerms(ctx, tx)
			return recordData(ctx, terms, f), err
		},
	}}
	for _, n := range noticeForms {
		out = append(out, n.Kind)
	}
	return out
}

// paperSubjects are the activities of a member.
func paperSubjects(ctx context.Context, tx access.Tx, m organisation.Member) ([]paper.Subject, error) {
	list, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: m.ID}, 1000, 0)
	out := make([]paper.Subject, len(list))
	for n, i := range list {
		out[n] = paper.Subject{ID: i.ID, Name: i.Name.In(lang(ctx)), Href: Base(m.Siren) + "/activities/" + i.ID}
	}
	return out, err
}

// ProcessorPaperName is the name of the paper below.
const ProcessorPaperName = "registre-sous-traitant"

// ProcessorPaper is the operator's register as a processor (art. 30.2), made of
// what its members subscribe to.
func ProcessorPaper(clients Clients) paper.Kind {
	return paper.Kind{Name: ProcessorPaperName, Group: paper.Registers, Operator: true, Template: paper.Read(paperFiles, "registre-sous-traitant"),
		Title: i18n.T("Registre du sous-traitant", "Register of the processor"),
		About: i18n.T("Ce que l’opérateur fait pour le compte de ses adhérents (art. 30.2), d’après leurs adhésions du jour.", "What the operator does on behalf of its members (art. 30.2), from what they subscribe to today."),
		Fields: []paper.Field{
			paper.Text("nombre", "Nombre de responsables de traitement", "Number of controllers", "312", "312"),
			paper.List("responsables", "Les responsables de traitement", "The controllers", paper.Text("responsable", "Nom", "Name", "Commune de Saint-Exemple", "Commune de Saint-Exemple"),
				paper.Text("responsable_siren", "SIREN", "SIREN", "214000012", "214000012"),
				paper.List("categories", "Catégories de traitements", "Categories of processing", paper.Text("categorie", "Prestation", "Prestation", "Sauvegarde", "Backup"))),
			paper.List("mesures", "Mesures de sécurité", "Security measures", paper.Text("mesure", "Mesure", "Measure", "Sauvegardes régulières", "Regular backups")),
		},
		May: func(_ context.Context, tx access.Tx, _ string) error {
			if s := tx.Scope(); !s.OfOperator() && !s.IsSystem() {
				return fault.Missing("activity.ProcessorPaper")
			}
			return nil
		},
		Fill: func(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
			list, err := clients.List(ctx, tx)
			if err != nil {
				return nil, err
			}
			words, err := vocabulary()
			if err != nil {
				return nil, err
			}
			var controllers, measures []document.Data
			for _, c := range list {
				var categories []document.Data
				for _, s := range c.Services {
					categories = append(categories, document.Data{"categorie": s})
				}
				controllers = append(controllers, document.Data{"responsable": c.Member.Name, "responsable_siren": c.Member.Siren, "categories": categories})
			}
			for _, m := range words.Measures {
				measures = append(measures, document.Data{"mesure": both(m.What).In(lang(ctx))})
			}
			return document.Data{"nombre": i18n.Number(ctx, len(list)), "responsables": controllers, "mesures": measures}, nil
		}}
}
