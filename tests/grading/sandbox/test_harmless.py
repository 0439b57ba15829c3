"""What a learner's code shows a teacher: pictures and text, nothing that acts."""

import base64

import pytest

from course.grading.sandbox.harmless import harmless_outputs


def shown(**data):
    """Return one output's data after it has been made harmless."""
    data = {name.replace("_", "/"): value for name, value in data.items()}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    return [one["data"] for one in harmless_outputs([output])]


@pytest.mark.parametrize(
    "html",
    [
        "<script>pwned()</script>",
        "<img src=x onerror=pwned()>",
        '<a href="javascript:pwned()">x</a>',
        '<a href="https://elsewhere.example">x</a>',
        '<iframe src="https://elsewhere.example"></iframe>',
        "<style>* { display: none }</style>",
        '<form action="https://elsewhere.example"><input name=a></form>',
        "<svg onload=pwned()></svg>",
    ],
)
def test_html_keeps_its_words_and_loses_what_acts(html):
    """A table of pandas is still a table."""
    (data,) = shown(text_html=f"<table><tr><td>4</td></tr></table>{html}")

    assert "<td>4</td>" in data["text/html"]
    for never in ("script", "pwned", "http", "<style", "<form", "<svg", "<iframe"):
        assert never not in data["text/html"]
    assert 'class="tex2jax_ignore' in data["text/html"]


def test_pictures_must_be_pictures():
    """And drawings that can hold script are none."""
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n and more").decode()
    html = base64.b64encode(b"<script>").decode()

    assert shown(**{"image_png": png}) == [{"image/png": png}]
    assert shown(**{"image_png": html}) == []
    assert shown(**{"image_png": "no base64"}) == []
    assert shown(**{"image_svg+xml": "<svg/>", "text_latex": "$x$"}) == []
