# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a fault is told."""

from plugins.newsroom.fault import Fault


def test_fault_sentence():
    """A fault is one line: place, field, what is wrong, how to mend it."""
    fault = Fault("tin/cau.md", 7, "photos.2.file", "không có tệp «a.jpg»", "chép tệp vào đây")
    assert fault.sentence() == (
        "tin/cau.md:7: photos.2.file: không có tệp «a.jpg» — Sửa: chép tệp vào đây"
    )


def test_warning_sentence():
    """A warning says that it is one, behind the path as the editor would type it."""
    fault = Fault("cau.md", 1, "title", "tiêu đề dài 201 ký tự", "rút ngắn", warning=True)
    assert fault.sentence("content/") == (
        "content/cau.md:1: title: cảnh báo: tiêu đề dài 201 ký tự — Sửa: rút ngắn"
    )


def test_faults_in_order():
    """Faults sort by file, then by line as a number."""
    faults = [Fault("b.md", 1, "x", "", ""), Fault("a.md", 10, "x", "", "")]
    faults.append(Fault("a.md", 9, "y", "", ""))
    assert [(fault.path, fault.line) for fault in sorted(faults)] == [
        ("a.md", 9),
        ("a.md", 10),
        ("b.md", 1),
    ]
