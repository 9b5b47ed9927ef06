# The command server as the classic Python tutorial writes it: plain socket calls, no flags.
import socket
import subprocess
import sys

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "server":
    phone.bind(("127.0.0.1", 0))
    phone.listen(5)
    print(phone.getsockname()[1], flush=True)
    while True:
        conn, client = phone.accept()
        while True:
            cmd = conn.recv(1024)
            if not cmd:
                break
            p = subprocess.Popen(cmd.decode("utf-8"), shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            out, err = p.communicate()
            conn.send(err + out or b"\n")
        conn.close()
else:
    phone.connect(("127.0.0.1", int(sys.argv[2])))
    for line in sys.stdin:
        phone.send(line.strip().encode("utf-8"))
        print(phone.recv(1024).decode("utf-8"), end="")
