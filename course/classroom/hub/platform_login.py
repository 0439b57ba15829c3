"""Signing in from a learning platform, by LTI 1.3, as somebody of the class.

Imported by a hub alone, whose environment has what it needs.
"""

from __future__ import annotations

from typing import Any

from cachetools import TTLCache
from jupyterhub.handlers import BaseHandler
from jupyterhub.user import User
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.error import LoginError
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler
from tornado.web import HTTPError
from traitlets import Set, Unicode, default

from course.messages import say

_DEPLOYMENT = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"
# No message is taken that is older: ltiauthenticator's `max_age`, and some.
_SECONDS_REMEMBERED = 1200


class Arrival(LTI13CallbackHandler):
    """Where a platform sends a browser, with a signed message that says who it is."""

    async def login_user(self, data: dict[str, Any] | None = None) -> User:
        """Sign somebody in, or say why not.

        Parameters
        ----------
        data : dict
            The message; its signature, issuer, audience, age and nonce are right.

        Returns
        -------
        User

        Raises
        ------
        HTTPError
            If the message is not for this hub, was used before, or names nobody of
            the class.
        """
        user = await super().login_user(data)
        if user is None:
            name = self.authenticator.get_username(data)
            raise HTTPError(403, say("hub.not-in-class", name=name))
        return user

    def set_login_cookie(self, user: User) -> None:
        """End the session of whoever was signed in at the same browser before.

        Parameters
        ----------
        user : User
            Who has arrived.
        """
        before = self.get_current_user_cookie()
        if before and before.id != user.id:
            self.clear_login_cookie()
            self.set_session_cookie()
        super().set_login_cookie(user)


class PlatformAuthenticator(LTI13Authenticator):
    """Lets in whom a learning platform sends, under the name that it gives.

    The name is taken as it is. JupyterHub would make capitals small, and then two
    people of the platform could be one of the class.
    """

    deployment_ids = Set(
        Unicode(),
        config=True,
        help="What the platform calls this hub's place in it; one tool may have many.",
    )
    callback_handler = Arrival
    custom_html = f"<p>{say('hub.come-by-platform')}</p>"

    def __init__(self, **settings):
        super().__init__(**settings)
        self._used = TTLCache(maxsize=100_000, ttl=_SECONDS_REMEMBERED)

    @default("username_key")
    def _login(self) -> str:
        return "custom_login"

    async def authenticate(
        self, handler: BaseHandler, data: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Tell who a message of the platform is about.

        Parameters
        ----------
        handler : BaseHandler
        data : dict
            The message, if `handler` has checked it.

        Returns
        -------
        dict
            As JupyterHub wants it.

        Raises
        ------
        HTTPError
            If it is no message, or not for this hub, or was used before.
        """
        # JupyterHub's own form hands over whatever somebody has written in it.
        if not isinstance(handler, Arrival):
            raise HTTPError(403, say("hub.come-by-platform"))
        deployment = data[_DEPLOYMENT]
        if deployment not in self.deployment_ids:
            raise HTTPError(403, say("hub.other-deployment", deployment=deployment))
        if data["nonce"] in self._used:
            raise HTTPError(403, say("hub.used-before"))
        self._used[data["nonce"]] = True
        return {"name": self.get_username(data)}

    def get_username(self, token: dict[str, Any]) -> str:
        """Return the name that the platform gives; no other stands in for it.

        Parameters
        ----------
        token : dict

        Returns
        -------
        str

        Raises
        ------
        LoginError
            If there is none.
        """
        try:
            # The number that the platform has for them could be another's name here.
            return super().get_username(token | {"sub": ""})
        except LoginError:
            raise LoginError(say("hub.no-name", claim=self.username_key)) from None

    def normalize_username(self, username: str) -> str:
        """Return the account's name for the platform's.

        Parameters
        ----------
        username : str

        Returns
        -------
        str
        """
        return self.username_map.get(username, username)
