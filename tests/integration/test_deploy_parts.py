# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a deployment is made of, without a host: targets, lists, addresses to purge."""

import hashlib
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.deploy.check import Question, questions
from plugins.deploy.connection import connection_refusal, host_refusal
from plugins.deploy.deployment import address_to_ask
from plugins.deploy.digests import DigestList, ReleaseDifference, compare
from plugins.deploy.finished_output import redirects_in, url_in
from plugins.deploy.purge import purge_list
from plugins.deploy.target import BucketPlace, FilePlace, SshPlace, parse_target
from plugins.press.errors import Refusal

ONE, TWO = "1" * 64, "2" * 64


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ssh://an@tinh.gov.vn/srv/portal", SshPlace("an", "tinh.gov.vn", None, "/srv/portal")),
        ("SSH://tinh/srv//./portal/", SshPlace("", "tinh", None, "/srv/portal")),
        ("ssh://an@10.0.0.1:2222/srv/p", SshPlace("an", "10.0.0.1", 2222, "/srv/p")),
        ("ssh://an@[::1]:2222/srv/p", SshPlace("an", "::1", 2222, "/srv/p")),
        ("ssh://[fe80::1%eth0]/srv/p", SshPlace("", "fe80::1%eth0", None, "/srv/p")),
        ("ssh://an@tinh/~/portal", SshPlace("an", "tinh", None, "~/portal")),
        ("ssh://tinh/srv/cổng tin", SshPlace("", "tinh", None, "/srv/cổng tin")),
        ("ssh://tinh/srv/c%E1%BB%95ng%20tin", SshPlace("", "tinh", None, "/srv/cổng tin")),
        ("ssh://tinh/srv/50%", SshPlace("", "tinh", None, "/srv/50%")),
        ("ssh://a;b@tinh/$(x)/`y`/'z", SshPlace("a;b", "tinh", None, "/$(x)/`y`/'z")),
        ("ssh://tinh/srv/a#b?c", SshPlace("", "tinh", None, "/srv/a#b?c")),
        (" file:///srv/portal ", FilePlace("/srv/portal")),
        ("file://localhost/srv/portal", FilePlace("/srv/portal")),
        ("s3://kho.tinh--2/./tin//x/", BucketPlace("kho.tinh--2", "tin/x")),
        ("s3://2026-kho", BucketPlace("2026-kho", "")),
    ],
)
def test_target_is_understood(text, place):
    """A host, user, port and path, as they are typed; encoded or not."""
    assert parse_target(text) == place


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "chưa biết đưa trang đi đâu"),
        ("/srv/portal", "không hiểu TARGET «/srv/portal»"),
        ("tinh:/srv/portal", "không hiểu TARGET"),
        ("ftp://tinh/srv/portal", "không hiểu TARGET"),
        ("ssh://an:matkhau@tinh/srv/p", "TARGET có mật khẩu"),
        ("ssh:///srv/portal", "không có tên máy chủ dùng được"),
        ("ssh://-oProxyCommand=x/srv/p", "không có tên máy chủ dùng được"),
        ("ssh://a b/srv/p", "không có tên máy chủ dùng được"),
        ("ssh://[::1/srv/p", "không có tên máy chủ dùng được"),
        ("ssh://-lx@tinh/srv/p", "không có tên người dùng dùng được"),
        ("ssh://@tinh/srv/p", "không có tên người dùng dùng được"),
        ("ssh://tinh:/srv/p", "không phải một số"),
        ("ssh://tinh:hai/srv/p", "không phải một số"),
        ("ssh://[::1]x/srv/p", "không phải một số"),
        *(
            (f"ssh://an@{host}/srv/p", "trong ngoặc vuông")
            for host in ("::1", "2001:db8::1", "[::1")
        ),
        ("ssh://tinh:99999/srv/p", "cổng 99999"),
        (f"ssh://tinh:{'9' * 5000}/srv/p", "cổng 999"),
        ("ssh://tinh", "không chỉ một thư mục riêng"),
        ("ssh://tinh/", "không chỉ một thư mục riêng"),
        ("ssh://tinh/~", "không chỉ một thư mục riêng"),
        ("ssh://tinh/~an/portal", "ghi ~/"),
        ("ssh://tinh/srv/../etc", "có «..»"),
        ("ssh://tinh/srv/%2e%2e/etc", "có «..»"),
        ("ssh://tinh/srv/a%0Ab", "có ký tự điều khiển"),
        ("file://srv/portal", "không phải đường dẫn tuyệt đối"),
        ("file:///", "không chỉ một thư mục riêng"),
        ("s3://Kho/tin", "không có tên bucket"),
        ("s3://kh/tin", "không có tên bucket"),
        ("s3://a..b/tin", "không có tên bucket"),
        ("s3://a.-b/tin", "không có tên bucket"),
        ("s3://10.0.0.1/tin", "không có tên bucket"),
        ("s3://kho/../tin", "có «..»"),
    ],
)
def test_target_that_cannot_be_used_is_refused(text, problem):
    """In one sentence, with the mend."""
    with pytest.raises(Refusal) as refusal:
        parse_target(text)
    assert problem in str(refusal.value)
    assert " — Sửa: " in str(refusal.value) and "\n" not in str(refusal.value)


PATHS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1)


@given(st.dictionaries(PATHS, st.sampled_from([ONE, TWO])))
def test_list_is_read_as_it_was_written(files):
    """Whatever the names are."""
    digests = DigestList(files)
    again = DigestList.read(digests.text)
    assert again.files == files
    assert again.digest == digests.digest == hashlib.sha256(digests.text.encode()).hexdigest()


@given(st.dictionaries(PATHS, st.sampled_from([ONE, TWO])), st.data())
def test_list_is_changed_in_a_few_places(files, data):
    """As if it had been written anew, and compared as if file by file."""
    old = DigestList(files)
    some = st.sampled_from(sorted(files)) if files else st.nothing()
    gone = {path: files[path] for path in data.draw(st.sets(some))}
    added = data.draw(st.dictionaries(PATHS | some, st.sampled_from([ONE, TWO])))
    # A path has one digest, so what is changed goes as it was.
    gone |= {path: files[path] for path in added.keys() & files.keys()}
    after = {path: digest for path, digest in files.items() if path not in gone} | added
    new = old.changed(gone.items(), added.items())
    assert new.files == after
    assert new.data == DigestList(after).data
    assert new.count == len(after)
    assert all(new.digest_of(path) == DigestList(None, new.data).digest_of(path) for path in files)
    assert compare(old, new) == ReleaseDifference(
        tuple(sorted(after.keys() - files.keys())),
        tuple(sorted(p for p in after.keys() & files.keys() if after[p] != files[p])),
        tuple(sorted(files.keys() - after.keys())),
    )


@pytest.mark.parametrize("text", ["x\n", f"{ONE} a\n", f"{ONE}  \n", f"\\{ONE}\n", "\n"])
def test_what_is_no_list_is_not_read(text):
    """It raises, and nothing is taken for a part of it."""
    with pytest.raises(ValueError, match="no line of a digest list"):
        DigestList.read(text)


def test_list_is_what_sha256sum_writes_and_checks(tmp_path):
    """So that a host needs no program of ours."""
    names = ["index.html", "cổng tin/a b.html", "-r", "a\\b.html", "\\"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    digests = DigestList({name: hashlib.sha256(name.encode()).hexdigest() for name in names})
    written = subprocess.run(
        ["sha256sum", "--", *names], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert "".join(sorted(written.stdout.splitlines(True))) == digests.text
    check = ["sha256sum", "--check", "--strict"]
    subprocess.run(check, cwd=tmp_path, input=digests.text, text=True, check=True)


def test_digest_of_a_file():
    """Of its whole name, in a list that was not taken apart."""
    data = DigestList({"a  b": ONE, "b": TWO, "a\\b": ONE}).data
    digests = DigestList(None, data)
    found = [digests.digest_of(path) for path in ("b", "a  b", "  b", "a\\b", "c")]
    assert found == [TWO, ONE, None, ONE, None]


def test_difference():
    """What came, what changed, what went."""
    old = DigestList({"a": ONE, "b": ONE, "c": ONE})
    new = DigestList({"b": TWO, "c": ONE, "d": ONE, "a/x": TWO})
    assert compare(old, new) == ReleaseDifference(("a/x", "d"), ("b",), ("a",))
    assert compare(old, old).all == ()


def test_purge_list_names_every_address_that_answers_otherwise():
    """Pages without their file's name; what servers keep to themselves is left out."""
    files = ["index.html", "tin/cầu/index.html", "404.html", ".redirects.map", "_redirects"]
    files += [".well-known/security.txt", "anh/a b.jpg", "index.html.br", "tin/cầu/index.html.gz"]
    old = {"/cu.html": "/a/", "/giu": "/b/", "/di?id=1&x=%C3%A1": "/c/"}
    new = {"/cu.html": "/b/", "/giu": "/b/", "/tin/văn": ""}
    assert purge_list("https://tinh.vn", files, old, new).splitlines() == [
        "https://tinh.vn/",
        "https://tinh.vn/.well-known/security.txt",
        "https://tinh.vn/404.html",
        "https://tinh.vn/anh/a%20b.jpg",
        "https://tinh.vn/cu.html",
        "https://tinh.vn/di?id=1&x=%C3%A1",
        "https://tinh.vn/tin/c%E1%BA%A7u/",
        "https://tinh.vn/tin/v%C4%83n",
    ]


def test_purge_list_of_a_site_below_a_path():
    """Files stand below it, and so do the rules of `_redirects` already."""
    told = purge_list("https://tinh.vn/tin", ["index.html"], {}, {"/tin/cu": "/tin/moi/"})
    assert told == "https://tinh.vn/tin/\nhttps://tinh.vn/tin/cu\n"


def test_rules_are_read_as_they_are_written():
    """Comments aside; what is gone leads nowhere."""
    rules = (
        "# Old addresses, and where\n/t.aspx id=7 x=1 /moi/ 301\n/cu /moi/ 301\n/g /410.html 410\n"
    )
    assert redirects_in(rules) == {"/t.aspx?id=7&x=1": "/moi/", "/cu": "/moi/", "/g": ""}
    assert redirects_in("") == {}


def test_address_of_a_site():
    """As its robots.txt has it."""
    assert url_in("User-agent: *\n\nSitemap: https://tinh.vn/tin/sitemap.xml\n") == (
        "https://tinh.vn/tin"
    )
    assert url_in("User-agent: *\n") == ""


def test_live_site_is_asked_what_matters():
    """Front page, marker, newest article, and the plainest redirect."""
    digests = DigestList({"index.html": ONE, ".newsroom.json": TWO, "tin/a/index.html": ONE})
    moved = {"/Default.aspx?id=1": "/tin/a/", "/cũ": "/tin/a/", "/z.html": "/tin/a/", "/a": ""}
    assert list(questions(digests, "/tin/a/", moved, "/cong")) == [
        Question("/cong/", ONE),
        Question("/cong/.newsroom.json", TWO),
        Question("/cong/tin/a/", ONE),
        Question("/z.html", target="/tin/a/"),
    ]
    assert list(questions(DigestList({"index.html": ONE}), None, {}, "")) == [Question("/", ONE)]


@pytest.mark.parametrize(
    "told", ["tinh.vn", "ftp://tinh.vn", "https://", "http://[::1", "http://a:99999"]
)
def test_address_that_cannot_be_asked_is_refused(told):
    """Before anything is done."""
    with pytest.raises(Refusal, match="không dùng được CHECK_URL"):
        address_to_ask(told, "https://tinh.vn")


def test_address_to_ask():
    """The one that is told, else the site's own, or none."""
    assert address_to_ask("http://10.0.0.1", "https://tinh.vn") == "http://10.0.0.1"
    assert address_to_ask("", "https://tinh.vn") == "https://tinh.vn"
    assert address_to_ask("none", "https://tinh.vn") == ""


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("an@tinh: Permission denied (publickey).", "không nhận khóa đăng nhập"),
        ("Host key verification failed.", "chưa được tin"),
        ("ssh: Could not resolve hostname tinh: Name or service not known", "không tìm thấy"),
        ("ssh: connect to host tinh port 22: Connection refused", "không nối được"),
        ("ssh: connect to host tinh port 22: Connection timed out", "không nối được"),
        ("sh: 1: cannot create waiting: No space left on device", "hết chỗ trên đĩa"),
        ("Timeout, server tinh not responding.", "bị đứt"),
        ("", "bị đứt"),
    ],
)
def test_line_that_is_none_is_told(words, problem):
    """By what ssh says; a line each."""
    refusal = connection_refusal(words, "tinh")
    assert problem in refusal.problem
    assert "\n" not in str(refusal)


@pytest.mark.parametrize(
    "words",
    [
        "/home/an/.ssh/config: line 4: Bad configuration option: sai\n",
        "kex_exchange_identification: Connection closed by remote host\n",
        "Your account has expired; please contact your system administrator.\n",
        "",
    ],
)
def test_line_that_never_was_is_not_told_as_one_that_dropped(words):
    """The network is not at fault: with what ssh says, and the command that tries it."""
    refusal = connection_refusal(
        words, "tinh", SshPlace("an", "tinh", 2222, "/srv/p"), reached=False
    )
    assert f"không vào được máy chủ «tinh» ({words.strip() or 'không có'}" in str(refusal)
    assert "«ssh -p 2222 an@tinh»" in refusal.mend


@pytest.mark.parametrize(
    ("reason", "mend"),
    [
        ("bad permissions", "chạy «chmod 600 '/nhà tôi/khoa'»"),
        ("error in libcrypto", "chép lại tệp khóa"),
    ],
)
def test_key_of_this_side_that_is_none_is_told(reason, mend):
    """Nothing is to be done on the host."""
    words = (
        f'@@@\r\nLoad key "/nhà tôi/khoa": {reason}\r\nan@tinh: Permission denied (publickey).\r\n'
    )
    refusal = connection_refusal(words, "tinh", reached=False)
    assert refusal.problem == f"ssh không dùng được khóa «/nhà tôi/khoa» của máy này ({reason})"
    assert mend in refusal.mend


@pytest.mark.parametrize(
    ("words", "commands"),
    [
        (
            "an@tinh: Permission denied (publickey).",
            ["«ssh-copy-id -p 2222 an@tinh»", "«ssh -p 2222 an@tinh»"],
        ),
        ("Host key verification failed.", ["«ssh -p 2222 an@tinh»"]),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\n"
            '  ssh-keygen -f "/nha/known_hosts" -R "[tinh]:2222"\r\n'
            "Host key verification failed.\r\n",
            ['«ssh-keygen -f "/nha/known_hosts" -R "[tinh]:2222"»', "«ssh -p 2222 an@tinh»"],
        ),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\n",
            ["«ssh-keygen -R '[tinh]:2222'»", "«ssh -p 2222 an@tinh»"],
        ),
    ],
)
def test_mend_of_a_login_reaches_the_same_host(words, commands):
    """With the user and the port of TARGET: without, another sshd would be asked, or none."""
    mend = connection_refusal(words, "tinh", SshPlace("an", "tinh", 2222, "/srv")).mend
    assert [command for command in commands if command not in mend] == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("lacks rsync", "không có lệnh «rsync»"),
        ("foreign /srv/x", "«/srv/x» trên «tinh» có thứ khác"),
        ("disk mv: cannot move: No space left on device", "hết chỗ trên đĩa"),
        ("disk cp: cannot create: Permission denied", "không cho ghi"),
        ("disk rsync: Read-only file system (30)", "không cho ghi"),
        *(
            (f"disk rsync: {told}", "rsync của máy này và của «tinh» không hiểu nhau")
            for told in (
                "unknown option -- s\nrsync error: error in rsync protocol data stream (code 12)",
                "--info=progress2: unknown option\nrsync error: syntax or usage error (code 1)",
                "unrecognized option `--info=progress2'",
                "protocol version mismatch -- is your shell clean?",
            )
        ),
        ("folder /srv/a/b: mkdir: No such file or directory", "không tạo được thư mục"),
        ("strange", "không làm được"),
    ],
)
def test_host_that_refuses_is_told(words, problem):
    """By the reason that it gives, with what is served."""
    refusal = host_refusal(words, "tinh")
    assert problem in refusal.problem
    assert refusal.problem.endswith("bản đang phục vụ không đổi")
    assert "{" not in str(refusal)
