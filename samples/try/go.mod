module example.com/tries

go 1.22
