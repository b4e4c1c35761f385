// Package incoming reads letters that others wrote (RFC 5322, MIME): who wrote
// them, what they say as plain text, what is attached, what they answer, and
// whether a program sent them.
//
// Nothing in a letter is trusted: sizes, parts and depth are bounded, what cannot
// be read is left out and said so. The formats are github.com/emersion/go-message's.
package incoming

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // letters in Latin-1 and the like
	gomail "github.com/emersion/go-message/mail"

	"airial/internal/platform/mail"
)

// Limits of a letter.
const (
	MaxText  = 100 << 10 // bytes that are kept of what it says
	MaxFiles = 30
	MaxFile  = 20 << 20
	maxLine  = 1000 // bytes of a line of the header that is kept
)

// A Letter is what was written.
type Letter struct {
	Name           string   // Message-ID, without brackets; "" for none
	InReplyTo      []string // the same, of what it answers
	References     []string
	FromName, From string // From is "" where there is no sound address
	To             []string
	Subject        string
	Sent           time.Time // zero where it does not say
	Text           string
	Cut            bool   // Text was longer
	Left           int    // attachments that were left out: too many, or not to be read
	Automatic      string // why it was sent by a program; "" for a person's
	MarkedSpam     bool   // by the mail server
}

// A File is an attachment; its body is read at once.
type File struct {
	Name, Type string
	Body       io.Reader
}

// ErrNoLetter says that what was read is none.
var ErrNoLetter = errors.New("incoming: this is no letter")

// ErrTooLarge says that an attachment is larger than MaxFile.
var ErrTooLarge = errors.New("incoming: an attachment is too large")

// Read reads a letter. Attachments are given to file as they come; where it
// returns ErrTooLarge, the attachment is left out and counted.
func Read(r io.Reader, file func(File) error) (Letter, error) {
	var l Letter
	buffered := bufio.NewReader(r)
	if line, err := buffered.Peek(5); err == nil && string(line) == "From " { // an mbox's envelope, which pipes add
		if _, err := buffered.ReadString('\n'); err != nil {
			return l, ErrNoLetter
		}
	}
	entity, err := message.ReadWithOptions(buffered, &message.ReadOptions{MaxHeaderBytes: 1 << 20})
	if entity == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return l, fmt.Errorf("%w: %v", ErrNoLetter, errOr(err))
	}
	l.head(gomail.Header{Header: entity.Header})
	if l.From == "" && l.Subject == "" && l.Name == "" {
		return l, ErrNoLetter
	}
	p := parts{letter: &l, file: file}
	if err := p.read(entity, 0); err != nil {
		return l, err
	}
	switch {
	case p.plain.Len() > 0:
		l.Text = p.plain.String()
	default:
		l.Text = p.html.String()
	}
	l.Text = clean(l.Text)
	return l, nil
}

func errOr(err error) error {
	if err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (l *Letter) head(h gomail.Header) {
	l.Name = name(h.Get("Message-Id"))
	l.InReplyTo, l.References = names(h.Get("In-Reply-To")), names(h.Get("References"))
	if list, err := h.AddressList("From"); err == nil && len(list) > 0 {
		if a := strings.TrimSpace(list[0].Address); mail.Plausible(a) {
			l.From = a
		}
		l.FromName = line(list[0].Name)
	}
	for _, field := range []string{"X-Original-To", "Delivered-To", "To", "Cc"} {
		for f := h.FieldsByKey(field); f.Next(); {
			text, err := f.Text()
			if err != nil {
				text = f.Value()
			}
			if list, err := netmail.ParseAddressList(text); err == nil {
				for _, a := range list {
					if len(l.To) < 50 && mail.Plausible(a.Address) {
						l.To = append(l.To, a.Address)
					}
				}
			}
		}
	}
	subject, err := h.Subject()
	if err != nil {
		subject = h.Get("Subject")
	}
	l.Subject = line(subject)
	if at, err := h.Date(); err == nil {
		l.Sent = at
	}
	l.Automatic = automatic(h)
	l.MarkedSpam = strings.HasPrefix(strings.ToLower(strings.TrimSpace(h.Get("X-Spam-Flag"))), "yes") ||
		strings.HasPrefix(strings.ToLower(strings.TrimSpace(h.Get("X-Spam-Status"))), "yes")
}

// automatic tells why a letter is a program's (RFC 3834, RFC 2369, RFC 3464):
// notices of absence, bounces, lists. Who answers such letters makes loops.
func automatic(h gomail.Header) string {
	is := func(field string) string { return strings.ToLower(strings.TrimSpace(h.Get(field))) }
	if v := is("Auto-Submitted"); v != "" && !strings.HasPrefix(v, "no") {
		return "auto-submitted"
	}
	switch is("Precedence") {
	case "bulk", "junk", "list", "auto_reply":
		return "precedence"
	}
	if h.Has("List-Id") || h.Has("List-Unsubscribe") {
		return "list"
	}
	if h.Has("X-Autoreply") || h.Has("X-Autorespond") {
		return "auto-reply"
	}
	if h.Has("Return-Path") && is("Return-Path") == "<>" {
		return "bounce"
	}
	if t, params, err := h.ContentType(); err == nil && t == "multipart/report" && params["report-type"] != "" {
		return "report"
	}
	if from := is("From"); strings.Contains(from, "mailer-daemon@") || strings.Contains(from, "postmaster@") {
		return "bounce"
	}
	return ""
}

func name(s string) string {
	if list := names(s); len(list) > 0 {
		return list[0]
	}
	return ""
}

// names reads the names of letters in a field, in their order.
func names(s string) (out []string) {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool {
		return r == '<' || r == '>' || r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == ','
	}) {
		if mail.IsName(word) && len(out) < 50 {
			out = append(out, word)
		}
	}
	return out
}

// line is a text on one line, of bounded length.
func line(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.Map(printable, s), "")), " ")
	if len(s) > maxLine {
		s = strings.ToValidUTF8(s[:maxLine], "")
	}
	return s
}

func printable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
		return -1
	}
	return r
}

// clean is a text as it is kept: sound, without blanks at its ends.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(printable, s))
}
