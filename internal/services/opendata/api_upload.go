package opendata

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

func itoa(n int) string { return strconv.Itoa(n) }

// depositAnswer is the answer to a deposit.
type depositAnswer struct {
	ID      string `json:"id" doc:"Identifier of the deposit"`
	Piece   string `json:"piece" doc:"Identifier of the dataset"`
	Version int    `json:"version" doc:"Number of the version within the dataset, from 1"`
	Life    string `json:"life" format:"uri" doc:"Where to follow it"`
}

func (s *Service) documentDeposit(api *web.Interface, guard web.Guard) {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: "string", Description: doc} }
	api.Stream(guard, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/deposits", Tags: []string{"deposits"},
		Summary:     "Deposit a file",
		Description: "Whatever the file holds, a well-formed request is answered 202 and the life says what became of it. The file is streamed; a deposit by token has pressed “Publier”.",
		Parameters: []*huma.Param{
			{Name: "siren", In: "path", Required: true, Schema: text("SIREN of the member")},
			{Name: "Idempotency-Key", In: "header", Schema: text("Makes a repeated request the same deposit")},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: "object", Required: []string{"file", "title"}, Properties: map[string]*huma.Schema{
				"file":        {Type: "string", Format: "binary", Description: "The table: CSV, XLSX, ODS, JSON, NDJSON, GeoJSON or Parquet, also in a zip or gz. Of what is no CSV, the CSV of one sheet is checked and published; the file itself is kept and stays private"},
				"title":       text("Title of the dataset, at most 350 characters"),
				"description": text("What the data are"),
				"schema":      text("Name of a schema, with @version if need be; “none” for no schema; recognised when absent"),
				"sheet":       text("Sheet of a workbook, by its name or number; the first that shows something when absent"),
				"activity":    text("Processing activity that the file comes from, of those that deposits/activities lists; “none” for none; proposed from schema and title for a new dataset when absent"),
				"piece":       text("Identifier of a dataset, to add a version to it"),
			}}}}},
		Responses: map[string]*huma.Response{"202": {Description: "Accepted",
			Content: map[string]*huma.MediaType{"application/json": {Schema: api.Schema(depositAnswer{})}}}},
	}, -1, s.postDeposit)
}

func (s *Service) postDeposit(w http.ResponseWriter, r *http.Request) error {
	ctx, scope := r.Context(), access.From(r.Context())
	q := Request{Key: r.Header.Get("Idempotency-Key")}
	err := s.doors.Read(ctx, scope, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, r.PathValue("siren"))
		if err != nil {
			return err
		}
		q.MemberID = m.ID
		if err := tx.May(ctx, access.Deposit, m.ID); err != nil {
			return err
		}
		// A token that may not publish deposits, and a person presses “Publier”.
		q.Press, err = tx.Allowed(ctx, access.Publish, m.ID)
		return err
	})
	if err != nil {
		return err
	}
	ref, err := s.readForm(r, &q)
	var v piece.Version
	if err == nil {
		v, _, err = s.Record(ctx, scope, q, ref)
	}
	if err != nil {
		return errors.Join(err, s.Abandon(ctx, q.MemberID, ref))
	}
	life := web.URL(ctx, "/api/v1/deposits/"+v.ID)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", life)
	w.WriteHeader(http.StatusAccepted)
	return json.NewEncoder(w).Encode(depositAnswer{ID: v.ID, Piece: v.PieceID, Version: v.Number, Life: life})
}

// maxField is the longest text field of the form, in bytes: the longest
// description, in four-byte characters.
const maxField = 4 * MaxDescription

// maxParts is how many fields a deposit's form may have: those that the
// interface describes and some that a program adds. The form as a whole has no
// other end.
const maxParts = 20

// readForm streams the parts of a deposit's form: its file into the store,
// whatever their order.
func (s *Service) readForm(r *http.Request, q *Request) (blob.Ref, error) {
	const op = "opendata.readForm"
	var ref blob.Ref
	found := false
	parts, err := r.MultipartReader()
	if err != nil {
		return ref, &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: needForm}
	}
	for n := 1; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return ref, &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: cutShort}
		}
		if n > maxParts {
			return ref, fault.New(fault.TooLarge, op, "Le formulaire contient plus de %[1]d champs. N’envoyez que ceux que l’API décrit.",
				"The form has more than %[1]d fields. Send only those that the API describes.", maxParts)
		}
		if part.FormName() == "file" {
			if found {
				return ref, &fault.Error{Kind: fault.Invalid, Op: op, Say: oneFile}
			}
			found, q.FileName = true, part.FileName()
			if q.Title != "" || q.PieceID != "" {
				// What stands before the file is examined before it is read.
				if err := s.examine(r.Context(), access.From(r.Context()), q); err != nil {
					return ref, err
				}
			}
			if ref, err = s.Receive(r.Context(), q.MemberID, part); err != nil {
				return ref, err
			}
			continue
		}
		value, err := readField(part)
		if err != nil {
			return ref, err
		}
		switch part.FormName() {
		case "title":
			q.Title = value
		case "description":
			q.Description = value
		case "schema":
			q.Schema = strings.TrimSpace(value)
		case "activity":
			q.Activity = strings.TrimSpace(value)
		case "sheet":
			q.Sheet = strings.TrimSpace(value)
		case "piece":
			if q.PieceID = strings.TrimSpace(value); q.PieceID != "" && !ident.Valid(q.PieceID) {
				return ref, fault.Missing(op)
			}
		}
	}
	if !found {
		return ref, &fault.Error{Kind: fault.Invalid, Op: op, Say: noFile}
	}
	return ref, nil
}

func readField(part *multipart.Part) (string, error) {
	value, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return "", &fault.Error{Kind: fault.Invalid, Op: "opendata.readField", Cause: errors.Unwrap(err), Say: cutShort}
	}
	if len(value) > maxField {
		return "", fault.New(fault.TooLarge, "opendata.readField", "Le champ « %[1]s » est trop long.",
			"The field “%[1]s” is too long.", part.FormName())
	}
	return strings.ToValidUTF8(string(value), "\ufffd"), nil
}
