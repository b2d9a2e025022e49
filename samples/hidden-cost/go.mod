module example.com/hiddencost

go 1.22
