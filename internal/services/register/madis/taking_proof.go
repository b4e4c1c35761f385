package madis

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
)

func (t *taking) proofs() error {
	for _, f := range t.plan.proofs {
		key := tProof + ":" + f.id
		if id, err := t.known(intake.Proofs, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		if err := t.file(f, intake.Proofs, key, f.kind); err != nil {
			return err
		}
	}
	for _, f := range t.plan.committee {
		key := tCommittee + ":" + f.id
		if id, err := t.known(intake.Committee, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		if err := t.file(f, intake.Committee, key, f.kind); err != nil {
			return err
		}
	}
	return nil
}

// file writes a file's record; one that is not in the folder is listed.
func (t *taking) file(f proof, hold, key, kind string) error {
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
	return t.made(hold, got.ID, key, f.title)
}
