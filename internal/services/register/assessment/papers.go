package assessment

import (
	"context"
	"embed"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
	"airial/standards/pia"
)

//go:embed papers
var paperFiles embed.FS

// PaperName is the name of the paper of an assessment.
const PaperName = "aipd"

// Papers are the papers of this room.
func Papers() []paper.Kind {
	return []paper.Kind{{
		Name: PaperName, Group: paper.Assessments, Template: paper.Read(paperFiles, PaperName),
		Title:  i18n.T("Analyse d’impact", "Impact assessment"),
		About:  i18n.T("L’étude entière, selon la méthode de la CNIL, avec les avis et la décision.", "The whole study, by the CNIL’s method, with the opinions and the decision."),
		Fields: paperFields, Fill: fill, Subjects: paperSubjects,
	}}
}

var paperFields = []paper.Field{
	paper.Text("nom", "Nom de l’analyse", "Name of the assessment", "AIPD : vidéoprotection", "DPIA: video protection"),
	paper.Text("traitement", "Traitement étudié, vide si aucun", "Activity that is studied, empty for none", "Vidéoprotection", "Video protection"),
	paper.Text("redacteur", "Qui l’a rédigée", "Who wrote it", "Mme Martin", "Mme Martin"),
	paper.Text("evaluateur", "Qui l’a évaluée", "Who evaluated it", "M. Durand", "M. Durand"),
	paper.Text("validateur", "Qui la valide", "Who validates it", "La maire", "The mayor"),
	paper.Text("etat", "En cours, à valider, validée, refusée, archivée", "Under way, to be validated, validated, refused, archived", "validée", "validated"),
	paper.Text("etat_le", "Depuis quand", "Since when", "28 novembre 2026", "28 November 2026"),
	paper.Text("etat_par", "Par qui", "By whom", "Mme Martin", "Mme Martin"),
	paper.Text("decision", "Ce que dit la décision", "What the decision says", "Accepté.", "Accepted."),
	paper.Text("revue", "Prochaine revue, vide si aucune", "Next review, empty for none", "28 novembre 2027", "28 November 2027"),
	paper.List("parties", "Contexte et principes", "Context and principles",
		paper.Text("partie", "Titre de la partie", "Title of the part", "Vue d’ensemble", "Overview"),
		paper.List("points", "Ses questions", "Its questions",
			paper.Text("question", "Question", "Question", "Qui en répond ?", "Who answers for it?"),
			paper.Text("reponse", "Réponse", "Answer", "La commune.", "The commune."),
			paper.Text("appreciation", "Appréciation, vide où la partie est évaluée entière", "Assessment, empty where the part is evaluated whole", "acceptable", "acceptable"))),
	paper.List("mesures", "Mesures", "Measures",
		paper.Text("mesure", "Mesure", "Measure", "Chiffrement", "Encryption"),
		paper.Text("description", "Description", "Description", "Les disques sont chiffrés.", "Disks are encrypted."),
		paper.Yes("prevue", "Elle est prévue, pas encore en place", "It is planned, not in place yet"),
		paper.Text("appreciation", "Appréciation", "Assessment", "acceptable", "acceptable")),
	paper.List("risques", "Événements redoutés", "Feared events",
		paper.Text("lettre", "Lettre sur la carte", "Letter on the map", "A", "A"),
		paper.Text("risque", "Événement", "Event", "Accès illégitime", "Illegitimate access"),
		paper.Text("consequences", "Conséquences", "Consequences", "Atteinte à la vie privée", "Harm to privacy"),
		paper.Text("menaces", "Menaces", "Threats", "Vol d’un compte", "Theft of an account"),
		paper.Text("sources", "Sources", "Sources", "Un agent", "A member of staff"),
		paper.Text("mesures_prises", "Mesures qui y répondent", "Measures that answer it", "Mots de passe", "Passwords"),
		paper.Text("gravite", "Gravité", "Severity", "3 importante", "3 significant"),
		paper.Text("gravite_pourquoi", "Pourquoi", "Why", "Images de mineurs.", "Images of minors."),
		paper.Text("vraisemblance", "Vraisemblance", "Likelihood", "2 limitée", "2 limited"),
		paper.Text("vraisemblance_pourquoi", "Pourquoi", "Why", "Peu d’accès.", "Few have access."),
		paper.Text("gravite_apres", "Gravité une fois le plan mené", "Severity once the plan is carried out", "2 limitée", "2 limited"),
		paper.Text("vraisemblance_apres", "Vraisemblance une fois le plan mené", "Likelihood once the plan is carried out", "1 négligeable", "1 negligible"),
		paper.Text("appreciation", "Appréciation", "Assessment", "acceptable", "acceptable")),
	paper.List("carte", "Carte des risques, une ligne par gravité, de 4 à 1", "Map of risks, a row for each severity, from 4 to 1",
		paper.Text("g", "Gravité", "Severity", "4 maximale", "4 maximal"), paper.Text("v1", "Vraisemblance 1", "Likelihood 1", "", ""),
		paper.Text("v2", "Vraisemblance 2", "Likelihood 2", "A", "A"), paper.Text("v3", "Vraisemblance 3", "Likelihood 3", "", ""), paper.Text("v4", "Vraisemblance 4", "Likelihood 4", "", "")),
	paper.List("carte_apres", "La même, une fois le plan mené", "The same, once the plan is carried out",
		paper.Text("g", "Gravité", "Severity", "4 maximale", "4 maximal"), paper.Text("v1", "Vraisemblance 1", "Likelihood 1", "A", "A"),
		paper.Text("v2", "Vraisemblance 2", "Likelihood 2", "", ""), paper.Text("v3", "Vraisemblance 3", "Likelihood 3", "", ""), paper.Text("v4", "Vraisemblance 4", "Likelihood 4", "", "")),
	paper.List("plan", "Plan d’action", "Action plan",
		paper.Text("action", "À faire", "To be done", "Flouter les fenêtres", "Blur the windows"),
		paper.Text("pour", "Point concerné", "Point concerned", "Minimisation", "Minimisation"),
		paper.Text("responsable", "Par qui", "By whom", "Service technique", "Technical department"),
		paper.Text("echeance", "Échéance", "Due", "31 mars 2027", "31 March 2027")),
	paper.Text("delegue_nom", "Délégué qui donne son avis", "Officer who gives an opinion", "Mme Castaing", "Mme Castaing"),
	paper.Text("delegue_avis", "Favorable ou défavorable", "Favourable or unfavourable", "favorable", "favourable"),
	paper.Text("delegue_texte", "Ce qu’il dit", "What the officer says", "Sous réserve du floutage.", "Provided windows are blurred."),
	paper.Yes("personnes_consultees", "Les personnes concernées ont été consultées", "The people concerned were asked"),
	paper.Text("personnes_noms", "Qui parle pour elles", "Who speaks for them", "Comité de quartier", "Neighbourhood committee"),
	paper.Text("personnes_avis", "Favorable ou défavorable", "Favourable or unfavourable", "favorable", "favourable"),
	paper.Text("personnes_texte", "Ce qu’elles disent", "What they say", "D’accord.", "Agreed."),
	paper.Text("personnes_pourquoi", "Sinon, pourquoi pas", "If not, why not", "", ""),
}

func paperSubjects(ctx context.Context, tx access.Tx, m organisation.Member) ([]paper.Subject, error) {
	list, err := List(ctx, tx, m.ID)
	out := make([]paper.Subject, len(list))
	for i, a := range list {
		out[i] = paper.Subject{ID: a.ID, Name: i18n.Read(ctx, a.Name), Href: Path(m.Siren, a.ID)}
	}
	return out, err
}

func fill(ctx context.Context, tx access.Tx, a paper.Ask) (document.Data, error) {
	f, err := Get(ctx, tx, a.Subject)
	if err == nil && f.Assessment.MemberID != a.Member.ID {
		err = fault.Missing("assessment.fill")
	}
	if err != nil {
		return nil, err
	}
	d := Fields(ctx, f)
	if f.ActivityID != "" {
		of, err := activityOf(ctx, tx, a.Member.ID, f.ActivityID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		d["traitement"] = of.Record.Get(activity.FieldName).In(lang(ctx))
	}
	return d, nil
}

// Fields is what the paper of an assessment is filled with.
func Fields(ctx context.Context, f Full) document.Data {
	r, l := f.Record, lang(ctx)
	get := func(name string) string { return r.Get(name).In(l) }
	opinion := func(name string) string {
		for _, o := range yesNo {
			if o.Code == r.Get(name).Fr {
				return o.Label.In(l)
			}
		}
		return ""
	}
	d := document.Data{"nom": get(fName), "redacteur": get(fAuthor), "evaluateur": get(fEvaluator), "validateur": get(fValidator),
		"etat": f.Assessment.State.Label().In(l), "etat_le": i18n.Date(ctx, f.StateAt), "etat_par": f.By, "decision": f.Words,
		"delegue_nom": get(fDPONames), "delegue_avis": opinion(fDPOSays), "delegue_texte": get(fDPOOpinion),
		"personnes_consultees": r.Get(fPeopleAsked).Fr == "yes", "personnes_noms": get(fPeopleNames), "personnes_avis": opinion(fPeopleSay),
		"personnes_texte": get(fPeopleWords), "personnes_pourquoi": get(fPeopleNotWhy)}
	if f.ReviewOn != "" {
		d["revue"] = model.DayWords(ctx, f.ReviewOn)
	}
	d["parties"], d["mesures"], d["risques"] = partsData(ctx, r), measuresData(ctx, r), risksData(ctx, r)
	risks := Risks(r)
	d["carte"] = mapData(ctx, risks, func(x Risk) Point { return x.Now })
	d["carte_apres"] = mapData(ctx, risks, func(x Risk) Point { return x.After })
	var plan []document.Data
	for _, t := range Plan(r) {
		plan = append(plan, document.Data{"action": i18n.Read(ctx, t.What), "pour": i18n.Read(ctx, t.Part), "responsable": t.Person, "echeance": dayOr(ctx, t.Due)})
	}
	d["plan"] = plan
	return d
}

// judgement is how a subject was evaluated; "" for not yet.
func judgement(ctx context.Context, r model.Record, key string) string {
	row, _ := r.Row(lEvaluations, key)
	if row.Cells[cMark].Empty() {
		return ""
	}
	return markWords(ctx, row.Cells[cMark].Fr)
}

func partsData(ctx context.Context, r model.Record) (out []document.Data) {
	for _, p := range pia.Parts() {
		if strings.HasPrefix(p.Ref, "3") {
			continue
		}
		var points []document.Data
		for _, q := range p.Questions {
			points = append(points, document.Data{"question": i18n.Read(ctx, textOf(q.Title)), "reponse": r.Get(question(q)).In(lang(ctx)),
				"appreciation": judgement(ctx, r, evaluationKey(p.EvaluationRef(q)))})
		}
		out = append(out, document.Data{"partie": i18n.Read(ctx, textOf(p.Title)), "points": points})
	}
	return out
}

func measuresData(ctx context.Context, r model.Record) (out []document.Data) {
	for _, m := range r.Lists[lMeasures] {
		out = append(out, document.Data{"mesure": m.Cells[cTitle].In(lang(ctx)), "description": m.Cells[cContent].In(lang(ctx)),
			"prevue": !m.Cells[cPlanned].Empty(), "appreciation": judgement(ctx, r, "3-1-"+m.Key)})
	}
	return out
}

func risksData(ctx context.Context, r model.Record) (out []document.Data) {
	n := 0
	risks := Risks(r)
	for _, p := range pia.Parts() {
		if len(p.Questions) != 6 {
			continue
		}
		x := risks[n]
		n++
		list := func(i int) string {
			var lines []string
			for _, row := range r.Lists[question(p.Questions[i])] {
				lines = append(lines, row.Cells[cWhat].In(lang(ctx)))
			}
			return strings.Join(lines, "\n")
		}
		level := func(n int) string { return i18n.Read(ctx, levelWords(n)) }
		out = append(out, document.Data{"lettre": x.Letter, "risque": i18n.Read(ctx, x.Title), "consequences": list(0), "menaces": list(1), "sources": list(2), "mesures_prises": list(3),
			"gravite": level(x.Now.Severity), "gravite_pourquoi": r.Get(question(p.Questions[4]) + "_why").In(lang(ctx)),
			"vraisemblance": level(x.Now.Likelihood), "vraisemblance_pourquoi": r.Get(question(p.Questions[5]) + "_why").In(lang(ctx)),
			"gravite_apres": level(x.After.Severity), "vraisemblance_apres": level(x.After.Likelihood), "appreciation": judgement(ctx, r, evaluationKey(p.Ref))})
	}
	return out
}

// mapData is the map of risks as a table: letters in sixteen cells.
func mapData(ctx context.Context, risks []Risk, at func(Risk) Point) (out []document.Data) {
	for s := 4; s >= 1; s-- {
		row := document.Data{"g": i18n.Read(ctx, levelWords(s))}
		for l := 1; l <= 4; l++ {
			var letters []string
			for _, x := range risks {
				if at(x) == (Point{s, l}) {
					letters = append(letters, x.Letter)
				}
			}
			row["v"+itoa(l)] = strings.Join(letters, " ")
		}
		out = append(out, row)
	}
	return out
}
