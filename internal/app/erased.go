package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/backup"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// unbury erases again what a restored backup has brought back, and tells
// whether there was anything. Every kind of erasedKinds has its case here.
func (a *App) unbury(ctx context.Context, scope access.Scope, e backup.Erasure) (bool, error) {
	const op = "app.unbury"
	switch e.Kind {
	case "dataset.erased":
		var d opendata.Dataset
		err := a.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
			d, err = opendata.Get(ctx, tx, e.Subject)
			return err
		})
		if fault.Is(err, fault.NotFound) || err == nil && d.State == opendata.Erased {
			return false, nil
		}
		if err == nil {
			err = a.OpenData.Erase(ctx, scope, e.Subject)
		}
		return err == nil, fault.Wrap(op, err)
	case user.EventErased:
		var u user.User
		err := a.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
			u, err = user.Get(ctx, tx, e.Subject)
			return err
		})
		if fault.Is(err, fault.NotFound) || err == nil && u.Name == user.Forgotten {
			return false, nil
		}
		if err == nil {
			err = a.Users.Erase(ctx, scope, e.Subject)
		}
		return err == nil, fault.Wrap(op, err)
	}
	return false, fault.New(fault.Invalid, op, "La sauvegarde parle d’un effacement que ce programme ne connaît pas (%s). Utilisez un programme plus récent.",
		"The backup speaks of an erasure that this program does not know (%s). Use a newer program.", e.Kind)
}
