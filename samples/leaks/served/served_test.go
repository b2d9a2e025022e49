package served

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestServed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // leak: listener likely
		w.Write(make([]byte, 20_000))
	}))
	response, err := http.Get(server.URL) // leak: response-body likely
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(err)
	}
}
