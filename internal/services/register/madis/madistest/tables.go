package madistest

import "strings"

// A column without a type is a short text that may be missing.
var types = map[string]string{"id": "char(36) NOT NULL COMMENT '(DC2Type:uuid)'", "text": "longtext DEFAULT NULL", "bool": "tinyint(1) NOT NULL", "maybe": "tinyint(1) DEFAULT NULL",
	"int": "int(11) DEFAULT NULL", "float": "double DEFAULT NULL", "date": "date DEFAULT NULL", "at": "datetime DEFAULT NULL COMMENT '(DC2Type:datetime_immutable)'",
	"json": "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT '(DC2Type:json_array)'", "ref": "char(36) DEFAULT NULL COMMENT '(DC2Type:uuid)'",
	"": "varchar(255) DEFAULT NULL", "blob": "longblob DEFAULT NULL"}

// choice is a box to tick with a comment.
func choice(prefixes ...string) string {
	var out []string
	for _, p := range prefixes {
		out = append(out, p+"_check:bool", p+"_comment")
	}
	return strings.Join(out, " ")
}

// tables are those of an installation: name, then its columns.
var tables = []string{
	"user_collectivity id:id name short_name type siren:int active:bool website population:int nbr_agents:int nbr_cnil:int different_dpo:bool different_it_manager:bool is_services_enabled:maybe " +
		"has_module_conformite_traitement:bool has_module_tools:bool address_line_one address_city address_zip_code address_insee legal_manager_first_name legal_manager_last_name legal_manager_mail " +
		"informations_complementaires:text created_at:at updated_at:at updated_by:text",
	"user_user id:id collectivity_id:ref first_name last_name email password roles:json more_infos:json enabled:bool forget_password_token sso_key deleted_at:at created_at:at updated_at:at last_login:at",
	"registry_service id:id collectivity_id:ref name created_at:at updated_at:at",
	"registry_treatment_data_category code name position:int sensible:bool",
	"registry_treatment id:id collectivity_id:ref creator_id:ref service_id:ref cloned_from_id:ref name public:bool exempt_AIPD:bool statut goal:text manager paper_processing:bool legal_basis:json " +
		"legal_basis_justification:text observation:text data_category_other:text data_origin recipient_category:text systematic_monitoring:bool large_scale_collection:bool vulnerable_people:bool " +
		"data_crossing:bool evaluation_or_rating:bool automated_decisions_with_legal_effect:bool automatic_exclusion_service:bool innovative_use:bool active:bool completion:int template:bool " +
		"template_identifier:int security_entitled_persons:bool security_open_accounts:bool security_specificities_delivered:bool author software coordonnees_responsable_traitement collecting_method:json " +
		"estimated_concerned_people:int dpo_message:text other_collecting_method:text legal_mentions:maybe consent_request:maybe consent_request_format:text " +
		"delay_number:int delay_period delay_comment:text ultimate_fate updated_by:text created_at:at updated_at:at " +
		choice("security_access_control", "security_tracability", "security_saving", "security_update", "security_other", "concerned_people_particular", "concerned_people_user",
			"concerned_people_usager", "concerned_people_agent", "concerned_people_elected", "concerned_people_company", "concerned_people_partner", "concerned_people_other"),
	"registry_treatment_shelf_life id:id treatment_id:ref name duration ultimate_fate",
	"registry_assoc_treatment_data_category treatment_id:ref treatment_data_category_code",
	"registry_contractor id:id collectivity_id:ref cloned_from_id:ref name referent contractual_clauses_verified:bool adopted_security_features:bool maintains_treatment_register:bool " +
		"sending_data_outside_eu:bool has_dpo:bool other_informations:text address_mail address_line_one address_line_two address_city address_zip_code address_phone_number address_country " +
		"legal_manager_civility legal_manager_first_name legal_manager_last_name dpo_first_name dpo_last_name dpo_mail created_at:at updated_at:at",
	"treatment_contractor treatment_id:ref contractor_id:ref",
	"registry_tool id:id collectivity_id:ref name type editor manager country_name country_type country_guarantees other_info:text prod_date:date created_at:at updated_at:at " + choice("archival", "encrypted", "backup"),
	"tool_treatment tool_id:ref treatment_id:ref", "tool_contractor tool_id:ref contractor_id:ref",
	"registry_request id:id collectivity_id:ref object other_object date:date reason applicant_civility applicant_first_name applicant_last_name applicant_address applicant_mail applicant_phone_number " +
		"applicant_concerned_people:bool concerned_civility concerned_first_name concerned_last_name concerned_address concerned_mail concerned_phone_number concerned_link_with_applicant complete:bool " +
		"legitimate_applicant:bool legitimate_request:bool state state_rejection_reason answer_response:text answer_date:date answer_type created_at:at updated_at:at deleted_at:at",
	"treatment_request request_id:ref treatment_id:ref",
	"registry_violation id:id collectivity_id:ref date:date in_progress:bool violation_natures:json origins:json cause concerned_data_nature:json concerned_people_categories:json nb_affected_rows:int " +
		"nb_affected_persons:int potential_impacts_nature:json gravity communication communication_precision:text applied_measures_after_violation:text notification notification_details comment:text " +
		"created_at:at updated_at:at deleted_at:at",
	"treatment_violation violation_id:ref treatment_id:ref", "contractor_violation violation_id:ref contractor_id:ref",
	"registry_mesurement id:id collectivity_id:ref name type description:text cost charge status planification_date:date comment priority manager created_at:at updated_at:at",
	"mesurement_treatment mesurement_id:ref treatment_id:ref",
	"registry_proof id:id collectivity_id:ref name type document comment:text created_at:at updated_at:at deleted_at:at",
	"registry_proof_treatment proof_id:ref treatment_id:ref",
	"maturity_referentiel id:id name:text description:text authorized_collectivity_types:json created_at:at updated_at:at",
	"maturity_domain id:id referentiel_id:ref name color position:int", "maturity_question id:id domain_id:ref name:text position:int optional:bool weight:int",
	"maturity_answer id:id question_id:ref name:text position:int response:int recommendation:text",
	"maturity_survey id:id collectivity_id:ref referentiel_id:ref score:int created_at:at updated_at:at", "answer_survey id:id survey_id:ref answer_id:ref",
	"maturity_optional_answer id:id survey_id:ref question_id:ref reason:text", "maturity id:id survey_id:ref domain_id:ref referentiel_id:ref score:int",
	"conformite_traitement id:id traitement_id:ref creator_id:ref nb_conformes:int nb_non_conformes_mineures:int nb_non_conformes_majeures:int created_at:at updated_at:at",
	"conformite_traitement_question id:id question:text position:int", "conformite_traitement_reponse id:id conformite_traitement_id:ref question_id:ref conforme:bool",
	"conformite_traitement_reponse_action_protection reponse_id:ref mesurement_id:ref",
	"registry_conformite_organisation_processus id:id nom couleur description position:int", "registry_conformite_organisation_question id:id processus_id:ref nom:text position:int",
	"registry_conformite_organisation_evaluation id:id collectivity_id:ref date:date draft:bool created_at:at updated_at:at",
	"registry_conformite_organisation_participant id:id evaluation_id:ref civilite prenom nom_de_famille fonction",
	"registry_conformite_organisation_conformite id:id evaluation_id:ref processus_id:ref conformite:float pilote",
	"registry_conformite_organisation_reponse id:id conformite_id:ref question_id:ref reponse:int reponse_raison",
	"conformite_organisation_conformite_action_protection conformite_id:ref mesurement_id:ref",
	"user_comite_il_contact id:id collectivity_id:ref contact_civility contact_first_name contact_last_name contact_job contact_mail contact_phone_number contact_notification:maybe",
	"aipd_modele id:id nom description created_at:at updated_at:at",
	"aipd_analyse_avis id:id reponse date:date detail",
	"aipd_analyse_impact id:id conformite_traitement_id:ref statut modele_analyse label_amelioration_prevue label_insatisfait label_satisfaisant date_validation:date ready_validation:bool " +
		"is_validated:bool avis_referent_id:ref avis_dpd_id:ref avis_representant_id:ref avis_responsable_id:ref created_at:at updated_at:at",
	"aipd_critere_principe_fondamental id:id modele_analyse_id:ref analyse_impact_id:ref label code reponse visible:bool texte_conformite texte_non_conformite non_applicable justification",
	"aipd_analyse_question_conformite id:id analyse_impact_id:ref reponse_conformite_id:ref question position:int texte_conformite texte_non_conformite_mineure texte_non_conformite_majeure justificatif",
	"aipd_analyse_mesure_protection id:id analyse_impact_id:ref nom nom_court detail poids_vraisemblance:int poids_gravite:int reponse phrase_preconisation",
	"aipd_analyse_scenario_menace id:id analyse_impact_id:ref nom is_visible:bool is_disponibilite:bool is_integreite:bool is_confidentialite:bool vraisemblance gravite precisions",
	"aipd_analyse_mesures_protection_scenarios_menace analyse_scenario_menace_id:ref analyse_mesure_protection_id:ref",
	"document id:id name url:text file size:int pinned:bool is_link:bool created_at:at",
	"login_attempt id:id email ip attempts:int", "reporting_log_journal id:id user_full_name date:at action", "registry_extra id:id label payload:blob",
}

// Schema is the statements that make the tables.
func Schema() string {
	var b strings.Builder
	for _, t := range tables {
		words := strings.Fields(t)
		b.WriteString("DROP TABLE IF EXISTS `" + words[0] + "`;\nCREATE TABLE `" + words[0] + "` (\n")
		for n, w := range words[1:] {
			name, kind, _ := strings.Cut(w, ":")
			if n > 0 {
				b.WriteString(",\n")
			}
			b.WriteString("  `" + name + "` " + types[kind])
		}
		if words[1] == "id:id" {
			b.WriteString(",\n  PRIMARY KEY (`id`)")
		}
		b.WriteString("\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;\n")
	}
	return b.String()
}
