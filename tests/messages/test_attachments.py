from ringback.messages.attachments import kind_of

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 20


def test_a_picture_is_one_by_its_content_and_not_by_its_name() -> None:
    assert kind_of(JPEG, "application/pdf") == "image/jpeg"
    assert kind_of(b"\x89PNG\r\n\x1a\n...", "") == "image/png"
    assert kind_of(b"RIFF....WEBPVP8 ", "image/jpeg") == "image/webp"
    assert kind_of(b"<script>alert(1)</script>", "image/jpeg") == "application/octet-stream"
    assert kind_of(b"<svg onload=alert(1)>", "image/svg+xml") == "image/svg+xml"
    assert kind_of(b"BEGIN:VCARD", "text/x-vCard; charset=utf-8") == "text/vcard"
