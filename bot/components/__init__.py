"""The pipeline's components.

With any of them, Rasa stops obeying typed commands, and tells what went before.
"""

from bot.components.with_context import hand_on_context
from bot.components.without_commands import take_commands_out

# Here, since `rasa run` and `rasa shell` import nothing else of us.
take_commands_out()
hand_on_context()
