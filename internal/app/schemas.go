package app

import (
	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/handover"
	"airial/internal/commons/help"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/people"
	"airial/internal/commons/piece"
	"airial/internal/commons/succession"
	"airial/internal/commons/user"
	"airial/internal/commons/webhook"
	"airial/internal/platform/backup"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/quota"
	"airial/internal/services/check"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/internal/services/clear/redaction"
	"airial/internal/services/draft"
	"airial/internal/services/duty"
	"airial/internal/services/gather"
	elsewhere "airial/internal/services/harvest/copies"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/harvest/inbound"
	"airial/internal/services/nothing"
	"airial/internal/services/opendata"
	"airial/internal/services/portal/label"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/named"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// Schemas lists the rooms' parts of the database, each after those whose rows
// it names.
func Schemas() []database.Schema {
	return []database.Schema{
		jobs.Schema,
		journal.Schema,
		keys.Schema,
		quota.Schema,
		backup.Schema,
		organisation.Schema,
		access.Schema,
		user.Schema,
		webhook.Schema,
		piece.Schema,
		life.Schema,
		help.Schema,
		people.Schema,
		check.Schema,
		clear.Schema,
		redaction.Schema,
		plans.Schema,
		opendata.Schema,
		draft.Schema,
		nothing.Schema,
		duty.Schema,
		inbound.Schema,
		gather.Schema,
		succession.Schema,
		handover.Schema,
		adhesion.Schema,
		model.Schema,
		paper.Schema,
		activity.Schema,
		assessment.Schema,
		request.Schema,
		breach.Schema,
		advice.Schema,
		maturity.Schema,
		designation.Schema,
		processor.Schema,
		plan.Schema,
		intake.Schema,
		cockpit.Schema,
		named.Schema,
		datagouv.Schema,
		elsewhere.Schema,
		label.Schema,
	}
}
