package main

import (
	"example.com/leaks/body"
	"example.com/leaks/cachefield"
	"example.com/leaks/cachefills"
	"example.com/leaks/captured"
	"example.com/leaks/churn"
	"example.com/leaks/contexts"
	"example.com/leaks/cycle"
	"example.com/leaks/filedropped"
	"example.com/leaks/filekept"
	"example.com/leaks/finalizercycle"
	"example.com/leaks/forever"
	"example.com/leaks/globalslice"
	"example.com/leaks/growingmap"
	"example.com/leaks/healthy"
	"example.com/leaks/listener"
	"example.com/leaks/mapped"
	"example.com/leaks/mutex"
	"example.com/leaks/nilchannel"
	"example.com/leaks/nocases"
	"example.com/leaks/noisy"
	"example.com/leaks/pool"
	"example.com/leaks/queued"
	"example.com/leaks/receive"
	"example.com/leaks/rows"
	"example.com/leaks/selecting"
	"example.com/leaks/send"
	"example.com/leaks/slicehead"
	"example.com/leaks/slowconsumer"
	"example.com/leaks/substring"
	"example.com/leaks/ticker"
	"example.com/leaks/timeafter"
	"example.com/leaks/waitgroup"
	"example.com/leaks/workers"
)

// kinds holds what one request does to each kind of server.
var kinds = map[string]func(){
	"body":           body.Work,
	"cachefield":     cachefield.Work,
	"cachefills":     cachefills.Work,
	"captured":       captured.Work,
	"churn":          churn.Work,
	"contexts":       contexts.Work,
	"cycle":          cycle.Work,
	"filedropped":    filedropped.Work,
	"filekept":       filekept.Work,
	"finalizercycle": finalizercycle.Work,
	"forever":        forever.Work,
	"globalslice":    globalslice.Work,
	"growingmap":     growingmap.Work,
	"healthy":        healthy.Work,
	"listener":       listener.Work,
	"mapped":         mapped.Work,
	"mutex":          mutex.Work,
	"nilchannel":     nilchannel.Work,
	"nocases":        nocases.Work,
	"noisy":          noisy.Work,
	"pool":           pool.Work,
	"queued":         queued.Work,
	"receive":        receive.Work,
	"rows":           rows.Work,
	"selecting":      selecting.Work,
	"send":           send.Work,
	"slicehead":      slicehead.Work,
	"slowconsumer":   slowconsumer.Work,
	"substring":      substring.Work,
	"ticker":         ticker.Work,
	"timeafter":      timeafter.Work,
	"waitgroup":      waitgroup.Work,
	"workers":        workers.Work,
}
