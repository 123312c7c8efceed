"""What an operator can put right, in a sentence instead of a traceback; must not know any command, or where the sentence is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, Protocol

from telegram.error import InvalidToken, NetworkError

from bot.surroundings.weights import OtherWeights
from bot.telegram.patience import CannotReceive
from flows.definition.loading import FlowError
from storage.database import OUTAGES
from storage.keys.stores import DatabaseMissing, KeysMissing, KeysOutOfReach
from storage.migrations import NotMigrated, Unreachable, reason
from storage.place.tenancy import AnotherRuns


class Refuse(Protocol):
    """Says the lines and ends the program."""

    def __call__(self, *lines: str, code: int = 2) -> NoReturn:
        """With this exit code."""
        ...


@contextmanager
def in_plain_words(refuse: Refuse) -> Iterator[None]:
    """Turn what an operator can put right into a sentence; anything else is our mistake and goes on."""
    try:
        yield
    except InvalidToken:
        refuse("Telegram does not know this token. Is TELEGRAM_BOT_TOKEN right?")
    except NetworkError:
        refuse("Telegram cannot be reached. Is this machine online, and is TELEGRAM_API_URL right?")
    except CannotReceive as error:
        refuse(str(error), code=error.exit_code)
    except (FlowError, NotMigrated, Unreachable, KeysMissing, DatabaseMissing, AnotherRuns, OtherWeights) as error:
        refuse(str(error))
    except KeysOutOfReach:
        refuse("The key store cannot be reached. Is KEYSTORE right, and does it answer?")
    except BrokenPipeError:  # whoever reads what is printed has read enough: no outage
        raise
    except OSError as error:
        refuse(f"{error.filename or 'The system'}: {error.strerror or type(error).__name__}")
    except OUTAGES as error:
        refuse(reason(error))
