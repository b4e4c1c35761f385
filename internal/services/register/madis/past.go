package madis

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/request"
)

// A pastRequest is a request, with the treatments that it concerns.
type pastRequest struct {
	id         string
	request    request.Request
	treatments []string
	left       map[string]string
	problem    i18n.Text // why it cannot be carried; empty when it can
}

var objects = map[string]string{"correct": "rectification", "delete": "erasure", "withdraw_consent": "withdrawal", "access": "access",
	"data_portability": "portability", "limit_treatment": "restriction", "opposite_treatment": "objection", "other": "information"}

var requestStates = map[string]request.State{"to_treat": request.Received, "awaiting_confirmation": request.Identity, "on_request": request.Examining,
	"awaiting_service": request.Examining, "completed_closed": request.Closed, "denied": request.Closed}

var answeredBy = map[string]string{"mail": "mail", "postal": "letter", "direct": "hand"}

func person(r *record, prefix string) (name, address, mail, phone string) {
	civility := map[string]string{"m": "M.", "mme": "Mme"}[r.get(prefix+"civility")]
	name = oneLine(civility + " " + r.get(prefix+"first_name") + " " + r.get(prefix+"last_name"))
	if r.get(prefix+"first_name")+r.get(prefix+"last_name") == "" {
		name = ""
	}
	return name, r.get(prefix + "address"), r.get(prefix + "mail"), r.get(prefix + "phone_number")
}

// pastRequestOf reads a request about rights.
func pastRequestOf(b bundle, r *record) pastRequest {
	p := pastRequest{id: r.key}
	q := request.Request{Channel: request.ByLetter, ReceivedOn: r.day("date"), Created: r.at("created_at"), Changed: r.at("updated_at")}
	q.Requester.Name, q.Requester.Address, q.Requester.Email, q.Requester.Phone = person(r, "applicant_")
	if name, address, mail, phone := person(r, "concerned_"); !r.is("applicant_concerned_people") && name != "" {
		q.Requester.For = cut(strings.Join(slices.DeleteFunc([]string{name, r.get("concerned_link_with_applicant"), address, mail, phone}, func(s string) bool { return s == "" }), ", "), 500)
	}
	r.skip("concerned_link_with_applicant")
	if q.Requester.Name == "" {
		q.Requester.Name = "Demandeur non nommé"
	}
	if q.Requester.Email != "" {
		q.Channel = request.ByMail
	}
	object := r.get("object")
	q.Kinds = []string{or(objects[object], "information")}
	q.Words = r.get("reason")
	var say notes
	if object == "other" || objects[object] == "" {
		say.add("Objet dans Madis", or(r.get("other_object"), or(object, "non précisé")))
	} else {
		say.add("Autre objet", r.get("other_object"))
	}
	for _, f := range []struct{ column, yes, no string }{
		{"complete", "demande complète", "demande incomplète"}, {"legitimate_applicant", "demandeur légitime", "demandeur non vérifié"},
		{"legitimate_request", "demande légitime", "demande non vérifiée"},
	} {
		if r.is(f.column) {
			say.lines = append(say.lines, f.yes)
		} else {
			say.lines = append(say.lines, f.no)
		}
	}
	if s := serviceOf(b, r); s != "" {
		say.add("Service", s)
	}
	if d := r.day("deleted_at"); d != "" {
		say.add("Archivée dans Madis le", d)
	}
	q.Notes = say.String()
	q.State = requestStates[r.get("state")]
	if q.State == "" {
		q.State = request.Received
	}
	q.Answer, q.AnsweredBy = r.get("answer_response"), answeredBy[r.get("answer_type")]
	ended := r.day("answer_date")
	switch {
	case q.State == request.Closed:
		q.Outcome = request.Granted
		if r.get("state") == "denied" {
			q.Outcome, q.Ground = request.Refused, "other"
		}
		q.ClosedOn = ended
		if q.ClosedOn == "" {
			q.ClosedOn = r.day("updated_at")
		}
		if q.ClosedOn == "" || q.ClosedOn < q.ReceivedOn {
			q.ClosedOn = q.ReceivedOn
		}
	case q.State == request.Identity:
		q.IdentityOn = q.ReceivedOn
	}
	q.Reason = r.get("state_rejection_reason")
	for _, j := range b.where("treatment_request", "request_id", r.key) {
		p.treatments = append(p.treatments, j.values["treatment_id"])
	}
	if q.ReceivedOn == "" {
		p.problem = i18n.T("la demande n’a pas de date", "the request has no date")
	}
	r.skip("collectivity_id", "creator_id", "service_id", "updated_by")
	p.request, p.left = q, r.rest()
	return p
}

// A pastBreach is a violation.
type pastBreach struct {
	id      string
	breach  breach.Breach
	left    map[string]string
	problem i18n.Text
}

// What the dictionaries of violations say, and the answers of our form.
var (
	breachNatures = map[string]string{"lost_stolen_equipement": "lost-device", "lost_stolen_paper": "lost-paper", "lost_opened_mail": "mail-lost",
		"hack": "hacking", "trash_confidential_document": "discarded", "trash_confidential_device": "discarded", "non_voluntary_publication": "published",
		"bad_people_data_display": "wrong-person", "bad_recipient": "wrong-recipient", "verbally_disclosed": "spoken"}
	breachCauses = map[string]string{"internal_malicious": "inside-malice", "internal_accidental": "inside-accident", "external_malicious": "outside-malice",
		"external_accidental": "outside-accident", "unknown": "unknown"}
	breachData = map[string]string{"civil_status": "identity", "social_number": "nir", "contact": "contact", "indentification_access": "login",
		"identification_access": "login", "financial": "money", "official_document": "papers", "location": "location",
		"offenses_convictions_security": "offences", "unknown": "unknown"}
	breachSensitive = map[string]string{"racial_ethnic": "origin", "political": "politics", "philosophical_religious": "belief",
		"trade_union_membership": "union", "sexual_orientation": "sexual", "health": "health", "biometric": "biometric", "genetic": "genetic"}
	breachPeople = map[string]string{"employee": "staff", "user": "users", "member": "subscribers", "student": "pupils", "customer": "users",
		"patient": "patients", "minor": "minors", "vulnerable": "vulnerable", "not_determined": "unknown"}
	breachImpacts = map[string]string{"loss_control_personal_data": "control", "limitation_right": "rights", "discrimination": "discrimination",
		"identity_theft": "theft", "fraud": "fraud", "unauthorized_pseudo_lifting": "unmasked", "financial_losses": "money",
		"reputation_damage": "reputation", "loss_professional_confidentiality": "secrecy"}
	breachGravity = map[string]string{"negligible": "1", "limited": "2", "important": "3", "maximum": "4"}
)

// pastBreachOf reads a violation. Madis knows the day on which it was noticed
// and no hour: the clock begins with that day.
func pastBreachOf(b bundle, r *record) pastBreach {
	p := pastBreach{id: r.key}
	day := r.day("date")
	v := breach.Breach{State: breach.Closed, Answers: breach.Answers{}, Created: r.at("created_at"), Changed: r.at("updated_at")}
	if r.is("in_progress") {
		v.State = breach.Open
	}
	if day == "" {
		p.problem = i18n.T("la violation n’a pas de date", "the breach has no date")
	} else {
		local := i18n.Local(time.Time{}).Location()
		v.Aware, _ = time.ParseInLocation(time.DateOnly, day, local)
		v.Aware = v.Aware.UTC()
	}
	var say notes
	put := func(question string, known map[string]string, label string, given []string) {
		for _, g := range given {
			if ours := known[g]; ours == "" {
				say.add(label, g)
			} else if !slices.Contains(v.Answers[question], ours) {
				v.Answers[question] = append(v.Answers[question], ours)
			}
		}
	}
	same := map[string]string{"confidentiality": "confidentiality", "integrity": "integrity", "availability": "availability"}
	put("losses", same, "Nature", append(r.list("violation_natures"), r.list("violation_nature")...))
	put("nature", breachNatures, "Origine", r.list("origins"))
	put("cause", breachCauses, "Cause", r.list("cause"))
	for _, d := range r.list("concerned_data_nature") {
		if breachSensitive[d] != "" {
			put("sensitive", breachSensitive, "", []string{d})
		} else {
			put("plain", breachData, "Données", []string{d})
		}
	}
	put("people", breachPeople, "Personnes", r.list("concerned_people_categories"))
	put("impacts", breachImpacts, "Effets", r.list("potential_impacts_nature"))
	put("severity", breachGravity, "Gravité", r.list("gravity"))
	for column, question := range map[string]string{"nb_affected_rows": "records", "nb_affected_persons": "persons"} {
		if n, err := strconv.Atoi(r.get(column)); err == nil && n >= 0 && n <= 1_000_000_000 {
			v.Answers[question] = []string{strconv.Itoa(n)}
		}
	}
	if after := r.get("applied_measures_after_violation"); after != "" {
		v.Answers["after"] = []string{after}
	}
	var names []string
	for _, c := range b.joined("contractor_violation", "violation_id", r.key, "contractor_id", tContractor) {
		names = append(names, oneLine(c.get("name")))
	}
	if len(names) > 0 {
		v.Answers["processors"] = []string{strings.Join(names, ", ")}
	}
	notified(r, &v, &say)
	comment := r.get("comment")
	if s := serviceOf(b, r); s != "" {
		say.add("Service", s)
	}
	if d := r.day("deleted_at"); d != "" {
		say.add("Archivée dans Madis le", d)
	}
	if story := strings.TrimSpace(comment + "\n\n" + say.String()); story != "" {
		v.Answers["story"] = []string{story}
	}
	v.Title = "Violation du " + day
	if comment != "" {
		v.Title = cut(oneLine(comment), 100)
	}
	if v.State == breach.Closed {
		v.ClosedAt = v.Changed
		if v.ClosedAt.Before(v.Aware) {
			v.ClosedAt = v.Aware
		}
	}
	r.skip("collectivity_id", "creator_id", "service_id", "updated_by")
	for _, j := range b.where("treatment_violation", "violation_id", r.key) {
		if t := b.one(tTreatment, j.values["treatment_id"]); t != nil {
			v.Answers["story"] = []string{strings.TrimSpace(strings.Join(v.Answers["story"], "") + "\nTraitement concerné\u202f: " + oneLine(t.get("name")))}
		}
	}
	p.breach, p.left = v, r.rest()
	return p
}

// notified reads what was decided. Madis has no day of the notification: it
// stays open here, and the reason says what was written there.
func notified(r *record, v *breach.Breach, say *notes) {
	details := r.get("notification_details")
	list := r.list("notification")
	const from = "Repris de Madis"
	for _, n := range list {
		switch n {
		case "cnil":
			v.Notify, v.NotifyWhy = breach.Yes, from+", sans date de notification"
		case "no_notif":
			if v.Notify == breach.Undecided {
				v.Notify, v.NotifyWhy = breach.No, from
			}
		case "cross_border":
			v.Answers["abroad"] = []string{"1"}
		default:
			say.add("Autre autorité prévenue", n)
		}
	}
	say.add("Notification", details)
	why := or(r.get("communication_precision"), from)
	switch r.get("communication") {
	case "yes":
		v.Tell, v.TellWhy = breach.Yes, why
	case "no":
		v.Tell, v.TellWhy = breach.No, why
	default:
		say.add("Communication aux personnes", r.get("communication_precision"))
	}
}
