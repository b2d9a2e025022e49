// Package rows asks a database and does not close the rows.
package rows

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
)

var (
	db        = sql.OpenDB(connector{})
	ctx, stop = context.WithCancel(context.Background())
)

// Work is what one request does.
func Work() {
	result, err := db.QueryContext(ctx, "select 1") // leak: other-resource likely
	if err != nil || !result.Next() {
		stop()
	}
}

// connector is a database of one number.
type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

type conn struct{}

func (conn) Prepare(string) (driver.Stmt, error) { return stmt{}, nil }
func (conn) Close() error                        { return nil }
func (conn) Begin() (driver.Tx, error)           { return nil, io.EOF }

type stmt struct{}

func (stmt) Close() error                               { return nil }
func (stmt) NumInput() int                              { return 0 }
func (stmt) Exec([]driver.Value) (driver.Result, error) { return nil, io.EOF }
func (stmt) Query([]driver.Value) (driver.Rows, error)  { return result{}, nil }

type result struct{}

func (result) Columns() []string            { return []string{"n"} }
func (result) Close() error                 { return nil }
func (result) Next(to []driver.Value) error { to[0] = int64(1); return nil }
