package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"airial/internal/platform/i18n"
)

// Request is what to deposit, where.
type Request struct {
	Server   string
	Token    string
	Member   string // SIREN; "" for the token's own
	Schema   string
	Sheet    string // of a workbook
	Activity string // that the file comes from
	Title    string
	Piece    string
	File     string
	Lang     i18n.Lang
}

// Deposit sends the file, telling its progress, and waits until the life of
// the version is at its end or waits for a person.
func Deposit(ctx context.Context, q Request, progress io.Writer) (Life, error) {
	c := caller{base: strings.TrimSuffix(q.Server, "/"), token: q.Token, lang: q.Lang}
	if q.Member == "" {
		own, err := c.own(ctx)
		if err != nil {
			return Life{}, err
		}
		q.Member = own
	}
	address, err := c.send(ctx, q, progress)
	if err != nil {
		return Life{}, err
	}
	return c.follow(ctx, address, progress)
}

// send uploads the file and returns where to follow its life.
func (c caller) send(ctx context.Context, q Request, progress io.Writer) (string, error) {
	file, err := os.Open(q.File)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	form, contentType, size, err := formAround(q, file, info.Size())
	if err != nil {
		return "", err
	}
	form = &meter{r: form, total: size, to: progress, lang: q.Lang}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/members/"+q.Member+"/deposits", form)
	if err != nil {
		return "", err
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Idempotency-Key", newKey())
	var accepted struct {
		ID string `json:"id"`
	}
	if err := c.do(r, &accepted); err != nil {
		return "", err
	}
	// The answer's own address may be another host's, behind a proxy: the token
	// goes to the server that was named, and to no other.
	return c.base + "/api/v1/deposits/" + url.PathEscape(accepted.ID), nil
}

// formAround returns the multipart form with the file in it, streamed, and its
// size in bytes.
func formAround(q Request, file io.Reader, size int64) (io.Reader, string, int64, error) {
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	for _, field := range [][2]string{{"title", q.Title}, {"schema", q.Schema}, {"sheet", q.Sheet}, {"activity", q.Activity}, {"piece", q.Piece}} {
		if field[1] == "" {
			continue
		}
		if err := w.WriteField(field[0], field[1]); err != nil {
			return nil, "", 0, err
		}
	}
	if _, err := w.CreateFormFile("file", filepath.Base(q.File)); err != nil {
		return nil, "", 0, err
	}
	tail := "\r\n--" + w.Boundary() + "--\r\n"
	total := int64(head.Len()) + size + int64(len(tail))
	return io.MultiReader(&head, file, strings.NewReader(tail)), w.FormDataContentType(), total, nil
}

func newKey() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic("client: no random bytes: " + err.Error())
	}
	return hex.EncodeToString(b[:])
}

// follow reads the life until it rests, more and more seldom.
func (c caller) follow(ctx context.Context, address string, progress io.Writer) (Life, error) {
	seen := 0
	for pause := 20 * time.Millisecond; ; pause = min(pause*3/2, 2*time.Second) {
		var l Life
		if err := c.get(ctx, address, &l); err != nil {
			return l, err
		}
		for ; seen < len(l.Steps); seen++ {
			fmt.Fprintln(progress, l.Steps[seen].line(c.lang))
		}
		if l.Outcome != "running" {
			return l, nil
		}
		select {
		case <-ctx.Done():
			return l, ctx.Err()
		case <-time.After(pause):
		}
	}
}

type caller struct {
	base, token string
	lang        i18n.Lang
}

// own is the SIREN of the member for which the token acts.
func (c caller) own(ctx context.Context) (string, error) {
	var own struct {
		Member struct {
			Siren string `json:"siren"`
		} `json:"member"`
	}
	err := c.get(ctx, c.base+"/api/v1/token", &own)
	return own.Member.Siren, err
}

func (c caller) get(ctx context.Context, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return c.do(r, into)
}

func (c caller) do(r *http.Request, into any) error {
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Accept-Language", string(c.lang))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return c.unreachable(r, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return refusal(r, answer, body)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}

// refusal is what a server said that did not do what was asked.
func refusal(r *http.Request, answer *http.Response, body []byte) error {
	var problem struct{ Title, Detail string }
	if json.Unmarshal(body, &problem) == nil && problem.Detail != "" {
		return &Refused{answer.StatusCode, problem.Detail}
	}
	return fmt.Errorf("%s %s: %s", r.Method, r.URL.Path, answer.Status)
}

// copy writes what a server sends as it comes.
func (c caller) copy(r *http.Request, to io.Writer) error {
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Accept-Language", string(c.lang))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return c.unreachable(r, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
		if err != nil {
			return err
		}
		return refusal(r, answer, body)
	}
	_, err = io.Copy(to, answer.Body)
	return err
}
