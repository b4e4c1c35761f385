package check

import (
	"context"
	"errors"
	"slices"

	"airial/internal/services/check/report"
	"airial/standards/quality"
	"airial/standards/source"
	"airial/standards/tableschema"
)

// sink takes the findings of a check as they are found.
type sink interface {
	each(f *tableschema.Finding) error
	end(rep *tableschema.Report) error
}

// findings checks the table, beyond its schema too when that is asked for, and
// hands on what is found where the form of the report allows.
func (c *command) findings(ctx context.Context, t *source.Table, schema *tableschema.Schema, opts tableschema.Options) (*tableschema.Report, error) {
	out, err := c.sink(t, schema, &opts)
	if err != nil {
		return nil, err
	}
	if out != nil {
		opts.Each = out.each
	}
	var src tableschema.Source = t
	var watched *quality.Watcher
	if c.args.Quality != nil {
		rules := c.args.Quality
		if slices.Contains(rules, "all") {
			rules = nil
		}
		watched = quality.Watch(t, schema, c.args.Today, rules)
		src = watched
	}
	rep, err := tableschema.Check(ctx, src, schema, opts)
	late := []tableschema.Finding(nil)
	if unread := tableschema.UnreadableReport(err, schema, opts); unread != nil {
		rep, err, late = unread, nil, unread.Findings
	} else if err == nil && watched != nil {
		late = watched.Findings()
		rep.Add(late)
	}
	if out == nil {
		return rep, err
	}
	for i := range late {
		err = errors.Join(err, out.each(&late[i]))
	}
	return rep, errors.Join(err, out.end(rep))
}

// sink is where findings go at once; nil when the report comes whole.
func (c *command) sink(t *source.Table, schema *tableschema.Schema, opts *tableschema.Options) (sink, error) {
	switch format := report.Format(c.args.Format); {
	case format == report.CSV && c.args.Limit == 0: // a list without end stands nowhere in memory
		lines, err := report.NewLines(c.stdout, c.out)
		c.written, opts.Limit = true, 1
		return csvSink{lines}, err
	case format == report.JSONL:
		out := report.NewPrompt(c.stdout)
		s := report.NewStream(out, c.out.Lang, opts.Limit)
		c.written = true
		if opts.Limit < 0 {
			opts.Limit = 1
		} else {
			opts.EachKept = true
		}
		o := report.Opened{Schema: tableschema.SchemaRef{Name: tableschema.None}, Sheets: t.Sheets}
		if schema != nil {
			o.Schema = tableschema.SchemaRef{Name: schema.Name, Version: schema.Version}
		}
		if c.guess != nil {
			o.Recognised = c.guess
		}
		return jsonSink{s, out}, s.Opened(o)
	case format == report.Text && c.args.Waiting:
		opts.EachKept = true
		return c.watch(), nil
	}
	return nil, nil
}

type csvSink struct{ *report.Lines }

func (s csvSink) each(f *tableschema.Finding) error { return s.Write(f) }

func (s csvSink) end(*tableschema.Report) error { return s.Flush() }

type jsonSink struct {
	*report.Stream
	out *report.Prompt
}

func (s jsonSink) each(f *tableschema.Finding) error { return s.Finding(f) }

func (s jsonSink) end(rep *tableschema.Report) error {
	var err error
	if rep != nil {
		err = s.Summary(rep)
	}
	return errors.Join(err, s.out.Close())
}
