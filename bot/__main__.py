"""`python -m bot`."""

import gc

gc.disable()  # nothing that is loaded here is garbage, and looking for some takes a tenth of a start
from bot.cli import main  # noqa: E402

gc.enable()
main()
