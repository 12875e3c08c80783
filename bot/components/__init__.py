"""The pipeline's components.

With any of them, Rasa stops obeying typed commands, tells what went before, and looks
its rules up.
"""

from bot.components.indexed_rules import index_rules
from bot.components.with_context import hand_on_context
from bot.components.without_commands import take_commands_out

# Here, since `rasa run` and `rasa shell` import nothing else of us.
take_commands_out()
hand_on_context()
index_rules()
