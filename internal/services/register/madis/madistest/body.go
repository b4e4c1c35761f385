package madistest

import (
	"fmt"
	"strings"
	"testing/fstest"
)

var treatments = []string{"État civil", "Élections", "Restauration scolaire", "Gestion du cimetière", "Vidéoprotection « centre-ville »", "Aide sociale ; bons d'achat"}

// body writes a body with all that it has. The first one's treatments are those
// that the others cloned.
func (m *maker) body(n int, sources []string) []string {
	id, number := m.id(), siren(n)
	var stored any = strings.TrimLeft(number, "0")
	switch n {
	case 3:
		stored, number = nil, "" // never filled in
	case 5:
		stored, number = 123456789, "" // no SIREN at all
	}
	m.out.Sirens = append(m.out.Sirens, number)
	m.row("user_collectivity", "id", id, "name", fmt.Sprintf("Commune de L'Estandon-sur-Œil n°%d", n), "short_name", fmt.Sprintf("Commune %d", n), "type",
		[]string{"commune", "ccas", "epci", "syndicat", "association"}[n%5], "siren", stored, "active", true, "website", nil, "population", 300+n*37, "nbr_agents", n,
		"nbr_cnil", nil, "different_dpo", false, "different_it_manager", false, "is_services_enabled", n%2 == 0, "has_module_conformite_traitement", true, "has_module_tools", true,
		"address_line_one", "1 place de la Mairie", "address_city", "L’Estandon", "address_zip_code", "40110", "address_insee", "40110", "legal_manager_first_name", "Marie",
		"legal_manager_last_name", "D’Ornon", "legal_manager_mail", "mairie@example.org", "created_at", "2019-05-01 08:00:00", "updated_at", "2024-01-01 08:00:00")
	user := m.id()
	m.row("user_user", "id", user, "collectivity_id", id, "first_name", "Anne-Lise", "last_name", "O'Brien", "email", fmt.Sprintf("agent%d@example.org", n), "password", "$argon2id$SECRET",
		"roles", []string{`["ROLE_USER"]`, `["ROLE_PREVIEW"]`, `a:1:{i:0;s:9:"ROLE_USER";}`}[n%3], "more_infos", nil, "enabled", n%4 != 3, "forget_password_token", "SECRET-TOKEN", "created_at", "2019-05-01 08:00:00")
	service := m.id()
	m.row("registry_service", "id", service, "collectivity_id", id, "name", "Service à la population", "created_at", "2020-01-01 00:00:00", "updated_at", "2020-01-01 00:00:00")
	contractor, tool := m.id(), m.id()
	m.row("registry_contractor", "id", contractor, "collectivity_id", id, "name", []string{"Logiciels des Landes SARL", "Éditions du Marensin", "Info\\Pin & Fils"}[n%3], "referent", nil,
		"contractual_clauses_verified", n%2 == 0, "adopted_security_features", true, "maintains_treatment_register", false, "sending_data_outside_eu", false, "has_dpo", false,
		"other_informations", "Contrat jusqu’en 2027\nà renégocier", "address_mail", "contact@example.com", "address_line_one", "3 rue de l’Étang", "address_zip_code", "40000", "address_city", "Mont-de-Marsan", "address_country", "France",
		"legal_manager_civility", "m", "legal_manager_first_name", "Éric", "legal_manager_last_name", "O'Hara", "dpo_first_name", []any{nil, "Ana"}[n%2], "dpo_last_name", []any{nil, "Díaz"}[n%2], "dpo_mail", []any{nil, "dpo@example.com"}[n%2], "created_at", "2020-01-01 00:00:00")
	m.row("registry_tool", "id", tool, "collectivity_id", id, "name", "GestiPop", "type", "software", "editor", "Logiciels des Landes SARL", "country_type",
		[]string{"registry.tool.label.country.france", "registry.tool.label.country.other"}[n%2], "country_name", []any{nil, "États-Unis"}[n%2], "country_guarantees", []any{nil, "clauses types"}[n%2],
		"archival_check", false, "encrypted_check", true, "encrypted_comment", "AES", "backup_check", true, "created_at", "2020-01-01 00:00:00")
	m.row("tool_contractor", "tool_id", tool, "contractor_id", contractor)
	m.row("registry_tool", "id", m.id(), "collectivity_id", id, "name", "Serveur de la mairie", "type", "support", "editor", nil, "manager", "DSI", "archival_check", false, "encrypted_check", false,
		"backup_check", true, "backup_comment", "chaque nuit", "created_at", "2020-01-01 00:00:00")
	var mine []string
	for t, name := range treatments {
		var from any
		if n > 0 && t < 4 {
			from = sources[t]
		}
		mine = append(mine, m.treatment(n, t, name, id, service, from))
		m.row("treatment_contractor", "treatment_id", mine[t], "contractor_id", contractor)
		m.row("tool_treatment", "tool_id", tool, "treatment_id", mine[t])
	}
	if n == 7 { // the same one twice, a clone of a clone, and one whose source is gone
		m.treatment(n, 0, treatments[0], id, service, sources[0])
		m.treatment(n, 1, treatments[1]+" (copie)", id, service, mine[1])
		m.treatment(n, 2, "Orphelin", id, service, m.id())
	}
	m.people(n, id, mine)
	m.survey(n, id)
	action := m.id()
	m.row("registry_mesurement", "id", action, "collectivity_id", id, "name", "Chiffrer les portables", "type", "technical", "description", "Tous, y compris ceux des élus.", "cost", "500 €", "charge", "2 j",
		"status", "not-applied", "planification_date", "2024-09-01", "comment", nil, "priority", "high", "manager", "DSI", "created_at", "2023-01-01 00:00:00", "updated_at", "2023-01-01 00:00:00")
	m.row("mesurement_treatment", "mesurement_id", action, "treatment_id", mine[0])
	m.conformity(n, mine, action)
	m.organisation(n, id, action)
	proof, file := m.id(), fmt.Sprintf("preuve-%d.pdf", n)
	m.row("registry_proof", "id", proof, "collectivity_id", id, "name", "Délibération du conseil", "type", "deliberation", "document", file, "comment", nil, "created_at", "2023-01-01 00:00:00",
		"updated_at", "2023-01-01 00:00:00")
	m.row("registry_proof_treatment", "proof_id", proof, "treatment_id", mine[0])
	if n != 4 { // one whose file is missing
		m.out.Documents["public/uploads/registry/proof/document/"+file] = &fstest.MapFile{Data: []byte("%PDF " + file)}
	}
	if n == 0 {
		return mine
	}
	return sources
}

func (m *maker) treatment(n, t int, name, body, service string, from any) string {
	id := m.id()
	goal := "Tenir le service.\nConserver ce que la loi demande."
	if from != nil && n%3 == 1 && t == 1 {
		goal = "Un but écrit ici 🗳️ et là"
	}
	basis := any(`["public-interest-mission"]`)
	var delay any
	switch {
	case n == 6 && t == 5: // a row of 2018: PHP's form, and one delay
		basis, delay = `a:1:{i:0;s:16:"legal-obligation";}`, 5
	case t == 4:
		basis = `["legal-obligation","consent"]`
	case t == 5:
		basis = "consent"
	}
	public := t == 0
	m.row("registry_treatment", "id", id, "collectivity_id", body, "service_id", service, "cloned_from_id", from, "name", name, "public", public, "exempt_AIPD", t == 1, "statut",
		[]string{"draft", "finished", "checked"}[t%3], "goal", goal, "manager", []any{nil, "Mme D’Ornon"}[t%2], "paper_processing", t%2 == 0, "legal_basis", basis,
		"legal_basis_justification", "CGCT, art. L2122-32", "observation", []any{nil, "À revoir \"vite\""}[t%2], "data_category_other", []any{nil, nil, "Régimes alimentaires"}[t%3], "data_origin", nil,
		"recipient_category", "Service des élections ; Préfecture\nINSEE", "systematic_monitoring", t == 4, "large_scale_collection", false, "vulnerable_people", t == 5, "data_crossing", false,
		"evaluation_or_rating", false, "automated_decisions_with_legal_effect", false, "automatic_exclusion_service", false, "innovative_use", false, "active", !(n == 2 && t == 3), "completion", 70,
		"template", false, "template_identifier", nil, "security_entitled_persons", true, "security_open_accounts", false, "security_specificities_delivered", true, "author", "processing_manager",
		"software", []any{nil, "Tableur, Traitement de texte"}[t%2], "collecting_method", `["web_form","received_list"]`, "estimated_concerned_people", 120, "dpo_message", nil, "legal_mentions", true,
		"consent_request", nil, "delay_number", delay, "delay_period", []any{nil, "year"}[len(fmt.Sprint(delay))%2], "created_at", "2020-02-03 10:00:00", "updated_at", "2023-04-05 11:00:00",
		"security_access_control_check", true, "security_access_control_comment", "Mots de passe", "security_tracability_check", false, "security_saving_check", true, "security_update_check", false,
		"security_other_check", false, "concerned_people_particular_check", true, "concerned_people_particular_comment", "Habitants de l’île", "concerned_people_user_check", false,
		"concerned_people_usager_check", true, "concerned_people_agent_check", t == 3, "concerned_people_elected_check", false, "concerned_people_company_check", false,
		"concerned_people_partner_check", t == 5, "concerned_people_other_check", false)
	if delay == nil {
		m.row("registry_treatment_shelf_life", "id", m.id(), "treatment_id", id, "name", "Base active", "duration", "5 ans", "ultimate_fate", "destruction")
		m.row("registry_treatment_shelf_life", "id", m.id(), "treatment_id", id, "name", "Archives intermédiaires", "duration", "10 ans", "ultimate_fate", []string{"sort", "conservation"}[t%2])
	}
	for _, c := range [][]string{{"civility", "postal"}, {"civility", "email"}, {"civility", "health"}, {"civility"}, {"picture"}, {"social-security-number", "pets"}}[t] {
		m.row("registry_assoc_treatment_data_category", "treatment_id", id, "treatment_data_category_code", c)
	}
	return id
}

// people writes what people asked for, and what went wrong with their data.
func (m *maker) people(n int, body string, treatments []string) {
	request := m.id()
	state := []string{"to_treat", "completed_closed", "denied", "awaiting_confirmation", "on_request"}[n%5]
	m.row("registry_request", "id", request, "collectivity_id", body, "object", []string{"access", "delete", "other", "opposite_treatment"}[n%4], "other_object", []any{nil, nil, "Copie d’un plan", nil}[n%4],
		"date", "2023-06-01", "reason", "Je voudrais savoir ce que vous avez sur moi", "applicant_civility", "mme", "applicant_first_name", "Zoé", "applicant_last_name", "N'Diaye-Šimić",
		"applicant_address", nil, "applicant_mail", "zoe@example.org", "applicant_phone_number", nil, "applicant_concerned_people", n%2 == 0, "concerned_civility", "m", "concerned_first_name", "Paul",
		"concerned_last_name", "N'Diaye", "concerned_link_with_applicant", "son père", "complete", true, "legitimate_applicant", true, "legitimate_request", true, "state", state,
		"state_rejection_reason", []any{nil, nil, "Demande répétée"}[min(n%5, 2)], "answer_response", "Voici vos données.", "answer_date", []any{nil, "2023-06-20", "2023-06-21", nil, nil}[n%5],
		"answer_type", "mail", "created_at", "2023-06-01 10:00:00", "updated_at", "2023-06-22 10:00:00")
	m.row("treatment_request", "request_id", request, "treatment_id", treatments[0])
	violation := m.id()
	m.row("registry_violation", "id", violation, "collectivity_id", body, "date", "2022-11-10", "in_progress", n == 1, "violation_natures", `["confidentiality","availability"]`,
		"origins", `["hack","lost_stolen_paper"]`, "cause", "external_malicious", "concerned_data_nature", `["civil_status","health"]`, "concerned_people_categories", `["employee","military"]`,
		"nb_affected_rows", 12, "nb_affected_persons", 9, "potential_impacts_nature", `["identity_theft"]`, "gravity", "important", "communication", []string{"yes", "no", "soon"}[n%3],
		"communication_precision", "Par courrier", "applied_measures_after_violation", "Mots de passe changés", "notification", []any{"cnil", "no_notif", `["cnil","cross_border"]`, nil}[n%4],
		"notification_details", nil, "comment", "Un portable volé dans « la voiture du maire »", "created_at", "2022-11-11 10:00:00", "updated_at", "2022-12-01 10:00:00")
	m.row("treatment_violation", "violation_id", violation, "treatment_id", treatments[1])
	if n == 8 {
		m.row("registry_violation", "id", m.id(), "collectivity_id", body, "date", nil, "in_progress", false, "violation_natures", `[]`, "origins", `[]`, "cause", "unknown",
			"concerned_data_nature", `[]`, "concerned_people_categories", `[]`, "potential_impacts_nature", `[]`, "gravity", "limited", "communication", "no", "created_at", "2022-11-11 10:00:00")
	}
}

func (m *maker) survey(n int, body string) {
	survey := m.id()
	m.row("maturity_survey", "id", survey, "collectivity_id", body, "referentiel_id", "11111111-0000-4000-a000-000000000001", "score", 20+n, "created_at", "2022-05-06 10:00:00", "updated_at", "2022-05-07 10:00:00")
	for d := range 2 {
		for q := range 3 {
			if q == 2 && n%2 == 0 {
				m.row("maturity_optional_answer", "id", m.id(), "survey_id", survey, "question_id", fmt.Sprintf("3333333%d-000%d-4000-a000-000000000001", d, q), "reason", "Sans objet")
				continue
			}
			m.row("answer_survey", "id", m.id(), "survey_id", survey, "answer_id", fmt.Sprintf("4444444%d-000%d-400%d-a000-000000000001", d, q, (n+q)%3))
		}
		m.row("maturity", "id", m.id(), "survey_id", survey, "domain_id", fmt.Sprintf("2222222%d-0000-4000-a000-000000000001", d), "score", 18+n+d)
	}
}
