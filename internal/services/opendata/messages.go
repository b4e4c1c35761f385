package opendata

import "airial/internal/platform/i18n"

var cutShort = i18n.T("L’envoi du fichier a été interrompu : rien n’a été gardé. Vérifiez la connexion, puis déposez-le de nouveau.",
	"The upload was cut short: nothing was kept. Check the connection, then deposit the file again.")

var needForm = i18n.T("Envoyez le fichier par un formulaire multipart/form-data, avec les champs « file » et « title ».",
	"Send the file as a multipart/form-data form, with the fields “file” and “title”.")

var oneFile = i18n.T("Envoyez un seul fichier par dépôt.", "Send one file per deposit.")

var noFile = i18n.T("Le formulaire ne contient pas de champ « file » : joignez le fichier à déposer.",
	"The form has no field “file”: attach the file to deposit.")
