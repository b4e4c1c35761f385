package harvest

import (
	"context"
	"path"
	"strconv"

	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
	"airial/standards/dcat"
	"airial/standards/theme/highvalue"
)

// record is a dataset in the words of DCAT. Everything that identifies it is
// made of its identifier and of SIREN numbers alone, so that no new name
// changes it.
func record(ctx context.Context, d Dataset) dcat.Dataset {
	self := web.URL(ctx, "/datasets/"+d.ID)
	out := dcat.Dataset{
		URI: self, Identifier: d.ID, Title: dcat.Fr(d.Title), Description: dcat.Fr(d.Description),
		Keywords:    dcat.Fr(d.Keywords...),
		LandingPage: web.URL(ctx, "/p/"+d.Member.Slug+"/datasets/"+d.Slug),
		Publisher:   agent(ctx, d.Member), Issued: d.Issued, Modified: d.Modified,
		Frequency: dcat.Frequency(d.Frequency), Languages: []dcat.Language{dcat.French}, Spatial: places(d.Member, d.Around),
		AccessRights: dcat.Public, Version: strconv.Itoa(d.Number),
		Temporal: dcat.PeriodOfTime{Start: d.From, End: d.Until},
	}
	if d.Area != nil {
		out.Spatial = append(out.Spatial, dcat.Location{BBox: d.Area})
	}
	out.Themes = themesOf(d)
	if category, high := highvalue.Of(d.Schema); high {
		// data.gouv.fr knows them by their keywords.
		out.HighValue, out.Keywords = category, append(out.Keywords, dcat.Text{Value: "hvd", Lang: "fr"}, category.Labels()[0])
	}
	if address := SchemaAddress(d.Schema, d.Version); address != "" {
		out.ConformsTo = dcat.Standard{URI: address, Title: d.Schema + " " + d.Version}
	}
	original, _ := dcat.FormatOf(path.Ext(d.FileName)) // unknown: none is claimed
	out.Distributions = []dcat.Distribution{
		distribution(d, self+"/data.csv", dcat.Fr("CSV (UTF-8, virgules)"), dcat.CSV, d.CSV, out.ConformsTo),
		distribution(d, self+"/data.parquet", dcat.Fr("Parquet"), dcat.Parquet, d.Parquet, out.ConformsTo),
		distribution(d, self+"/original", dcat.Fr("Fichier d’origine"), original, d.Original, dcat.Standard{}),
	}
	return out
}

func distribution(d Dataset, address string, title dcat.Texts, format dcat.Format, f File, conforms dcat.Standard) dcat.Distribution {
	licence, _ := dcat.LicenseOf(d.Licence)
	return dcat.Distribution{URI: address + "#distribution", Identifier: address, Title: title, AccessURL: address, DownloadURL: address,
		Format: format, License: licence, ByteSize: f.Size, SHA256: f.Digest, Issued: d.Issued, Modified: d.Modified,
		Languages: []dcat.Language{dcat.French}, ConformsTo: conforms, Availability: dcat.Stable}
}

func agent(ctx context.Context, m organisation.Member) dcat.Agent {
	return dcat.Agent{URI: web.URL(ctx, "/p/"+m.Siren), Name: dcat.Fr(m.Name), Identifier: m.Siren,
		Type: dcat.LocalAuthority, Homepage: web.URL(ctx, "/p/"+m.Slug)}
}

// places is where a member is, in the reference of the INSEE (id.insee.fr), with
// its area as far as that is known.
func places(m organisation.Member, around *dcat.BBox) []dcat.Location {
	const geo = "http://id.insee.fr/geo/"
	switch {
	case m.Insee != "":
		return []dcat.Location{{URI: geo + "commune/" + m.Insee, Name: dcat.Fr(m.Name), BBox: around}}
	case m.Kind == organisation.EPCI:
		return []dcat.Location{{URI: geo + "intercommunalite/" + m.Siren, Name: dcat.Fr(m.Name), BBox: around}}
	}
	return nil
}
