package label

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // taken as it is sent, and encoded again
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // likewise

	"airial/internal/platform/fault"
)

// Limits of a logo.
const (
	MaxLogoBytes = 512 << 10 // as sent
	maxLogoKept  = 128 << 10 // as served on every page
	maxLogoSide  = 4096      // pixels, before it is made smaller
	logoWidth    = 640       // pixels at most, twice what a page shows
	logoHeight   = 176
)

// Logo is a picture that stands over a portal, as it is served.
type Logo struct {
	Digest  string // SHA-256 of the bytes, hexadecimal
	Type    string // "image/svg+xml" or "image/png"
	Content []byte
}

// Path is the address of the logo.
func (l Logo) Path() string { return logoPath(l.Digest) }

func logoPath(digest string) string {
	if digest == "" {
		return ""
	}
	return "/logos/" + digest
}

// ReadLogo makes a logo of what somebody sent: an SVG is written anew, a PNG, a
// WebP or a JPEG is decoded and encoded as PNG, smaller where it is large.
func ReadLogo(sent []byte) (Logo, error) {
	const op = "label.ReadLogo"
	if len(sent) > MaxLogoBytes {
		return Logo{}, fault.New(fault.Invalid, op, "Ce fichier est trop lourd pour un logo\u202f: 512\u00a0Kio au plus. Exportez-le en plus petit.",
			"This file is too large for a logo: 512 KiB at most. Export a smaller one.")
	}
	if looksLikeSVG(sent) {
		clean, err := cleanSVG(sent)
		if err != nil {
			return Logo{}, err
		}
		return kept(op, "image/svg+xml", clean)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(sent))
	if err != nil {
		return Logo{}, fault.New(fault.Invalid, op, "Ce fichier n’est pas une image que nous savons lire. Choisissez un SVG, un PNG, un WebP ou un JPEG.",
			"This file is no picture that we can read. Choose an SVG, a PNG, a WebP or a JPEG.")
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxLogoSide || c.Height > maxLogoSide {
		return Logo{}, fault.New(fault.Invalid, op, "Cette image fait %[1]d × %[2]d points\u202f; un logo en a %[3]d au plus de chaque côté.",
			"This picture has %[1]d × %[2]d pixels; a logo has at most %[3]d on each side.", c.Width, c.Height, maxLogoSide)
	}
	picture, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return Logo{}, fault.New(fault.Invalid, op, "Cette image est abîmée\u202f: elle s’interrompt ou contient une erreur. Exportez-la de nouveau.",
			"This picture is damaged: it breaks off or holds an error. Export it again.")
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, smaller(picture)); err != nil {
		return Logo{}, fault.Wrap(op, err)
	}
	return kept(op, "image/png", out.Bytes())
}

// smaller fits a picture into what a page can show, and keeps its proportions.
func smaller(in image.Image) image.Image {
	size := in.Bounds().Size()
	scale := min(1, float64(logoWidth)/float64(size.X), float64(logoHeight)/float64(size.Y))
	out := image.NewNRGBA(image.Rect(0, 0, max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))))
	draw.CatmullRom.Scale(out, out.Bounds(), in, in.Bounds(), draw.Src, nil)
	return out
}

func kept(op, kind string, content []byte) (Logo, error) {
	if len(content) > maxLogoKept {
		return Logo{}, fault.New(fault.Invalid, op, "Ce logo est trop lourd\u202f: chaque visiteur le télécharge. Choisissez une version plus simple, de 128\u00a0Kio au plus.",
			"This logo is too heavy: every visitor downloads it. Choose a simpler one, of 128 KiB at most.")
	}
	sum := sha256.Sum256(content)
	return Logo{Digest: hex.EncodeToString(sum[:]), Type: kind, Content: content}, nil
}
