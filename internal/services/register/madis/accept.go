package madis

import (
	"archive/zip"
	"context"
	"io"
	"io/fs"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
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
