package madis

import (
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
)

// A proof is a file of a body, and what it proves.
type proof struct {
	id, kind, title, words, file string
	links                        []string
	at                           time.Time
	left                         map[string]string
}

// An account is somebody who had one in Madis. None is opened here: the
// administrator sees the list, with the role that comes nearest.
type account struct {
	name, email, role string
	ours              string // a role of a member; "" for none
	enabled           bool
}

// A leftover is what could not be carried.
type leftover struct {
	table, key, title string
	reason            i18n.Text
	body              map[string]string
}

// An outcome is what becomes of all that concerns a body.
type outcome struct {
	activities   []activity
	requests     []pastRequest
	breaches     []pastBreach
	surveys      []pastSurvey
	proofs       []proof
	actions      []pastAction
	products     []product
	conformities []pastConformity
	assessments  []pastAssessment
	committee    []proof
	accounts     []account
	left         []leftover
	counts       intake.Counts
}

var (
	whyFields  = i18n.T("des champs n’ont pas de place ici", "some fields have no place here")
	whyNowhere = i18n.T("rien ne reçoit encore ces fiches ici", "nothing here takes these records yet")
	whyUnknown = i18n.T("table inconnue de cette reprise", "a table that this import does not know")
	whyOrphan  = i18n.T("la fiche dont elle dépend n’est plus dans la base", "the record that it hangs on is no longer in the database")
)

// planOf reads all that concerns a body. It writes nothing, so that what is
// shown beforehand is what is done.
func planOf(b, library bundle, all []questionnaire) outcome {
	p := outcome{counts: intake.Counts{}}
	for _, r := range b[tTreatment] {
		a := treatment(b, library, r)
		p.activities = append(p.activities, a)
		p.rest(tTreatment, a.id, a.name, a.left)
	}
	p.take(intake.Activities, len(p.activities), 0)
	p.products = products(b)
	for _, one := range p.products {
		p.rest(one.table, one.id, one.name, one.left)
	}
	p.take(intake.Processors, len(p.products), 0)
	for _, r := range b[tRequest] {
		if q := pastRequestOf(b, r); q.problem.Empty() {
			p.requests = append(p.requests, q)
			p.rest(tRequest, q.id, q.request.ReceivedOn, q.left)
		} else {
			p.leave(r, q.problem)
		}
	}
	p.take(intake.Requests, len(p.requests), len(b[tRequest])-len(p.requests))
	for _, r := range b[tViolation] {
		if v := pastBreachOf(b, r); v.problem.Empty() {
			p.breaches = append(p.breaches, v)
			p.rest(tViolation, v.id, v.breach.Title, v.left)
		} else {
			p.leave(r, v.problem)
		}
	}
	p.take(intake.Breaches, len(p.breaches), len(b[tViolation])-len(p.breaches))
	for _, r := range b[tSurvey] {
		p.survey(r, pastSurveyOf(b, all, r))
	}
	for _, r := range b[tProof] {
		f := proofOf(b, r)
		p.proofs = append(p.proofs, f)
		p.rest(tProof, f.id, f.title, f.left)
	}
	p.take(intake.Proofs, len(p.proofs), 0)
	for _, r := range b[tMesurement] {
		a := pastActionOf(b, library, r)
		p.actions = append(p.actions, a)
		p.rest(tMesurement, a.id, a.name, a.left)
	}
	p.take(intake.Actions, len(p.actions), 0)
	for _, r := range b[tUser] {
		p.accounts = append(p.accounts, accountOf(r))
	}
	for _, r := range b[tEvaluation] {
		p.survey(r, pastEvaluationOf(b, all, r))
	}
	p.studies(b, library)
	return p
}

// survey takes a survey, or lists it with its reason.
func (p *outcome) survey(r *record, s pastSurvey) {
	if s.problem.Empty() {
		p.surveys = append(p.surveys, s)
		p.rest(s.table, s.id, "", s.left)
		p.one(s.kind, true)
		return
	}
	p.leave(r, s.problem)
	p.one(s.kind, false)
}

// studies reads what evaluates the treatments, and who sits on the committee.
func (p *outcome) studies(b, library bundle) {
	for _, r := range b[tConformity] {
		c := pastConformityOf(b, library, r)
		p.one(intake.Conformities, c.problem.Empty())
		if !c.problem.Empty() {
			p.leave(r, c.problem)
			continue
		}
		p.conformities = append(p.conformities, c)
		p.rest(tConformity, c.id, c.name, c.left)
	}
	for _, r := range b[tStudy] {
		a := pastAssessmentOf(b, library, r)
		p.one(intake.Assessments, a.problem.Empty())
		if !a.problem.Empty() {
			p.leave(r, a.problem)
			continue
		}
		p.assessments = append(p.assessments, a)
		p.rest(tStudy, a.id, a.brought.Study.Name, a.left)
	}
	for _, r := range b[tCommittee] {
		f := memberOf(r)
		p.committee = append(p.committee, f)
		p.rest(tCommittee, f.id, f.title, f.left)
	}
	p.take(intake.Committee, len(p.committee), 0)
}

// one counts a record.
func (p *outcome) one(kind string, taken bool) {
	c := p.counts[kind]
	c.Found++
	if taken {
		c.Taken++
	} else {
		c.Left++
	}
	p.counts[kind] = c
}

func (p *outcome) take(kind string, taken, left int) {
	if taken+left > 0 {
		p.counts[kind] = intake.Count{Found: taken + left, Taken: taken, Left: left}
	}
}

func (p *outcome) rest(table, key, title string, left map[string]string) {
	if len(left) > 0 {
		p.left = append(p.left, leftover{table, key, title, whyFields, left})
	}
}

// leave lists a record whole.
func (p *outcome) leave(r *record, why i18n.Text) {
	title := or(r.values["name"], or(r.values["nom"], or(r.values["date"], r.key)))
	p.left = append(p.left, leftover{r.table, r.key, cut(oneLine(title), 200), why, r.values})
}

var proofKinds = map[string]string{"policy_management": "Politique de gestion", "policy_protection": "Politique de protection",
	"concerned_people_request": "Demande de personne concernée", "mesurement": "Action de protection", "certification": "Attestation",
	"it_charter": "Charte informatique", "deliberation": "Délibération", "contract": "Contrat", "sensitization": "Sensibilisation",
	"balance_sheet": "Bilan", "other": "Autre"}

func proofOf(b bundle, r *record) proof {
	kind := r.get("type")
	f := proof{id: r.key, kind: or(proofKinds[kind], kind), title: cut(or(oneLine(r.get("name")), "Justificatif"), 300), words: r.get("comment"),
		file: base(r.get("document")), at: r.at("created_at")}
	for _, l := range []struct{ join, column, table, word string }{
		{"registry_proof_treatment", "treatment_id", tTreatment, "traitement"}, {"registry_proof_contractor", "contractor_id", tContractor, "sous-traitant"},
		{"registry_proof_mesurement", "mesurement_id", tMesurement, "action"}, {"tool_proof", "tool_id", tTool, "logiciel"},
		{"registry_proof_request", "request_id", tRequest, "demande"}, {"registry_proof_violation", "violation_id", tViolation, "violation"},
	} {
		for _, x := range b.joined(l.join, "proof_id", r.key, l.column, l.table) {
			words := or(oneLine(x.values["name"]), x.values["date"])
			f.links = append(f.links, cut(l.word+"\u202f: "+words, 300))
		}
	}
	r.skip("collectivity_id", "creator_id", "updated_at", "deleted_at")
	f.left = r.rest()
	return f
}

// memberOf is somebody who sits on the committee of a body.
func memberOf(r *record) proof {
	f := proof{id: r.key, kind: intake.CommitteeKind}
	civility := map[string]string{"m": "M.", "mme": "Mme"}[r.get("contact_civility")]
	f.title = cut(or(joined(" ", civility, r.get("contact_first_name"), r.get("contact_last_name")), "Membre du comité"), 300)
	f.words = joined(", ", r.get("contact_job"), r.get("contact_mail"), r.get("contact_phone_number"))
	r.skip("collectivity_id", "contact_notification", "created_at", "updated_at")
	f.left = r.rest()
	return f
}

// base is the name of a file without its folders.
func base(s string) string {
	s = strings.ReplaceAll(s, `\`, "/")
	return s[strings.LastIndexByte(s, '/')+1:]
}

var roles = map[string]string{"ROLE_PREVIEW": "reader", "ROLE_USER": "depositor"}

func accountOf(r *record) account {
	a := account{name: oneLine(r.get("first_name") + " " + r.get("last_name")), email: r.get("email"), enabled: r.is("enabled") && r.get("deleted_at") == ""}
	for _, role := range r.list("roles") {
		a.role = role
		if ours := roles[role]; ours != "" {
			a.ours = ours
		}
	}
	return a
}
