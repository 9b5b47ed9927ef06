#!/bin/sh
# Captures the frame that carries "hello" from 192.0.2.1:40000 to
# 192.0.2.2:9000, between two network namespaces, and prints it in hex. It needs
# root, ip(8) and Python, and leaves nothing behind.
#
#   sudo sh capture.sh > hello.hex
set -e
trap 'ip netns del hello-a; ip netns del hello-b' EXIT
ip netns add hello-a
ip netns add hello-b
ip link add left netns hello-a type veth peer name right netns hello-b
ip -n hello-a link set left address 02:00:00:00:00:01 up
ip -n hello-b link set right address 02:00:00:00:00:02 up
ip -n hello-a addr add 192.0.2.1/24 dev left
ip -n hello-b addr add 192.0.2.2/24 dev right

ip netns exec hello-b python3 -c '
import socket
conn, _ = socket.create_server(("192.0.2.2", 9000)).accept()
conn.recv(100)' &
ip netns exec hello-a python3 -c '
import socket, time
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind(("left", 3))
wire.settimeout(10)
call = socket.socket()
call.bind(("192.0.2.1", 40000))
while call.connect_ex(("192.0.2.2", 9000)):
    time.sleep(0.1)
call.send(b"hello")
frame = b""
while not frame.endswith(b"hello"):
    frame = wire.recv(2000)
print(frame.hex())'
wait
