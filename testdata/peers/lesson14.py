# The file server as the classic Python tutorial writes it: plain socket calls, no flags, upload alone.
# Nobody ever replies, and the caller hangs up behind each file.
import json
import os
import socket
import struct
import sys

MAX_PACKET_SIZE = 8192


def put(filename):
    phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    phone.connect(("127.0.0.1", int(sys.argv[2])))
    head_dic = {"cmd": "put", "filename": os.path.basename(filename), "filesize": os.path.getsize(filename)}
    head_json_bytes = bytes(json.dumps(head_dic), encoding="utf-8")
    head_struct = struct.pack("i", len(head_json_bytes))
    phone.sendall(head_struct)
    phone.sendall(head_json_bytes)
    with open(filename, "rb") as f:
        for line in f:
            phone.sendall(line)
    phone.close()


def receive(conn, args):
    file_path = os.path.normpath(os.path.join(sys.argv[2], args["filename"]))
    filesize = args["filesize"]
    recv_size = 0
    with open(file_path, "wb") as f:
        while recv_size < filesize:
            recv_data = conn.recv(MAX_PACKET_SIZE)
            f.write(recv_data)
            recv_size += len(recv_data)


if sys.argv[1] == "server":
    phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    phone.bind(("127.0.0.1", 0))
    phone.listen(5)
    print(phone.getsockname()[1], flush=True)
    while True:
        conn, client_addr = phone.accept()
        while True:
            head_struct = conn.recv(4)
            if not head_struct:
                break
            head_len = struct.unpack("i", head_struct)[0]
            head_dic = json.loads(conn.recv(head_len).decode("utf-8"))
            if head_dic["cmd"] == "put":
                receive(conn, head_dic)
        conn.close()
else:
    for name in sys.argv[3:]:
        put(name)
