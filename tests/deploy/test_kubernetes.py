"""The files for a hub on Kubernetes: what can be held without a cluster."""

import re
import shutil
import subprocess
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
import yaml
from tornado.web import HTTPError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "kubernetes"
VALUES = yaml.safe_load((HERE / "values.yaml").read_text("utf-8"))
OTHERS = [HERE / f"{name}.yaml" for name in ("storage", "dask", "network")]
FILES = sorted(path for path in HERE.iterdir() if path.suffix != ".lock")

# Source: jupyterhub/zero-to-jupyterhub-k8s, jupyterhub/values.schema.yaml, whose levels
# allow no other keys; `httpRoute` from the changelog of 4.3.0.
KNOWN = {
    "": "enabled fullnameOverride nameOverride imagePullSecret imagePullSecrets hub "
    "proxy singleuser scheduling ingress httpRoute prePuller custom cull debug rbac "
    "global",
    "singleuser": "networkPolicy podNameTemplate cpu memory image initContainers "
    "profileList extraFiles extraEnv nodeSelector extraTolerations extraNodeAffinity "
    "extraPodAffinity extraPodAntiAffinity cloudMetadata cmd defaultUrl events "
    "extraAnnotations extraContainers extraLabels extraPodConfig extraResource fsGid "
    "lifecycleHooks networkTools serviceAccountName startTimeout storage "
    "allowPrivilegeEscalation uid",
    "singleuser.cpu": "limit guarantee",
    "singleuser.memory": "limit guarantee",
    "singleuser.image": "name tag pullPolicy pullSecrets",
    "singleuser.storage": "capacity dynamic extraLabels extraVolumeMounts extraVolumes "
    "homeMountPath static type",
    "singleuser.networkPolicy": "enabled ingress egress egressAllowRules "
    "interNamespaceAccessLabels allowedIngressPorts",
    "singleuser.networkPolicy.egressAllowRules": "cloudMetadataServer "
    "dnsPortsCloudMetadataServer dnsPortsKubeSystemNamespace dnsPortsPrivateIPs "
    "nonPrivateIPs privateIPs",
    "singleuser.cloudMetadata": "blockWithIptables ip",
    "singleuser.extraFiles.nbgrader": "mountPath data stringData binaryData mode",
    "singleuser.extraFiles.learner": "mountPath data stringData binaryData mode",
    "singleuser.extraFiles.menus": "mountPath data stringData binaryData mode",
    # Of these only what is used, each found in the chart's values.yaml.
    "hub": "config extraConfig",
    "hub.config": "JupyterHub Authenticator LTI13Authenticator KubeSpawner",
    "proxy": "https",
    "proxy.https": "enabled hosts letsencrypt",
    "proxy.https.letsencrypt": "contactEmail",
    "cull": "enabled users timeout every",
    "prePuller": "continuous",
    "prePuller.continuous": "enabled",
}
# Source: the classes' own traits, in jupyterhub 5.5.4, jupyterhub-ltiauthenticator
# 1.6.3 and jupyterhub-kubespawner 7.1.0.
TRAITS = {
    "JupyterHub": "authenticator_class load_groups",
    "Authenticator": "allow_all",
    "LTI13Authenticator": "issuer authorize_url jwks_endpoint client_id username_key "
    "tool_name tool_description",
    "KubeSpawner": "group_overrides",
}


def at(path):
    """Return what stands at a dotted path of the values."""
    found = VALUES
    for part in filter(None, path.split(".")):
        found = found[part]
    return found


@pytest.mark.parametrize("path", KNOWN)
def test_every_key_is_one_that_the_chart_knows(path):
    """The chart refuses others, or worse, passes them over."""
    assert set(at(path)) <= set(KNOWN[path].split())


@pytest.mark.parametrize("name", TRAITS)
def test_every_setting_is_one_that_its_class_has(name):
    """A setting that is misspelt is passed over in silence."""
    assert set(VALUES["hub"]["config"][name]) <= set(TRAITS[name].split())


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_other_file_holds_objects_of_kubernetes(path):
    """With a kind and a name of their own."""
    found = list(yaml.safe_load_all(path.read_text("utf-8")))

    names = {(one["kind"], one["metadata"]["name"]) for one in found}
    assert len(names) == len(found) > 0
    assert all("apiVersion" in one and "spec" in one for one in found)


def hub_settings():
    """Return what the code among the settings says."""
    c = Config()
    for code in VALUES["hub"]["extraConfig"].values():
        exec(code, {"c": c})
    return c


def let_in(login, path="/hub/lti13/oauth_callback", deployment="YOUR-DEPLOYMENT-ID"):
    """Return the name under which a launch lets somebody in."""
    claim = "https://purl.imsglobal.org/spec/lti/claim/"
    custom = {} if login is None else {"login": login}
    message = {claim + "custom": custom, claim + "deployment_id": deployment}
    handler = SimpleNamespace(request=SimpleNamespace(path=path))
    # JupyterHub's own idea of the name: the platform's number, or small letters.
    person = {"name": (login or "7").lower(), "auth_state": message}
    hook = hub_settings().Authenticator.post_auth_hook
    return hook(None, handler, person)["name"]


@pytest.mark.parametrize("login", ["amira", "Amira.Berg-2@example.org", "AMIRA"])
def test_a_login_is_taken_as_the_platform_writes_it(login):
    """Two people whose logins differ in a capital are two."""
    assert let_in(login) == login


@pytest.mark.parametrize(
    "login",
    [
        *(None, "", "$User.username", "a+b", "a b", "../amira", "amira\n"),
        *("<b>", "\N{KELVIN SIGN}aisa", "Åse"),
    ],
)
def test_no_name_is_made_up_or_made_to_fit(login):
    """It is refused in a sentence that says it."""
    with pytest.raises(HTTPError, match="Your learning platform calls you"):
        let_in(login)


def test_nobody_is_let_in_but_by_a_launch_of_this_deployment():
    """Not by JupyterHub's own form, and not by a link in another course."""
    with pytest.raises(HTTPError, match="Open the course from your learning platform"):
        let_in("amira", path="/hub/login")
    with pytest.raises(HTTPError, match="The deployment '2' is not this hub's"):
        let_in("amira", deployment="2")


def spawned(number, *groups):
    """Return what the settings make of a person's pod."""
    c = hub_settings()
    memberships = [SimpleNamespace(name=name) for name in groups]
    spawner = SimpleNamespace(user=SimpleNamespace(id=number, groups=memberships))
    container = SimpleNamespace(volume_mounts=[])
    pod = SimpleNamespace(
        metadata=SimpleNamespace(labels={}),
        spec=SimpleNamespace(volumes=[], containers=[container]),
    )
    pod = c.KubeSpawner.modify_pod_hook(spawner, pod)
    return c.KubeSpawner.uid(spawner), c.KubeSpawner.gid(spawner), pod


def test_the_course_and_its_gradebook_are_mounted_for_instructors_alone():
    """A learner's server has neither keys nor a way to the database."""
    *_, learner = spawned(7, "others")
    *_, instructor = spawned(8, "others", "instructors")

    assert not learner.spec.volumes
    assert not learner.spec.containers[0].volume_mounts
    assert not learner.metadata.labels
    assert {one["name"] for one in instructor.spec.volumes} == {"course", "gradebook"}
    mounts = instructor.spec.containers[0].volume_mounts
    assert {one["mountPath"] for one in mounts} == {"/course", "/run/gradebook"}
    for_all = VALUES["singleuser"]["storage"]["extraVolumes"]
    assert [one["name"] for one in for_all] == ["exchange"]


def test_everybody_has_a_number_of_their_own_that_the_image_knows():
    """Else a learner could read what others hand in, and nbgrader knows nobody."""
    (uid, gid, _), (other, teaching, _) = spawned(1), spawned(9999, "instructors")

    assert (uid, other, gid, teaching) == (100_001, 109_999, 100, 200)
    first, last = re.search(r"seq (\d+) (\d+)", dockerfile()).groups()
    assert int(first) <= uid < other <= int(last)
    assert f"instructors:x:{teaching}:" in dockerfile()


def test_what_is_mounted_and_reached_by_name_is_there():
    """Claims, labels and the scheduler's address in one file are those of another."""
    others = [
        one for path in OTHERS for one in yaml.safe_load_all(path.read_text("utf-8"))
    ]
    claims = {
        one["metadata"]["name"]
        for one in others
        if one["kind"] == "PersistentVolumeClaim"
    }
    *_, pod = spawned(1, "instructors")
    volumes = [*pod.spec.volumes, *VALUES["singleuser"]["storage"]["extraVolumes"]]
    used = [one["persistentVolumeClaim"] for one in volumes if "secret" not in one]
    assert {one["claimName"] for one in used} == claims

    (service,) = (one for one in others if one["kind"] == "Service")
    labels = [
        one["spec"]["template"]["metadata"]["labels"]
        for one in others
        if one["kind"] == "Deployment"
    ]
    assert service["spec"]["selector"] in labels
    text = (HERE / "dask.yaml").read_text("utf-8")
    assert f"tcp://{service['metadata']['name']}:8786" in text
    policies = {
        one["metadata"]["name"]: one["spec"]["podSelector"]["matchLabels"]
        for one in others
        if one["kind"] == "NetworkPolicy"
    }
    assert policies["four-lenses-instructors"] == pod.metadata.labels
    mine = policies["four-lenses-dask"].items()
    assert all(mine <= one.items() for one in labels)


def settings(tmp_path, url):
    """Read nbgrader's settings as a server would."""
    code = VALUES["singleuser"]["extraFiles"]["nbgrader"]["stringData"]
    code = code.replace("/run/gradebook/url", str(url))
    (tmp_path / "nbgrader_config.py").write_text(code)
    return PyFileConfigLoader("nbgrader_config.py", path=str(tmp_path)).load_config()


def test_only_an_instructors_server_knows_where_the_gradebook_is(tmp_path):
    """From a secret that is mounted as a file, never from the settings."""
    url = tmp_path / "url"

    assert "db_url" not in settings(tmp_path, url).CourseDirectory
    url.write_text("postgresql+psycopg://teacher@db/gradebook\n")
    found = settings(tmp_path, url).CourseDirectory
    assert found.db_url == "postgresql+psycopg://teacher@db/gradebook"
    assert found.root == "/course"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_password_and_no_place_of_anybodys_lies_in_a_file(path):
    """Secrets come from the cluster, images from where the administrator has them."""
    text = path.read_text("utf-8")

    said = re.findall(
        r"(?im)^\s*(?!automount)[\w-]*(?:password|token|secret|api_?key)\w*\s*[:=].*",
        text,
    )
    assert not said
    # With a dot before the first slash, a name of an image names a registry.
    images = re.findall(r"(?m)^\s*(?:- )?(?:image:|FROM|ARG PYTHON=) *(\S+)", text)
    assert not [
        image for image in images if "." in image.split("/")[0] and "/" in image
    ]
    hosts = set(re.findall(r"https?://([^/\s\"']+)", text))
    # The second is part of the names of what a platform says; nobody goes there.
    assert hosts <= {"YOUR-PLATFORM", "purl.imsglobal.org"}
    assert "dummy" not in text.casefold()


def dockerfile():
    """Return its instructions, each on one line."""
    text = (HERE / "Dockerfile").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return "\n".join(lines).replace("\\\n", " ")


def let_through():
    """Return what Docker would be given of this tree, by ``.dockerignore``.

    Its rules: patterns are matched from the top, a folder stands for all in it, and the
    last pattern that matches decides.
    """
    patterns = [
        line
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [
        name
        for name in listed.split("\0")
        if name and (ROOT / name).is_file() and not is_ignored(name, patterns)
    ]


def is_ignored(name, patterns):
    """Whether the last pattern that matches a path or a folder of it leaves it out."""
    path = PurePosixPath(name)
    above = [path.as_posix(), *(one.as_posix() for one in path.parents)][:-1]
    ignored = False
    for pattern in patterns:
        bare = pattern.removeprefix("!")
        if any(matches(one, bare) for one in above):
            ignored = pattern == bare
    return ignored


def matches(name, pattern):
    """Whether a pattern matches a path, part by part; ``**/`` means any folders."""
    parts = name.split("/")
    if pattern.startswith("**/"):
        rest = pattern.removeprefix("**/")
        return any(matches("/".join(parts[at:]), rest) for at in range(len(parts)))
    wanted = pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("source/04-variation.keys.toml", True),
        ("gradebook.db", True),
        ("certificates/signing.key", True),
        ("course/a/b.keys.toml", True),
        ("course/x.marking.toml", True),
        ("course/cli/__pycache__/new.pyc", True),
        ("course/cli/new.py", False),
        ("requirements.lock", False),
        ("deploy/kubernetes/hub.lock", False),
        ("deploy/kubernetes/values.yaml", True),
    ],
)
def test_the_list_says_what_is_left_out(name, ignored):
    """Whatever lies in the folder on the day the image is made."""
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert is_ignored(name, [one for one in patterns if one[:1] not in ("#", "")]) is (
        ignored
    )


def test_no_key_and_nobodys_work_is_in_the_learners_image():
    """Nor the lessons' source, a gradebook, or a certificate's key."""
    names = let_through()

    assert len(names) > 300
    assert not [name for name in names if re.search(r"\.(keys|marking)\.toml$", name)]
    tops = {name.split("/")[0] for name in names}
    assert tops == {
        *("LICENSE", "LICENSE-text.md", "README.md", "course", "deploy"),
        *("pyproject.toml", "requirements.lock"),
    }


def test_what_is_let_through_is_all_that_the_image_needs(tmp_path):
    """Every COPY finds its file, and the package is built of them alone."""
    names = let_through()
    for name in names:
        (tmp_path / "context" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / "context" / name)
    copied = tmp_path / "image"
    copied.mkdir()
    for line in re.findall(r"(?m)^COPY (.*)", dockerfile()):
        *sources, target = line.split()
        for source in sources:
            path = tmp_path / "context" / source
            if path.is_dir():
                shutil.copytree(path, copied / target)
            else:
                shutil.copy(path, copied / target)

    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=copied,
        check=True,
        capture_output=True,
    )

    (wheel,) = tmp_path.glob("*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    assert "course/cli/__init__.py" in inside
    assert not [name for name in inside if re.search(r"\.(keys|marking)\.toml$", name)]


def test_everything_is_installed_by_hash():
    """From the lock, and what a hub's server needs besides from one that agrees."""
    installs = re.findall(r"pip install (.*)", dockerfile())
    locked = [line for line in installs if "--requirement" in line]
    assert len(locked) == 2
    assert all("--require-hashes" in line for line in locked)
    (rest,) = set(installs) - set(locked)
    assert {"--no-deps", "--no-build-isolation"} <= set(rest.split())

    ours = versions(ROOT / "requirements.lock")
    hubs = versions(HERE / "hub.lock")
    assert hubs["jupyterhub"].startswith("5.5.")
    shared = hubs.keys() & ours.keys() - {"jupyterhub"}
    assert len(shared) > 20
    assert {name: hubs[name] for name in shared} == {
        name: ours[name] for name in shared
    }


def versions(lock):
    """Return what a lock pins; each pin with a hash."""
    found = {}
    for entry in re.split(r"\n(?=[a-z])", lock.read_text("utf-8")):
        pin = re.match(r"([a-z][\w.-]*)==(\S+)", entry)
        if pin:
            assert "--hash=sha256:" in entry, entry
            found.setdefault(pin[1], pin[2])
    return found


def test_the_page_names_every_file_and_everything_to_fill_in():
    """An administrator has nothing to look for."""
    page = (ROOT / "docs" / "hub-kubernetes.md").read_text("utf-8")

    for path in FILES:
        if path.name != "hub.in":
            assert path.name in page, path.name
    to_fill_in = {
        found
        for path in FILES
        for found in re.findall(r"YOUR-[A-Z-]*[A-Z]", path.read_text("utf-8"))
    }
    assert not {found for found in to_fill_in if found not in page}
