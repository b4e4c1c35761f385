package webhook

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Shelf is the room for exports and imports of members.
type Shelf struct{ *Service }

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf: a secret that another installation has
// sealed cannot be read here, and its hook is off until it gets another.
func (s Shelf) Imported(ctx context.Context, tx access.Tx, member string) error {
	hooks, err := database.All(ctx, tx, "webhook.Imported", scanHook, `select `+hookColumns+` from webhook where member_id = $1 and disabled_at = 0 order by id`, member)
	for i := range hooks {
		if err != nil {
			return err
		}
		if _, unreadable := s.secrets(ctx, tx, hooks[i]); unreadable != nil {
			err = disable(ctx, tx, &hooks[i], DisabledImported)
		}
	}
	return err
}

// signs refuses a hook whose secret cannot be read here.
func (s *Service) signs(ctx context.Context, tx access.Tx, h Hook) error {
	if _, err := s.secrets(ctx, tx, h); err != nil {
		return fault.New(fault.Conflict, "webhook.signs", "Le secret de ce webhook vient d’une autre installation et ne peut pas être lu ici. Changez d’abord le secret, et donnez le nouveau au destinataire.",
			"The secret of this webhook comes from another installation and cannot be read here. Change the secret first, and give the new one to the receiver.")
	}
	return nil
}
