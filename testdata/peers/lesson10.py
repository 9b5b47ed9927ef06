# The command server as the classic Python tutorial writes it, with the length and recv_ready: plain socket calls, no flags.
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
            back = err + out or b"\n"
            conn.send(str(len(back)).encode("utf-8"))
            if conn.recv(1024).decode("utf-8") == "recv_ready":
                conn.sendall(back)
        conn.close()
else:
    phone.connect(("127.0.0.1", int(sys.argv[2])))
    for line in sys.stdin:
        phone.send(line.strip().encode("utf-8"))
        length = int(phone.recv(1024).decode("utf-8"))
        phone.send("recv_ready".encode("utf-8"))
        recv_size, recv_msg = 0, b""
        while recv_size < length:
            data = phone.recv(1024)
            recv_size += len(data)
            recv_msg += data
        print(recv_msg.decode("utf-8"), end="")
