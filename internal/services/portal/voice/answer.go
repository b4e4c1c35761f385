package voice

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// Reply is what the member does with a matter.
type Reply struct {
	Text    string // the answer; may be empty for a reuse
	Public  bool   // show it, with the answer, on the dataset's page
	Decline bool   // it is not taken; Text says why
}

const maxAnswer = 3000

// Answer closes a matter: the answer goes to whoever wrote it by mail, and is
// shown where the member says so.
func (s *Service) Answer(ctx context.Context, tx access.Tx, id string, r Reply) (Thread, error) {
	const op = "voice.Answer"
	t, err := Get(ctx, tx, id)
	if err != nil {
		return t, err
	}
	if err := tx.May(ctx, access.Publish, t.MemberID); err != nil {
		return t, err
	}
	if t.State != Waiting {
		return t, fault.New(fault.Conflict, op, "Une réponse a déjà été donnée.", "An answer was given already.")
	}
	r.Text = strings.TrimSpace(r.Text)
	if r.Text == "" && (t.Kind != Reuse || r.Decline) || len([]rune(r.Text)) > maxAnswer {
		return t, fault.New(fault.Invalid, op, "Écrivez une réponse, en %[1]d caractères au plus.", "Write an answer, of %[1]d characters at most.", maxAnswer)
	}
	a, err := askerOf(ctx, tx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return t, err
	}
	t.Answer, t.By, t.Closed = r.Text, tx.Scope().Actor().ID, tx.Clock().Now()
	event := EventAnswered
	t.State, t.Public = Answered, r.Public && !r.Decline
	if r.Decline {
		t.State, event = Declined, EventDeclined
	}
	if a.shown && t.Public {
		t.Name = a.name
	}
	if err := save(ctx, tx, t); err != nil {
		return t, err
	}
	if err := tx.Record(ctx, event, t.MemberID, t.ID, map[string]any{"kind": string(t.Kind), "dataset": t.DatasetID, "public": t.Public}); err != nil {
		return t, err
	}
	return t, s.tellAsker(ctx, tx, t, a)
}

// Show puts what was answered before the public, or takes it away.
func (s *Service) Show(ctx context.Context, tx access.Tx, id string, public bool) (Thread, error) {
	t, err := Get(ctx, tx, id)
	if err != nil {
		return t, err
	}
	if err := tx.May(ctx, access.Publish, t.MemberID); err != nil || t.Public == public {
		return t, err
	}
	if t.State != Answered {
		return t, fault.New(fault.Conflict, "voice.Show", "Répondez d’abord\u202f: rien n’est montré au public avant.", "Answer first: nothing is shown to the public before.")
	}
	event := EventHidden
	t.Public, t.Name = public, ""
	if public {
		event = EventShown
		if a, err := askerOf(ctx, tx, id); err == nil && a.shown {
			t.Name = a.name
		} else if err != nil && !fault.Is(err, fault.NotFound) {
			return t, err
		}
	}
	if err := save(ctx, tx, t); err != nil {
		return t, err
	}
	return t, tx.Record(ctx, event, t.MemberID, t.ID, nil)
}

// tellAsker writes to whoever has asked, as long as her address is kept.
func (s *Service) tellAsker(ctx context.Context, tx access.Tx, t Thread, a asker) error {
	if a.sealed == "" || !s.On() {
		return nil
	}
	sealed, err := base64.StdEncoding.DecodeString(a.sealed)
	if err != nil {
		return fault.Wrap("voice.tellAsker", err)
	}
	to, err := s.Sealer.Unseal(sealPurpose, sealed)
	if err != nil { // sealed by another installation: nobody can be told
		return nil
	}
	inside := tx.Elevated("voice")
	d, err := s.Catalogue.Dataset(ctx, inside, t.DatasetID)
	if err != nil {
		return err
	}
	lang := i18n.Lang(a.lang)
	begin := i18n.T("%[1]s a répondu à votre message sur «\u00a0%[2]s\u00a0».", "%[1]s has answered your message about “%[2]s”.", d.Member.Name, d.Title)
	if t.Kind == Reuse {
		begin = i18n.T("%[1]s a accepté la réutilisation que vous avez présentée pour «\u00a0%[2]s\u00a0».", "%[1]s has accepted the reuse that you showed for “%[2]s”.", d.Member.Name, d.Title)
	}
	if t.State == Declined {
		begin = i18n.T("%[1]s n’a pas retenu votre message sur «\u00a0%[2]s\u00a0».", "%[1]s has not taken your message about “%[2]s”.", d.Member.Name, d.Title)
	}
	text := i18n.T("Bonjour,\n\n%[1]s\n", "Hello,\n\n%[1]s\n", begin.In(lang)).In(lang)
	if t.Answer != "" {
		text += "\n" + t.Answer + "\n"
	}
	if t.Public && d.Public {
		text += "\n" + s.PublicURL + d.Path + "#voices\n"
	}
	text += i18n.T("\nVotre adresse sera effacée dans trente jours. Ne répondez pas à ce courriel.\n", "\nYour address will be erased in thirty days. Do not answer this mail.\n").In(lang)
	return mail.Post(ctx, tx, s.Letters, mail.Message{To: string(to), Subject: i18n.T("Réponse à votre message «\u00a0%[1]s\u00a0»", "Answer to your message “%[1]s”", short(oneLine(t.Title))).In(lang), Text: text})
}

// short keeps a subject within what a letter takes.
func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

// tell writes to the managers of the member, or where it has none to the
// operator's open-data officers. say has the dataset's title as its argument.
func (s *Service) tell(ctx context.Context, tx access.Tx, t Thread, subject, say i18n.Text) error {
	if !s.On() {
		return nil
	}
	inside := tx.Elevated("voice")
	d, err := s.Catalogue.Dataset(ctx, inside, t.DatasetID)
	if err != nil {
		return err
	}
	people, err := user.OfMember(ctx, inside, t.MemberID)
	if err != nil {
		return err
	}
	people = having(people, access.Manager)
	if len(people) == 0 {
		operator, err := organisation.Operator(ctx, inside)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			people, err = user.OfMember(ctx, inside, operator.ID)
		}
		if err != nil {
			return err
		}
		people = having(people, access.OpenDataOfficer)
	}
	told := map[string]bool{}
	for _, u := range people {
		to := strings.ToLower(u.Email)
		if to == "" || told[to] || !u.Disabled.IsZero() {
			continue
		}
		told[to] = true
		lang := u.Locale
		if lang == "" {
			lang = i18n.French
		}
		text := i18n.Text{Fr: strings.ReplaceAll(say.Fr, "%[1]s", d.Title), En: strings.ReplaceAll(say.En, "%[1]s", d.Title)}
		m := mail.Message{To: u.Email, Subject: subject.In(lang), Text: text.In(lang) + "\n" + s.PublicURL + Path(d.Member.Siren, t.ID) + "\n"}
		if m.Check() != nil {
			continue // an address that is none: the page tells it
		}
		if err := mail.Post(ctx, tx, s.Letters, m); err != nil {
			return err
		}
	}
	return nil
}

func having(list []user.Colleague, role access.Role) (out []user.Colleague) {
	for _, c := range list {
		if slices.Contains(c.Roles, role) {
			out = append(out, c)
		}
	}
	return out
}

// Erased takes away what was written about a dataset that is erased for personal
// data: it may repeat them.
func erased(ctx context.Context, tx access.Tx, dataset string) error {
	n, err := database.Value[int](ctx, tx, "voice.erased", `select count(*) from voice_thread where dataset_id = $1`, dataset)
	if err != nil || n == 0 {
		return err
	}
	return remove(ctx, tx, `dataset_id = $1`, dataset)
}
