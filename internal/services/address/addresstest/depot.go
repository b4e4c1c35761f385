// Package addresstest is the deposit interface of the national address base on
// this machine, for tests: it answers as BaseAdresseNationale/api-depot does
// (May 2026), under the same addresses, statuses and messages.
package addresstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"airial/standards/bal"
)

// Token is the client's.
const Token = "0123456789abcdef0123456789abcdef"

// Mail is the one address of every town hall; Code is the code mailed to it.
const (
	Mail = "mairie@commune.example"
	Code = "123456"
)

// Revision is what the depot keeps of one.
type Revision struct {
	ID, Commune, Client string
	Status              string
	Ready, Current      bool
	File                []byte
	Validation          map[string]any
	Habilitation        string
}

// Depot is the server.
type Depot struct {
	*httptest.Server

	mu            sync.Mutex
	revisions     map[string]*Revision
	order         []string
	habilitations map[string]*hab
	next          int
	// Inactive answers 403 to the client; Down answers 503 so many times.
	Inactive bool
	Down     int
	// Bad are error codes that the next computation finds beside its own.
	Bad []string
}

type hab struct {
	id, commune, status, code string
	left                      int
	sent                      bool
}

// New starts a depot; close it.
func New() *Depot {
	d := &Depot{revisions: map[string]*Revision{}, habilitations: map[string]*hab{}}
	mux := http.NewServeMux()
	on := func(pattern string, guarded bool, fn func(w http.ResponseWriter, r *http.Request)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.Down > 0 {
				d.Down--
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			if guarded && !d.known(w, r) {
				return
			}
			fn(w, r)
		})
	}
	on("POST /communes/{commune}/revisions", true, d.create)
	on("PUT /revisions/{id}/files/bal", true, d.own(d.upload))
	on("POST /revisions/{id}/compute", true, d.own(d.compute))
	on("POST /revisions/{id}/publish", true, d.own(d.publish))
	on("GET /revisions/{id}", false, func(w http.ResponseWriter, r *http.Request) {
		if v := d.revisions[r.PathValue("id")]; v != nil {
			d.show(w, http.StatusOK, v)
			return
		}
		fail(w, http.StatusNotFound, "Revision "+r.PathValue("id")+" not found")
	})
	on("GET /communes/{commune}/current-revision", false, func(w http.ResponseWriter, r *http.Request) {
		if v := d.current(r.PathValue("commune")); v != nil {
			d.show(w, http.StatusOK, v)
			return
		}
		fail(w, http.StatusNotFound, "Aucune revision trouvé pour la commune "+r.PathValue("commune"))
	})
	on("GET /communes/{commune}/emails", false, func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, []string{Mail}) })
	on("POST /communes/{commune}/habilitations", true, func(w http.ResponseWriter, r *http.Request) {
		h := &hab{id: d.id(), commune: r.PathValue("commune"), status: "pending", left: 10}
		d.habilitations[h.id] = h
		answer(w, http.StatusCreated, map[string]any{"id": h.id, "status": h.status, "codeCommune": h.commune})
	})
	on("GET /habilitations/{id}", true, func(w http.ResponseWriter, r *http.Request) {
		if h := d.habilitations[r.PathValue("id")]; h != nil {
			answer(w, http.StatusOK, map[string]any{"id": h.id, "status": h.status, "codeCommune": h.commune})
			return
		}
		fail(w, http.StatusNotFound, "Habilitation "+r.PathValue("id")+" not found")
	})
	on("POST /habilitations/{id}/authentication/email/send-pin-code", true, d.sendCode)
	on("POST /habilitations/{id}/authentication/email/validate-pin-code", true, d.validateCode)
	d.Server = httptest.NewServer(mux)
	return d
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]any{"statusCode": status, "message": message})
}

// id has the form of an ObjectId.
func (d *Depot) id() string {
	d.next++
	return fmt.Sprintf("%024x", d.next)
}

func (d *Depot) known(w http.ResponseWriter, r *http.Request) bool {
	_, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case r.Header.Get("Authorization") == "":
		fail(w, http.StatusUnauthorized, "Une authentification est nécessaire")
	case !ok:
		fail(w, http.StatusUnauthorized, "Le token d'authentification est manquant")
	case token != Token:
		fail(w, http.StatusUnauthorized, "Authentification refusée")
	case d.Inactive:
		fail(w, http.StatusForbidden, "Le client est actuellement désactivé")
	default:
		return true
	}
	return false
}

func (d *Depot) own(fn func(w http.ResponseWriter, r *http.Request, v *Revision)) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		v := d.revisions[r.PathValue("id")]
		switch {
		case v == nil:
			fail(w, http.StatusNotFound, "Revision "+r.PathValue("id")+" not found")
		case v.Client != "us":
			fail(w, http.StatusForbidden, "Vous n’êtes pas autorisé à accéder à cette révision")
		default:
			fn(w, r, v)
		}
	}
}

func (d *Depot) create(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Context map[string]any `json:"context"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Context == nil {
		fail(w, http.StatusBadRequest, "context must be an object")
		return
	}
	v := &Revision{ID: d.id(), Commune: r.PathValue("commune"), Client: "us", Status: "pending"}
	d.revisions[v.ID], d.order = v, append(d.order, v.ID)
	d.show(w, http.StatusCreated, v)
}

func (d *Depot) show(w http.ResponseWriter, status int, v *Revision) {
	name := map[string]string{"us": "Opérateur", "other": "Mes Adresses"}[v.Client]
	out := map[string]any{"id": v.ID, "codeCommune": v.Commune, "status": v.Status, "isReady": v.Ready, "isCurrent": v.Current, "validation": v.Validation,
		"client": map[string]any{"id": v.Client, "nom": name}, "publishedAt": nil}
	if v.Status == "published" {
		out["publishedAt"] = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
		out["isReady"] = nil
	}
	answer(w, status, out)
}

func (d *Depot) upload(w http.ResponseWriter, r *http.Request, v *Revision) {
	data, err := io.ReadAll(io.LimitReader(r.Body, 50_000_001))
	switch {
	case err != nil || len(data) == 0:
		fail(w, http.StatusNotFound, "Fichier non fourni.")
	case r.Header.Get("Content-Encoding") != "":
		fail(w, http.StatusBadRequest, "Aucun encodage de contenue dans l’en-tête n’est accepté.")
	case v.Status != "pending":
		fail(w, http.StatusPreconditionFailed, "La révision n’est plus modifiable")
	case v.File != nil:
		fail(w, http.StatusPreconditionFailed, "Fichier déjà attaché a la révision")
	default:
		v.File = data
		answer(w, http.StatusOK, map[string]any{"id": d.id(), "size": len(data)})
	}
}

func (d *Depot) compute(w http.ResponseWriter, _ *http.Request, v *Revision) {
	if v.Status != "pending" {
		fail(w, http.StatusPreconditionFailed, "La révision n’est plus modifiable")
		return
	}
	file, err := bal.Read(v.File)
	if err != nil {
		v.Validation = map[string]any{"valid": false, "parseErrors": []any{map[string]any{"code": "MissingQuotes"}}}
		d.show(w, http.StatusOK, v)
		return
	}
	report, rows := file.Check("", time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	errs, warnings, infos := append([]string{}, d.Bad...), []string{}, []string{}
	d.Bad = nil
	for _, code := range report.Codes() {
		switch bal.LevelOf(report.Profile, code) {
		case bal.Error:
			errs = append(errs, code)
		case bal.Warning:
			warnings = append(warnings, code)
		default:
			infos = append(infos, code)
		}
	}
	for _, r := range rows {
		if r.Insee != v.Commune {
			errs = append(errs, "commune_insee.valeur_inattendue")
			break
		}
	}
	last := 0
	if now := d.current(v.Commune); now != nil {
		last, _ = now.Validation["rowsCount"].(int)
	}
	if float64(last)*0.8 < float64(last-len(rows)) {
		errs = append(errs, "rows.delete_too_many_addresses")
	}
	if float64(last)*0.2 < float64(last-len(rows)) {
		warnings = append(warnings, "rows.delete_many_addresses")
	}
	v.Ready = len(errs) == 0
	v.Validation = map[string]any{"valid": v.Ready, "format": report.Profile, "errors": errs, "warnings": warnings, "infos": infos, "rowsCount": len(rows)}
	d.show(w, http.StatusOK, v)
}

func (d *Depot) publish(w http.ResponseWriter, r *http.Request, v *Revision) {
	var in struct {
		Habilitation string `json:"habilitationId"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	h := d.habilitations[in.Habilitation]
	switch {
	case v.Status != "pending" || !v.Ready:
		fail(w, http.StatusPreconditionFailed, "La publication n’est pas possible")
		return
	case in.Habilitation == "":
		fail(w, http.StatusBadRequest, "Le client Opérateur nécessite une habilitation pour publier")
		return
	case h == nil || h.status != "accepted" || h.commune != v.Commune:
		fail(w, http.StatusNotFound, "L’habilitation "+in.Habilitation+" n’est pas valide")
		return
	}
	d.take(v)
	v.Habilitation = in.Habilitation
	d.show(w, http.StatusOK, v)
}

// take makes a revision the current one; others that wait are no longer ready.
func (d *Depot) take(v *Revision) {
	for _, one := range d.revisions {
		if one.Commune == v.Commune && one != v {
			one.Current = false
			if one.Status == "pending" {
				one.Ready = false
			}
		}
	}
	v.Status, v.Current, v.Ready = "published", true, false
}

func (d *Depot) current(commune string) *Revision {
	for _, one := range d.revisions {
		if one.Commune == commune && one.Current {
			return one
		}
	}
	return nil
}

func (d *Depot) sendCode(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Email string `json:"email"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	h := d.habilitations[r.PathValue("id")]
	switch {
	case h == nil:
		fail(w, http.StatusNotFound, "Habilitation "+r.PathValue("id")+" not found")
	case h.status == "accepted":
		fail(w, http.StatusPreconditionFailed, "Cette habilitation est déjà validée")
	case h.status == "rejected":
		fail(w, http.StatusPreconditionFailed, "Cette habilitation est rejetée")
	case in.Email != Mail:
		fail(w, http.StatusPreconditionFailed, "Impossible d’envoyer le code, l’email préconisé n’appartient pas à la commune")
	case h.sent:
		fail(w, http.StatusConflict, "Un courriel a déjà été envoyé, merci de patienter")
	default:
		h.sent, h.code = true, Code
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, "OK")
	}
}

func (d *Depot) validateCode(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Code string `json:"code"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	h := d.habilitations[r.PathValue("id")]
	switch {
	case h == nil:
		fail(w, http.StatusNotFound, "Habilitation "+r.PathValue("id")+" not found")
	case h.status == "accepted":
		fail(w, http.StatusPreconditionFailed, "Cette habilitation est déjà validée")
	case h.status == "rejected":
		fail(w, http.StatusPreconditionFailed, "Cette habilitation est rejetée")
	case in.Code != h.code || h.code == "":
		if h.left--; h.left <= 0 {
			h.status = "rejected"
			fail(w, http.StatusPreconditionFailed, "Code non valide. Demande rejetée.")
			return
		}
		fail(w, http.StatusPreconditionFailed, fmt.Sprintf("Code non valide, %d tentatives restantes", h.left))
	default:
		h.status = "accepted"
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, "OK")
	}
}

// Somebody publishes a revision of a commune by another client.
func (d *Depot) Somebody(commune string, rows int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := &Revision{ID: d.id(), Commune: commune, Client: "other", Status: "pending", Validation: map[string]any{"valid": true, "rowsCount": rows}}
	d.revisions[v.ID], d.order = v, append(d.order, v.ID)
	d.take(v)
}

// Current is the revision that is shown for a commune; zero for none.
func (d *Depot) Current(commune string) Revision {
	d.mu.Lock()
	defer d.mu.Unlock()
	if v := d.current(commune); v != nil {
		return *v
	}
	return Revision{}
}

// Made counts the revisions.
func (d *Depot) Made() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.order)
}
