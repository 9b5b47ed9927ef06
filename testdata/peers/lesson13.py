# The command server as the classic Python tutorial writes it, with a JSON header that has more fields than ours: plain
# socket calls, no flags.
import json
import socket
import struct
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
            head_dic = {"filename": "a.txt", "md5": "sdfsdf", "data_size": len(back)}
            head_bytes = json.dumps(head_dic).encode("utf-8")
            conn.send(struct.pack("i", len(head_bytes)))
            conn.send(head_bytes)
            conn.sendall(back)
        conn.close()
else:
    phone.connect(("127.0.0.1", int(sys.argv[2])))
    for line in sys.stdin:
        phone.send(line.strip().encode("utf-8"))
        head_size = struct.unpack("i", phone.recv(4))[0]
        head_dic = json.loads(phone.recv(head_size).decode("utf-8"))
        total_size = head_dic["data_size"]
        recv_size, recv_data = 0, b""
        while recv_size < total_size:
            data = phone.recv(1024)
            recv_size += len(data)
            recv_data += data
        print(recv_data.decode("utf-8"), end="")
