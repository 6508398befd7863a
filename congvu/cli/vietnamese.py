"""Translates the messages of argparse into Vietnamese, through gettext's `_`."""

from __future__ import annotations

import argparse

_WORDS = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "show this help message and exit": "hiện trợ giúp này",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu: %s",
    "one of the arguments %s is required": "phải có một trong các tùy chọn: %s",
    "not allowed with argument %s": "không dùng cùng với %s",
    "unrecognized arguments: %s": "không có tùy chọn này: %s",
    "expected one argument": "phải có một giá trị đi sau",
    "expected at least one argument": "phải có ít nhất một giá trị đi sau",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "không có «%(value)s»; chọn một: %(choices)s"
    ),
    "ambiguous option: %(option)s could match %(matches)s": (
        "«%(option)s» chưa rõ là tùy chọn nào: %(matches)s"
    ),
    "invalid %(type)s value: %(value)r": "giá trị %(value)r không hợp lệ",
}


def speak_vietnamese() -> None:
    """Make every parser of this process use Vietnamese; unknown messages stay English."""
    setattr(argparse, "_", lambda text: _WORDS.get(text, text))  # noqa: B010  # it has no type
