# SPDX-License-Identifier: AGPL-3.0-or-later
"""The connection to a host: its shell, which obeys `far_side.sh`, and rsync beside it.

One connection of OpenSSH carries both (ControlMaster). Keys, known hosts and all else are
what the user's own configuration of ssh says; nothing is ever asked (BatchMode). A folder
of this machine is reached by a shell of its own.
"""

import re
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Self

from plugins.deploy.target import FilePlace, SshPlace
from plugins.press.errors import Refusal

_PROGRAM = Path(__file__).with_name("far_side.sh")
_CONNECT_S, _ALIVE_S = 20, 15
_GREETING = b"newsroom\n"
_PERCENT = re.compile(rb"^\s*(\d+)\s+\d+%", re.MULTILINE)
#: What an rsync that is too old, or another program of that name, has to say.
_FOREIGN_RSYNC = re.compile(
    "unknown option|unrecognized option|protocol version mismatch|protocol incompatibility"
    "|syntax or usage error|incompatible options"
)
_UNTOUCHED = "bản đang phục vụ không đổi"


class ConnectionLost(Refusal):
    """The connection dropped, or was never there."""


class Connection:
    """A shell on the host of *place*, as a context manager; *wait_s* for another deployment.

    Entering begins to reach the host, `greet` waits for it.
    The shell ends where it hears nothing for *silence_s*, whole seconds. With *makes* False a
    folder that does not exist, or is not ours yet, is refused instead of made.
    Not for several threads. Raises Refusal for what a person can mend, of the connection and of
    the host alike.
    """

    def __init__(
        self,
        place: SshPlace | FilePlace,
        say: Callable[[str], None],
        wait_s: float = 600.0,
        silence_s: int = 180,
        makes: bool = True,
    ) -> None:
        self._place, self._say, self._makes = place, say, makes
        self._wait_s, self._silence_s = wait_s, silence_s
        #: The bytes that crossed the connection, lists and files.
        self.sent = 0
        #: The path of the target's folder on its host.
        self.root = ""
        self._reached = False
        #: The digest of the list that is served, and the release's name, if there is one.
        self.served: Sequence[str] = ()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # A short place: the path of a socket has at most 107 bytes.
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tin-", dir="/tmp"))
            self._socket = f"{folder}/s"
            self._told = stack.enter_context(open(f"{folder}/stderr", "w+b"))
            command = ["sh", "-c", _PROGRAM.read_text(), "sh", self._place.path]
            command += [f"{self._wait_s:g}", f"{self._silence_s}", "makes" if self._makes else ""]
            if isinstance(self._place, SshPlace):
                command = [*self._ssh(master=True), "--", self._place.host, shlex.join(command)]
            self._shell = self._start(command, stdin=subprocess.PIPE, stderr=self._told)
            stack.callback(self._hang_up)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._stack.close()

    def _start(self, command: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=-1, **more)
        except FileNotFoundError as error:
            raise Refusal(
                f"máy này không có lệnh «{error.filename}»",
                "cài nó (Debian: apt-get install openssh-client rsync), rồi chạy lại",
            ) from error

    def _ssh(self, master: bool) -> list[str]:
        options = {
            "BatchMode": "yes",
            "ConnectTimeout": str(_CONNECT_S),
            "ServerAliveInterval": str(_ALIVE_S),
            "ControlMaster": "yes" if master else "no",
            "ControlPath": self._socket,
            "ControlPersist": "no",
            "RequestTTY": "no",
            "ForwardAgent": "no",
            "ForwardX11": "no",
        }
        command = ["ssh", *(f"-o{name}={value}" for name, value in options.items())]
        if self._place.port:
            command += ["-p", str(self._place.port)]
        if self._place.user:
            command += ["-l", self._place.user]
        return command

    def _hang_up(self) -> None:
        """Let the shell end, which frees the lock there."""
        with suppress(OSError):
            self._shell.stdin.close()
        try:
            self._shell.wait(timeout=_ALIVE_S)
        except subprocess.TimeoutExpired:
            self._shell.kill()
            self._shell.wait()
        self._shell.stdout.close()

    def greet(self) -> bool:
        """Wait until the host is ready; tell whether it serves anything.

        The first thing that is asked for. Raises Refusal.
        """
        first = self._shell.stdout.readline()
        if first and first != _GREETING:
            raise _unheard(first.decode(errors="replace").strip(), self._where, self._place)
        self._reached = bool(first)
        self._read_answer(self._take_greeting)
        return bool(self.served)

    def _take_greeting(self, word: str, rest: str) -> None:
        if word == "waiting":
            self._say(f"Một lần đưa lên khác đang chạy ({rest}): chờ nó xong.")
        elif word == "cleaned":
            self._say("Lần đưa lên trước bị ngắt giữa chừng: dọn phần dở dang của nó.")
        elif word == "untried":
            self._say(
                f"Lần đưa lên trước bị ngắt khi chưa kiểm tra bản «{rest}»: "
                "đã quay về bản trước nó."
            )
        elif word == "root":
            self.root = rest
        elif word == "served":
            self.served = rest.split(" ")

    def ask(self, *words: str, data: bytes = b"") -> tuple[str, dict[str, str], bytes]:
        """Have the host do something; gives what it answers: words, marked lines and bytes.

        Raises Refusal.
        """
        marked: dict[str, str] = {}
        body = [b""]

        def keep(word: str, rest: str) -> None:
            if word == "data":
                body[0] = self._exactly(int(rest))
            else:
                marked[word] = rest

        try:
            self._shell.stdin.write(" ".join(words).encode() + b"\n" + data)
            self._shell.stdin.flush()
        except OSError:
            pass
        self.sent += len(data)
        return self._read_answer(keep), marked, body[0]

    def _exactly(self, count: int) -> bytes:
        data = self._shell.stdout.read(count)
        if len(data) < count:
            raise self._lost()
        return data

    def _read_answer(self, keep: Callable[[str, str], None]) -> str:
        while line := self._shell.stdout.readline():
            word, _, rest = line.decode(errors="replace").rstrip("\n").partition(" ")
            if word == "ok":
                return rest
            if word == "no":
                raise host_refusal(rest, self._where)
            if word == "preparing":
                self._say("Bản nháp cho lần đưa lên này còn đang được chuẩn bị ở đó: chờ nó xong.")
                continue
            keep(word, rest)
        raise self._lost()

    def _follow(self, stream: IO[bytes], progress: Callable[[int], None]) -> bytes:
        """Read all that rsync says, telling how far it is; gives the last of it."""
        last = b""
        heard = time.monotonic()
        while piece := stream.read1(1 << 16):
            last = (last + piece.replace(b"\r", b"\n"))[-4000:]
            if found := _PERCENT.findall(last):
                progress(int(found[-1]))
            if time.monotonic() - heard > self._silence_s / 6:
                heard = time.monotonic()
                self.ask("beat")
        return last

    @property
    def _where(self) -> str:
        return self._place.host if isinstance(self._place, SshPlace) else "máy này"

    def _lost(self) -> Refusal:
        with suppress(subprocess.TimeoutExpired):
            self._shell.wait(timeout=_ALIVE_S)
        self._told.seek(0)
        words = self._told.read().decode(errors="replace")
        return connection_refusal(words, self._where, self._place, self._reached)

    def copy(
        self, folder: Path, names: bytes, into: str, whole: bool, progress: Callable[[int], None]
    ) -> None:
        """Have rsync bring files below *folder* into a folder of the host, each a new file.

        *names* end in NUL bytes. With *whole*, files there are compared by their bytes, and
        only others sent; without, all named are sent, of which what is alike does not cross
        the connection. *progress* is told bytes.
        """
        with tempfile.NamedTemporaryFile(dir=Path(self._socket).parent) as list_file:
            list_file.write(names)
            list_file.flush()
            command = ["rsync", "--files-from", list_file.name, "--from0", "--times", "--perms"]
            command += ["--chmod=D755,F644", "--omit-dir-times", "--protect-args", "--stats"]
            command += ["--info=progress2", "--no-human-readable", "--no-inc-recursive"]
            command += ["--checksum" if whole else "--ignore-times"]
            where = into
            if isinstance(self._place, SshPlace):
                host = self._place.host
                where = f"[{host}]:{into}" if ":" in host else f"{host}:{into}"
                command += ["--compress", "-e", shlex.join(self._ssh(master=False))]
            command += ["--", f"{folder}/", f"{where}/"]
            with tempfile.TemporaryFile() as told:
                with self._start(command, stdin=subprocess.DEVNULL, stderr=told) as rsync:
                    try:
                        output = self._follow(rsync.stdout, progress)
                    except BaseException:
                        # Leaving the block waits for its end.
                        rsync.kill()
                        raise
                told.seek(0)
                words = told.read().decode(errors="replace")
            if rsync.returncode:
                refusal = host_refusal(f"disk {words}", self._where, rsync.returncode, self._place)
                if not isinstance(refusal, ConnectionLost):
                    self.ask("room")
                raise refusal
        for name in (b"sent", b"received"):
            found = re.search(b"Total bytes " + name + rb": (\d+)", output)
            self.sent += int(found[1]) if found else 0


def _unheard(said: str, host: str, place: SshPlace | FilePlace) -> Refusal:
    """Say that a shell of *host* *said* something of its own first, so that rsync would fail."""
    login = place.login if isinstance(place, SshPlace) else host
    return ConnectionLost(
        f"máy chủ «{host}» tự in ra «{said}» thay vì chỉ làm việc được giao; {_UNTOUCHED}",
        f"xem lại shell (chsh), .bashrc, command= trong authorized_keys của người dùng ấy ở đó "
        f"cho đến khi «ssh {login} true» không in gì, rồi chạy lại",
    )


def connection_refusal(
    words: str, host: str, place: SshPlace | FilePlace | None = None, reached: bool = True
) -> Refusal:
    """Say why there is no connection to *host*, or none any more, by what ssh told.

    The commands of a mend lead to *place*, by its user and port. *reached* tells whether
    there was a connection.
    """
    login, known_as = (place.login, place.known_as) if isinstance(place, SshPlace) else (host, host)
    last = " ".join(words.split())
    if "No space left" in words:
        return host_refusal(words, host)
    if "Permission denied" in words and (key := re.search('Load key "(.+)": (.+)', words)):
        mend = "chép lại tệp khóa cho đủ, cả dấu xuống dòng cuối, hoặc tạo khóa mới (ssh-keygen)"
        if "permissions" in key[2]:
            mend = f"chạy «chmod 600 {shlex.quote(key[1])}»"
        return ConnectionLost(
            f"ssh không dùng được khóa «{key[1]}» của máy này ({key[2].strip()})",
            f"{mend}, rồi chạy lại",
        )
    if "Permission denied" in words:
        return ConnectionLost(
            f"máy chủ «{host}» không nhận khóa đăng nhập ({last})",
            f"đưa khóa công khai lên bằng «ssh-copy-id {login}», nếu khóa có mật khẩu thì chạy "
            f"«ssh-add», thử «ssh {login}», rồi chạy lại",
        )
    if "HOST IDENTIFICATION HAS CHANGED" in words:
        # Where ssh tells how to forget the old key, with the file that holds it.
        told = re.search("ssh-keygen -f .* -R .*[^\\s]", words)
        forget = told[0] if told else f"ssh-keygen -R {shlex.quote(known_as)}"
        return ConnectionLost(
            f"khóa của máy chủ «{host}» đã đổi: có thể là một máy khác đứng giữa",
            "hỏi người quản trị dấu vân tay mới; nếu máy chủ đổi khóa thật, chạy "
            f"«{forget}», rồi «ssh {login}» một lần để nhận khóa mới, rồi chạy lại",
        )
    if "Host key verification failed" in words:
        return ConnectionLost(
            f"khóa của máy chủ «{host}» chưa được tin",
            f"hỏi người quản trị dấu vân tay, chạy «ssh {login}» một lần để nhận khóa, "
            "rồi chạy lại",
        )
    if "Could not resolve" in words or "Name or service" in words:
        return ConnectionLost(
            f"không tìm thấy máy chủ «{host}»", "kiểm tra tên máy chủ trong TARGET"
        )
    if any(sign in words for sign in ("refused", "timed out", "No route", "unreachable")):
        return ConnectionLost(
            f"không nối được với máy chủ «{host}» ({last})",
            "kiểm tra tên máy chủ, cổng trong TARGET, tường lửa, và sshd có chạy không",
        )
    if not reached:
        return ConnectionLost(
            f"không vào được máy chủ «{host}» ({last or 'không có lời giải thích'}); {_UNTOUCHED}",
            f"thử «ssh {login}» và xem lại cổng trong TARGET, ~/.ssh/config, tài khoản ở đó "
            "cho đến khi vào được, rồi chạy lại",
        )
    return ConnectionLost(
        f"đường nối với «{host}» bị đứt ({last or 'không có lời giải thích'}); {_UNTOUCHED} "
        "trừ khi đã kiểm tra xong",
        "kiểm tra mạng rồi chạy lại: phần dở dang được dọn",
    )


def host_refusal(
    words: str, host: str, status: int = 0, place: SshPlace | FilePlace | None = None
) -> Refusal:
    """Say what a host refuses, by the reason that `far_side.sh` or rsync gave."""
    reason, _, rest = words.partition(" ")
    rest = " ".join(rest.split())
    if "No space left" in words or "Disk quota" in words:
        return Refusal(
            f"«{host}» hết chỗ trên đĩa; {_UNTOUCHED}",
            "dọn bớt đĩa của máy chủ (df -h, df -i), hoặc giảm KEEP, rồi chạy lại",
        )
    if reason != "folder" and ("Permission denied" in words or "Read-only" in words):
        return Refusal(f"«{host}» không cho ghi ({rest}); {_UNTOUCHED}", _HAND_OVER)
    if _FOREIGN_RSYNC.search(words):
        return Refusal(
            f"rsync của máy này và của «{host}» không hiểu nhau ({rest}); {_UNTOUCHED}",
            "cài rsync 3.1 hoặc mới hơn ở cả hai máy (xem bằng «rsync --version»; rsync của macOS "
            "và openrsync không dùng được), rồi chạy lại",
        )
    if reason == "disk" and status in (10, 12, 20, 30, 35, 255):
        return connection_refusal(rest, host, place)
    problem, mend = _REASONS.get(reason, ("«{host}» không làm được: {rest}", _LOOK))
    return Refusal(f"{problem.format(host=host, rest=rest)}; {_UNTOUCHED}", mend.format(rest=rest))


_HAND_OVER = (
    "giao cả thư mục của TARGET cho người dùng trong TARGET (chown -R), hoặc gắn lại đĩa nếu nó "
    "chỉ cho đọc, rồi chạy lại"
)
_LOOK = "xem lại đĩa và thư mục của TARGET trên máy chủ, rồi chạy lại"
_REASONS = {
    "missing": (
        "ở «{rest}» trên «{host}» chưa có bản nào của trang tin",
        "kiểm tra thư mục trong TARGET; lần đầu thì chạy make deploy",
    ),
    "lacks": (
        "máy chủ «{host}» không có lệnh «{rest}»",
        "cài gói của nó ở đó (Debian: apt-get install rsync coreutils util-linux), rồi chạy lại",
    ),
    "folder": (
        "không tạo được thư mục của TARGET trên «{host}»: {rest}",
        "kiểm tra đường dẫn trong TARGET; nếu nó đúng thì tạo thư mục ấy, giao cho người dùng "
        "trong TARGET, rồi chạy lại",
    ),
    "file": ("«{rest}» trên «{host}» là một tệp", "chọn một thư mục khác cho TARGET"),
    "forbidden": (
        "không ghi được vào «{rest}» trên «{host}»",
        _HAND_OVER,
    ),
    "foreign": (
        "«{rest}» trên «{host}» có thứ khác, không phải các bản của trang tin",
        "chọn cho TARGET một thư mục mới hoặc trống",
    ),
    "busy": (
        "một lần đưa lên khác vẫn đang chạy ở «{host}» ({rest})",
        "đợi nó xong; nếu nó đã treo thì trên máy chủ chạy «kill» với số PID ấy, rồi chạy lại",
    ),
    "alone": ("«{host}» chỉ còn một bản ({rest}), không có bản trước", "đưa lên một bản đúng"),
}
