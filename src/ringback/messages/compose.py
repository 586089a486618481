from collections.abc import Mapping
from types import MappingProxyType

SITUATIONS = ("missed", "busy", "after_hours", "voicemail", "repeat", "known_customer")

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "missed": "Hi{first_name| there}, this is {business}. Sorry we missed your call. "
        "What can we help you with? {stop}",
        "busy": "Hi{first_name| there}, this is {business}. We couldn't get to the phone just now. "
        "How can we help? {stop}",
        "after_hours": "Hi{first_name| there}, {business} is closed now and opens {next_open|again soon}. "
        "How can we help? {stop}",
        "voicemail": "Hi{first_name| there}, this is {business}. Thanks, we got your message. "
        "Anything to add? Just reply here. {stop}",
    }
)
