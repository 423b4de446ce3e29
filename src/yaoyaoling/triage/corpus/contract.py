"""What a corpus is made of."""

from pydantic import Field

from yaoyaoling.kernel.contract import Value


class Sample(Value):
    """One text with what is right about it.

    class_code: a sub-class of the class table, or "" for what is no report at all. non_police: whether another
    line than the police should handle it; None where that is not the question (no valid report). danger: present
    danger to life. sensitive: whether someone above must know at once; None: not labelled. family, template: which
    made it, if any did.
    """

    text: str = Field(min_length=1)
    class_code: str = Field(pattern=r"^([0-9]{2,6})?$")
    level: int | None = Field(default=None, ge=1, le=4)
    non_police: bool | None = None
    danger: bool = False
    sensitive: bool | None = None
    family: str = ""
    template: int = 0


class Family(Value):
    """Templates of one kind, kept or held out together. Text in `[a|b|]` is chosen, `{name}` is a slot."""

    id: str
    class_code: str
    level: int | None
    non_police: bool | None
    danger: bool
    sensitive: bool
    is_bare: bool
    templates: tuple[str, ...]
