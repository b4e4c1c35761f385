package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/opendata"
)

// openDataSubscriptions closes the door of deposits to members whose
// subscription has ended. Reading and export stay.
type openDataSubscriptions struct{}

func (openDataSubscriptions) Open(ctx context.Context, tx access.Tx, member string) error {
	ok, err := adhesion.Subscribed(ctx, tx, member, adhesion.OpenData, access.Today(tx.Clock()))
	if err == nil && !ok {
		err = fault.New(fault.Forbidden, "adhesion", "L’abonnement de votre collectivité au service des données ouvertes a pris fin. Vos données restent publiques et exportables\u202f; pour déposer de nouveau, adressez-vous à l’opérateur.",
			"Your organisation’s subscription to the open-data service has ended. Your data stay public and can be exported; to deposit again, ask the operator.")
	}
	return err
}

// councilWorks tells what the rooms did for a member in a year.
type councilWorks struct{}

func (councilWorks) Done(ctx context.Context, tx access.Tx, member string, year int) ([]adhesion.Figure, error) {
	w, err := opendata.WorkOf(ctx, tx, member, year)
	return []adhesion.Figure{
		{What: i18n.T("jeux de données publics aujourd’hui", "datasets public today"), N: w.Public},
		{What: i18n.T("versions publiées dans l’année", "versions published in the year"), N: w.Published},
		{What: i18n.T("fichiers vérifiés", "files checked"), N: w.Deposited},
		{What: i18n.T("erreurs arrêtées avant publication", "mistakes stopped before publication"), N: w.Refused},
	}, err
}
