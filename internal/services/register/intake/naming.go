package intake

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named: what was read and
// stands aside, what an import changed, what it could not carry.
func Naming() []named.Table {
	page := func(siren, _, _ string) string { return Path(siren) }
	of := func(name string, label i18n.Text, title string, key ...string) named.Table {
		return named.Table{Name: name, Label: label, Key: key, Member: "member_id", Title: title, Href: page}
	}
	read := of("register_import_row", i18n.T("Ligne lue d’un import", "Row that an import read"), "t.row_key", "import_id", "seq")
	read.Numbers = []string{"seq"}
	read.Columns, read.Silent = named.J("body"), []string{"import_id", "member_id", "part", "table_name", "row_key"}
	made := of("register_import_item", i18n.T("Fiche reprise par un import", "Record taken over by an import"), "''", "id")
	made.Columns, made.Silent = append(named.C("title"), named.J("before")...), []string{"id", "import_id", "part", "member_id", "kind", "record_id", "mark", "source_key", "state"}
	left := of("register_import_left", i18n.T("Ligne non reprise d’un import", "Row that an import left"), "t.table_name", "id")
	left.Columns, left.Silent = append(named.C("title", "reason"), named.J("body")...), []string{"id", "import_id", "part", "member_id", "table_name", "source_key"}
	file := of("register_import_file", i18n.T("Justificatif repris", "Proof that was taken over"), "''", "id")
	file.Columns, file.Silent = append(named.C("title", "words", "file_name"), named.J("links")...), []string{"id", "import_id", "part", "member_id", "source_key", "kind", "digest"}
	whole := of("register_import", i18n.T("Import", "Import"), "t.source", "id")
	whole.Columns, whole.Silent = append(named.C("name"), named.J("choices", "counts", "trouble")...), []string{"id", "member_id", "source", "state", "digest", "documents_digest"}
	part := of("register_import_part", i18n.T("Import", "Import"), "t.name", "import_id", "part")
	part.Columns, part.Silent = append(named.C("name"), named.J("counts", "trouble")...), []string{"import_id", "part", "member_id", "target_id", "siren", "kind", "decision", "state"}
	mapping := of("register_import_mapping", i18n.T("Correspondance de colonnes", "Mapping of columns"), "''", "id")
	mapping.Columns, mapping.Silent = append(named.C("name"), named.J("body")...), []string{"id", "member_id"}
	return []named.Table{read, made, left, file, whole, part, mapping}
}
