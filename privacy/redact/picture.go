package redact

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
)

// mostPixels bounds a picture: A3 at 600 dpi has 70 million.
const mostPixels = 150 << 20

// pictureDocument is the picture of a page.
type pictureDocument struct {
	format string
	img    image.Image
	read   readText
}

func decodePicture(b []byte, format string) (image.Image, error) {
	config, decode := png.DecodeConfig, png.Decode
	if format == JPEG {
		config, decode = jpeg.DecodeConfig, jpeg.Decode
	}
	c, err := config(bytes.NewReader(b))
	if err != nil {
		return nil, ErrDamaged
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, ErrTooLarge
	}
	img, err := decode(bytes.NewReader(b))
	if err != nil {
		return nil, ErrDamaged
	}
	return img, nil
}

func openPicture(ctx context.Context, b []byte, format string, opts Options) (*Document, error) {
	img, err := decodePicture(b, format)
	if err != nil {
		return nil, err
	}
	d := &pictureDocument{format: format, img: img}
	page := Page{Width: float64(img.Bounds().Dx()), Height: float64(img.Bounds().Dy()), Scanned: true}
	if opts.Reader != nil {
		words, err := opts.Reader.Read(ctx, b)
		if err != nil && !errors.Is(err, ErrNotRead) {
			return nil, err
		}
		d.read, page.Read = joined(words), err == nil
	}
	marks := d.read.place(marksOf(d.read.text, opts.Strict))
	for i := range marks {
		marks[i].Page = 1
	}
	return &Document{Format: format, Pages: []Page{page}, Marks: number(marks), inner: d}, nil
}

func (d *pictureDocument) find(words string) []Mark {
	marks := d.read.place(wordMarks(d.read.text, words))
	for i := range marks {
		marks[i].Page = 1
	}
	return marks
}

// write makes the picture again: nothing of the file but its pixels is taken
// along.
func (d *pictureDocument) write(marks []Mark, boxes []Box) ([]byte, Done, error) {
	for _, m := range marks {
		for _, r := range m.Boxes {
			boxes = append(boxes, Box{1, r})
		}
	}
	size := d.img.Bounds()
	canvas := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(canvas, canvas.Bounds(), d.img, size.Min, draw.Over)
	for _, b := range boxes {
		draw.Draw(canvas, pixels(b.Rect, canvas.Bounds()), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	var err error
	if d.format == JPEG {
		err = jpeg.Encode(&out, canvas, &jpeg.Options{Quality: 92})
	} else {
		err = png.Encode(&out, canvas)
	}
	return out.Bytes(), Done{Pictures: 1, Parts: []string{"metadata"}}, err
}

// pixels are those that a place touches.
func pixels(r Rect, size image.Rectangle) image.Rectangle {
	w, h := float64(size.Dx()), float64(size.Dy())
	return image.Rect(int(math.Floor(min(r.X0, r.X1)*w)), int(math.Floor(min(r.Y0, r.Y1)*h)), int(math.Ceil(max(r.X0, r.X1)*w)), int(math.Ceil(max(r.Y0, r.Y1)*h))).Intersect(size)
}
