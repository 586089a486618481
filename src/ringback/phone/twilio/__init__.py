"""Twilio: calls by TwiML documents, texts by the REST interface of 2010-04-01."""
