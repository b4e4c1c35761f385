package madis

import (
	"archive/zip"
	"context"
	"io"
	"io/fs"
	"reflect"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	register "airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/request"
)

// TakeOver carries out an import that was accepted, body by body. What was done
// is not done again, so that it goes on where it was cut off.
func (s *Service) TakeOver(ctx context.Context, id string) error {
	i, err := s.get(ctx, id)
	if err != nil || i.State != intake.Accepting {
		return err
	}
	var docs fs.FS
	if i.Documents != "" {
		b, err := s.Files.Open(ctx, i.MemberID, i.Documents)
		if err != nil {
			return err
		}
		defer b.Close()
		if docs, err = zip.NewReader(b, b.Size()); err != nil {
			return fault.Wrap("madis.TakeOver", err)
		}
	}
	return s.TakeOverWith(ctx, id, docs)
}

// TakeOverWith is TakeOver with the folder of documents at hand; nil for none.
func (s *Service) TakeOverWith(ctx context.Context, id string, docs fs.FS) error {
	i, err := s.get(ctx, id)
	if err != nil || i.State != intake.Accepting {
		return err
	}
	files, err := folderOf(docs)
	if err != nil {
		return err
	}
	var parts []intake.Part
	var library bundle
	if err := s.reading(ctx, func(tx access.Tx) (err error) {
		if parts, err = intake.Parts(ctx, tx, id); err == nil {
			library, err = bundleOf(ctx, tx, id, "")
		}
		return err
	}); err != nil {
		return err
	}
	all := questionnaires(library)
	for n, p := range parts {
		if p.State != "waiting" || p.Decision == intake.Skip {
			continue
		}
		if err := s.part(ctx, i, p, library, all, files, int64(n+1), int64(len(parts))); err != nil {
			return err
		}
	}
	if err := s.write(ctx, func(tx access.Tx) error {
		i, err := intake.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := intake.DropRows(ctx, tx, id); err != nil {
			return err
		}
		i.State, i.Done = intake.Done, i.Total
		if err := intake.Save(ctx, tx, i); err != nil {
			return err
		}
		return tx.Record(ctx, intake.EventDone, i.MemberID, id, map[string]any{"source": Name})
	}); err != nil {
		return err
	}
	return s.free(ctx, id)
}

// part takes one part over. What is wrong with the part is written on it, and
// does not stop the others.
func (s *Service) part(ctx context.Context, i intake.Import, p intake.Part, library bundle, all []questionnaire, files *folder, n, of int64) error {
	var b bundle
	if err := s.reading(ctx, func(tx access.Tx) (err error) {
		b, err = bundleOf(ctx, tx, i.ID, p.Key)
		return err
	}); err != nil {
		return err
	}
	// A member that is to be made must be there before its files are.
	if p.Decision == intake.Make && p.TargetID == "" {
		err := s.write(ctx, func(tx access.Tx) error { return s.makeMember(ctx, tx, &p, b.one(tStructure, p.Key)) })
		if err != nil {
			return s.trouble(ctx, p, err)
		}
	}
	refs, err := s.putFiles(ctx, p.TargetID, p.Key, b, files)
	if err != nil {
		return err
	}
	err = s.write(ctx, func(tx access.Tx) error {
		now := p
		if now.Key == "" {
			err := s.takeLibrary(ctx, tx, i, &now, b, all, refs)
			if err != nil {
				return err
			}
		} else if err := s.takeBody(ctx, tx, i, &now, b, library, all, refs); err != nil {
			return err
		}
		now.State, now.DoneAt, now.Trouble = "done", tx.Clock().Now(), i18n.Text{}
		if err := intake.PutPart(ctx, tx, now); err != nil {
			return err
		}
		step, err := intake.Get(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		step.Done, step.Total = n, of
		return intake.Save(ctx, tx, step)
	})
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict || k == fault.NotFound || k == fault.TooLarge {
		return s.trouble(ctx, p, err)
	}
	return err
}

func (s *Service) trouble(ctx context.Context, p intake.Part, cause error) error {
	if fault.KindOf(cause) == fault.Other {
		return cause
	}
	return s.write(ctx, func(tx access.Tx) error {
		p.State, p.Trouble = "failed", fault.Message(cause)
		return intake.PutPart(ctx, tx, p)
	})
}

func (s *Service) makeMember(ctx context.Context, tx access.Tx, p *intake.Part, r *record) error {
	m := organisation.Member{Siren: p.Siren, Name: p.Name, Kind: organisation.Kind(p.Kind)}
	if r != nil {
		m.Population, m.Staff = number(r.values["population"]), number(r.values["nbr_agents"])
		if zip := r.values["address_zip_code"]; len(zip) == 5 {
			m.Postcode = zip
		}
		if insee := r.values["address_insee"]; len(insee) == 5 && m.Kind == organisation.Commune {
			m.Insee = insee
		}
	}
	m, err := organisation.Add(ctx, tx, m)
	if err != nil && m.Insee+m.Postcode != "" && fault.Is(err, fault.Invalid) { // its address is not one: without
		m.Insee, m.Postcode = "", ""
		m, err = organisation.Add(ctx, tx, m)
	}
	if err != nil {
		return err
	}
	p.TargetID = m.ID
	return intake.PutPart(ctx, tx, *p)
}

// putFiles brings the files of a part into the store, by their names.
func (s *Service) putFiles(ctx context.Context, member, part string, b bundle, files *folder) (map[string]blob.Ref, error) {
	out := map[string]blob.Ref{}
	table, column := tProof, "document"
	if part == "" {
		table, column = tDocument, "file"
	}
	for _, r := range b[table] {
		name := base(r.values[column])
		file, there, err := files.open(name)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		limited := &io.LimitedReader{R: file, N: maxFile + 1}
		ref, err := s.Files.Put(ctx, member, limited)
		_ = file.Close()
		if err != nil {
			return nil, err
		}
		if limited.N > 0 { // a longer one is listed as missing
			out[name] = ref
		}
	}
	return out, nil
}

// takeBody writes all that concerns a body, in one transaction.
func (s *Service) takeBody(ctx context.Context, tx access.Tx, i intake.Import, p *intake.Part, b, library bundle, all []questionnaire, refs map[string]blob.Ref) error {
	m, err := organisation.Get(ctx, tx, p.TargetID)
	if err != nil {
		return err
	}
	if !m.Closed.IsZero() {
		return fault.New(fault.Conflict, "madis.take", "Cet adhérent n’est plus servi.", "This member is no longer served.")
	}
	if err := s.before(ctx, tx, p); err != nil {
		return err
	}
	t := &taking{Service: s, ctx: ctx, tx: tx, i: i, part: p, plan: planOf(b, library, all), refs: refs, ids: map[string]model.Instance{}, targets: map[string]string{}}
	for _, step := range []func() error{t.terms, t.activities, t.requests, t.breaches, func() error { return t.surveys(all) }, t.actions, t.proofs, t.leave} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := s.before(ctx, tx, p); err != nil {
		return err
	}
	for kind, c := range p.Counts { // what is there now is what there is after
		if h, ok := s.Holds.Of(kind); ok && h.Count != nil {
			c.Before, c.After = c.Before-c.Taken, c.Before
			p.Counts[kind] = c
		}
	}
	return tx.Record(ctx, intake.EventTaken, p.TargetID, i.ID, map[string]any{"source": Name})
}

// taking is the work on one body.
type taking struct {
	*Service
	ctx  context.Context
	tx   access.Tx
	i    intake.Import
	part *intake.Part
	plan outcome
	refs map[string]blob.Ref
	ids  map[string]model.Instance // of treatments
	// targets are the records here of those in Madis, by table and key.
	targets map[string]string
}

// known finds what an earlier import made of an original and that still stands.
func (t *taking) known(kind, key string) (string, error) {
	id, err := intake.Known(t.ctx, t.tx, t.part.TargetID, kind, key)
	if err != nil || id == "" {
		return "", err
	}
	h, _ := t.Holds.Of(kind)
	mark, err := h.Mark(t.ctx, t.tx, id)
	if err != nil || mark == "" {
		return "", err
	}
	t.same(kind)
	if t.targets != nil {
		t.targets[key] = id
	}
	return id, nil
}

func (t *taking) made(kind, id, key, title string) error {
	if t.targets != nil {
		t.targets[key] = id
	}
	return t.Holds.Note(t.ctx, t.tx, intake.Item{ImportID: t.i.ID, Part: t.part.Key, MemberID: t.part.TargetID, Kind: kind, RecordID: id, SourceKey: key, Title: cut(title, 200)})
}

func (t *taking) terms() error {
	var list []model.Term
	for _, a := range t.plan.activities {
		list = append(list, a.terms...)
	}
	return ensureTerms(t.ctx, t.tx, list)
}

// ensureTerms adds the terms that the vocabularies lack. They stay when an
// import is undone, for anybody may have used them meanwhile.
func ensureTerms(ctx context.Context, tx access.Tx, list []model.Term) error {
	if len(list) == 0 {
		return nil
	}
	have, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	for _, term := range list {
		if _, there := have.Find(term.Vocabulary, term.Code); there {
			continue
		}
		if _, err := model.SaveTerm(ctx, tx, term); err != nil {
			return err
		}
		have = append(have, term)
	}
	return nil
}

func (t *taking) activities() error {
	for _, a := range t.plan.activities {
		key := tTreatment + ":" + a.id
		id, err := t.known(intake.Activities, key)
		if err != nil {
			return err
		}
		if id != "" {
			t.ids[a.id] = model.Instance{ID: id, Name: both(a.name)}
			continue
		}
		from, err := t.modelOf(a)
		if err != nil {
			return err
		}
		got, finished, err := model.Bring(t.ctx, t.tx, register.Spec, model.Brought{MemberID: t.part.TargetID, ModelID: from, Record: a.record, Complete: a.complete,
			Made: a.made, Changed: a.changed, Shown: a.shown, Retired: a.retired})
		if err != nil {
			return err
		}
		if a.complete && !finished {
			t.plan.left = append(t.plan.left, leftover{tTreatment, a.id, a.name, i18n.T("terminé dans Madis, il manque ici des champs obligatoires\u202f: il redevient un brouillon",
				"finished in Madis, fields are missing here: it is a draft again"), nil})
		}
		got.Name = both(a.name)
		t.ids[a.id] = got
		if err := t.made(intake.Activities, got.ID, key, a.name); err != nil {
			return err
		}
	}
	return nil
}

// modelOf is the model that a clone follows, unless the member has it already.
func (t *taking) modelOf(a activity) (string, error) {
	id, err := modelFor(t.ctx, t.tx, t.i.MemberID, a.root)
	if err != nil || id == "" {
		return "", err
	}
	have, err := model.All(t.ctx, t.tx, model.Ask{Kind: register.Kind, Member: t.part.TargetID})
	if err != nil || slices.ContainsFunc(have, func(f model.Full) bool { return f.ModelID == id }) {
		return "", err
	}
	return id, nil
}

// modelFor is the model that was made of a treatment, if it stands.
func modelFor(ctx context.Context, tx access.Tx, operator, root string) (string, error) {
	id, err := intake.Known(ctx, tx, operator, intake.Models, tTreatment+":"+root)
	if err != nil || id == "" {
		return "", err
	}
	m, err := model.GetModel(ctx, tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && !m.Retired.IsZero() {
		return "", nil
	}
	return id, err
}

func (t *taking) requests() error {
	for _, q := range t.plan.requests {
		key := tRequest + ":" + q.id
		if id, err := t.known(intake.Requests, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		r := q.request
		r.MemberID = t.part.TargetID
		for _, id := range q.treatments {
			if a, ok := t.ids[id]; ok {
				r.Activities = append(r.Activities, request.Activity{ID: a.ID, Name: a.Name.Fr})
			}
		}
		got, err := request.Bring(t.ctx, t.tx, r)
		if err != nil {
			return err
		}
		if err := t.made(intake.Requests, got.ID, key, got.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (t *taking) breaches() error {
	for _, v := range t.plan.breaches {
		key := tViolation + ":" + v.id
		if id, err := t.known(intake.Breaches, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		one := v.breach
		one.MemberID = t.part.TargetID
		got, err := breach.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(intake.Breaches, got.ID, key, got.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (t *taking) surveys(all []questionnaire) error {
	versions := map[string]int{}
	for _, v := range t.plan.surveys {
		key := tSurvey + ":" + v.id
		if id, err := t.known(intake.Surveys, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		n := slices.IndexFunc(all, func(q questionnaire) bool { return q.id == v.referential })
		one := v.survey
		one.MemberID = t.part.TargetID
		if versions[v.referential] == 0 {
			version, _, err := versionOf(t.ctx, t.tx, all[n])
			if err != nil {
				return err
			}
			versions[v.referential] = version
		}
		one.Version = versions[v.referential]
		got, err := maturity.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(intake.Surveys, got.ID, key, one.Submitted.Format("2006-01-02")); err != nil {
			return err
		}
	}
	return nil
}

// versionOf is the version of a questionnaire that reads as in the dump, and
// whether it was issued; otherwise the next one.
func versionOf(ctx context.Context, tx access.Tx, q questionnaire) (version int, issued bool, err error) {
	body, err := q.yaml()
	if err != nil {
		return 0, false, err
	}
	ours, err := maturity.Parse(body)
	if err != nil {
		return 0, false, err
	}
	list, err := maturity.Versions(ctx, tx)
	last := 0
	for _, one := range list {
		if one.Name != ours.Name {
			continue
		}
		last = max(last, one.Version)
		if reflect.DeepEqual(one.Domains, ours.Domains) && one.Title == ours.Title {
			return one.Version, true, err
		}
	}
	return last + 1, false, err
}

func (t *taking) proofs() error {
	for _, f := range t.plan.proofs {
		key := tProof + ":" + f.id
		if id, err := t.known(intake.Proofs, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		if err := t.file(f, key, f.kind); err != nil {
			return err
		}
	}
	return nil
}

// file writes a file's record; one that is not in the folder is listed.
func (t *taking) file(f proof, key, kind string) error {
	ref, there := t.refs[f.file]
	if there {
		if err := t.Files.Claim(t.ctx, t.tx, t.part.TargetID, ref.Digest); err != nil {
			return err
		}
	} else if f.file != "" {
		t.plan.left = append(t.plan.left, leftover{tProof, f.id, f.title, i18n.T("le fichier «\u00a0%[1]s\u00a0» n’est pas dans le dossier des documents", "the file “%[1]s” is not in the folder of documents", f.file), nil})
	}
	got, err := intake.AddFile(t.ctx, t.tx, intake.File{ImportID: t.i.ID, Part: t.part.Key, MemberID: t.part.TargetID, SourceKey: key, Kind: kind, Title: f.title,
		Words: f.words, FileName: f.file, Digest: ref.Digest, Size: ref.Size, Links: f.links, At: f.at})
	if err != nil {
		return err
	}
	return t.made(intake.Proofs, got.ID, key, f.title)
}

// leave lists what could not be carried, and the accounts that there were.
func (t *taking) leave() error {
	for _, a := range t.plan.accounts {
		why := i18n.T("compte à ouvrir si la personne en a besoin", "account to be opened if the person needs one")
		if !a.enabled {
			why = i18n.T("compte fermé dans Madis", "account closed in Madis")
		}
		t.plan.left = append(t.plan.left, leftover{tUser, a.email, a.name, why, map[string]string{"name": a.name, "email": a.email, "role": a.role, "proposed": a.ours}})
	}
	for _, l := range t.plan.left {
		body := l.body
		if body == nil {
			body = map[string]string{}
		}
		if err := intake.AddLeft(t.ctx, t.tx, intake.Left{ImportID: t.i.ID, Part: t.part.Key, MemberID: t.part.TargetID, Table: l.table, SourceKey: l.key, Title: cut(l.title, 200),
			Reason: l.reason, Body: encode(body)}); err != nil {
			return err
		}
	}
	return nil
}
