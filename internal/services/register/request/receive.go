package request

import (
	"context"
	"encoding/base32"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/mail"
	"airial/internal/services/register/term"
)

// oldest is how far back, in days, a request may have been received that is only
// taken in today.
const oldest = 730

// Intake is what is known of a request when it comes in.
type Intake struct {
	MemberID   string
	Channel    Channel
	Kinds      []string
	ReceivedOn string // "" is today
	Requester  Requester
	Words      string
	Notes      string
}

// Receive takes a request in. The clock runs from the day on which the body
// received it, whenever it is written down.
func Receive(ctx context.Context, tx access.Tx, in Intake) (Request, error) {
	const op = "request.Receive"
	if err := May(ctx, tx, in.MemberID); err != nil {
		return Request{}, err
	}
	today := access.Today(tx.Clock())
	if in.ReceivedOn == "" {
		in.ReceivedOn = today
	}
	if !term.Valid(in.ReceivedOn) || in.ReceivedOn > today || in.ReceivedOn < term.Add(today, -oldest) {
		return Request{}, needs("received", "La date de réception est un jour passé, de moins de deux ans.", "The day of receipt is a past day, less than two years ago.")
	}
	if err := checkKinds(in.Kinds); err != nil {
		return Request{}, err
	}
	if err := in.Requester.check(); err != nil {
		return Request{}, err
	}
	year, _ := strconv.Atoi(in.ReceivedOn[:4])
	last, err := database.Value[int](ctx, tx, op, `select coalesce(max(number), 0) from register_request where member_id = $1 and year = $2`, in.MemberID, year)
	if err != nil {
		return Request{}, err
	}
	a := tx.Scope().Actor()
	r := Request{ID: tx.NewID(), MemberID: in.MemberID, Year: year, Number: last + 1, Channel: in.Channel, State: Received, Kinds: in.Kinds,
		ReceivedOn: in.ReceivedOn, Requester: in.Requester, Words: in.Words, Notes: in.Notes, Created: tx.Clock().Now(), Changed: tx.Clock().Now(),
		ChangedID: a.ID, ChangedName: a.Name}
	r.Reference = reference(r.ID)
	if r.DueOn, err = term.Of(term.Request).Last(r.ReceivedOn); err != nil {
		return r, fault.Wrap(op, err)
	}
	if err := insert(ctx, tx, r); err != nil {
		return r, err
	}
	return r, note(ctx, tx, r, EventReceived, "", map[string]any{"channel": string(r.Channel), "kinds": r.Kinds, "due": r.DueOn})
}

func checkKinds(kinds []string) error {
	if len(kinds) == 0 {
		return needs("kinds", "Choisissez au moins un droit.", "Choose at least one right.")
	}
	for i, k := range kinds {
		if _, ok := KindOf(k); !ok || slices.Contains(kinds[:i], k) {
			return needs("kinds", "Choisissez les droits dans la liste.", "Choose the rights from the list.")
		}
	}
	return nil
}

// check wants a way to answer.
func (q Requester) check() error {
	switch {
	case q.Name == "":
		return needs("name", "Indiquez le nom de la personne qui demande.", "Give the name of the person who asks.")
	case q.Email == "" && q.Address == "" && q.Phone == "":
		return needs("contact", "Indiquez comment lui répondre\u202f: un courriel, une adresse ou un téléphone.", "Say how to answer: an e-mail address, a postal address or a telephone number.")
	case q.Email != "" && !mail.Plausible(q.Email):
		return needs("email", "Cette adresse de courriel n’en est pas une.", "This is no e-mail address.")
	}
	return nil
}

// alphabet leaves out what is mistaken for something else when it is read aloud.
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// reference is what a requester quotes, made of the random end of an identifier.
func reference(id string) string {
	hex := strings.ReplaceAll(id, "-", "")
	var b [5]byte
	for i := range b {
		n, _ := strconv.ParseUint(hex[len(hex)-10+2*i:len(hex)-8+2*i], 16, 8)
		b[i] = byte(n)
	}
	return alphabet.EncodeToString(b[:])
}
