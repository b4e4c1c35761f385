package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"time"
)

// deposit measures the time from the start of the POST to the answer that says
// the dataset is published, asked for every 10 ms, on an installation of 600
// members. Each run deposits another file.
func deposit(ctx context.Context, b *bench) error {
	data, err := b.small(ctx)
	if err != nil {
		return err
	}
	s, err := b.serve(ctx, place{kind: sqlite, data: data})
	if err != nil {
		return err
	}
	err = depositOn(ctx, b, s, data)
	return errors.Join(err, s.stop())
}

func depositOn(ctx context.Context, b *bench, s *server, data string) error {
	siren, err := firstMember(s)
	if err != nil {
		return err
	}
	token, err := b.token(ctx, place{data: data}, siren)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name       string
		rows, runs int
		most       float64
	}{
		{"deposit to published, 100,000 rows × 16 columns", 100_000, b.runs, 4},
		{"deposit to published, 40 rows × 16 columns", 40, 4 * b.runs, 0},
	} {
		var times []float64
		var size int64
		for i := range c.runs + 1 { // the first one warms up
			path := b.folder("deposit.csv")
			if err := writeGrants(path, c.rows, uint64(100*c.rows+i)); err != nil {
				return err
			}
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			size = info.Size()
			took, err := publish(ctx, s, siren, token, path, fmt.Sprintf("Subventions %d, essai %d", c.rows, i))
			if err != nil {
				return err
			}
			if i > 0 {
				times = append(times, seconds(took))
			}
		}
		f := medianOf(c.name, "s", c.most, times)
		f.Peer = "File of " + amount(float64(size)/1e6, "MB")
		b.add(f)
	}
	all, _ := memory(s.Pid)
	b.add(Figure{Name: "memory (RSS) after these deposits", Value: all, Unit: "MB", Runs: 1, Load: load()})
	return nil
}

// token makes a token that may deposit for a member.
func (b *bench) token(ctx context.Context, at place, siren string) (string, error) {
	return b.airial(ctx, append([]string{"token", "create", "--member", siren, "--name", "bench"}, at.flags()...)...)
}

func firstMember(s *server) (siren string, err error) {
	var members struct {
		Items []struct {
			SIREN string `json:"siren"`
			Kind  string `json:"kind"`
		} `json:"items"`
	}
	if err := ask(s.URL+"/api/v1/members", "", &members); err != nil {
		return "", err
	}
	for _, m := range members.Items {
		if m.Kind == "commune" {
			return m.SIREN, nil
		}
	}
	return "", errors.New("there is no commune")
}

// publish deposits a file and waits until it is published.
func publish(ctx context.Context, s *server, siren, token, path, title string) (time.Duration, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	if err := errors.Join(form.WriteField("title", title), form.WriteField("schema", "scdl/subventions")); err != nil {
		return 0, err
	}
	if _, err := form.CreateFormFile("file", "subventions.csv"); err != nil {
		return 0, err
	}
	body := io.MultiReader(&head, file, bytes.NewReader([]byte("\r\n--"+form.Boundary()+"--\r\n")))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/members/"+siren+"/deposits", body)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Authorization", "Bearer "+token)
	begun := time.Now()
	var accepted struct{ Life string }
	if err := do(request, &accepted); err != nil {
		return 0, err
	}
	_, err = sender{siren, token}.await(ctx, accepted.Life)
	return time.Since(begun), err
}

// ask reads the JSON at an address.
func ask(address, token string, into any) error {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return do(request, into)
}

func do(request *http.Request, into any) error {
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, answer.Status, body)
	}
	return json.Unmarshal(body, into)
}
