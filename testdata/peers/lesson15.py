# The authentication as the classic Python tutorial writes it: plain socket calls, no flags.
import hmac
import os
import socket
import sys

secret_key = b"linhaifeng bang bang bang"


def conn_auth(conn):
    msg = os.urandom(32)
    conn.sendall(msg)
    digest = hmac.new(secret_key, msg, "sha256").digest()
    respone = conn.recv(len(digest))
    return hmac.compare_digest(respone, digest)


phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.argv[1] == "server":
    phone.bind(("127.0.0.1", 0))
    phone.listen(5)
    print(phone.getsockname()[1], flush=True)
    while True:
        conn, client = phone.accept()
        if not conn_auth(conn):
            conn.close()
            continue
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data.upper())
        conn.close()
else:
    phone.connect(("127.0.0.1", int(sys.argv[2])))
    msg = phone.recv(32)
    phone.sendall(hmac.new(secret_key, msg, "sha256").digest())
    for line in sys.stdin:
        phone.sendall(line.strip().encode("utf-8"))
        print(phone.recv(1024).decode("utf-8"))
