package s3

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/minio/minio-go/v7"

	"airial/internal/platform/fault"
)

// A call is tried so many times; the pauses between them last about three
// seconds in all.
const attempts = 5

func init() {
	// The client library pauses after its only attempt, too. Ours do.
	minio.DefaultRetryUnit, minio.DefaultRetryCap = time.Microsecond, time.Microsecond
}

// errTorn is an answer that ended before what it had announced.
var errTorn = errors.New("the answer was cut short")

// call tries fn until it succeeds, fails for good, or has been tried enough.
// Each attempt gets at most the given time.
func (b *Bucket) call(ctx context.Context, op string, limit time.Duration, fn func(context.Context) error) error {
	for attempt := 1; ; attempt++ {
		err := func() error {
			trying, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			return fn(trying)
		}()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fault.Wrap(op, context.Cause(ctx))
		}
		if attempt == attempts || !passing(err) {
			return explain(op, err)
		}
		if b.pause(ctx, attempt) != nil {
			return fault.Wrap(op, context.Cause(ctx))
		}
	}
}

// pause waits: 100, 200, 400, 800 ms… with up to as much again by chance, so
// that many callers do not come back at the same instant.
func (b *Bucket) pause(ctx context.Context, attempt int) error {
	wait := b.backoff << (attempt - 1)
	timer := time.NewTimer(wait + rand.N(wait)) // #nosec G404 -- apart from each other, not secret
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// passing tells whether an error may be gone at the next attempt.
func passing(err error) bool {
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.StatusCode != 0 {
		switch answer.StatusCode {
		case http.StatusRequestTimeout, http.StatusTooManyRequests, 499:
			return true
		}
		switch answer.Code {
		case "RequestTimeout", "SlowDown", "InternalError", "XAmzContentSHA256Mismatch", "BadDigest", "IncompleteBody":
			return true
		}
		return answer.StatusCode >= 500 && answer.StatusCode != http.StatusNotImplemented
	}
	var network net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTorn) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		errors.As(err, &network) || answer.Code == "RequestError" ||
		// What the client library makes of an answer it cannot read.
		answer.StatusCode == 0 && answer.Code != ""
}

// explain turns what the store said into a fault of ours.
func explain(op string, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return fault.Wrap(op, err)
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == "NoSuchKey" || answer.StatusCode == http.StatusNotFound && answer.Code != "NoSuchBucket":
		missing := fault.Missing(op)
		missing.Cause = err
		return missing
	case answer.Code == "NoSuchBucket":
		return unavailable(op, err, "Le seau indiqué n’existe pas dans le stockage S3. L’opérateur doit le créer ou corriger l’adresse.",
			"The bucket does not exist in the S3 store. The operator has to create it or mend the address.")
	case answer.StatusCode == http.StatusForbidden:
		return unavailable(op, err, "Le stockage S3 refuse la clé d’accès. L’opérateur doit vérifier la clé, son secret, la région et ses droits sur le seau.",
			"The S3 store refuses the access key. The operator has to check the key, its secret, the region and its rights on the bucket.")
	case answer.Code == "XMinioStorageFull" || answer.Code == "QuotaExceeded" || answer.StatusCode == http.StatusInsufficientStorage:
		return unavailable(op, err, "Il n’y a plus de place dans le stockage des fichiers. Rien n’a été perdu. L’opérateur doit libérer de l’espace\u202f; recommencez ensuite.",
			"There is no room left in the store of the files. Nothing was lost. The operator has to free some space; then try again.")
	}
	return unavailable(op, err, "Le stockage des fichiers ne répond pas. Rien n’a été perdu\u202f; réessayez dans un moment.",
		"The store of the files does not answer. Nothing was lost; try again in a moment.")
}

func unavailable(op string, cause error, fr, en string) error {
	e := fault.New(fault.Unavailable, op, fr, en)
	e.Cause = cause
	return e
}
