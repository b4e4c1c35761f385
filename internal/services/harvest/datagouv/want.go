package datagouv

import (
	"cmp"
	"slices"
	"strings"

	"airial/internal/services/harvest"
)

// Names of ours in the extras of what we make there.
const (
	extraDataset = "airial:dataset" // our identifier of the dataset
	extraFile    = "airial:file"    // which of its files a resource is
)

// setting is one field as it should be: how it is shown to people, and how it
// is written into a document.
type setting struct {
	name string
	want string
	have func(document) string
	set  func(document)
}

// plain is a field of text that is ours to fill; without a value it is left as
// it is.
func plain(name, want string) setting {
	return setting{name, want, func(d document) string { return d.text(name) }, func(d document) { d[name] = want }}
}

// settings are the fields of a dataset that are ours, in the order of a report.
func (s *Service) settings(d Dataset) []setting {
	description := d.Description
	if strings.TrimSpace(description) == "" { // theirs must not be empty
		description = d.Title
	}
	out := []setting{plain("title", cut(d.Title, vocabulary.Limits.Title)),
		plain("description", cut(description, vocabulary.Limits.Description)),
		plain("license", vocabulary.Licences[d.Licence].ID), plain("frequency", vocabulary.Frequencies[d.Frequency])}
	if tags := tagsOf(d); len(tags) > 0 {
		out = append(out, setting{"tags", strings.Join(tags, ", "), func(there document) string {
			return strings.Join(slices.DeleteFunc(slices.Clone(tags), func(t string) bool { return !slices.Contains(there.words("tags"), t) }), ", ")
		}, func(there document) { // those that others have given stay
			all := there.words("tags")
			for _, t := range tags {
				if !slices.Contains(all, t) {
					all = append(all, t)
				}
			}
			there["tags"] = all
		}})
	}
	if z, granularity := zone(d.Member); z != "" {
		out = append(out, setting{"spatial", z, func(there document) string {
			zones := zonesOf(there)
			if slices.Contains(zones, z) {
				return z
			}
			return strings.Join(zones, ", ")
		}, func(there document) {
			there["spatial"] = document{"zones": []string{z}, "granularity": granularity}
		}})
	}
	if !d.From.IsZero() && !d.Until.IsZero() {
		from, until := d.From.Format("2006-01-02"), d.Until.Format("2006-01-02")
		out = append(out, setting{"temporal_coverage", from + " – " + until, func(there document) string {
			t := there.under("temporal_coverage")
			if t == nil {
				return ""
			}
			return cut(t.text("start"), 10) + " – " + cut(t.text("end"), 10)
		}, func(there document) { there["temporal_coverage"] = document{"start": from, "end": until} }})
	}
	out = append(out, setting{"extras." + extraDataset, d.ID, func(there document) string { return there.under("extras").text(extraDataset) },
		func(there document) { there["extras"] = with(there.under("extras"), extraDataset, d.ID) }})
	return slices.DeleteFunc(out, func(x setting) bool { return x.want == "" })
}

func tagsOf(d Dataset) (out []string) {
	for _, k := range d.Keywords {
		if t := tag(k); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// zonesOf reads the zones of a dataset, which are identifiers or objects that
// have one.
func zonesOf(there document) []string {
	spatial := there.under("spatial")
	out := spatial.words("zones")
	for _, z := range spatial.list("zones") {
		out = append(out, z.text("id"))
	}
	return out
}

// file is a resource as it should be.
type file struct {
	role     string // "csv", "parquet", "original"
	settings []setting
}

// files are the resources of a dataset that are ours, in their order.
func (s *Service) files(d Dataset) []file {
	base := s.PublicURL + "/datasets/" + d.ID
	csv := s.file("csv", "CSV (UTF-8, virgules)", "main", base+"/data.csv", "csv", "text/csv", d.CSV)
	if address := harvest.SchemaAddress(d.Schema, d.Version); address != "" {
		want := d.Schema
		exact := !strings.Contains(address, "/latest/")
		if exact {
			want += " " + strings.TrimPrefix(d.Version, "v")
		}
		csv.settings = append(csv.settings, setting{"schema", want, func(there document) string {
			x := there.under("schema")
			if !exact {
				return x.text("name")
			}
			return strings.TrimSpace(x.text("name") + " " + x.text("version"))
		}, func(there document) {
			x := document{"name": d.Schema}
			if exact {
				x["version"] = strings.TrimPrefix(d.Version, "v")
			}
			there["schema"] = x
		}})
	}
	format := cmp.Or(strings.ToLower(extension(d.FileName)), "csv")
	return []file{csv, s.file("parquet", "Parquet", "main", base+"/data.parquet", "parquet", "application/vnd.apache.parquet", d.Parquet),
		s.file("original", "Fichier d’origine", "other", base+"/original", format, "", d.Original)}
}

func (s *Service) file(role, title, kind, url, format, mime string, f File) file {
	size := setting{"filesize", numberText(f.Size), func(d document) string { return flat(d["filesize"]) }, func(d document) { d["filesize"] = f.Size }}
	sum := setting{"checksum", "sha256 " + f.Digest, func(d document) string {
		c := d.under("checksum")
		return strings.TrimSpace(c.text("type") + " " + c.text("value"))
	}, func(d document) { d["checksum"] = document{"type": "sha256", "value": f.Digest} }}
	mark := setting{"extras." + extraFile, role, func(d document) string { return d.under("extras").text(extraFile) },
		func(d document) { d["extras"] = with(d.under("extras"), extraFile, role) }}
	all := []setting{plain("title", title), plain("type", kind), plain("filetype", "remote"), plain("url", url), plain("format", format),
		plain("mime", mime), size, sum, mark}
	return file{role, slices.DeleteFunc(all, func(x setting) bool { return x.want == "" })}
}

// with is a copy of an object with one value more.
func with(d document, key string, value any) document {
	out := document{key: value}
	for k, v := range d {
		if k != key {
			out[k] = v
		}
	}
	return out
}
