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
	activities []activity
	requests   []pastRequest
	breaches   []pastBreach
	surveys    []pastSurvey
	proofs     []proof
	actions    []pastAction
	accounts   []account
	left       []leftover
	counts     intake.Counts
}

var (
	whyFields  = i18n.T("des champs n’ont pas de place ici", "some fields have no place here")
	whyNowhere = i18n.T("rien ne reçoit encore ces fiches ici", "nothing here takes these records yet")
	whyContact = i18n.T("le nom est repris dans les traitements\u202f; la fiche n’a pas de place ici", "the name is in the activities; the record has no place here")
	whyUnknown = i18n.T("table inconnue de cette reprise", "a table that this import does not know")
	whyMeeting = i18n.T("les membres du comité n’ont pas de place ici", "members of the committee have no place here")
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
		if s := pastSurveyOf(b, all, r); s.problem.Empty() {
			p.surveys = append(p.surveys, s)
			p.rest(tSurvey, s.id, "", s.left)
		} else {
			p.leave(r, s.problem)
		}
	}
	p.take(intake.Surveys, len(p.surveys), len(b[tSurvey])-len(p.surveys))
	for _, r := range b[tProof] {
		f := proofOf(b, r)
		p.proofs = append(p.proofs, f)
		p.rest(tProof, f.id, f.title, f.left)
	}
	p.take(intake.Proofs, len(p.proofs), 0)
	for _, r := range b[tMesurement] {
		a := pastActionOf(b, r)
		p.actions = append(p.actions, a)
		p.rest(tMesurement, a.id, a.name, a.left)
	}
	p.take(intake.Actions, len(p.actions), 0)
	for _, r := range b[tUser] {
		p.accounts = append(p.accounts, accountOf(r))
	}
	p.others(b)
	return p
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

// others lists the records that have no room here.
func (p *outcome) others(b bundle) {
	for _, t := range []struct {
		table, kind string
		why         i18n.Text
		carried     bool // in part, within the activities
	}{
		{tContractor, "contractors", whyContact, true}, {tTool, "tools", whyContact, true},
		{"conformite_traitement", "conformity", whyNowhere, false}, {"conformite_traitement_reponse", "", whyNowhere, false},
		{"registry_conformite_organisation_evaluation", "organisation", whyNowhere, false},
		{"registry_conformite_organisation_conformite", "", whyNowhere, false}, {"registry_conformite_organisation_reponse", "", whyNowhere, false},
		{"aipd_analyse_impact", "assessments", whyNowhere, false}, {"aipd_analyse_scenario_menace", "", whyNowhere, false},
		{"aipd_analyse_mesure_protection", "", whyNowhere, false}, {"aipd_analyse_question_conformite", "", whyNowhere, false},
		{"user_comite_il_contact", "committee", whyMeeting, false},
	} {
		for _, r := range b[t.table] {
			p.leave(r, t.why)
		}
		if n := len(b[t.table]); n > 0 && t.kind != "" {
			c := intake.Count{Found: n, Left: n}
			if t.carried {
				c = intake.Count{Found: n, Taken: n}
			}
			p.counts[t.kind] = c
		}
	}
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
