package portal

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

// legalView is what a legal page shows: of the whole site, or of a member's.
type legalView struct {
	Face     label.Face
	Who      organisation.Member // whose portal it is
	Operator organisation.Member
	Contact  string // e-mail or address for questions
	Address  string // of the portal, in full
	Rights   string // page on which people use their rights; "" for none
}

// legal answers with a legal page, dressed as the portal that it belongs to.
func (s *Service) legalPage(w http.ResponseWriter, r *http.Request, name, title string, body func(legalView) templ.Component) error {
	ctx := r.Context()
	head := ui.Page{Title: title}
	address := r.PathValue("member")
	v := legalView{Operator: s.p.Operator, Who: s.p.Operator}
	if address == "" {
		v.Face = s.face(ctx, s.p.Operator)
		v.Contact, v.Address = v.contact(s.p.Contact), web.URL(ctx, "/")
		return show(w, r, framed(s.frameWith(ctx, head, name, v.Face), body(v)))
	}
	profile, err := s.p.Catalogue.Body(ctx, address)
	if err != nil {
		return err
	}
	if profile.Slug != address {
		return moved(w, r, memberPath(profile.Member)+"/"+name)
	}
	v.Who = profile.Member
	v.Face = s.face(ctx, v.Who)
	base := memberPath(v.Who)
	if v.Address = v.Face.Site.Base; v.Address == "" {
		v.Address = web.URL(ctx, base)
	}
	v.Contact = v.contact("")
	if s.p.Rights != nil {
		v.Rights = s.p.Rights(base)
	}
	return show(w, r, framed(s.memberFrameWith(ctx, head, v.Who, name, v.Face), body(v)))
}

// contact is the portal's own, else the one that the installation has.
func (v legalView) contact(otherwise string) string {
	if v.Face.Label.Contact != "" {
		return v.Face.Label.Contact
	}
	return otherwise
}

func (s *Service) legal(w http.ResponseWriter, r *http.Request) error {
	return s.legalPage(w, r, "legal", i18n.Say(r.Context(), "Mentions légales", "Legal notice"), noticeBody)
}

func (s *Service) personalData(w http.ResponseWriter, r *http.Request) error {
	return s.legalPage(w, r, "personal-data", i18n.Say(r.Context(), "Données personnelles", "Personal data"), personalBody)
}

func (s *Service) accessibility(w http.ResponseWriter, r *http.Request) error {
	return s.legalPage(w, r, "accessibility", i18n.Say(r.Context(), "Déclaration d’accessibilité", "Accessibility statement"), accessibilityBody)
}

func (s *Service) licence(w http.ResponseWriter, r *http.Request) error {
	return s.legalPage(w, r, "licence", i18n.Say(r.Context(), "Les licences en clair", "The licences in plain words"), licenceBody)
}

// contactHref is the address that a contact leads to.
func contactHref(contact string) templ.SafeURL {
	if strings.Contains(contact, "://") {
		return templ.URL(contact)
	}
	return templ.URL("mailto:" + contact)
}

// auditDay writes the day of an audit.
func auditDay(ctx context.Context, a label.Audit) string {
	on, err := time.Parse(time.DateOnly, a.On)
	if err != nil {
		return a.On
	}
	return i18n.Date(ctx, on)
}
