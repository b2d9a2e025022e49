module example.com/zerocost

go 1.22
