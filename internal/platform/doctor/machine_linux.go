package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"airial/internal/platform/i18n"
)

// Folder checks that a folder is there, is the caller's, and that nobody else
// may look into it.
func Folder(dir string) Check {
	return Check{"folder", func(context.Context) []Finding {
		info, err := os.Stat(dir)
		if errors.Is(err, fs.ErrNotExist) {
			return []Finding{Worry(Bad, i18n.T("%[1]s n’existe pas", "%[1]s does not exist", dir),
				i18n.T("Démarrez une fois «\u00a0airial serve --data %[1]s\u00a0», ou corrigez le nom.", "Start “airial serve --data %[1]s” once, or correct the name.", dir))}
		}
		if err != nil {
			return []Finding{Worry(Bad, i18n.T("%[1]s ne peut pas être lu\u202f: %[2]v", "%[1]s cannot be read: %[2]v", dir, err),
				i18n.T("Lancez la commande en tant qu’utilisateur du service\u202f: sudo -u airial airial doctor …", "Run the command as the user of the service: sudo -u airial airial doctor …"))}
		}
		if !info.IsDir() {
			return []Finding{Worry(Bad, i18n.T("%[1]s n’est pas un dossier", "%[1]s is no folder", dir), i18n.T("Corrigez --data.", "Correct --data."))}
		}
		if !Own(dir) {
			return []Finding{Worry(Bad, i18n.T("%[1]s appartient à un autre utilisateur", "%[1]s belongs to another user", dir),
				i18n.T("Lancez la commande en tant que cet utilisateur\u202f: sudo -u airial airial doctor … Sinon des fichiers que le serveur ne peut pas écrire resteraient derrière elle.",
					"Run the command as that user: sudo -u airial airial doctor … Otherwise it would leave files behind that the server cannot write."))}
		}
		var found []Finding
		for _, path := range []string{dir, filepath.Join(dir, "keys")} {
			info, err := os.Stat(path)
			if err == nil && info.Mode().Perm()&0o077 != 0 && path != dir || err == nil && info.Mode().Perm()&0o007 != 0 {
				found = append(found, Worry(Look, i18n.T("%[1]s est ouvert à d’autres (%[2]v)", "%[1]s is open to others (%[2]v)", path, info.Mode().Perm()),
					i18n.T("chmod 700 %[1]s", "chmod 700 %[1]s", path)))
			}
		}
		if len(found) == 0 {
			found = append(found, Fine("%[1]s", "%[1]s", dir))
		}
		return found
	}}
}

// Own tells whether a file or folder belongs to who runs the program.
func Own(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}

// network are file systems that lie elsewhere, by their magic numbers
// (statfs(2)): SQLite's locks do not hold on them.
var network = map[int64]string{0x6969: "NFS", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x65735546: "FUSE", 0x01021997: "9p", 0x00c36400: "Ceph"}

const gib = 1 << 30

// Space returns the bytes that are free for the program in the file system
// under a folder, and all of its bytes; ok is false where nobody can say.
func Space(dir string) (free, all int64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, false
	}
	return int64(s.Bavail) * s.Bsize, int64(s.Blocks) * s.Bsize, true
}

// Disk checks room, number of files and kind of the file system under a folder.
// local says that it must lie on this machine.
func Disk(dir string, local bool) Check {
	return Check{"disk", func(context.Context) []Finding {
		var s syscall.Statfs_t
		if err := syscall.Statfs(dir, &s); err != nil {
			return nil // the folder's check says why
		}
		free, all := int64(s.Bavail)*s.Bsize, int64(s.Blocks)*s.Bsize
		room := Fine("%[1]d Gio libres sur %[2]d", "%[1]d GiB free of %[2]d", free/gib, all/gib)
		switch {
		case free < gib:
			room.Level = Bad
		case free < 5*gib || free < all/20:
			room.Level = Look
		}
		if room.Level != Good {
			room.Do = i18n.T("Agrandissez le disque, ou supprimez d’anciennes sauvegardes. Le cache peut être vidé, serveur arrêté.",
				"Enlarge the disk, or remove old backups. The cache may be emptied while the server is stopped.")
		}
		found := []Finding{room}
		if s.Files > 0 && s.Ffree < s.Files/20 {
			found = append(found, Worry(Look, i18n.T("presque plus de fichiers possibles (%[1]d inodes libres sur %[2]d)", "hardly any more files possible (%[1]d inodes free of %[2]d)", s.Ffree, s.Files),
				i18n.T("Déplacez le dossier sur un système de fichiers avec plus d’inodes.", "Move the folder to a file system with more inodes.")))
		}
		if name := network[int64(uint32(s.Type))]; name != "" && local {
			found = append(found, Worry(Bad, i18n.T("la base de données est sur un système de fichiers %[1]s", "the database is on a file system of the kind %[1]s", name),
				i18n.T("Mettez le dossier sur un disque local\u202f: les verrous de SQLite ne tiennent pas sur un réseau.", "Put the folder on a local disk: SQLite’s locks do not hold over a network.")))
		}
		return found
	}}
}

// wantedFiles is how many open files a busy server needs.
const wantedFiles = 4096

// Limits checks what the system grants the caller.
func Limits() Check {
	return Check{"limits", func(context.Context) []Finding {
		var r syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &r); err != nil {
			return nil
		}
		if r.Max < wantedFiles {
			return []Finding{Worry(Look, i18n.T("%[1]d fichiers ouverts au plus", "%[1]d open files at most", r.Max),
				i18n.T("Accordez-en davantage au service\u202f: LimitNOFILE=65536 dans l’unité systemd.", "Grant the service more: LimitNOFILE=65536 in the systemd unit."))}
		}
		return []Finding{Fine("%[1]d fichiers ouverts au plus", "%[1]d open files at most", r.Max)}
	}}
}
