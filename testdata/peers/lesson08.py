# The command server over UDP as the classic Python tutorial writes it: plain socket calls, no flags.
import socket
import subprocess
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "server":
    sock.bind(("127.0.0.1", 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        cmd, addr = sock.recvfrom(1024)
        p = subprocess.Popen(cmd.decode("utf-8"), shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = p.communicate()
        sock.sendto(err + out or b"\n", addr)
else:
    server = ("127.0.0.1", int(sys.argv[2]))
    for line in sys.stdin:
        sock.sendto(line.strip().encode("utf-8"), server)
        back, addr = sock.recvfrom(1024)
        print(back.decode("utf-8"), end="")
