package madistest

import "fmt"

// points are the questions about the conformity of a treatment, in our words;
// the last is one that an operator made.
var points = []string{"Finalités déterminées", "Fondement licite, sans détournement de finalité", "Minimisation des données limitées", "Qualité des données", "Durées limitées",
	"Information des personnes", "Recueil du consentement", "Droit d'accès", "Droit de rectification", "Droit de limitation", "Droit à la portabilité", "Droit d'effacement",
	"Droit d'opposition", "Sous-traitance encadrée", "Transferts hors de l'Union", "Notre question à nous"}

func pointID(n int) string { return fmt.Sprintf("555555%02d-0000-4000-a000-000000000001", n) }

// studies writes what a library needs to evaluate treatments and the body.
func (m *maker) studies() {
	for n, p := range points {
		m.row("conformite_traitement_question", "id", pointID(n), "question", p, "position", 10*(n+1))
	}
	for p := range 2 {
		process := fmt.Sprintf("6666666%d-0000-4000-a000-000000000001", p)
		m.row("registry_conformite_organisation_processus", "id", process, "nom", []string{"Responsabilités", "Sécurité « au quotidien »"}[p], "couleur", "info", "description", nil, "position", p)
		for q := range 2 {
			m.row("registry_conformite_organisation_question", "id", fmt.Sprintf("7777777%d-000%d-4000-a000-000000000001", p, q), "processus_id", process,
				"nom", fmt.Sprintf("La règle %d est-elle écrite\u202f?", q), "position", q)
		}
	}
	m.row("aipd_modele", "id", m.id(), "nom", "Modèle de l’opérateur", "description", "", "created_at", "2022-01-01 00:00:00", "updated_at", "2022-01-01 00:00:00")
	m.row("aipd_critere_principe_fondamental", "id", m.id(), "modele_analyse_id", nil, "analyse_impact_id", nil, "label", "Portée", "code", "portee_traitement", "reponse", "non_renseigne", "visible", true)
}

// conformity writes how far the first treatments comply, with an impact
// assessment of one.
func (m *maker) conformity(n int, treatments []string, action string) {
	conformity := m.id()
	m.row("conformite_traitement", "id", conformity, "traitement_id", treatments[0], "creator_id", nil, "nb_conformes", 13, "nb_non_conformes_mineures", 1, "nb_non_conformes_majeures", n%2,
		"created_at", "2023-01-01 00:00:00", "updated_at", "2023-02-03 10:00:00")
	answers := map[string]string{}
	for q, p := range points {
		answer := m.id()
		answers[p] = answer
		m.row("conformite_traitement_reponse", "id", answer, "conformite_traitement_id", conformity, "question_id", pointID(q), "conforme", q != 4 && (q != 5 || n%2 == 0))
		if q == 4 { // the action is planned for it
			m.row("conformite_traitement_reponse_action_protection", "reponse_id", answer, "mesurement_id", action)
		}
	}
	if n == 9 { // begun, and never answered
		m.row("conformite_traitement", "id", m.id(), "traitement_id", treatments[1], "creator_id", nil, "nb_conformes", 0, "nb_non_conformes_mineures", 0, "nb_non_conformes_majeures", 0,
			"created_at", "2023-01-01 00:00:00", "updated_at", "2023-01-01 00:00:00")
		m.row("aipd_analyse_impact", "id", m.id(), "conformite_traitement_id", m.id(), "statut", "en_cours", "modele_analyse", "Perdu", "ready_validation", false, "is_validated", false,
			"created_at", "2023-01-01 00:00:00", "updated_at", "2023-01-01 00:00:00")
	}
	if n%4 < 3 {
		m.assessment(n, conformity, answers)
	}
}

func (m *maker) assessment(n int, conformity string, answers map[string]string) {
	id, officer, people := m.id(), m.id(), m.id()
	m.row("aipd_analyse_avis", "id", officer, "reponse", []string{"favorable", "favorable_reserve", "defavorable"}[n%4], "date", "2023-03-01", "detail", "Vu le \"dossier\"")
	m.row("aipd_analyse_avis", "id", people, "reponse", "pas_de_reponse", "date", nil, "detail", nil)
	m.row("aipd_analyse_impact", "id", id, "conformite_traitement_id", conformity, "statut", []string{"favorable", "en_cours", "defavorable"}[n%4], "modele_analyse", "Modèle de l’opérateur",
		"label_amelioration_prevue", "Amélioration prévue", "label_insatisfait", "Insatisfaisant", "label_satisfaisant", "Satisfaisant", "date_validation", []any{"2023-03-15", nil, "2023-03-16"}[n%4],
		"ready_validation", true, "is_validated", n%4 != 1, "avis_dpd_id", officer, "avis_representant_id", people, "created_at", "2023-02-04 00:00:00", "updated_at", "2023-03-15 00:00:00")
	m.row("aipd_critere_principe_fondamental", "id", m.id(), "modele_analyse_id", nil, "analyse_impact_id", id, "label", "Portée", "code", "portee_traitement", "reponse", "conforme", "visible", true,
		"texte_conformite", "Tout l’état civil.", "texte_non_conformite", "", "non_applicable", "", "justification", "Depuis 1793")
	m.row("aipd_analyse_question_conformite", "id", m.id(), "analyse_impact_id", id, "reponse_conformite_id", answers["Durées limitées"], "question", "Durées limitées", "position", 5,
		"texte_conformite", "Tenues", "texte_non_conformite_mineure", "Bientôt tenues", "texte_non_conformite_majeure", "Pas tenues", "justificatif", "Voir l’archiviste")
	measure, scenario := m.id(), m.id()
	m.row("aipd_analyse_mesure_protection", "id", measure, "analyse_impact_id", id, "nom", "Chiffrement des postes", "nom_court", "Chiffrement", "detail", "Disques et clés", "poids_vraisemblance", 2,
		"poids_gravite", 1, "reponse", []string{"satisfaisant", "besoin_amelioration", "insatisfaisant"}[n%4], "phrase_preconisation", "Chiffrez")
	m.row("aipd_analyse_scenario_menace", "id", scenario, "analyse_impact_id", id, "nom", "Vol d’un portable", "is_visible", true, "is_disponibilite", true, "is_integreite", false,
		"is_confidentialite", true, "vraisemblance", "limitee", "gravite", "importante", "precisions", "En déplacement")
	m.row("aipd_analyse_scenario_menace", "id", m.id(), "analyse_impact_id", id, "nom", "Caché", "is_visible", false, "is_disponibilite", true, "is_integreite", true,
		"is_confidentialite", true, "vraisemblance", "maximale", "gravite", "maximale", "precisions", nil)
	m.row("aipd_analyse_mesures_protection_scenarios_menace", "analyse_scenario_menace_id", scenario, "analyse_mesure_protection_id", measure)
}

// organisation writes how far a body complies as a whole, and its committee.
func (m *maker) organisation(n int, body, action string) {
	evaluation := m.id()
	m.row("registry_conformite_organisation_evaluation", "id", evaluation, "collectivity_id", body, "date", "2023-05-06", "draft", n == 2, "created_at", "2023-05-01 00:00:00", "updated_at", "2023-05-06 00:00:00")
	m.row("registry_conformite_organisation_participant", "id", m.id(), "evaluation_id", evaluation, "civilite", "mme", "prenom", "Odile", "nom_de_famille", "D’Ithurbide", "fonction", "Adjointe")
	for p := range 2 {
		process := m.id()
		m.row("registry_conformite_organisation_conformite", "id", process, "evaluation_id", evaluation, "processus_id", fmt.Sprintf("6666666%d-0000-4000-a000-000000000001", p),
			"conformite", []any{2.5, nil}[p], "pilote", []any{"M. Lartigue", nil}[p])
		for q := range 2 {
			m.row("registry_conformite_organisation_reponse", "id", m.id(), "conformite_id", process, "question_id", fmt.Sprintf("7777777%d-000%d-4000-a000-000000000001", p, q),
				"reponse", []any{2, 3, -1, 5}[2*p+q], "reponse_raison", []any{nil, nil, "Pas d’agent", nil}[2*p+q])
		}
		if p == 0 {
			m.row("conformite_organisation_conformite_action_protection", "conformite_id", process, "mesurement_id", action)
		}
	}
	m.row("user_comite_il_contact", "id", m.id(), "collectivity_id", body, "contact_civility", "m", "contact_first_name", "Jean-Noël", "contact_last_name", "L'Hermite", "contact_job", "Secrétaire général",
		"contact_mail", fmt.Sprintf("sg%d@example.org", n), "contact_phone_number", "0558000000", "contact_notification", false)
}
