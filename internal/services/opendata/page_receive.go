package opendata

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// maxFiles is how many files one form may bring.
const maxFiles = 50

// reception is a form of files as it comes in: the fields that say whose they
// are, then each file straight into the store.
type reception struct {
	form   *form.Form
	member string // id; "" until it is known
	piece  string
	kept   []Upload
	lost   []i18n.Text // files that could not be taken, and why
}

// receive takes files in and leads to the page that asks what they are.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	got := reception{form: form.New()}
	if id := r.URL.Query().Get("piece"); ident.Valid(id) {
		got.piece = id
	}
	if schema := r.URL.Query().Get("schema"); p.knows(schema) {
		got.form.Set("schema", schema)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "opendata.receive", Cause: err, Say: needForm}
	}
	if err := p.take(ctx, &got, parts); err != nil {
		return err
	}
	if len(got.kept) == 0 {
		for _, say := range got.lost {
			got.form.Fail("files", say)
		}
		if got.form.OK() {
			got.form.Fail("files", i18n.T("Choisissez un fichier à déposer.", "Choose a file to deposit."))
		}
		return p.showDeposit(w, r, http.StatusUnprocessableEntity, got.form, got.piece)
	}
	for _, say := range got.lost {
		p.desk.Flash(ctx, ui.Bad, say)
	}
	where := confirmAddress(got.kept, got.piece)
	if schema := r.URL.Query().Get("schema"); p.knows(schema) {
		where += "&schema=" + url.QueryEscape(schema)
	}
	return web.Redirect(w, r, where)
}

// ConfirmAddress is where it is asked what a received file is.
func ConfirmAddress(u Upload) string { return confirmAddress([]Upload{u}, "") }

func confirmAddress(uploads []Upload, piece string) string {
	q := url.Values{}
	for _, u := range uploads {
		q.Add("upload", u.ID)
	}
	if piece != "" {
		q.Set("piece", piece)
	}
	return confirmPath + "?" + q.Encode()
}

func (p *Pages) take(ctx context.Context, got *reception, parts *multipart.Reader) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return &fault.Error{Kind: fault.Invalid, Op: "opendata.receive", Cause: err, Say: cutShort}
		}
		if n > maxFiles+10 {
			return fault.New(fault.TooLarge, "opendata.receive", "Déposez au plus %[1]d fichiers à la fois.",
				"Deposit at most %[1]d files at once.", maxFiles)
		}
		if part.FormName() == "files" {
			err = p.takeFile(ctx, got, part)
		} else {
			err = p.takeField(ctx, got, part)
		}
		if err != nil {
			return err
		}
	}
}

// takeField learns whose the files are.
func (p *Pages) takeField(ctx context.Context, got *reception, part *multipart.Part) error {
	value, err := readField(part)
	if err != nil {
		return err
	}
	value = strings.TrimSpace(value)
	got.form.Set(part.FormName(), value)
	switch {
	case value == "":
		return nil
	case part.FormName() == "piece":
		return p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			target, err := p.target(ctx, tx, value)
			got.piece, got.member = target.ID, target.MemberID
			return err
		})
	case part.FormName() == "member":
		return p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := organisation.BySiren(ctx, tx, value)
			if err != nil {
				return err
			}
			got.member = m.ID
			return p.mayDeposit(ctx, tx, m.ID)
		})
	}
	return nil
}

// takeFile takes one file in. What is wrong with it alone is noted, and the
// next one comes.
func (p *Pages) takeFile(ctx context.Context, got *reception, part *multipart.Part) error {
	if part.FileName() == "" {
		return nil // a file field that was left empty
	}
	if got.member == "" {
		if got.form.OK() {
			got.form.Fail("member", i18n.T("Choisissez la collectivité pour laquelle vous déposez, puis vos fichiers.",
				"Choose the body for which you deposit, then your files."))
		}
		return nil
	}
	if len(got.kept) >= maxFiles {
		got.lost = append(got.lost, named(part.FileName(), i18n.T("au plus %[1]d fichiers à la fois", "at most %[1]d files at once", maxFiles)))
		return nil
	}
	ref, err := p.Receive(ctx, got.member, part)
	if fault.Is(err, fault.TooLarge) {
		got.lost = append(got.lost, named(part.FileName(), fault.Message(err)))
		return nil
	}
	if err != nil {
		return err
	}
	var u Upload
	guess, err := p.guess(ctx, got.member, ref)
	if err != nil {
		return errors.Join(err, p.Abandon(ctx, got.member, ref))
	}
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		u, err = p.Keep(ctx, tx, got.member, part.FileName(), ref, guess)
		return err
	})
	if err != nil {
		return errors.Join(err, p.Abandon(ctx, got.member, ref))
	}
	got.kept = append(got.kept, u)
	return nil
}

// named says what is wrong with a file, by its name.
func named(file string, why i18n.Text) i18n.Text {
	return i18n.Text{Fr: "«\u00a0" + file + "\u00a0»\u202f: " + why.Fr, En: "“" + file + "”: " + why.En}
}

// guess looks at the head of a file that was received.
func (p *Pages) guess(ctx context.Context, member string, ref blob.Ref) (Guess, error) {
	file, err := p.blobs.Open(ctx, member, ref.Digest)
	if err != nil {
		return Guess{}, fault.Wrap("opendata.guess", err)
	}
	g, err := p.gates.Recognise(file)
	return g, errors.Join(err, file.Close())
}
