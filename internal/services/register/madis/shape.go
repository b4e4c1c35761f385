package madis

import "airial/internal/platform/i18n"

// A shape says what a table of Madis holds and to whom its rows belong.
type shape struct {
	what i18n.Text // in the plural
	// parent is the column that leads to the owner, in the table of; a body
	// when of is "". A table without parent belongs to no body.
	parent string
	of     string
	key    string // the primary key, where it is not id
	// drop are columns that are never read.
	drop []string
	// skip says why a table is not read at all; its rows are counted.
	skip i18n.Text
}

const (
	tStructure  = "user_collectivity"
	tUser       = "user_user"
	tTreatment  = "registry_treatment"
	tShelfLife  = "registry_treatment_shelf_life"
	tDataOf     = "registry_assoc_treatment_data_category"
	tData       = "registry_treatment_data_category"
	tContractor = "registry_contractor"
	tRequest    = "registry_request"
	tViolation  = "registry_violation"
	tMesurement = "registry_mesurement"
	tProof      = "registry_proof"
	tTool       = "registry_tool"
	tService    = "registry_service"
	tSurvey     = "maturity_survey"
	tReference  = "maturity_referentiel"
	tDomain     = "maturity_domain"
	tQuestion   = "maturity_question"
	tAnswer     = "maturity_answer"
	tAnswered   = "answer_survey"
	tOptional   = "maturity_optional_answer"
	tScore      = "maturity"
	tDocument   = "document"
	tCommittee  = "user_comite_il_contact"
	tStudy      = "aipd_analyse_impact"
)

var (
	traces  = i18n.T("trace technique de Madis, sans valeur au registre", "technical trace of Madis, worth nothing in a register")
	letters = i18n.T("notifications de Madis, sans valeur au registre", "notifications of Madis, worth nothing in a register")
	copies  = i18n.T("suivi des duplications\u202f: les modèles en tiennent lieu", "record of duplications: models stand in for it")
)

func own(fr, en string) shape { return shape{what: i18n.T(fr, en), parent: "collectivity_id"} }

func of(table, column string) shape { return shape{of: table, parent: column} }

// shapes are the tables that are known.
var shapes = map[string]shape{
	tStructure: {what: i18n.T("collectivités", "bodies"), key: "id"},
	tUser: {what: i18n.T("comptes", "accounts"), parent: "collectivity_id",
		drop: []string{"password", "forget_password_token", "sso_key", "last_login"}},
	tTreatment:  own("traitements", "processing activities"),
	tContractor: own("sous-traitants", "processors"),
	tRequest:    own("demandes", "requests"),
	tViolation:  own("violations", "breaches"),
	tMesurement: own("actions", "actions"),
	tProof:      own("justificatifs", "proofs"),
	tTool:       own("logiciels et supports", "software and media"),
	tService:    own("services", "departments"),
	tSurvey:     own("évaluations de maturité", "maturity surveys"),
	"registry_conformite_organisation_evaluation": own("évaluations de la structure", "assessments of the body"),
	"user_comite_il_contact":                      own("membres du comité Informatique et Libertés", "members of the data-protection committee"),

	tShelfLife:                   of(tTreatment, "treatment_id"),
	tDataOf:                      of(tTreatment, "treatment_id"),
	"treatment_contractor":       of(tTreatment, "treatment_id"),
	"tool_treatment":             of(tTreatment, "treatment_id"),
	"tool_contractor":            of(tTool, "tool_id"),
	"treatment_request":          of(tRequest, "request_id"),
	"treatment_violation":        of(tViolation, "violation_id"),
	"contractor_violation":       of(tViolation, "violation_id"),
	"mesurement_treatment":       of(tMesurement, "mesurement_id"),
	"mesurement_contractor":      of(tMesurement, "mesurement_id"),
	"mesurement_request":         of(tMesurement, "mesurement_id"),
	"mesurement_violation":       of(tMesurement, "mesurement_id"),
	"tool_mesurement":            of(tMesurement, "mesurement_id"),
	"registry_proof_treatment":   of(tProof, "proof_id"),
	"registry_proof_contractor":  of(tProof, "proof_id"),
	"registry_proof_mesurement":  of(tProof, "proof_id"),
	"registry_proof_request":     of(tProof, "proof_id"),
	"registry_proof_violation":   of(tProof, "proof_id"),
	"tool_proof":                 of(tProof, "proof_id"),
	"registry_service_user":      of(tUser, "user_id"),
	"user_collectivite_referent": of(tUser, "user_id"),

	tAnswered:                  of(tSurvey, "survey_id"),
	tScore:                     of(tSurvey, "survey_id"),
	tOptional:                  of(tSurvey, "survey_id"),
	"mesurement_answer_survey": of(tAnswered, "answer_survey_id"),

	"conformite_traitement":                                    {what: i18n.T("conformités de traitements", "conformity of activities"), of: tTreatment, parent: "traitement_id"},
	"conformite_traitement_reponse":                            of("conformite_traitement", "conformite_traitement_id"),
	"conformite_traitement_reponse_action_protection":          of("conformite_traitement_reponse", "reponse_id"),
	"conformite_traitement_reponse_action_protection_not_seen": of("conformite_traitement_reponse", "reponse_id"),
	"registry_conformite_organisation_conformite":              of("registry_conformite_organisation_evaluation", "evaluation_id"),
	"registry_conformite_organisation_participant":             of("registry_conformite_organisation_evaluation", "evaluation_id"),
	"registry_conformite_organisation_reponse":                 of("registry_conformite_organisation_conformite", "conformite_id"),
	"conformite_organisation_conformite_action_protection":     of("registry_conformite_organisation_conformite", "conformite_id"),
	"aipd_analyse_impact":                                      {what: i18n.T("analyses d’impact", "impact assessments"), of: "conformite_traitement", parent: "conformite_traitement_id"},
	"aipd_analyse_scenario_menace":                             of("aipd_analyse_impact", "analyse_impact_id"),
	"aipd_analyse_mesure_protection":                           of("aipd_analyse_impact", "analyse_impact_id"),
	"aipd_analyse_question_conformite":                         of("aipd_analyse_impact", "analyse_impact_id"),
	"aipd_critere_principe_fondamental":                        of("aipd_analyse_impact", "analyse_impact_id"), // those of models hang on none
	"aipd_analyse_mesures_protection_scenarios_menace":         of("aipd_analyse_scenario_menace", "analyse_scenario_menace_id"),

	tData:      {what: i18n.T("catégories de données", "categories of data"), key: "code"},
	tReference: {what: i18n.T("référentiels de maturité", "maturity questionnaires")},
	tDomain:    {}, tQuestion: {}, tAnswer: {},
	tDocument:  {what: i18n.T("documents de l’espace documentaire", "documents of the document space")},
	"category": {}, "document_categories": {},
	"maturity_referentiel_collectivity": {}, "conformite_traitement_question": {},
	"registry_conformite_organisation_processus": {}, "registry_conformite_organisation_question": {},
	"aipd_modele": {what: i18n.T("modèles d’analyse d’impact", "models of impact assessments")}, "aipd_modele_analyse_collectivity": {},
	"aipd_modele_mesure_protection": {}, "aipd_modele_question_conformite": {}, "aipd_modele_scenario_menace": {},
	"aipd_modele_scenario_menace_mesure_protection": {}, "aipd_analyse_avis": {},
	"aipd_mesure_protection": {}, "aipd_scenario_menace_mesure_protection": {}, "analyse_mesure_protection_analyse_scenario_menace": {},
	"registry_public_configuration": {what: i18n.T("réglages du registre public", "settings of the public register")},

	"login_attempt": {skip: traces}, "reporting_log_journal": {skip: traces}, "log_journal": {skip: traces},
	"migration_versions": {skip: traces}, "doctrine_migration_versions": {skip: traces}, "messenger_messages": {skip: traces},
	"sessions": {skip: traces}, "user_favorite_documents": {skip: traces}, "test_registry": {skip: traces}, "test_assoc": {skip: traces},
	"notification": {skip: letters}, "notification_user": {skip: letters}, "notification_mail_parameters": {skip: letters},
	"user_notification_preference": {skip: letters},
	"admin_duplication":            {skip: copies}, "admin_duplicated_object": {skip: copies}, "admin_duplication_collectivity": {skip: copies},
}

// keyOf is the column by which the rows of a table are named; "" for tables
// that only join others.
func keyOf(table string, has func(string) bool) string {
	if k := shapes[table].key; k != "" {
		return k
	}
	if has("id") {
		return "id"
	}
	return ""
}
