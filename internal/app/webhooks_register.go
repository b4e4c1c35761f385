package app

import (
	"strconv"
	"strings"

	"airial/internal/commons/webhook"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/letterbox"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/named"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
	"airial/internal/services/register/twin"
)

// registerEvents are those of the register. They say what happened to which
// record, and nothing that stands in it.
func registerEvents() []webhook.Event {
	// about is an entry about one thing: under a name its id, and its kind where the
	// register keeps several.
	about := func(name, kind string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			if n.Kind != kind {
				return nil, false
			}
			out := map[string]string{name: n.Subject}
			var body struct{ Kind string }
			if name == "record" && n.Decode(&body) == nil {
				out["kind"] = body.Kind
			}
			return out, true
		}
	}
	// late is a reminder of a clock that is over.
	late := func(name, kind string, over func(stage string) bool) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			var body struct{ Stage string }
			return map[string]string{name: n.Subject}, n.Kind == kind && n.Decode(&body) == nil && over(body.Stage)
		}
	}
	batch := func(kind string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			if n.Kind != kind || n.Member == "" {
				return nil, false
			}
			var body struct {
				Kind          string
				Records, Open int
			}
			if n.Decode(&body) != nil {
				return nil, false
			}
			return map[string]string{"batch": n.Subject, "kind": body.Kind, "records": strconv.Itoa(body.Records), "open": strconv.Itoa(body.Open)}, true
		}
	}
	// with is an entry about one thing, and what its body says under these names.
	with := func(name, kind string, fields ...string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			if n.Kind != kind || n.Member == "" {
				return nil, false
			}
			return said(n, name, fields...)
		}
	}
	// study is a step of an assessment, named by what follows the room's name.
	study := func(n journal.Numbered) (map[string]string, bool) {
		step, ok := strings.CutPrefix(n.Kind, "assessment.")
		if !ok || n.Kind == needTold {
			return nil, false
		}
		out, ok := said(n, "assessment", "activity", "state")
		if ok {
			out["step"] = step
		}
		return out, ok
	}
	// whole is an entry about the installation, and no one member.
	whole := func(name, kind string, fields ...string) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			if n.Kind != kind || n.Member != "" {
				return nil, false
			}
			return said(n, name, fields...)
		}
	}
	// survey is one that was closed: of conformity, or of maturity.
	survey := func(conform bool) func(journal.Numbered) (map[string]string, bool) {
		return func(n journal.Numbered) (map[string]string, bool) {
			var body struct{ Questionnaire, Subject string }
			if n.Kind != maturity.EventSubmitted || n.Decode(&body) != nil {
				return nil, false
			}
			if is := body.Questionnaire == maturity.Processing || body.Questionnaire == maturity.Organisation; is != conform {
				return nil, false
			}
			out := map[string]string{"survey": n.Subject}
			if conform {
				out["questionnaire"] = body.Questionnaire
			}
			if body.Subject != "" {
				out["activity"] = body.Subject
			}
			return out, true
		}
	}
	// taking is a step of an import, named by what follows the room's name.
	taking := func(n journal.Numbered) (map[string]string, bool) {
		step, ok := strings.CutPrefix(n.Kind, "register-import.")
		if !ok || n.Member == "" {
			return nil, false
		}
		out, ok := said(n, "import", "source")
		if ok {
			out["step"] = step
		}
		return out, ok
	}
	return []webhook.Event{
		{Name: "record.created", Label: i18n.T("Fiche ajoutée au registre", "Record added to the register"), Of: about("record", model.EventCreated)},
		{Name: "record.changed", Label: i18n.T("Fiche du registre modifiée", "Record of the register changed"), Of: about("record", model.EventChanged)},
		{Name: "record.checked", Label: i18n.T("Fiche vérifiée par le délégué", "Record checked by the officer"), Of: about("record", model.EventChecked)},
		{Name: "record.settled", Label: i18n.T("Différences avec le modèle réglées", "Differences with the model settled"), Of: about("record", model.EventSettled)},
		{Name: "models.given", Label: i18n.T("Modèles reçus de l’opérateur", "Models received from the operator"), Of: batch(model.EventGiven)},
		{Name: "models.pushed", Label: i18n.T("Nouvelle version de modèles reçue", "New version of models received"), Of: batch(model.EventPushed)},
		{Name: "models.settled", Label: i18n.T("Différences réglées par l’opérateur", "Differences settled by the operator"), Of: batch(model.EventBulk)},
		{Name: "models.undone", Label: i18n.T("Envoi de l’opérateur annulé", "Batch of the operator undone"), Of: batch(model.EventUndone)},
		{Name: "request.received", Label: i18n.T("Demande de droits reçue", "Rights request received"), Of: about("request", request.EventReceived)},
		{Name: "request.late", Label: i18n.T("Demande de droits en retard", "Rights request late"), Of: late("request", request.EventReminded, request.LateStage)},
		{Name: "request.closed", Label: i18n.T("Demande de droits close", "Rights request closed"), Of: about("request", request.EventClosed)},
		{Name: "breach.opened", Label: i18n.T("Violation inscrite", "Breach entered"), Of: about("breach", breach.EventOpened)},
		{Name: "breach.late", Label: i18n.T("Violation, 72 heures passées", "Breach, 72 hours over"), Of: late("breach", breach.EventReminded, breach.LateStage)},
		{Name: "breach.notified", Label: i18n.T("Violation notifiée à la CNIL", "Breach notified to the CNIL"), Of: about("breach", breach.EventNotified)},
		{Name: "breach.closed", Label: i18n.T("Violation close", "Breach closed"), Of: about("breach", breach.EventClosed)},
		{Name: "breach.erased", Label: i18n.T("Violation, textes et pièces effacés", "Breach, texts and files erased"), Of: about("breach", breach.EventErased)},
		{Name: "question.asked", Label: i18n.T("Question posée au délégué", "Question asked of the officer"), Of: about("question", advice.EventAsked)},
		{Name: "question.answered", Label: i18n.T("Avis du délégué rendu", "Opinion of the officer given"), Of: about("question", advice.EventAnswered)},
		{Name: "survey.submitted", Label: i18n.T("Évaluation de maturité terminée", "Maturity survey submitted"), Of: survey(false)},
		{Name: "conformity.evaluated", Label: i18n.T("Conformité évaluée", "Conformity evaluated"), Of: survey(true)},
		{Name: "document.shared", Label: i18n.T("Document partagé avec les adhérents", "Document shared with the members"), Of: with("document", advice.EventShared)},
		{Name: "document.removed", Label: i18n.T("Document retiré de l’espace documentaire", "Document removed from the document space"), Of: with("document", advice.EventRemoved)},
		{Name: "paper.prepared", Label: i18n.T("Document préparé", "Paper prepared"), Of: with("paper", paper.EventPrepared, "kind", "year")},
		{Name: "paper.issued", Label: i18n.T("Document émis", "Paper issued"), Of: with("paper", paper.EventIssued, "kind", "year", "sha256")},
		{Name: "paper.dropped", Label: i18n.T("Document préparé, abandonné", "Prepared paper dropped"), Of: with("paper", paper.EventDropped, "kind")},
		{Name: "paper.template", Label: i18n.T("Modèle de document modifié", "Template of a paper changed"), Installation: true, Of: whole("template", paper.EventTemplate, "lang", "version")},
		{Name: "letter.came", Label: i18n.T("Courriel reçu par le délégué", "E-mail to the officer received"), Of: with("letter", letterbox.EventCame, "looks")},
		{Name: "letter.sorted", Label: i18n.T("Courriel classé", "E-mail sorted"), Of: with("letter", letterbox.EventSorted, "kind", "record")},
		{Name: "letter.thrown", Label: i18n.T("Courriel écarté", "E-mail thrown away"), Of: with("letter", letterbox.EventThrown)},
		{Name: "import.step", Label: i18n.T("Étape d’une reprise de registre", "Step of an import of a register"), Of: taking},
		{Name: "assessment.need", Label: i18n.T("Besoin d’une AIPD évalué", "Need of an assessment told"), Of: with("activity", needTold, "result")},
		{Name: "assessment.step", Label: i18n.T("Étape d’une AIPD", "Step of an impact assessment"), Of: study},
		{Name: "action.moved", Label: i18n.T("Action du plan, nouvel état", "Action of the plan, new state"), Of: with("action", plan.EventMoved, "from", "to")},
		{Name: "action.planned", Label: i18n.T("Action du plan, échéance ou pilote modifiés", "Action of the plan, due date or owner changed"), Of: with("action", plan.EventPlanned)},
		{Name: "action.proved", Label: i18n.T("Preuve d’une action ajoutée", "Proof of an action added"), Of: with("action", plan.EventProved, "proof")},
		{Name: "visit.recorded", Label: i18n.T("Visite du délégué notée", "Visit of the officer recorded"), Of: with("visit", cockpit.EventVisit, "state")},
		{Name: "portfolio.assigned", Label: i18n.T("Adhérent confié à un agent", "Member assigned to an agent"), Of: with("agent", cockpit.EventAssigned)},
		{Name: "portfolio.absence", Label: i18n.T("Absence d’un agent", "Absence of an agent"), Installation: true, Of: whole("absence", cockpit.EventAbsence, "from", "until")},
		{Name: "cockpit.act", Label: i18n.T("Acte groupé de l’opérateur", "Bulk act of the operator"), Installation: true, Of: whole("act", cockpit.EventAct, "deed", "members")},
		{Name: "cockpit.undone", Label: i18n.T("Acte groupé annulé", "Bulk act undone"), Installation: true, Of: whole("act", cockpit.EventUndone, "undone", "kept")},
		{Name: "processor.merged", Label: i18n.T("Fournisseurs rattachés au catalogue", "Suppliers led to the catalogue"), Installation: true, Of: whole("merge", processor.EventMerged, "model", "suppliers")},
		{Name: "processor.unmerged", Label: i18n.T("Rattachement au catalogue annulé", "Leading to the catalogue undone"), Installation: true, Of: whole("merge", processor.EventUnmerged, "model")},
		{Name: "processor.contract", Label: i18n.T("Contrat d’un sous-traitant modifié", "Contract of a processor changed"), Of: with("processor", processor.EventContract, "ends")},
		{Name: "processor.signed", Label: i18n.T("Annexe d’un sous-traitant signée", "Annex of a processor signed"), Of: with("processor", processor.EventSigned)},
		{Name: "processor.ending", Label: i18n.T("Contrat d’un sous-traitant bientôt terminé", "Contract of a processor about to end"), Of: with("processor", processor.EventReminded, "stage")},
		{Name: "processor.certificate", Label: i18n.T("Certification d’un produit bientôt échue", "Certificate of a product about to end"), Of: with("product", processor.EventCertificate, "stage")},
		{Name: twin.EventMerged, Label: i18n.T("Traitements en double fusionnés", "Twin activities merged"), Of: with("twin", twin.EventMerged, "kept", "gone")},
		{Name: twin.EventApart, Label: i18n.T("Traitements en double gardés tous les deux", "Twin activities both kept"), Of: with("twin", twin.EventApart, "kept", "gone")},
		{Name: twin.EventUndone, Label: i18n.T("Décision sur des traitements en double annulée", "Decision on twin activities undone"), Of: with("twin", twin.EventUndone, "kept", "gone", "was")},
		{Name: designation.EventAppointed, Label: i18n.T("Désignation inscrite", "Office entered"), Of: with("office", designation.EventAppointed, "post", "from")},
		{Name: designation.EventChanged, Label: i18n.T("Désignation modifiée", "Office changed"), Of: with("office", designation.EventChanged, "post")},
		{Name: designation.EventRemoved, Label: i18n.T("Désignation retirée", "Office removed"), Of: with("office", designation.EventRemoved, "post")},
		{Name: designation.EventReplaced, Label: i18n.T("Désignations changées en une fois", "Offices changed in one go"), Installation: true, Of: whole("batch", designation.EventReplaced, "deed", "members", "from")},
		{Name: designation.EventUndone, Label: i18n.T("Changement de désignations annulé", "Change of offices undone"), Installation: true, Of: whole("batch", designation.EventUndone, "deed")},
		{Name: "person.forgotten", Label: i18n.T("Personne effacée du registre", "Person erased from the register"), Of: about("erasure", named.EventForgotten)},
	}
}

// needTold is the kind under which the journal tells that somebody answered or
// decided whether an activity needs an assessment.
const needTold = "assessment.need-told"

// said is what an entry says about one thing: its id under a name, and those of
// the body's texts and numbers that are named. What is not there is left out.
func said(n journal.Numbered, name string, fields ...string) (map[string]string, bool) {
	out := map[string]string{name: n.Subject}
	if len(fields) == 0 {
		return out, true
	}
	var body map[string]any
	if n.Decode(&body) != nil {
		return nil, false
	}
	for _, f := range fields {
		switch v := body[f].(type) {
		case string:
			if v != "" {
				out[f] = v
			}
		case float64:
			out[f] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return out, true
}
