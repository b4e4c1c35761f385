package mail

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/fault"
)

// Message is a letter: one recipient, one subject line, plain text.
type Message struct {
	To      string `json:"to"` // "mairie@exemple.fr", without a name
	Subject string `json:"subject"`
	Text    string `json:"text"`
	// Unsubscribe is the address to which a mail program posts when its reader
	// wants no more of these letters (RFC 8058); "" for letters that she asked for
	// one by one.
	Unsubscribe string `json:"unsubscribe,omitempty"`
	// About names what the letter is about to the room that wrote it, which is told
	// when the mail server refuses it for good; "" for nobody.
	About string `json:"about,omitempty"`
	Thread
}

// A Thread makes a letter the answer to others, and says where answers to it go.
// Names of letters stand without their angle brackets.
type Thread struct {
	ReplyTo    string   `json:"reply_to,omitempty"`    // a bare address
	InReplyTo  string   `json:"in_reply_to,omitempty"` // the letter that is answered
	References []string `json:"references,omitempty"`  // those before it, the first first
}

// Limits of a letter, in bytes of UTF-8.
const (
	maxSubject = 200
	maxText    = 64 << 10
)

// Check refuses what is no letter: an address that is not one, a subject that
// would begin another header line, an empty text.
func (m Message) Check() error {
	const op = "mail.Check"
	if !Plausible(m.To) {
		return fault.New(fault.Invalid, op, "L’adresse du destinataire n’a pas la forme «\u00a0nom@domaine.fr\u00a0».",
			"The recipient’s address does not look like “name@domain.fr”.")
	}
	if m.Subject == "" || len(m.Subject) > maxSubject || !oneLine(m.Subject) {
		return fault.New(fault.Invalid, op, "L’objet d’un message tient sur une ligne de %[1]d octets au plus.",
			"The subject of a message is one line of at most %[1]d bytes.", maxSubject)
	}
	if u, err := url.Parse(m.Unsubscribe); m.Unsubscribe != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || !oneLine(m.Unsubscribe)) {
		return fault.New(fault.Invalid, op, "L’adresse de désinscription n’en est pas une.", "The address for unsubscribing is none.")
	}
	if m.Text == "" || len(m.Text) > maxText || !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0) {
		return fault.New(fault.Invalid, op, "Le texte d’un message compte de 1 à %[1]d octets.",
			"The text of a message has 1 to %[1]d bytes.", maxText)
	}
	if m.ReplyTo != "" && !Plausible(m.ReplyTo) {
		return fault.New(fault.Invalid, op, "L’adresse de réponse n’a pas la forme «\u00a0nom@domaine.fr\u00a0».", "The address for answers does not look like “name@domain.fr”.")
	}
	for _, name := range append(m.References, m.InReplyTo) {
		if name != "" && !IsName(name) {
			return fault.New(fault.Invalid, op, "Le message auquel il est répondu n’a pas de nom valable.", "The letter that is answered has no sound name.")
		}
	}
	return nil
}

// IsName tells whether a text can name a letter (RFC 5322 msg-id, without its
// angle brackets).
func IsName(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && at < len(s)-1 && len(s) <= 250 && oneLine(s) && !strings.ContainsAny(s, " <>,;\"")
}

// Plausible tells whether a text is one bare address (RFC 5322 addr-spec). Only
// a letter can tell whether somebody reads there.
func Plausible(address string) bool {
	if len(address) > 254 || !oneLine(address) { // RFC 5321 §4.5.3.1.3
		return false
	}
	a, err := mail.ParseAddress(address)
	if err != nil || a.Name != "" || a.Address != address {
		return false
	}
	_, domain, _ := strings.Cut(address, "@")
	return domain != ""
}

// oneLine tells whether a text can stand in a header: no control characters and
// none of Unicode's line ends.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
