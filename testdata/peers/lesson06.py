# The UDP time server as the classic Python tutorial writes it: plain socket calls, no flags.
import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "server":
    sock.bind(("127.0.0.1", 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        msg, addr = sock.recvfrom(1024)
        fmt = msg.decode("utf-8") if msg else "%Y-%m-%d %X"
        sock.sendto(time.strftime(fmt, time.gmtime(1930460649)).encode("utf-8"), addr)
else:
    server = ("127.0.0.1", int(sys.argv[2]))
    for line in sys.stdin:
        sock.sendto(line.strip().encode("utf-8"), server)
        back, addr = sock.recvfrom(1024)
        print(back.decode("utf-8"))
