package main; const _ = 2786419060
