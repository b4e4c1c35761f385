package opendata

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// fact is one line of a step's evidence, in words.
type fact struct {
	Term, Value string
	Code        bool
}

type stepView struct {
	pieceView
	Step  life.Step
	Name  string
	State ui.State
	Facts []fact
}

// step shows the evidence of one step: at the side of the page, or as a page
// of its own where no script runs.
func (p *Pages) step(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := numberOf(r, "number")
	if err != nil {
		return err
	}
	wanted, err := numberOf(r, "step")
	if err != nil {
		return err
	}
	v := stepView{}
	if v.pieceView, err = p.view(r, number); err != nil {
		return err
	}
	i := slices.IndexFunc(v.Steps, func(s life.Step) bool { return s.Number == wanted })
	if i < 0 {
		return fault.Missing("opendata.step")
	}
	v.Step = v.Steps[i]
	v.Name = i18n.Read(ctx, p.desk.Label(Kind, v.Step.Stage))
	v.State = map[life.StepOutcome]ui.State{life.Passed: ui.Done, life.Waiting: ui.Waiting, life.Refused: ui.Refused,
		life.Failed: ui.Failed}[v.Step.Outcome]
	if v.Facts, err = p.facts(ctx, v.Step.Evidence); err != nil {
		return err
	}
	title := titleWords(ctx, v.Dataset.Title)
	return p.desk.Show(w, r, console.Page{Title: v.Name + ", " + title, Crumbs: crumbs(ctx,
		ui.Link{Label: title, Href: piecePath(v.Piece.ID)}, ui.Link{Label: v.Name})}, stepBody(v))
}

// facts puts a step's evidence into words, in a fixed order. What nobody has
// words for is left out: the interface gives all of it.
func (p *Pages) facts(ctx context.Context, evidence json.RawMessage) ([]fact, error) {
	var e struct {
		File, SHA256, Schema, Version, Encoding, Delimiter, CSV, Parquet, Decision string
		Size                                                                       int64
		Rows, Errors, Warnings                                                     *int
		Recognised                                                                 bool
		Guess                                                                      recognition `json:"-"`
		DepositedFile                                                              string      `json:"deposited_file"`
		DepositedSheet                                                             string      `json:"deposited_sheet"`
		DepositedSHA256                                                            string      `json:"deposited_sha256"`
		Found                                                                      map[string]int
		Activity                                                                   string `json:"activity_name"`
		Profile                                                                    string
	}
	if len(evidence) > 0 {
		if err := json.Unmarshal(evidence, &e); err != nil {
			return nil, fault.Wrap("opendata.facts", err)
		}
	}
	if err := json.Unmarshal(evidence, &e.Guess); len(evidence) > 0 && err != nil {
		return nil, fault.Wrap("opendata.facts", err)
	}
	var out []fact
	add := func(term, value string, code bool) {
		if value != "" {
			out = append(out, fact{term, value, code})
		}
	}
	add(i18n.Say(ctx, "Fichier", "File"), e.File, false)
	if e.Size > 0 {
		add(i18n.Say(ctx, "Taille", "Size"), i18n.Bytes(ctx, e.Size), false)
	}
	add(i18n.Say(ctx, "Tiré de", "Made of"), e.DepositedFile, false)
	add(i18n.Say(ctx, "Feuille", "Sheet"), e.DepositedSheet, false)
	add(i18n.Say(ctx, "Empreinte du fichier déposé (SHA-256)", "Digest of the deposited file (SHA-256)"), e.DepositedSHA256, true)
	if e.Schema != "" {
		how := i18n.Say(ctx, "choisi par le déposant", "chosen by the depositor")
		if e.Recognised {
			how = i18n.Say(ctx, "reconnu d’après l’en-tête", "recognised from the header") + e.Guess.words(ctx, p)
		}
		add(i18n.Say(ctx, "Schéma", "Schema"), strings.TrimSpace(p.schemaTitle(ctx, e.Schema)+" "+e.Version)+", "+how, false)
	}
	for _, n := range []struct {
		term  string
		value *int
	}{{i18n.Say(ctx, "Lignes", "Rows"), e.Rows}, {i18n.Say(ctx, "Erreurs", "Errors"), e.Errors},
		{i18n.Say(ctx, "Avertissements", "Warnings"), e.Warnings}} {
		if n.value != nil {
			add(n.term, i18n.Number(ctx, *n.value), false)
		}
	}
	add(i18n.Say(ctx, "Encodage", "Encoding"), e.Encoding, false)
	add(i18n.Say(ctx, "Séparateur", "Delimiter"), e.Delimiter, true)
	if e.Found != nil && len(e.Found) == 0 {
		add(i18n.Say(ctx, "Données personnelles", "Personal data"), i18n.Say(ctx, "aucune à retenir", "none to hold"), false)
	}
	add(i18n.Say(ctx, "Traitement", "Processing activity"), e.Activity, false)
	if e.Profile == "strict" {
		add(i18n.Say(ctx, "Profil", "Profile"), i18n.Say(ctx, "strict, pour des données sensibles", "strict, for sensitive data"), false)
	}
	add("SHA-256", e.SHA256, true)
	add(i18n.Say(ctx, "SHA-256 du CSV", "SHA-256 of the CSV"), e.CSV, true)
	add(i18n.Say(ctx, "SHA-256 du Parquet", "SHA-256 of the Parquet"), e.Parquet, true)
	return out, nil
}

// report hands out what the gate of form found in a version, for a spreadsheet
// or a program.
func (p *Pages) report(format string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		id, err := pieceOf(r)
		if err != nil {
			return err
		}
		number, err := numberOf(r, "number")
		if err != nil {
			return err
		}
		var found *Report
		err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			v, err := piece.ByNumber(ctx, tx, id, number)
			if err != nil {
				return err
			}
			found, err = p.gates.Report(ctx, tx, v.ID)
			return err
		})
		if err == nil && found == nil {
			err = fault.New(fault.NotFound, "opendata.report", "Le rapport n’est pas encore prêt.", "The report is not ready yet.")
		}
		if err != nil {
			return err
		}
		var out bytes.Buffer // at most the findings that are kept
		if err := found.Write(&out, format, i18n.From(ctx).Lang); err != nil {
			return fault.Wrap("opendata.report", err)
		}
		kind := map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json"}[format]
		web.Attachment(w, i18n.Say(ctx, "rapport", "report")+"."+format, kind)
		_, _ = w.Write(out.Bytes())
		return nil
	}
}
