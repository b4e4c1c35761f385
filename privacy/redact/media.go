package redact

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	_ "image/gif" // sizes of pictures
	"image/jpeg"
	"image/png"
)

// blackPicture is a black picture of the size of another, in the same format
// where that is one of two.
func blackPicture(b []byte) []byte {
	w, h := 8, 8
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err == nil && c.Width > 0 && c.Height > 0 && c.Width <= 4000 && c.Height <= 4000 {
		w, h = c.Width, c.Height
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black})
	var out bytes.Buffer
	if format == "jpeg" {
		_ = jpeg.Encode(&out, img, nil) // a buffer takes all
	} else {
		_ = png.Encode(&out, img)
	}
	return out.Bytes()
}

// bare takes out of a picture what tells of where, when and by whom it was made:
// EXIF, XMP, comments. Its pixels stay as they are.
func bare(b []byte) []byte {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return bareJPEG(b)
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return barePNG(b)
	}
	return b
}

// bareJPEG leaves the segments that pixels need: JFIF, ICC and Adobe's colour
// transform among the application's own.
func bareJPEG(b []byte) []byte {
	out := append([]byte(nil), b[:2]...)
	for i := 2; i+4 <= len(b); {
		if b[i] != 0xff {
			return b // no file of segments: leave it be
		}
		m := b[i+1]
		if m == 0xda { // the pixels
			return append(out, b[i:]...)
		}
		if m == 0xff {
			i++
			continue
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			return b
		}
		if m != 0xfe && (m < 0xe0 || m > 0xef || m == 0xe0 || m == 0xe2 || m == 0xee) {
			out = append(out, b[i:i+2+n]...)
		}
		i += 2 + n
	}
	return b
}

func barePNG(b []byte) []byte {
	out := append([]byte(nil), b[:8]...)
	for i := 8; i+12 <= len(b); {
		n := int(binary.BigEndian.Uint32(b[i:]))
		if n < 0 || n > len(b) || i+12+n > len(b) {
			return b
		}
		switch string(b[i+4 : i+8]) {
		case "tEXt", "iTXt", "zTXt", "eXIf", "tIME":
		default:
			out = append(out, b[i:i+12+n]...)
		}
		i += 12 + n
	}
	return out
}
