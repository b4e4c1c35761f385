package breach

import (
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/services/register/enclosure"
)

const (
	apiOne   = "/api/v1/members/{siren}/breaches/{breach}"
	apiFiles = apiOne + "/files"
)

// apiOfFiles adds the operations on the files of breaches.
func (s *Service) apiOfFiles(api *web.Interface, token web.Guard, tags []string) {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: "string", Description: doc} }
	at := func(names ...string) (out []*huma.Param) {
		for _, name := range names {
			out = append(out, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
		}
		return out
	}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: apiFiles, Tags: tags,
		Summary: "The files of a breach", Description: "Those that were destroyed have no name any more. Needs the right to decide."}, s.apiFileList)
	api.Stream(token, huma.Operation{Method: http.MethodPost, Path: apiFiles, Tags: tags, Parameters: at("siren", "breach"),
		Summary: "Add a file to a breach", Description: "At most 20 MB; the file stands last in the form. A closed breach takes files too, for the CNIL and the insurance answer late.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: "object", Required: []string{"kind", "file"}, Properties: map[string]*huma.Schema{
				"kind":      {Type: "string", Enum: []any{"evidence", "cnil", "people", "complaint", "other"}, Description: "What it is: a trace of the incident, an exchange with the CNIL, the message to the people, the complaint or the insurance"},
				"to_cnil":   text("1 where it goes with the notification to the CNIL"),
				"to_people": text("1 where it goes with the message to the people"),
				"file":      {Type: "string", Format: "binary"},
			}}}}},
		Responses: map[string]*huma.Response{"201": {Description: "Created", Content: map[string]*huma.MediaType{"application/json": {Schema: api.Schema(breachFile{})}}}},
	}, enclosure.Max+1<<20, s.apiFileAdd)
	api.Stream(token, huma.Operation{Method: http.MethodGet, Path: apiFiles + "/{file}", Tags: tags, Parameters: at("siren", "breach", "file"),
		Summary: "Fetch a file of a breach", Description: "410 once it is destroyed.",
		Responses: map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}},
	}, 0, s.apiFileSend)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: apiFiles + "/{file}", Tags: tags,
		Summary: "Say which papers a file goes with", Description: "The notification to the CNIL, the message to the people, both or none."}, s.apiFileEnclose)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: apiFiles + "/{file}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Destroy a file of a breach", Description: "It cannot be undone: the record says that it was there and when it went."}, s.apiFileDestroy)
}

type breachFile struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind" enum:"evidence,cnil,people,complaint,other"`
	Name      string     `json:"name,omitempty"`
	Size      int64      `json:"size"`
	SHA256    string     `json:"sha256,omitempty"`
	ToCNIL    bool       `json:"to_cnil" doc:"It goes with the notification to the CNIL"`
	ToPeople  bool       `json:"to_people" doc:"It goes with the message to the people"`
	At        time.Time  `json:"at"`
	By        string     `json:"by,omitempty"`
	Destroyed *time.Time `json:"destroyed_at,omitempty"`
}

func shownFile(f File) breachFile {
	out := breachFile{ID: f.ID, Kind: string(f.Kind), Name: f.Name, Size: f.Size, SHA256: f.Digest, ToCNIL: f.With.CNIL, ToPeople: f.With.People, At: f.At, By: f.ActorName}
	if f.Digest == "" {
		out.Destroyed = &f.Destroyed
	}
	return out
}

// ofMember is a breach of the address, of the member of the address.
func ofMember(ctx context.Context, tx access.Tx, siren, id string) (Breach, error) {
	const op = "breach.api"
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return Breach{}, err
	}
	if !ident.Valid(id) {
		return Breach{}, fault.Missing(op)
	}
	b, err := load(ctx, tx, id)
	if err == nil && b.MemberID != m.ID {
		err = fault.Missing(op)
	}
	return b, err
}

// fileOfMember is a file of such a breach.
func fileOfMember(ctx context.Context, tx access.Tx, siren, breach, id string) (File, error) {
	if _, err := ofMember(ctx, tx, siren, breach); err != nil {
		return File{}, err
	}
	if !ident.Valid(id) {
		return File{}, fault.Missing("breach.api")
	}
	_, f, err := file(ctx, tx, breach, id)
	return f, err
}

type apiBreachInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Breach string `path:"breach" maxLength:"64"`
}

type breachFilesOutput struct {
	Body struct {
		Items []breachFile `json:"items"`
	}
}

func (s *Service) apiFileList(ctx context.Context, in *apiBreachInput) (*breachFilesOutput, error) {
	out := &breachFilesOutput{}
	out.Body.Items = []breachFile{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		b, err := ofMember(ctx, tx, in.Siren, in.Breach)
		if err != nil {
			return err
		}
		list, err := Files(ctx, tx, b.ID)
		for _, f := range list {
			out.Body.Items = append(out.Body.Items, shownFile(f))
		}
		return err
	})
}

func (s *Service) apiFileAdd(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var b Breach
	if err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		b, err = ofMember(ctx, tx, r.PathValue("siren"), r.PathValue("breach"))
		return err
	}); err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return fault.New(fault.Invalid, "breach.api", "Envoyez le fichier par un formulaire multipart/form-data, avec les champs « kind » puis « file ».",
			"Send the file by a multipart/form-data form, with the fields “kind”, then “file”.")
	}
	added, err := s.takeFile(ctx, b.ID, parts, form.New())
	if err == nil && added.ID == "" {
		err = needs("file", "Choisissez un fichier.", "Choose a file.")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", web.URL(ctx, "/api/v1/members/"+r.PathValue("siren")+"/breaches/"+b.ID+"/files/"+added.ID))
	w.WriteHeader(http.StatusCreated)
	return json.NewEncoder(w).Encode(shownFile(added))
}

func (s *Service) apiFileSend(w http.ResponseWriter, r *http.Request) error {
	var f File
	if err := s.Doors.Read(r.Context(), access.From(r.Context()), func(tx access.Tx) (err error) {
		f, err = fileOfMember(r.Context(), tx, r.PathValue("siren"), r.PathValue("breach"), r.PathValue("file"))
		return err
	}); err != nil {
		return err
	}
	return s.send(w, r, f)
}

// send sends the bytes of a file.
func (s *Service) send(w http.ResponseWriter, r *http.Request, f File) error {
	if f.Digest == "" {
		return gone("breach.send")
	}
	b, err := s.Files.Open(r.Context(), f.MemberID, f.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, f.Name, "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", f.At, b)
	return nil
}

type breachEncloseInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Breach string `path:"breach" maxLength:"64"`
	File   string `path:"file" maxLength:"64"`
	Body   struct {
		ToCNIL   bool `json:"to_cnil"`
		ToPeople bool `json:"to_people"`
	}
}

type breachFileOutput struct{ Body breachFile }

func (s *Service) apiFileEnclose(ctx context.Context, in *breachEncloseInput) (*breachFileOutput, error) {
	out := &breachFileOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := fileOfMember(ctx, tx, in.Siren, in.Breach, in.File)
		if err != nil {
			return err
		}
		f.With = With{CNIL: in.Body.ToCNIL, People: in.Body.ToPeople}
		out.Body = shownFile(f)
		return Enclose(ctx, tx, in.Breach, f.ID, f.With)
	})
}

type apiFileInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Breach string `path:"breach" maxLength:"64"`
	File   string `path:"file" maxLength:"64"`
}

func (s *Service) apiFileDestroy(ctx context.Context, in *apiFileInput) (*struct{}, error) {
	if err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := fileOfMember(ctx, tx, in.Siren, in.Breach, in.File)
		return err
	}); err != nil {
		return nil, err
	}
	return nil, s.DestroyFile(ctx, access.From(ctx), in.Breach, in.File)
}

// takeFile keeps the file of a form with a breach: the fields before it say what
// it is. A form without a file gives none.
func (s *Service) takeFile(ctx context.Context, id string, parts *multipart.Reader, f *form.Form) (added File, err error) {
	for range 10 {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return added, cutOff(err)
		}
		if name := part.FormName(); name != "file" {
			b, err := io.ReadAll(io.LimitReader(part, 20))
			if err != nil {
				return added, cutOff(err)
			}
			f.Values.Set(name, string(b))
			continue
		}
		if part.FileName() == "" {
			continue
		}
		with := With{CNIL: f.Raw("to_cnil") != "", People: f.Raw("to_people") != ""}
		if added, err = s.AddFile(ctx, access.From(ctx), id, FileKind(f.Raw("kind")), with, part.FileName(), part); err != nil {
			return added, err
		}
	}
	return added, nil
}
