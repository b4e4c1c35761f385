package handover

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// EventImported is what the journal says of a member that came from elsewhere.
const EventImported = "member.imported"

// maxLine bounds a record of an export, in bytes.
const maxLine = 64 << 20

// Imported says what an import did that was not just to take in what there
// was.
type Imported struct {
	Member organisation.Member
	Rows   int
	Files  int
	// Renamed are people whose login was somebody else's here: they got
	// another, old → new.
	Renamed map[string]string
	// Addresses are readable addresses that lead to another member here, and
	// stay with it.
	Addresses []string
	// NoGroup is the SIREN of the body to which the member belonged, when no
	// member has it here.
	NoGroup string
}

// Import takes in a member from an export, a folder or a zip. Everything is
// verified before anything is written, and written in one transaction.
func (s *Service) Import(ctx context.Context, export fs.FS) (Imported, error) {
	out := Imported{Renamed: map[string]string{}}
	m, err := s.verify(export)
	if err != nil {
		return out, err
	}
	if err := s.p.Doors.Read(ctx, access.System("import"), func(tx access.Tx) error { return s.welcome(ctx, tx, m) }); err != nil {
		return out, err
	}
	digests := make([]string, 0, len(m.Files))
	for _, f := range m.Files {
		digests = append(digests, f.Digest)
	}
	slices.Sort(digests)
	digests = slices.Compact(digests)
	if err := s.p.Files.Announce(ctx, m.Member.ID, digests); err != nil {
		return out, err
	}
	for _, f := range m.Files {
		if err := s.file(ctx, m.Member.ID, export, f); err != nil {
			return out, s.abandon(ctx, m.Member.ID, digests, err)
		}
	}
	out.Files = len(m.Files)
	err = s.p.Doors.Write(ctx, access.System("import"), func(tx access.Tx) error {
		out.Rows, out.Addresses, out.NoGroup = 0, nil, ""
		clear(out.Renamed)
		if err := s.welcome(ctx, tx, m); err != nil {
			return err
		}
		if err := s.p.Files.Claim(ctx, tx, m.Member.ID, digests); err != nil {
			return err
		}
		return s.records(ctx, tx, export, m, &out)
	})
	if err != nil {
		return out, s.abandon(ctx, m.Member.ID, digests, err)
	}
	return out, nil
}

// abandon destroys the files of an import that failed.
func (s *Service) abandon(ctx context.Context, member string, digests []string, cause error) error {
	if err := s.p.Blobs.DeleteAll(context.WithoutCancel(ctx), member, digests); err != nil {
		return fmt.Errorf("%w (and its files could not be taken away: %v)", cause, err)
	}
	return cause
}

func invalid(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "handover.Import", fr, en, args...)
}

// verify reads the manifest and checks every file of the export against the
// list of digests.
func (s *Service) verify(export fs.FS) (Manifest, error) {
	var m Manifest
	raw, err := fs.ReadFile(export, "manifest.json")
	if err != nil {
		return m, invalid("Ce dossier n’est pas l’export d’un adhérent\u202f: il n’a pas de manifest.json.", "This folder is no export of a member: it has no manifest.json.")
	}
	if err := json.Unmarshal(raw, &m); err != nil || m.Format != format {
		return m, invalid("manifest.json n’est pas celui d’un export d’adhérent.", "manifest.json is not that of an export of a member.")
	}
	if m.Version > formatVersion {
		return m, invalid("Cet export vient d’un programme plus récent (forme %[1]d). Mettez celui-ci à jour, puis recommencez.",
			"This export comes from a newer program (form %[1]d). Upgrade this one, then try again.", m.Version)
	}
	sums, err := readSums(export)
	if err != nil {
		return m, err
	}
	for _, p := range slices.Sorted(maps.Keys(sums)) {
		got, err := digestOf(export, p)
		if err != nil {
			return m, invalid("L’export est incomplet\u202f: %[1]s manque.", "The export is incomplete: %[1]s is missing.", p)
		}
		if got != sums[p] {
			return m, invalid("%[1]s n’a pas l’empreinte annoncée\u202f: l’export est abîmé ou modifié.", "%[1]s does not have the digest announced: the export is damaged or changed.", p)
		}
	}
	for _, f := range m.Files {
		if sums[f.Path] != f.Digest {
			return m, invalid("Le manifeste et SHA256SUMS ne disent pas la même chose de %[1]s.", "Manifest and SHA256SUMS disagree on %[1]s.", f.Path)
		}
	}
	return m, nil
}

func readSums(export fs.FS) (map[string]string, error) {
	raw, err := fs.ReadFile(export, "SHA256SUMS")
	if err != nil {
		return nil, invalid("L’export n’a pas de SHA256SUMS.", "The export has no SHA256SUMS.")
	}
	out := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		digest, p, ok := strings.Cut(strings.TrimRight(line, "\n"), "  ")
		if !ok || len(digest) != 64 || !fs.ValidPath(p) {
			return nil, invalid("SHA256SUMS a une ligne illisible.", "SHA256SUMS has a line that cannot be read.")
		}
		out[p] = digest
	}
	if out["manifest.json"] == "" {
		return nil, invalid("SHA256SUMS ne nomme pas le manifeste.", "SHA256SUMS does not name the manifest.")
	}
	return out, nil
}

// welcome refuses a member that is here already, or whose SIREN is another's.
func (s *Service) welcome(ctx context.Context, tx access.Tx, m Manifest) error {
	if here, err := organisation.Get(ctx, tx, m.Member.ID); err == nil {
		return fault.New(fault.Conflict, "handover.Import", "«\u00a0%[1]s\u00a0» est déjà ici. Un import ne se mêle pas à ce qui existe.",
			"“%[1]s” is here already. An import does not mix with what is there.", here.Name)
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	if here, err := organisation.BySiren(ctx, tx, m.Member.Siren); err == nil {
		return fault.New(fault.Conflict, "handover.Import", "Le SIREN %[1]s est ici celui de «\u00a0%[2]s\u00a0». Corrigez la fiche, ou fermez cet adhérent et changez son SIREN, puis recommencez.",
			"SIREN %[1]s is that of “%[2]s” here. Correct its record, or close that member and change its SIREN, then try again.", m.Member.Siren, here.Name)
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	return nil
}

// file stores one file, checked against its digest.
func (s *Service) file(ctx context.Context, member string, export fs.FS, f File) error {
	in, err := export.Open(f.Path)
	if err != nil {
		return err
	}
	defer in.Close()
	ref, err := s.p.Blobs.Put(ctx, member, in)
	if err != nil {
		return err
	}
	if ref.Digest != f.Digest {
		return s.abandon(ctx, member, []string{ref.Digest}, invalid("%[1]s a changé pendant l’import.", "%[1]s changed during the import.", f.Path))
	}
	return nil
}

func (s *Service) records(ctx context.Context, tx access.Tx, export fs.FS, m Manifest, out *Imported) error {
	if err := s.borrow(ctx, tx, export, m); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, t := range s.p.Tables {
		if !carried(t, tx.Dialect()) {
			continue
		}
		known[t.Name] = true
		if m.Tables[t.Name] == 0 {
			continue
		}
		n, err := s.take(ctx, tx, export, t, m, out)
		if err != nil {
			return err
		}
		out.Rows += n
	}
	for name, rows := range m.Tables {
		if rows > 0 && !known[name] {
			return invalid("L’export contient des enregistrements «\u00a0%[1]s\u00a0» que ce programme ne connaît pas. Mettez-le à jour, puis recommencez.",
				"The export holds records “%[1]s” that this program does not know. Upgrade it, then try again.", name)
		}
	}
	if err := takePeople(ctx, tx, export, m, out); err != nil {
		return err
	}
	if err := takeJournals(ctx, tx, export, m); err != nil {
		return err
	}
	if err := settleGroup(ctx, tx, m, out); err != nil {
		return err
	}
	for _, shelf := range s.p.Shelves {
		if err := shelf.Imported(ctx, tx, m.Member.ID); err != nil {
			return err
		}
	}
	var err error
	if out.Member, err = organisation.Get(ctx, tx, m.Member.ID); err != nil {
		return err
	}
	sum, err := digestOf(export, "SHA256SUMS")
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventImported, m.Member.ID, m.Member.ID, map[string]any{"sha256sums": sum, "journals": m.Origins,
		"rows": out.Rows, "files": out.Files})
}

// take inserts the rows of one table.
func (s *Service) take(ctx context.Context, tx access.Tx, export fs.FS, t database.Table, m Manifest, out *Imported) (int, error) {
	columns, err := columnsOf(ctx, tx, t.Name)
	if err != nil {
		return 0, err
	}
	n, skipped := 0, 0
	err = eachLine(export, "records/"+t.Name+".jsonl", func(line []byte) error {
		row, err := decode(line)
		if err != nil {
			return invalid("records/%[1]s.jsonl a une ligne illisible.", "records/%[1]s.jsonl has a line that cannot be read.", t.Name)
		}
		if t.Name == "member_address" {
			// An address that leads to another member here stays with it.
			taken, err := database.Value[int](ctx, tx, "handover.take", `select count(*) from member_address where address = $1`, row["address"])
			if err != nil {
				return err
			}
			if taken > 0 {
				out.Addresses = append(out.Addresses, fmt.Sprint(row["address"]))
				skipped++
				return nil
			}
		}
		n++
		return insert(ctx, tx, t, columns, row, m.Member.ID)
	})
	if err != nil {
		return n, err
	}
	if n+skipped != m.Tables[t.Name] {
		return n, invalid("records/%[1]s.jsonl n’a pas le nombre de lignes annoncé.", "records/%[1]s.jsonl does not have the number of lines announced.", t.Name)
	}
	// No row may be anybody else's, whatever the file says.
	own, err := database.Value[int](ctx, tx, "handover.take", `select count(*) from `+t.Name+` where `+t.Of("$1"), m.Member.ID)
	if err == nil && own != n {
		err = invalid("records/%[1]s.jsonl contient des lignes d’un autre adhérent.", "records/%[1]s.jsonl holds rows of another member.", t.Name)
	}
	return n, err
}

func columnsOf(ctx context.Context, tx access.Tx, table string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `select * from `+table+` where 1=0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out, err
}

func insert(ctx context.Context, tx access.Tx, t database.Table, columns map[string]bool, row map[string]any, member string) error {
	if t.Member != "" && row[t.Member] != member {
		return invalid("records/%[1]s.jsonl contient une ligne d’un autre adhérent.", "records/%[1]s.jsonl holds a row of another member.", t.Name)
	}
	names := slices.Sorted(maps.Keys(row))
	values := make([]any, len(names))
	for i, n := range names {
		if !columns[n] {
			return invalid("Les enregistrements «\u00a0%[1]s\u00a0» ont une colonne que ce programme ne connaît pas. Mettez-le à jour, puis recommencez.",
				"The records “%[1]s” have a column that this program does not know. Upgrade it, then try again.", t.Name)
		}
		values[i] = row[n]
	}
	_, err := tx.Exec(ctx, `insert into `+t.Name+` (`+strings.Join(names, ", ")+`) values (`+database.In(len(names), 1)+`)`, values...)
	if database.IsUnique(err) {
		return fault.New(fault.Conflict, "handover.Import", "Un enregistrement «\u00a0%[1]s\u00a0» existe déjà ici sous le même numéro.",
			"A record “%[1]s” is here already under the same number.", t.Name)
	}
	return err
}

// decode reads a record: text, whole numbers, and bytes in base64.
func decode(line []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var row map[string]any
	if err := d.Decode(&row); err != nil {
		return nil, err
	}
	for n, v := range row {
		switch v := v.(type) {
		case json.Number:
			whole, err := v.Int64()
			if err != nil {
				return nil, err
			}
			row[n] = whole
		case map[string]any:
			text, ok := v["base64"].(string)
			if !ok {
				return nil, fmt.Errorf("column %s", n)
			}
			raw, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return nil, err
			}
			row[n] = raw
		case string, nil:
		default:
			return nil, fmt.Errorf("column %s holds a %T", n, v)
		}
	}
	return row, nil
}

func eachLine(export fs.FS, name string, fn func([]byte) error) error {
	f, err := export.Open(name)
	if err != nil {
		return invalid("L’export est incomplet\u202f: %[1]s manque.", "The export is incomplete: %[1]s is missing.", name)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 0, 1<<20), maxLine)
	for lines.Scan() {
		if err := fn(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}

func digestOf(export fs.FS, name string) (string, error) {
	f, err := export.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := newSum()
	_, err = io.Copy(sum, f)
	return hexOf(sum), err
}
