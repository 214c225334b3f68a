"""The names under which the server may be asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from dialogue import config


@pytest.mark.parametrize(
    ("named", "hosts"),
    [
        ("", None),
        (" , ", None),
        ("doithoai.phuong.lan, 192.168.1.10",
         ["doithoai.phuong.lan", "192.168.1.10", "localhost", "127.0.0.1"]),
    ],
)  # fmt: skip
def test_names_from_the_environment(
    named: str, hosts: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOGUE_HOSTS", named)
    assert config.load(tmp_path)["TRUSTED_HOSTS"] == hosts


def test_another_name_is_refused_and_not_repeated(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"] = ["doithoai.phuong.lan", "localhost"]
    client = app.test_client()
    assert client.get("/sign-in", headers={"Host": "doithoai.phuong.lan"}).status_code == 200
    refused = client.get("/sign-in", headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert "evil.example" not in refused.text
