package maturity

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named: what is written
// beside answers.
func Naming() []named.Table {
	return []named.Table{
		{Name: "register_survey_note", Label: i18n.T("Note d’une évaluation", "Note of a survey"), Key: []string{"survey_id", "name"}, Member: "member_id",
			Title: "t.name", Columns: named.C("words"), Silent: []string{"survey_id", "member_id", "name"}, Href: func(siren, _, _ string) string { return Path(siren) }},
		{Name: "register_questionnaire", Label: i18n.T("Questionnaire", "Questionnaire"), Key: []string{"name", "version"}, Numbers: []string{"version"}, Title: "t.name", Columns: named.C("body"), Silent: []string{"name"}},
		{Name: "register_survey", Silent: []string{"id", "member_id", "questionnaire", "state", "subject"}},
		{Name: "register_survey_answer", Silent: []string{"survey_id", "member_id", "question"}},
		{Name: "register_survey_score", Silent: []string{"survey_id", "member_id", "domain"}},
	}
}
