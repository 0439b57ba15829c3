"""What the course ships for JupyterLab agrees with the course and with JupyterLab."""

import json
import sysconfig
from pathlib import Path

import pytest

from course.classroom.lab_server import TEACHING_EXTENSION
from course.messages import catalogue

LAB = Path(__file__).parents[2] / "course" / "lab"
SCHEMAS = Path(sysconfig.get_path("data")) / "share/jupyter/lab/schemas"
OVERRIDES = json.loads(
    (LAB / "labconfig" / "default_setting_overrides.json").read_text("utf-8")
)


def test_the_plugin_says_what_the_catalogue_says():
    """If this fails, write the ``lab.`` sentences of the catalogue into the JSON."""
    shipped = LAB / "labextension" / "static" / "sentences.en.json"

    assert json.loads(shipped.read_text("utf-8")) == {
        key: sentence for key, sentence in catalogue().items() if key.startswith("lab.")
    }


@pytest.mark.parametrize("plugin", OVERRIDES)
def test_jupyterlab_knows_each_setting(plugin):
    """A setting that was renamed would be passed over in silence."""
    package, _, name = plugin.partition(":")
    schema = json.loads((SCHEMAS / package / f"{name}.json").read_text("utf-8"))

    assert OVERRIDES[plugin].keys() <= schema["properties"].keys()


def test_what_teachers_are_given_learners_are_not():
    """The extension that is switched on for everybody is switched off for learners."""
    given, taken = (
        json.loads((LAB / path).read_text("utf-8"))["ServerApp"]["jpserver_extensions"]
        for path in (
            "server/fourlenses-teaching.json",
            "learner/jupyter_server_config.d/fourlenses.json",
        )
    )

    assert given == {TEACHING_EXTENSION: True}
    assert taken[TEACHING_EXTENSION] is False
