package intake

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// The kinds of what imports make, as items and counts name them.
const (
	Activities     = "activities"
	Models         = "models"
	Requests       = "requests"
	Breaches       = "breaches"
	Surveys        = "surveys"
	Questionnaires = "questionnaires"
	Proofs         = "proofs"
	Actions        = "actions"
	Processors     = "processors"
	Catalogue      = "catalogue" // entries of the catalogue of processors
	Conformities   = "conformity"
	Organisations  = "organisation"
	Assessments    = "assessments"
	Committee      = "committee"
)

// CommitteeKind is the kind of the files that stand for the members of a
// data-protection committee.
const CommitteeKind = "Comité Informatique et Libertés"

// Usual are the kinds that the register has.
func Usual() Holds {
	return Holds{
		{Kind: Activities, Label: i18n.T("traitements", "processing activities"), Mark: markActivity, Remove: removeActivity, Restore: restoreActivity, Bears: 1,
			Count: counting(`select count(*) from register_instance where kind = 'activity' and retired_at = 0 and member_id = $1`)},
		{Kind: Requests, Label: i18n.T("demandes", "requests"), Mark: request.Mark, Remove: request.Remove, Count: counting(`select count(*) from register_request where member_id = $1`)},
		{Kind: Breaches, Label: i18n.T("violations", "breaches"), Mark: breach.Mark, Remove: breach.Remove,
			Count: counting(`select count(*) from register_breach where exercise = 0 and member_id = $1`)},
		{Kind: Surveys, Label: i18n.T("évaluations de maturité", "maturity surveys"), Mark: maturity.Mark, Remove: maturity.Remove,
			Count: surveys(maturity.Maturity)},
		{Kind: Conformities, Label: i18n.T("conformités de traitements", "conformity of activities"), Mark: maturity.Mark, Remove: maturity.Remove, Count: surveys(maturity.Processing)},
		{Kind: Organisations, Label: i18n.T("évaluations de la structure", "evaluations of the body"), Mark: maturity.Mark, Remove: maturity.Remove, Count: surveys(maturity.Organisation)},
		{Kind: Assessments, Label: i18n.T("analyses d’impact", "impact assessments"), Mark: assessment.Mark, Remove: assessment.Remove,
			Count: counting(`select count(*) from register_assessment where member_id = $1`)},
		{Kind: Processors, Label: i18n.T("sous-traitants, logiciels et supports", "processors, software and media"), Mark: processor.Mark, Remove: processor.Remove, Bears: 2,
			Count: counting(`select count(*) from register_instance where kind = 'processor' and retired_at = 0 and member_id = $1`)},
		{Kind: Actions, Label: i18n.T("actions", "actions"), Mark: plan.Mark, Remove: plan.Remove, Count: counting(`select count(*) from register_action where member_id = $1`)},
		{Kind: Proofs, Label: i18n.T("justificatifs", "proofs"), Mark: markFile, Remove: RemoveFile,
			Count: counting(`select count(*) from register_import_file where member_id = $1 and kind <> '` + CommitteeKind + `'`)},
		{Kind: Committee, Label: i18n.T("membres du comité Informatique et Libertés", "members of the data-protection committee"), Mark: markFile, Remove: RemoveFile,
			Count: counting(`select count(*) from register_import_file where member_id = $1 and kind = '` + CommitteeKind + `'`)},
		{Kind: Models, Label: i18n.T("modèles", "models"), Mark: model.MarkModel, Remove: model.RemoveModel},
		{Kind: Catalogue, Label: i18n.T("entrées du catalogue des sous-traitants", "entries of the catalogue of processors"), Mark: model.MarkModel, Remove: model.RemoveModel},
		{Kind: Questionnaires, Label: i18n.T("questionnaires", "questionnaires"), Mark: func(ctx context.Context, tx access.Tx, id string) (string, error) {
			name, version := splitVersion(id)
			return maturity.MarkQuestionnaire(ctx, tx, name, version)
		}, Remove: func(ctx context.Context, tx access.Tx, id string) error {
			name, version := splitVersion(id)
			return maturity.RemoveQuestionnaire(ctx, tx, name, version)
		}},
	}
}

func counting(query string) func(context.Context, access.Tx, string) (int, error) {
	return func(ctx context.Context, tx access.Tx, member string) (int, error) {
		return database.Value[int](ctx, tx, "intake.count", query, member)
	}
}

func surveys(of string) func(context.Context, access.Tx, string) (int, error) {
	return func(ctx context.Context, tx access.Tx, member string) (int, error) {
		return maturity.Count(ctx, tx, member, of)
	}
}

// VersionID names a version of a questionnaire as a record.
func VersionID(name string, version int) string { return fmt.Sprintf("%s@%d", name, version) }

func splitVersion(id string) (string, int) {
	name, v, _ := strings.Cut(id, "@")
	version, _ := strconv.Atoi(v)
	return name, version
}

// markActivity also tells whether notices of information were made of it.
func markActivity(ctx context.Context, tx access.Tx, id string) (string, error) {
	mark, err := model.Mark(ctx, tx, id)
	if err != nil || mark == "" {
		return mark, err
	}
	n, err := database.Value[int](ctx, tx, "intake.markActivity", `select count(*) from register_notice where instance_id = $1`, id)
	return fmt.Sprintf("%s/%d", mark, n), err
}

// removeActivity leaves an activity of which an assessment is there: somebody
// has worked on that since.
func removeActivity(ctx context.Context, tx access.Tx, id string) error {
	const op = "intake.removeActivity"
	n, err := database.Value[int](ctx, tx, op, `select count(*) from register_assessment where activity_id = $1`, id)
	if err == nil && n > 0 {
		err = fault.New(fault.Conflict, op, "Une analyse d’impact étudie ce traitement.", "An impact assessment studies this activity.")
	}
	if err != nil {
		return err
	}
	return model.Remove(ctx, tx, id)
}

func restoreActivity(ctx context.Context, tx access.Tx, i Item) error {
	before, err := model.Decode(i.Before)
	if err != nil {
		return err
	}
	f, err := model.Read(ctx, tx, i.RecordID)
	if err != nil {
		return err
	}
	_, err = model.Edit(ctx, tx, activity.Spec, i.RecordID, f.Rev, before)
	return err
}

func markFile(ctx context.Context, tx access.Tx, id string) (string, error) {
	n, err := database.Value[int](ctx, tx, "intake.markFile", `select count(*) from register_import_file where id = $1`, id)
	if err != nil || n == 0 {
		return "", err
	}
	return "1", nil
}
