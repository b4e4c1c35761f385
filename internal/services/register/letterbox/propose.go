package letterbox

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/mail/incoming"
	"airial/internal/platform/text"
	"airial/internal/services/register/request"
	"airial/standards/sirene"
)

//go:embed data/words.yaml
var wordsFile []byte

type rightWords struct {
	ID    string   `yaml:"id"`
	Words []string `yaml:"words"`
}

var rightsSaid = mustWords(wordsFile)

func mustWords(file []byte) []rightWords {
	var all struct {
		Version string       `yaml:"version"`
		Rights  []rightWords `yaml:"rights"`
	}
	d := yaml.NewDecoder(bytes.NewReader(file))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("letterbox: data/words.yaml: %v", err))
	}
	return all.Rights
}

// rightsIn are the rights that a letter seems to be about.
func rightsIn(words string) (out []string) {
	said := " " + text.Fold(words)
	for _, r := range rightsSaid {
		if slices.ContainsFunc(r.Words, func(w string) bool { return strings.Contains(said, " "+w) }) {
			out = append(out, r.ID)
		}
	}
	return out
}

// propose says what a letter seems to be, and for whom.
func (s *Service) propose(ctx context.Context, tx access.Tx, l *Letter, in incoming.Letter) error {
	var err error
	if l.RepliesTo, err = threadOf(ctx, tx, in); err != nil {
		return err
	}
	if l.RepliesTo == "" {
		if l.RepliesTo, err = request.ByReference(ctx, tx, l.Subject); err != nil {
			return err
		}
	}
	known := false
	if known, err = s.forWhom(ctx, tx, l, in); err != nil {
		return err
	}
	l.Rights = rightsIn(l.Subject + "\n" + l.Words)
	switch {
	case in.MarkedSpam:
		l.Looks = LooksSpam
	case l.RepliesTo != "":
		l.Looks = LooksReply
	case known && len(l.Rights) == 0:
		l.Looks = LooksQuestion
	default:
		l.Looks = LooksRequest
	}
	return nil
}

// threadOf finds the request that a letter replies to, by the names of those
// before it.
func threadOf(ctx context.Context, tx access.Tx, in incoming.Letter) (string, error) {
	before := slices.Concat(in.InReplyTo, in.References)
	if len(before) == 0 {
		return "", nil
	}
	if len(before) > 50 {
		before = before[:50]
	}
	id, err := database.Value[string](ctx, tx, "letterbox.threadOf", `select target_id from register_letter where target_kind = 'request' and name in (`+
		database.In(len(before), 1)+`) order by done_at desc limit 1`, database.Args(before)...)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return id, err
}

// forWhom proposes a member: by the address that the letter was written to
// (dpo+214001232@…), by a SIREN in it, by who wrote it. It tells whether the sender
// works for a member.
func (s *Service) forWhom(ctx context.Context, tx access.Tx, l *Letter, in incoming.Letter) (known bool, err error) {
	theirs, err := s.People.MembersOf(ctx, tx, in.From)
	if err != nil {
		return false, err
	}
	found := func(id, why string) {
		if l.ForMember == "" {
			l.ForMember, l.ForWhy = id, why
		}
	}
	for _, to := range in.To {
		local, _, _ := strings.Cut(to, "@")
		_, tag, tagged := strings.Cut(local, "+")
		if !tagged {
			continue
		}
		m, err := organisation.ByAddress(ctx, tx, strings.ToLower(tag))
		if err == nil {
			found(m.ID, "address")
		} else if !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	for _, siren := range sirens(l.Subject + " " + l.Words) {
		m, err := organisation.BySiren(ctx, tx, siren)
		if err == nil {
			found(m.ID, "siren")
		} else if !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	if len(theirs) == 1 {
		found(theirs[0], "sender")
	}
	return len(theirs) > 0, nil
}

// sirens are the numbers in a text that may be SIREN, the first few.
func sirens(words string) (out []string) {
	for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(w) == 9 && sirene.ValidSIREN(w) && !slices.Contains(out, w) {
			if out = append(out, w); len(out) == 5 {
				break
			}
		}
	}
	return out
}
