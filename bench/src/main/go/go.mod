module sudog.io/bench/peer

go 1.19
