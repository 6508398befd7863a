"""First passwords: strong, typed without mistakes, kept as a hash, told in an encrypted letter."""

import base64
import hashlib
import json
import math
import subprocess

import pytest
from ansible.module_utils import first_passwords
from ansible.module_utils.first_passwords import (
    LettersError,
    new_password,
    normalised,
    password_hash,
    sealed,
)


def test_they_have_80_bits_and_nothing_that_is_taken_for_another():
    some = [new_password() for _ in range(500)]
    assert len(set(some)) == 500
    letters = set("".join(some)) - {"-"}
    assert not letters & set("il01")
    assert all([len(group) for group in one.split("-")] == [4, 4, 4, 4] for one in some)
    assert 16 * math.log2(len(letters)) == 80


def test_they_are_hashed_with_a_salt_as_people_type_them():
    password = new_password()
    kept = password_hash(password)
    assert kept != password_hash(password)
    _, kind, cost, salt, digest = kept.split("$")
    assert kind == "scrypt"
    parameters = {name: int(value) for name, value in (part.split("=") for part in cost.split(","))}
    typed = f" {password.upper().replace('-', ' ')} "
    again = hashlib.scrypt(
        normalised(typed).encode(), salt=base64.b64decode(salt), dklen=32, **parameters
    )
    assert base64.b64decode(digest) == again


def test_only_the_offices_key_opens_a_letter_and_age_gets_it_by_stdin(key, monkeypatch):
    file, public = key
    commands = []
    run = subprocess.run
    monkeypatch.setattr(
        first_passwords.subprocess, "run", lambda command, **more: (
            commands.append(command), run(command, **more))[1]
    )  # fmt: skip
    letter = {"account": "ts-1", "password": "abcd-efgh-jkmn-pqrs"}
    content = sealed([letter], [public])
    assert b"abcd" not in content
    assert commands == [["age", "--recipient", public]]
    opened = run(["age", "-d", "-i", file], input=content, capture_output=True, check=True)
    assert json.loads(opened.stdout) == letter


def test_a_recipient_that_is_none_is_refused_in_a_sentence():
    with pytest.raises(LettersError, match="không mã hóa được thư mật khẩu"):
        sealed([{}], ["age1sai"])


def test_a_host_without_age_is_told_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(LettersError, match=r"chưa có chương trình age.*playbooks/site\.yml"):
        sealed([{}], ["age1sai"])
